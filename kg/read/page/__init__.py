"""Pages: which of their lines are a story, its title and its day."""
