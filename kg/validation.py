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
from kg.actors import ActorList
from kg.errors import ReadError
from kg.graph.store import Store
from kg.graph.triples import TYPE, dip, to_actor_quads
from kg.ids import Minter
from kg.model import ActorKind
from kg.read.finding import STANDARD_INPUT, SUFFIXES, find_files
from kg.reference import ontology_files
from kg.results import GRAPH_FORMATS

RDF_SUFFIXES = {f".{name}": form for name, form in GRAPH_FORMATS.items()}
"""Formats of files that are read as RDF, by their ending; others are articles."""
KINDS = {dip(kind.value) for kind in ActorKind}
PLACE_OF_ACTORS = "/actor/"


@dataclass(slots=True)
class Seen:
    """What a pass over RDF tells of its actors."""

    described: set[str] = field(default_factory=set)
    """IRIs of those that the RDF itself gives a kind."""
    named: set[str] = field(default_factory=set)
    """IRIs of those that it points to."""

    def note(self, quad: Quad) -> None:
        """Take notice of *quad*."""
        if isinstance(quad.object, NamedNode):
            if quad.predicate == TYPE and quad.object in KINDS and isinstance(quad.subject, NamedNode):
                self.described.add(quad.subject.value)
            if PLACE_OF_ACTORS in quad.object.value:
                self.named.add(quad.object.value)

    def tell_missing(self, listed: ActorList) -> Iterator[Triple]:
        """Yield the descriptions of the listed actors that the RDF relies on and does not describe."""
        keys: dict[str, set[str]] = {}
        for iri in self.named:
            start, _, key = iri.rpartition(PLACE_OF_ACTORS)
            keys.setdefault(f"{start}/", set()).add(unquote(key))
        for base, found in keys.items():
            mint = Minter(base)
            for actor in listed.find(found):
                if mint.mint_actor(actor.key) not in self.described:
                    yield from (quad.triple for quad in to_actor_quads(actor, mint))


def split_paths(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the RDF files among *paths* and below the folders among them, and the files of articles.

    Standard input (``-``) is RDF, in Turtle.
    """
    rdf: list[str] = []
    articles: list[str] = []
    for path in paths:
        if Path(path).is_dir():
            rdf += sorted(str(file) for file in Path(path).rglob("*") if _is_rdf(file.relative_to(path)))
            articles += find_files([path])
        elif path == STANDARD_INPUT or Path(path).suffix.lower() in RDF_SUFFIXES:
            rdf.append(path)
        elif Path(path).suffix.lower() in SUFFIXES:
            articles.append(path)
        else:
            raise ReadError(f"{path} is of no known format: give RDF ({' '.join(RDF_SUFFIXES)}) or articles")
    return list(dict.fromkeys(rdf)), list(dict.fromkeys(articles))


def _is_rdf(path: Path) -> bool:
    return path.suffix.lower() in RDF_SUFFIXES and not any(part.startswith(".") for part in path.parts)


@contextmanager
def open_scratch_store(
    rdf: Sequence[str], base: str, listed: ActorList, *, everyone: bool = False, stdin: IO[bytes] | None = None
) -> Iterator[Store]:
    """Give a store that holds the *rdf* files, the ontology, and the *listed* actors that the files rely on.

    The files' triples count as one graph; names of graphs are ignored, and listed actors are known under any base. With
    *everyone* the store holds all listed actors under *base*, as articles to be coded need them. It writes what it is
    given, right or wrong, with the texts of articles, and is gone after the block. Raises ReadError for a file that is
    no RDF.
    """
    with tempfile.TemporaryDirectory(prefix="diplograph-") as folder:
        told, seen = Path(folder) / "told.nt", Seen()
        if everyone:
            seen.named.update(Minter(base).mint_actor(actor.key) for actor in listed.actors)
        with told.open("wb") as file:
            serialize(_read_triples(rdf, seen, stdin or sys.stdin.buffer), file, format=RdfFormat.N_TRIPLES)
            serialize(seen.tell_missing(listed), file, format=RdfFormat.N_TRIPLES)
        with Store.create(Path(folder) / "kg-data", base, [*ontology_files(), told], []) as store:
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
        except MemoryError as error:
            raise ReadError(f"{path} has a literal of more than 16 MiB, which is not read: {error}") from error
        except OSError as error:
            raise ReadError(f"{path} cannot be read: {error.strerror or error}") from error


def _parse(path: str, form: RdfFormat, stdin: IO[bytes]) -> Iterator[Quad]:
    if path == STANDARD_INPUT:
        return parse(stdin, form, base_iri="file:///standard-input", rename_blank_nodes=True)
    if form == RdfFormat.JSON_LD:
        content = jsonld.with_context(Path(path).read_bytes())
        return parse(content, form, base_iri=Path(path).absolute().as_uri(), rename_blank_nodes=True)
    return parse(path=path, format=form, base_iri=Path(path).absolute().as_uri(), rename_blank_nodes=True)
