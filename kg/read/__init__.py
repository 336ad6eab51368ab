"""Reads files of many formats into articles, and says why where it cannot."""

from kg.read.files import Unread, is_url, open_fetcher, read_files
from kg.read.finding import SUFFIXES, find_files

__all__ = ["SUFFIXES", "Unread", "find_files", "is_url", "open_fetcher", "read_files"]
