"""Reads plain-text pages, HTML and JSON into articles, and says why where it cannot."""

from kg.read.files import Unread, read_file, read_files
from kg.read.finding import SUFFIXES, find_files

__all__ = ["SUFFIXES", "Unread", "find_files", "read_file", "read_files"]
