"""Near-duplicates among the articles."""
