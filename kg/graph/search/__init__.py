"""Full-text search over names of actors, quotes of mentions and titles of articles, in SQLite beside the store."""

from kg.graph.search.filling import fill_found
from kg.graph.search.finding import Found, Hit, Search, Suggestion
from kg.graph.search.index import SearchIndex
from kg.graph.search.tables import KINDS, NAME

__all__ = ["KINDS", "NAME", "Found", "Hit", "Search", "SearchIndex", "Suggestion", "fill_found"]
