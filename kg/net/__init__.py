"""Asking servers of other people: checked addresses, limits of time and size, no redirects on their own."""
