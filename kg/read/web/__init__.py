"""Fetching from the web, on request."""
