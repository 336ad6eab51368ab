"""The command ``kg``: parse arguments, call, print. Exit status 0 done, 1 failed, 2 misused."""

from kg.cli import coding, data, folder, graph, linking, outside, search, site
from kg.cli.group import cli

__all__ = ["cli", "coding", "data", "folder", "graph", "linking", "outside", "search", "site"]
