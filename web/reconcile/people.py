"""What the graph says of candidates: what they are, for whom they act, which offices they held."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pyoxigraph import Literal, NamedNode

from kg.extract.gazetteer import GRACE, is_leading
from kg.model import PartialDate
from kg.vocab import DIP, WIKIDATA
from web import words
from web.asking import Asking, text
from web.links import key_of
from web.reconcile.offices import Canon, to_offices
from web.reconcile.schema import to_type


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office."""

    office: str
    since: date
    until: date | None

    def overlaps(self, when: PartialDate, grace: timedelta = timedelta()) -> bool:
        """Whether the term and *when* have a day in common, give or take *grace*."""
        return self.since - grace <= when.last_day and (self.until is None or when.first_day <= self.until + grace)

    @property
    def leading(self) -> bool:
        """Whether news calls the holder by surname alone."""
        return is_leading(self.office)

    def in_words(self) -> str:
        """Return the office with its years: ``President (2012–)``."""
        return f"{self.office} ({self.since.year}–{self.until.year if self.until else ''})"


@dataclass(frozen=True, slots=True)
class Party:
    """An actor that may be the one looked for."""

    iri: str
    kind: str
    label: str
    acts_for: Mapping[str, str] = field(default_factory=dict)
    """Names by IRI."""
    belongs_to: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    """The latest first."""

    @property
    def key(self) -> str:
        """The identifier."""
        return key_of(self.iri)

    @property
    def states(self) -> frozenset[str]:
        """IRIs of what it is, acts for or belongs to."""
        return frozenset((self.iri, *self.acts_for, *self.belongs_to))

    def serving(self, when: PartialDate | None, grace: timedelta = GRACE) -> list[Term]:
        """Return the terms of office on *when*."""
        return [term for term in self.terms if when and term.overlaps(when, grace)]

    def held(self, office: Canon, when: PartialDate | None) -> bool:
        """Whether it held this office, then or, without a date, ever."""
        terms = self.serving(when) if when else self.terms
        return any(office in to_offices(term.office) for term in terms)

    def describe(self, when: PartialDate | None = None) -> str:
        """Return what tells it from namesakes, in a few words."""
        parts = [words.KINDS.get(self.kind, "Actor")]
        parts += [f"acts for {name}" for name in self.acts_for.values()]
        parts += [f"belongs to {name}" for name in self.belongs_to.values()]
        terms = self.serving(when, timedelta()) or self.terms
        best = next((term for term in terms if term.leading), terms[0] if terms else None)
        return ", ".join([*parts, *([best.in_words()] if best else [])])

    def to_types(self) -> list[dict[str, str]]:
        """Return its types as the protocol has them."""
        return [to_type(self.kind)]


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who held an office of a party."""

    iri: str
    party: str
    term: Term


def read_parties(ask: Asking, iris: Iterable[str]) -> dict[str, Party]:
    """Return those of *iris* that are actors of the graph, with their terms of office."""
    nodes = [NamedNode(iri) for iri in dict.fromkeys(iris)]
    if not nodes:
        return {}
    found: dict[str, Party] = {}
    for row in ask.rows("reconcile_actors", actor=nodes):
        kind = text(row, "kind").removeprefix(DIP)
        if kind not in words.KINDS:
            continue
        iri, principal, home = text(row, "actor"), text(row, "principal"), text(row, "home")
        party = found.get(iri) or Party(iri, kind, text(row, "label") or key_of(iri))
        if principal:
            party = replace(party, acts_for={**party.acts_for, principal: text(row, "employer") or key_of(principal)})
        if home:
            party = replace(party, belongs_to={**party.belongs_to, home: text(row, "origin") or key_of(home)})
        found[iri] = party
    terms = _read_terms(ask, [iri for iri, party in found.items() if party.kind == "Person"])
    return {iri: replace(party, terms=tuple(terms.get(iri, ()))) for iri, party in found.items()}


def _read_terms(ask: Asking, iris: Collection[str]) -> dict[str, list[Term]]:
    terms: dict[str, list[Term]] = {}
    rows = ask.rows("reconcile_terms", actor=[NamedNode(iri) for iri in iris]) if iris else []
    for row in rows:
        since = words.parse_day(text(row, "from"))
        if since is not None:
            term = Term(text(row, "office"), since, words.parse_day(text(row, "until")))
            terms.setdefault(text(row, "actor"), []).append(term)
    return terms


def read_holders(ask: Asking, parties: Collection[str], titles: Collection[Literal]) -> list[Holder]:
    """Return who held an office with one of *titles* of one of *parties*, the latest first."""
    if not parties or not titles:
        return []
    nodes = [NamedNode(iri) for iri in sorted(parties)]
    found = []
    for row in ask.rows("reconcile_holders", party=nodes, office=list(titles)):
        since = words.parse_day(text(row, "from"))
        if since is not None:
            term = Term(text(row, "office"), since, words.parse_day(text(row, "until")))
            found.append(Holder(text(row, "actor"), text(row, "party"), term))
    return found


def read_identified(ask: Asking, ids: Collection[str]) -> dict[str, list[str]]:
    """Return the IRIs of the actors with each of *ids*: Wikidata ids, and codes."""
    if not ids:
        return {}
    terms = {one: NamedNode(WIKIDATA + one) if is_wikidata(one) else Literal(one) for one in ids}
    same = [term for term in terms.values() if isinstance(term, NamedNode)]
    codes = [term for term in terms.values() if isinstance(term, Literal)]
    found: dict[str, list[str]] = {}
    for row in ask.rows("reconcile_identified", id=same, code=codes):
        iris = found.setdefault(text(row, "id").removeprefix(WIKIDATA), [])
        if text(row, "actor") not in iris:
            iris.append(text(row, "actor"))
    return found


def is_wikidata(text: str) -> bool:
    """Whether *text* is an id of Wikidata."""
    return text[:1] == "Q" and text[1:].isascii() and text[1:].isdecimal() and len(text) < 15
