"""The graph of articles written out, with nothing stored: as Turtle, N-Triples or JSON-LD."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg import jsonld, vocab
from kg.actors import ActorList
from kg.graph.triples import (
    Party,
    dip,
    to_actor_quads,
    to_article_quads,
    to_event_quads,
    to_parties,
    to_run_quads,
    unify_actors,
)
from kg.ids import Minter
from kg.model import Article, Event
from kg.pipeline import name_run
from kg.reference import bundled
from kg.results import prefixes, write_triples

OF_A_CODE = {
    NamedNode(vocab.RDF + "type"),
    NamedNode(vocab.SKOS + "notation"),
    NamedNode(vocab.SKOS + "prefLabel"),
    dip("quadClass"),
    dip("goldstein"),
}
"""What is told of an action code."""


def to_triples(article: Article, events: Iterable[Event], mint: Minter, listed: ActorList) -> list[Triple]:
    """Return the graph of one article: its events, and the actors, dyads and codes that they point to.

    *listed* are the actors that are known beforehand.

    Each is described well enough to stand alone; ``kg validate`` takes it as it is.
    """
    iri, run = mint.mint_article(article), name_run()
    events = unify_actors(events)
    quads = [*to_article_quads(article, mint), *to_run_quads(run, mint)]
    for event in events:
        quads += to_event_quads(iri, event, mint.mint_run(run), mint, _index_parties(listed).get)
    for actor in listed.find(_name_actors(events)):
        quads += to_actor_quads(actor, mint)
    codes = [triple for code in dict.fromkeys(event.action for event in events) for triple in _describe_codes()[code]]
    return list(dict.fromkeys([*(quad.triple for quad in quads), *codes]))


def to_turtle(graphs: Iterable[list[Triple]], base: str) -> Iterator[str]:
    """Yield the *graphs* as Turtle, each with the prefixes that it uses."""
    for triples in graphs:
        yield write_triples(triples, RdfFormat.TURTLE, prefixes(base)).decode()


def to_n_triples(graphs: Iterable[list[Triple]], base: str) -> Iterator[str]:
    """Yield the *graphs* as N-Triples."""
    for triples in graphs:
        yield write_triples(triples, RdfFormat.N_TRIPLES, {}).decode()


def to_json_ld(graphs: Iterable[list[Triple]], base: str) -> Iterator[str]:
    """Yield one JSON-LD document, a line for each event, with all that the event points to nested in it."""
    kind, event = NamedNode(vocab.RDF + "type"), dip("Event")
    context = json.dumps(jsonld.read_context(), ensure_ascii=False)
    start = f'{{"@context": {context},\n"@graph": ['
    for triples in graphs:
        about: dict[object, list[Triple]] = {}
        for triple in triples:
            about.setdefault(triple.subject, []).append(triple)
        roots = [triple.subject for triple in triples if triple.predicate == kind and triple.object == event]
        for root in roots:
            if isinstance(root, NamedNode):
                found = jsonld.to_object(_reach(root, about), root.value)
                del found["@context"]
                yield f"{start}\n{json.dumps(found, ensure_ascii=False)}"
                start = ","
    yield ("" if start == "," else start) + "\n]}\n"


def _reach(root: NamedNode, about: Mapping[object, list[Triple]]) -> Iterator[Triple]:
    """Yield what is said of *root* and of all that it leads to."""
    seen: set[object] = {root}
    rest: list[object] = [root]
    while rest:
        for triple in about.get(rest.pop(), ()):
            yield triple
            if triple.object not in seen:
                seen.add(triple.object)
                rest.append(triple.object)


WRITERS = {"turtle": to_turtle, "ntriples": to_n_triples, "jsonld": to_json_ld}
"""By the name of the format on the command line."""


@cache
def _index_parties(listed: ActorList) -> dict[str, Party]:
    return to_parties(listed.actors)


def _name_actors(events: Iterable[Event]) -> Iterator[str]:
    """Yield the keys of the parties of *events*, and of those that they act for or belong to."""
    for event in events:
        for actor in (event.actor, event.target):
            if actor is not None:
                yield from (key for key in (actor.key, actor.acts_for, actor.belongs_to) if key is not None)


@cache
def _describe_codes() -> dict[str, list[Triple]]:
    found: dict[str, list[Triple]] = {}
    for quad in parse(path=bundled("ontology") / "actions.ttl", format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and quad.predicate in OF_A_CODE:
            found.setdefault(quad.subject.value.removeprefix(vocab.CAMEO), []).append(quad.triple)
    return found
