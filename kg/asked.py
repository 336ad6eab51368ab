"""The SPARQL that the arguments of ``kg query`` mean."""

import sys
from pathlib import Path

import click

from kg.errors import QueryError
from kg.queries import find_queries, read_query
from kg.reference import bundled
from kg.results import Engine


def extra_options(args: list[str]) -> dict[str, str]:
    """Return ``--name value`` and ``--name=value`` pairs as a mapping."""
    values: dict[str, str] = {}
    rest = list(args)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not name.startswith("--") or (not equals and not rest):
            raise click.UsageError(f"{name} is no parameter: write --name value")
        values[name[2:]] = value if equals else rest.pop(0)
    return values


def find_text(query: str, values: dict[str, str], engine: Engine) -> str:
    """Return the SPARQL that *query* means: standard input, a file, a saved query bound to *values*, or itself."""
    saved = find_queries([bundled("queries")])
    path = Path(query) if len(query) < 1024 and "\n" not in query else None
    if query in saved:
        return saved[query].bind(values, engine.base)
    is_file = path is not None and path.is_file()
    if path is not None and path.suffix == ".rq" and not is_file:
        raise QueryError(f"there is no file {query}")
    text = read_text(path) if path is not None and is_file else ""
    if path is not None and text.startswith("#+"):
        return read_query(path).bind(values, engine.base)
    if values:
        raise click.UsageError(f"only a saved query takes parameters, not {query!r}")
    if query == "-" or is_file:
        text = text or sys.stdin.read()
        if not text.strip():
            raise QueryError("the query is empty")
        return text
    if query.replace("-", "").replace("_", "").isalnum():
        raise QueryError(f"there is no saved query {query!r}: see kg query --list")
    return query


def read_text(path: Path) -> str:
    """Return the text of a query's file; QueryError if it is none."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read as text in UTF-8: {error}") from error
