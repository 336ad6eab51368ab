"""Replies of another engine as answers of ours: read whole, and written in the format that was asked for."""

from collections.abc import Iterator, Mapping

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import StoreError
from kg.graph.answers import Question
from kg.graph.remote.request import Reply
from kg.graph.triples import DEFAULT_GRAPH
from kg.results import Answer, RdfTerm, prefixes, write_triples

RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
GRAPHS = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
GENERAL: Mapping[str, QueryResultsFormat] = {
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
"""Types by which results come too."""
YES = ("1", "true")


def to_answer(reply: Reply, question: Question, form: str, where: object) -> Answer:
    """Return what *reply* tells, for a query of this *form*; StoreError for what is no answer to it."""
    if form in ("CONSTRUCT", "DESCRIBE"):
        names = prefixes(question.base)
        body = write_triples(_read_triples(reply, where), question.graph, names)
        return Answer(question.graph.media_type, body)
    found = _read_results(reply, where)
    try:
        if form == "ASK":
            body = _write_truth(_to_truth(found), question.results)
        else:
            if isinstance(found, QueryBoolean):
                raise StoreError(f"{where} answers yes or no to what asks for rows: is it a SPARQL 1.1 endpoint?")
            body = found.serialize(format=question.results) or b""
    except (SyntaxError, ValueError, OSError) as error:  # found only where the rows are read
        raise _no_answer(where, reply, error) from error
    return Answer(question.results.media_type, body)


def to_rows(reply: Reply, where: object) -> Iterator[Mapping[str, RdfTerm | None]]:
    """Yield the rows of a reply to SELECT; StoreError for what is none."""
    found = _read_results(reply, where)
    if isinstance(found, QueryBoolean):
        raise StoreError(f"{where} answers yes or no to what asks for rows: is it a SPARQL 1.1 endpoint?")
    names = tuple(variable.value for variable in found.variables)
    try:
        for solution in found:
            yield dict(zip(names, solution, strict=True))
    except (SyntaxError, ValueError, OSError) as error:
        raise _no_answer(where, reply, error) from error


def to_quad(row: Mapping[str, RdfTerm | None]) -> Quad:
    """Return the quad of the default graph that a row of ``?s ?p ?o`` tells."""
    subject, predicate, value = row["s"], row["p"], row["o"]
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode) or subject is None or value is None:
        raise StoreError(f"{subject} {predicate} {value} is no triple: is KG_STORE the address of a SPARQL endpoint?")
    return Quad(subject, predicate, value, DEFAULT_GRAPH)


def _read_results(reply: Reply, where: object) -> QuerySolutions | QueryBoolean:
    kind = GENERAL.get(reply.media_type) or QueryResultsFormat.from_media_type(reply.media_type or "-")
    if kind not in (QueryResultsFormat.JSON, QueryResultsFormat.XML):
        raise _no_answer(where, reply, None)
    try:
        return parse_query_results(reply.body, kind)
    except (SyntaxError, ValueError, OSError) as error:
        raise _no_answer(where, reply, error) from error


def _read_triples(reply: Reply, where: object) -> list[Triple]:
    kind = RdfFormat.from_media_type(reply.media_type or "-")
    if kind is None:
        raise _no_answer(where, reply, None)
    try:
        return [quad.triple for quad in parse(reply.body, format=kind, rename_blank_nodes=False)]
    except (SyntaxError, ValueError) as error:
        raise _no_answer(where, reply, error) from error


def _no_answer(where: object, reply: Reply, error: Exception | None) -> StoreError:
    if error is not None:
        return StoreError(f"{where} sent {reply.media_type} that is broken ({error}): try again, or see its log")
    kind = reply.media_type or "something without a type"
    return StoreError(f"{where} answered with {kind}: is it the address of a SPARQL 1.1 endpoint?")


def _to_truth(found: QuerySolutions | QueryBoolean) -> bool:
    """Return the answer to ASK; Virtuoso gives it as a table of one number."""
    if isinstance(found, QueryBoolean):
        return bool(found)
    values = [value for solution in found for value in solution]
    return len(values) == 1 and isinstance(values[0], Literal) and values[0].value in YES


def _write_truth(truth: bool, form: QueryResultsFormat) -> bytes:
    """Write yes or no as *form*: the engine's own writer does, once it has it as an answer."""
    told = parse_query_results(b'{"head":{},"boolean":%s}' % (b"true" if truth else b"false"), QueryResultsFormat.JSON)
    return told.serialize(format=form) or b""
