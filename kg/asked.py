"""The SPARQL that the arguments of ``kg query`` mean."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from kg.errors import QueryError
from kg.graph.search import Search
from kg.library import OWN, Library, read_library, read_query
from kg.parameters import resolve
from kg.queries import SavedQuery
from kg.reference import bundled
from kg.results import Engine, is_true
from kg.settings import Settings


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


def open_library(settings: Settings) -> Library:
    """Return the saved queries that ship with the program, and the user's own in the data folder."""
    return read_library(bundled("queries"), settings.beside / OWN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query of the command line is asked with."""

    settings: Settings
    engine: Engine
    search: Callable[[], Search]
    """Opens the search for names of actors; only called where one was given."""
    use_copies: bool = False
    """Whether the facts that `kg enrich` has copied are asked in place of endpoints outside."""

    def find_text(self, query: str, values: Mapping[str, str]) -> str:
        """Return the SPARQL that *query* means: standard input, a file, a saved query bound to *values*, or itself."""
        library = open_library(self.settings)
        path = Path(query) if len(query) < 1024 and "\n" not in query else None
        if query in library.queries:
            return self._bind(library.queries[query], values)
        is_file = path is not None and path.is_file()
        if path is not None and path.suffix == ".rq" and not is_file:
            raise QueryError(f"there is no file {query}")
        text = read_text(path) if path is not None and is_file else ""
        if path is not None and text.startswith("#+"):
            return self._bind(read_query(path), values)
        if values or self.use_copies:
            raise click.UsageError(f"only a saved query takes parameters and --copies, not {query!r}")
        if query == "-" or is_file:
            text = text or sys.stdin.read()
            if not text.strip():
                raise QueryError("the query is empty")
            return text
        if query.replace("-", "").replace("_", "").isalnum():
            library.get(query)  # tells what is wrong with it, or which are called so
        return query

    def _bind(self, saved: SavedQuery, values: Mapping[str, str]) -> str:
        if self.use_copies:
            for provider in saved.copies:
                graph = provider.graph(self.engine.base)
                if not is_true(self.engine.answer(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")):
                    raise QueryError(f"nothing is copied of {provider.title} yet: kg enrich {provider.name}")
            saved = saved.to_copies(self.engine.base)
        allowed = {service.iri for service in self.settings.services}
        if outside := [endpoint for endpoint in saved.endpoints if endpoint not in allowed]:
            names = " ".join(provider.name for provider in saved.copies)
            instead = f"; or copy its facts by `kg enrich {names}`, and add --copies" if names else ""
            raise QueryError(f"{saved.name} asks {outside[0]}: allow that with KG_SERVICES={outside[0]}{instead}")
        return saved.bind(resolve(saved, values, self.engine, self.search()) if values else {}, self.engine.base)


def read_text(path: Path) -> str:
    """Return the text of a query's file; QueryError if it is none."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read as text in UTF-8: {error}") from error
