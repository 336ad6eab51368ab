"""Reads files of many formats into articles, and says why where it cannot."""

from kg.read.files import Unread, fetch_files, read_file, read_files
from kg.read.finding import SUFFIXES, find_files

__all__ = ["SUFFIXES", "Unread", "fetch_files", "find_files", "read_file", "read_files"]
