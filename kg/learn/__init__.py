"""Learns from annotated sentences what the lexicon has no words for. Nothing that runs needs this package."""
