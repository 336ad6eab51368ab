"""A graph to be checked, out of RDF files and articles: built in a temporary folder, with what it relies on."""

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg import jsonld
from kg.errors import ReadError
from kg.graph.store import Store
from kg.graph.triples import TYPE, dip
from kg.ids import Minter
from kg.model import Actor, ActorKind
from kg.pipeline import load_rules
from kg.read.finding import STANDARD_INPUT, find_files
from kg.reference import find_actors, ontology_files, read_actors
from kg.results import GRAPH_FORMATS

RDF_SUFFIXES = {f".{name}": form for name, form in GRAPH_FORMATS.items()}
"""Formats of files that are read as RDF, by their ending; others are articles."""
KINDS = {dip(kind.value) for kind in ActorKind}
PLACE_OF_ACTORS = "/actor/"


@dataclass(slots=True)
class Seen:
    """What a pass over RDF tells of its actors."""

    base: str | None = None
    """Start of their IRIs."""
    described: set[str] = field(default_factory=set)
    """IRIs of those that the RDF itself gives a kind."""
    named: set[str] = field(default_factory=set)
    """IRIs of those that it points to."""

    def note(self, quad: Quad) -> None:
        """Take notice of *quad*."""
        if not isinstance(quad.object, NamedNode):
            return
        if quad.predicate == TYPE and quad.object in KINDS and isinstance(quad.subject, NamedNode):
            self.described.add(quad.subject.value)
        start, found, _ = quad.object.value.rpartition(PLACE_OF_ACTORS)
        if found:
            self.named.add(quad.object.value)
            if self.base is None and quad.predicate == dip("actor"):
                self.base = f"{start}/"

    def find_missing(self, base: str) -> list[Actor]:
        """Return the listed actors that it relies on and does not describe."""
        mint, start = Minter(base), Minter(base).mint_actor("")
        actors = find_actors(unquote(iri.removeprefix(start)) for iri in self.named)
        return [actor for actor in actors if mint.mint_actor(actor.key) not in self.described]


def split_paths(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the RDF files among *paths* and below the folders among them, and the files of articles.

    Standard input (``-``) is RDF, in Turtle.
    """
    rdf: list[str] = []
    articles: list[str] = []
    for path in paths:
        if Path(path).is_dir():
            rdf += sorted(str(file) for file in Path(path).rglob("*") if file.suffix.lower() in RDF_SUFFIXES)
            articles += find_files([path])
        elif path == STANDARD_INPUT or Path(path).suffix.lower() in RDF_SUFFIXES:
            rdf.append(path)
        else:
            articles.append(path)
    return list(dict.fromkeys(rdf)), list(dict.fromkeys(articles))


@contextmanager
def open_scratch_store(
    rdf: Sequence[str], default_base: str, *, everyone: bool = False, stdin: IO[bytes] | None = None
) -> Iterator[Store]:
    """Give a store that holds the *rdf* files, the ontology, and the listed actors that the files rely on.

    With *everyone* it holds all listed actors, as articles to be coded need them. The files' triples count as one
    graph; names of graphs are ignored. Instances are minted under the base of the events in the files, else under
    *default_base*. The store writes what conforms to the shapes, and is gone after the block. Raises ReadError for a
    file that is no RDF.
    """
    with tempfile.TemporaryDirectory(prefix="diplograph-") as folder:
        told, seen = Path(folder) / "told.nt", Seen()
        with told.open("wb") as file:
            serialize(_read_triples(rdf, seen, stdin or sys.stdin.buffer), file, format=RdfFormat.N_TRIPLES)
        base = seen.base or default_base
        if everyone:
            seen.named.update(Minter(base).mint_actor(actor.key) for actor in read_actors())
        actors = seen.find_missing(base)
        with Store.create(Path(folder) / "kg-data", base, [*ontology_files(), told], actors, load_rules()) as store:
            yield store


def _read_triples(paths: Iterable[str], seen: Seen, stdin: IO[bytes]) -> Iterator[Triple]:
    for path in paths:
        form = RDF_SUFFIXES.get(Path(path).suffix.lower(), RdfFormat.TURTLE)
        try:
            for quad in _parse(path, form, stdin):
                seen.note(quad)
                yield quad.triple
        except SyntaxError as error:
            raise ReadError(f"{path} is no {form.name}: {error.msg or error}") from error
        except OSError as error:
            raise ReadError(f"{path} cannot be read: {error.strerror or error}") from error


def _parse(path: str, form: RdfFormat, stdin: IO[bytes]) -> Iterator[Quad]:
    if path == STANDARD_INPUT:
        return parse(stdin, form, base_iri="file:///standard-input", rename_blank_nodes=True)
    if form == RdfFormat.JSON_LD:
        content = jsonld.with_context(Path(path).read_bytes())
        return parse(content, form, base_iri=Path(path).absolute().as_uri(), rename_blank_nodes=True)
    return parse(path=path, format=form, base_iri=Path(path).absolute().as_uri(), rename_blank_nodes=True)
