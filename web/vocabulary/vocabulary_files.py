"""What programs get of the ontology: its files in every format of RDF, whole or one term at a time."""

from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.results import WELL_KNOWN, used_prefixes
from kg.turtle import Triples, number_blank_nodes


@cache
def read_document(path: Path, form: RdfFormat) -> bytes:
    """Return the Turtle file at *path* as *form*: in Turtle byte for byte. FileNotFoundError if it is gone."""
    if form == RdfFormat.TURTLE:
        return path.read_bytes()
    triples = Triples.read(path)
    return _write(triples.all, form, triples.prefixes)


@cache
def _read(path: Path) -> Triples:
    return Triples.read(path)


def describe(path: Path, iri: str, form: RdfFormat) -> bytes | None:
    """Return what the file at *path* says of *iri* as *form*; None if nothing."""
    subject = NamedNode(iri)
    about = _read(path).about(subject)
    found = [Triple(subject, NamedNode(name), value) for name, values in about.items() for value in values]
    return _write(found, form, dict(WELL_KNOWN)) if found else None


def _write(triples: list[Triple] | tuple[Triple, ...], form: RdfFormat, prefixes: dict[str, str]) -> bytes:
    numbered = list(number_blank_nodes(triples))
    written = serialize(numbered, format=form, prefixes=used_prefixes(numbered, prefixes))
    assert isinstance(written, bytes)  # noqa: S101 - it is None only where it writes to a file
    return written
