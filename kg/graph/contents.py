"""Whole graphs going in and out of a store, as the SPARQL 1.1 Graph Store Protocol does it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import QueryError


@dataclass(frozen=True, slots=True)
class Content:
    """A document that holds a graph."""

    body: bytes
    media_type: str
    """That of an RDF format, without parameters."""
    base_iri: str
    """What relative IRIs in it are relative to."""


def read_triples(contents: Iterable[Content]) -> list[Triple]:
    """Return the triples of all *contents*, whatever graph they say they are in.

    Blank nodes of two contents are never the same. Raises QueryError for a malformed one, with line and column.
    """
    triples: list[Triple] = []
    for content in contents:
        form = RdfFormat.from_media_type(content.media_type)
        if form is None:
            raise QueryError(f"{content.media_type} is no format of RDF that is read here: send Turtle or N-Triples")
        try:
            read = parse(content.body, format=form, base_iri=content.base_iri, rename_blank_nodes=True)
            triples += [quad.triple for quad in read]
        except SyntaxError as error:
            raise QueryError(f"malformed {form.name}: {error.msg}", error.lineno, error.offset) from error
        except ValueError as error:  # a base that is no IRI
            raise QueryError(f"the content cannot be read: {error}") from error
    return triples


def to_graph(iri: str | None) -> NamedNode | None:
    """Return the name of the graph *iri*, None for the default graph; QueryError if it is no IRI."""
    try:
        return NamedNode(iri) if iri is not None else None
    except ValueError as error:
        raise QueryError(f"{iri} is no absolute IRI, so no graph can have that name ({error})") from error


def write_put(graph: NamedNode | None, triples: Sequence[Triple], old: Iterable[Triple] = ()) -> str:
    """Return the update after which *graph* holds *triples* and nothing else; all of it is one transaction.

    *old* is what it holds, if that is known: then only what changes is written, which takes a fraction of the time.
    """
    data = _write(triples)
    if graph is None:
        return f"CLEAR DEFAULT ; INSERT DATA {{ {data} }}"
    before, after = set(old), set(triples)
    gone = before - after
    if before and all(isinstance(term, NamedNode | Literal) for one in gone for term in (one.subject, one.object)):
        new = _write(after - before)
        return f"DELETE DATA {{ GRAPH {graph} {{ {_write(gone)} }} }} ; INSERT DATA {{ GRAPH {graph} {{ {new} }} }}"
    return f"DROP SILENT GRAPH {graph} ; CREATE GRAPH {graph} ; INSERT DATA {{ GRAPH {graph} {{ {data} }} }}"


def _write(triples: Iterable[Triple]) -> str:
    return " .\n".join(str(triple) for triple in triples)


def write_drop(graph: NamedNode | None) -> str:
    """Return the update after which *graph* is gone; the default graph is empty then, for it is always there."""
    return f"DROP GRAPH {graph}" if graph is not None else "CLEAR DEFAULT"
