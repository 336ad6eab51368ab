"""Where it is told: the text of an article with its events and actors marked."""
