"""Articles, events and actors as quads of the default graph. Pure: nothing is read or written here."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg import vocab
from kg.ids import Minter, content_hash
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate, Precision

DEFAULT_GRAPH = DefaultGraph()
TYPE = NamedNode(vocab.RDF + "type")
LABEL = NamedNode(vocab.RDFS + "label")
PREF_LABEL = NamedNode(vocab.SKOS + "prefLabel")
DERIVED_FROM = NamedNode(vocab.PROV + "wasDerivedFrom")
GENERATED_BY = NamedNode(vocab.PROV + "wasGeneratedBy")
TEXT = NamedNode(vocab.DIP + "text")
LANGUAGE = re.compile("[a-z]{2,3}")
"""Codes that are tags of languages too."""


@dataclass(frozen=True, slots=True)
class Party:
    """What an event's quads need to know of a party besides its key."""

    label: str
    state: str | None
    """Key of the state that it is or belongs to, if any."""


LookUp = Callable[[str], Party | None]
"""Finds the party with a key. The key alone does not tell: IMF has three capitals and is no state."""


def dip(name: str) -> NamedNode:
    """Return the term of our ontology with this name."""
    return NamedNode(vocab.DIP + name)


def english(text: str) -> Literal:
    """Return *text* as an English literal."""
    return Literal(text, language="en")


def day(value: date) -> Literal:
    """Return *value* as an ``xsd:date``."""
    return Literal(value.isoformat(), datatype=NamedNode(vocab.XSD + "date"))


def month(value: date) -> Literal:
    """Return the month of *value* as an ``xsd:gYearMonth``."""
    return Literal(value.isoformat()[:7], datatype=NamedNode(vocab.XSD + "gYearMonth"))


def fact(subject: str, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    """Return a quad of the default graph."""
    return Quad(NamedNode(subject), predicate, value, DEFAULT_GRAPH)


def to_parties(actors: Iterable[Actor]) -> dict[str, Party]:
    """Return the parties among *actors* by key: its ``get`` is a LookUp where there is no store to ask."""
    listed = {actor.key: actor for actor in actors}
    states = {key for key, actor in listed.items() if actor.kind is ActorKind.STATE}

    def state(actor: Actor) -> str | None:
        place = actor.key if actor.kind is ActorKind.STATE else actor.belongs_to
        return place if place in states else None

    return {key: Party(actor.label, state(actor)) for key, actor in listed.items()}


def find_party(actor: Actor, look_up: LookUp) -> Party:
    """Return the party that *actor* acts for, else *actor* itself where the graph does not know it yet."""
    if known := look_up(actor.party):
        return known
    if actor.acts_for is not None:
        return Party(actor.acts_for, None)
    if actor.kind is ActorKind.STATE:
        return Party(actor.label, actor.key)
    origin = look_up(actor.belongs_to) if actor.belongs_to else None
    return Party(actor.label, origin.state if origin else None)


def to_actor_quads(actor: Actor, mint: Minter) -> Iterator[Quad]:
    """Yield the description of *actor*: kind, labels, codes, whom it acts for, terms of office."""
    iri = mint.mint_actor(actor.key)
    yield fact(iri, TYPE, dip(actor.kind.value))
    yield fact(iri, PREF_LABEL, english(actor.label))
    for alias in actor.aliases:
        if alias != actor.label:
            yield fact(iri, NamedNode(vocab.SKOS + "altLabel"), english(alias))
    yield fact(iri, dip("code"), Literal(actor.key))
    if actor.iso_code is not None:
        yield fact(iri, dip("isoCode"), Literal(actor.iso_code))
    if actor.cow_code is not None:
        yield fact(iri, dip("cowCode"), Literal(actor.cow_code))
    for demonym in actor.demonyms:
        yield fact(iri, dip("demonym"), english(demonym))
    if actor.acts_for is not None:
        yield fact(iri, dip("actsFor"), NamedNode(mint.mint_actor(actor.acts_for)))
    if actor.belongs_to is not None:
        yield fact(iri, dip("belongsTo"), NamedNode(mint.mint_actor(actor.belongs_to)))
    if actor.wikidata is not None:
        yield fact(iri, NamedNode(vocab.OWL + "sameAs"), NamedNode(vocab.WIKIDATA + actor.wikidata))
    yield from _to_term_quads(actor, iri, mint)


def _to_term_quads(actor: Actor, actor_iri: str, mint: Minter) -> Iterator[Quad]:
    for number, term in enumerate(actor.terms, start=1):
        iri = mint.mint_term(actor.key, number)
        yield fact(actor_iri, dip("term"), NamedNode(iri))
        yield fact(iri, TYPE, dip("TermOfOffice"))
        yield fact(iri, dip("office"), english(term.office))
        yield fact(iri, dip("from"), day(term.since))
        if term.until is not None:
            yield fact(iri, dip("until"), day(term.until))


def to_article_quads(article: Article, mint: Minter) -> Iterator[Quad]:
    """Yield the description of *article*, with a hash of its text instead of the text."""
    iri = mint.mint_article(article)
    yield fact(iri, TYPE, dip("Article"))
    yield fact(iri, dip("doc"), Literal(article.doc))
    if article.title:
        yield fact(iri, dip("title"), english(article.title))
    if article.url:
        yield fact(iri, dip("url"), Literal(article.url, datatype=NamedNode(vocab.XSD + "anyURI")))
    if article.source:
        yield fact(iri, dip("source"), Literal(article.source))
    if article.day is not None:
        yield fact(iri, dip("published"), day(article.day))
    elif article.published is not None and article.published_precision is Precision.MONTH:
        yield fact(iri, dip("publishedMonth"), month(article.published))
    for author in article.authors:
        yield fact(iri, dip("author"), Literal(author))
    yield fact(iri, NamedNode(vocab.DCTERMS + "language"), Literal(article.language))
    yield fact(iri, dip("publishedFrom"), Literal(article.published_from.value))
    yield fact(iri, dip("contentHash"), Literal(content_hash(article)))


def to_text_quad(article: Article, mint: Minter) -> Quad:
    """Return the text of *article*, in which the quotes of its mentions must be found."""
    tagged = bool(LANGUAGE.fullmatch(article.language))
    text = Literal(article.text, language=article.language) if tagged else Literal(article.text)
    return fact(mint.mint_article(article), TEXT, text)


def to_run_quads(run: str, mint: Minter) -> Iterator[Quad]:
    """Yield the description of the run named *run*, dated where its name begins with a day."""
    iri = mint.mint_run(run)
    yield fact(iri, TYPE, dip("Run"))
    yield fact(iri, TYPE, NamedNode(vocab.PROV + "Activity"))
    yield fact(iri, LABEL, english(run))
    try:
        started = date.fromisoformat(run[:10])
    except ValueError:
        return
    yield fact(iri, NamedNode(vocab.DCTERMS + "date"), day(started))


def unify_actors(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return *events* with each actor as its first event tells of it: an article may name one in two ways."""
    first: dict[str, Actor] = {}
    unified = []
    for event in events:
        actor = first.setdefault(event.actor.key, event.actor)
        target = first.setdefault(event.target.key, event.target) if event.target else None
        unified.append(replace(event, actor=actor, target=target))
    return tuple(unified)


def to_event_quads(article_iri: str, event: Event, run_iri: str, mint: Minter, look_up: LookUp) -> Iterator[Quad]:
    """Yield *event* with its dyad, its mentions in one article, and the actors that only this article
    introduced.

    *look_up* gives the label and the state of a party. Raises ValueError for an event without a mention,
    which nothing in the graph would support.
    """
    if not event.mentions:
        raise ValueError(f"event {event.actor.key} {event.action} has no mention: give it at least one")
    iri = mint.mint_event(event)
    yield fact(iri, TYPE, dip("Event"))
    yield fact(iri, dip("action"), NamedNode(vocab.CAMEO + event.action))
    yield fact(iri, dip("status"), dip(event.status.value))
    yield from _to_role_quads(iri, "actor", event.actor, mint, look_up)
    if event.target is not None:
        yield from _to_role_quads(iri, "target", event.target, mint, look_up)
        yield from _to_dyad_quads(iri, event.actor, event.target, mint, look_up)
    if event.date is not None:
        yield from _to_date_quads(iri, event.date)
    for actor in (event.actor, event.target):
        if actor is not None and not actor.listed:
            yield from to_actor_quads(actor, mint)
            yield fact(mint.mint_actor(actor.key), DERIVED_FROM, NamedNode(article_iri))
    mentions = {mint.mint_mention(article_iri, mention, iri): mention for mention in reversed(event.mentions)}
    for mention_iri, mention in mentions.items():
        yield fact(iri, dip("mention"), NamedNode(mention_iri))
        yield from _to_mention_quads(mention_iri, mention, article_iri, run_iri)


def _to_role_quads(iri: str, role: str, actor: Actor, mint: Minter, look_up: LookUp) -> Iterator[Quad]:
    yield fact(iri, dip(role), NamedNode(mint.mint_actor(actor.key)))
    state = find_party(actor, look_up).state
    if state is not None:
        yield fact(iri, dip(f"{role}State"), NamedNode(mint.mint_actor(state)))


def _to_dyad_quads(iri: str, actor: Actor, target: Actor, mint: Minter, look_up: LookUp) -> Iterator[Quad]:
    labels = {one.party: find_party(one, look_up).label for one in (actor, target)}
    if len(labels) < 2:
        return  # an act within one party is between no two
    dyad = mint.mint_dyad(*labels)
    yield fact(iri, dip("dyad"), NamedNode(dyad))
    yield fact(dyad, TYPE, dip("Dyad"))
    yield fact(dyad, LABEL, english(" – ".join(labels[key] for key in sorted(labels))))
    for key in labels:
        yield fact(dyad, dip("member"), NamedNode(mint.mint_actor(key)))


def _to_date_quads(iri: str, when: PartialDate) -> Iterator[Quad]:
    yield fact(iri, dip("date"), day(when.first_day))
    yield fact(iri, dip("datePrecision"), dip(when.precision.value))
    if when.precision is not Precision.DAY:
        yield fact(iri, dip("endDate"), day(when.last_day))
    if when.precision is not Precision.YEAR:
        yield fact(iri, dip("month"), month(when.first_day))


def _to_mention_quads(iri: str, mention: Mention, article_iri: str, run_iri: str) -> Iterator[Quad]:
    integer, decimal = NamedNode(vocab.XSD + "integer"), NamedNode(vocab.XSD + "decimal")
    yield fact(iri, TYPE, dip("Mention"))
    yield fact(iri, dip("article"), NamedNode(article_iri))
    yield fact(iri, dip("quote"), english(mention.quote))
    yield fact(iri, dip("begin"), Literal(str(mention.begin), datatype=integer))
    yield fact(iri, dip("end"), Literal(str(mention.end), datatype=integer))
    yield fact(iri, dip("actorText"), english(mention.actor_text))
    yield fact(iri, dip("actionText"), english(mention.action_text))
    if mention.target_text:
        yield fact(iri, dip("targetText"), english(mention.target_text))
    yield fact(iri, dip("confidence"), Literal(f"{mention.confidence:.2f}", datatype=decimal))
    yield fact(iri, GENERATED_BY, NamedNode(run_iri))


def write_data(quads: Iterable[Quad]) -> str:
    """Return *quads* of the default graph as SPARQL's ``DATA`` blocks have them."""
    return " .\n".join(f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads)


def to_quads(text: str) -> Iterator[Quad]:
    """Yield the quads of the default graph that N-Triples say, of which the program is the author."""
    return parse(text, RdfFormat.N_TRIPLES, lenient=True)


def count_kind(quads: Iterable[Quad], kind: str) -> int:
    """Return how many of *quads* say that something is of the class *kind* of the ontology."""
    return sum(quad.predicate == TYPE and quad.object == dip(kind) for quad in quads)
