"""Actors matched with items of Wikidata, for a person to confirm (`kg link`)."""
