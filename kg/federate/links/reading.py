"""What is read from the graph about its actors: who has an identity, who has none, and how each is described."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg import vocab
from kg.actors import KEY
from kg.federate.links.sought import Home, Sought
from kg.graph.triples import DERIVED_FROM, to_actor_quads
from kg.ids import Minter
from kg.model import Actor, ActorKind, Term
from kg.results import Engine, Row, rows

SECONDS = 600.0
"""Longest time that one question may take, for who opens the engine: every event is counted."""
STEP = 200
"""Actors that are described at a time."""
KINDS = {vocab.DIP + kind.value: kind for kind in ActorKind}
SAME = vocab.OWL + "sameAs"
COUNTS = """
SELECT ?actor ?events WHERE {{
  {{ SELECT ?actor (COUNT(*) AS ?events) WHERE {{
    {{ ?event dip:actor ?actor }} UNION {{ ?event dip:target ?actor }}
  }} GROUP BY ?actor }}
  VALUES ?kind {{ {kinds} }}
  ?actor a ?kind .
  FILTER NOT EXISTS {{ ?actor owl:sameAs ?same FILTER(STRSTARTS(STR(?same), STR(wd:))) }}
}} ORDER BY DESC(?events) ?actor"""
EVERYONE = """
SELECT ?actor WHERE {{
  VALUES ?kind {{ {kinds} }}
  ?actor a ?kind .
  FILTER NOT EXISTS {{ ?actor owl:sameAs ?same FILTER(STRSTARTS(STR(?same), STR(wd:))) }}
}} ORDER BY ?actor"""
ABOUT = "SELECT ?actor ?p ?o WHERE {{ VALUES ?actor {{ {actors} }} ?actor ?p ?o }}"
TERMS = """
SELECT ?actor ?term ?office ?from ?until WHERE {{
  VALUES ?actor {{ {actors} }}
  ?actor dip:term ?term . ?term dip:office ?office ; dip:from ?from . OPTIONAL {{ ?term dip:until ?until }}
}}"""
YEARS = """
SELECT ?actor (MIN(?date) AS ?first) (MAX(?date) AS ?last) WHERE {{
  VALUES ?actor {{ {actors} }}
  {{ ?event dip:actor ?actor }} UNION {{ ?event dip:target ?actor }}
  ?event dip:date ?date
}} GROUP BY ?actor"""
IDENTITIES = "SELECT ?actor ?same WHERE { ?actor owl:sameAs ?same FILTER(STRSTARTS(STR(?same), STR(wd:))) }"
STATES = """
SELECT ?same ?name WHERE {
  ?state a dip:State ; owl:sameAs ?same ; skos:prefLabel|skos:altLabel|dip:demonym ?name
  FILTER(STRSTARTS(STR(?same), STR(wd:)))
}"""


class Actors:
    """The actors of a graph."""

    def __init__(self, engine: Engine) -> None:
        """Ask *engine*; every method raises as its ``answer`` does."""
        self._engine = engine
        self._mint = Minter(engine.base)

    def find_unidentified(self, kinds: Collection[ActorKind] = (), *, everyone: bool = False) -> dict[str, int]:
        """Return the keys of actors without a Wikidata id, and in how many events each is, the most frequent first.

        Only those of *kinds*, where any are given; with *everyone* those without events too.
        """
        names = " ".join(f"dip:{kind.value}" for kind in (kinds or ActorKind))
        found = {self._key(row): int(_text(row, "events")) for row in self._ask(COUNTS.format(kinds=names))}
        if everyone:
            for row in self._ask(EVERYONE.format(kinds=names)):
                found.setdefault(self._key(row), 0)
        return {key: events for key, events in found.items() if KEY.fullmatch(key)}

    def identities(self) -> dict[str, str]:
        """Return the keys of actors by their Wikidata ids."""
        found = self._ask(IDENTITIES)
        return {_text(row, "same").removeprefix(vocab.WIKIDATA): self._key(row) for row in found}

    def state_names(self) -> dict[str, frozenset[str]]:
        """Return the Wikidata ids of states by their names and demonyms in lower case."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._ask(STATES):
            found[_text(row, "name").casefold()].add(_text(row, "same").removeprefix(vocab.WIKIDATA))
        return {name: frozenset(ids) for name, ids in found.items()}

    def read(self, events: Mapping[str, int]) -> dict[str, Sought]:
        """Return the actors with the keys of *events* that the graph has, with all that it knows of them, by key."""
        keys = list(events)
        found: dict[str, Sought] = {}
        for start in range(0, len(keys), STEP):
            some = keys[start : start + STEP]
            described = self._describe(some)
            homes = self._describe({name for one in described.values() if (name := _home(one.actor))})
            years = self._read_years(some)
            for key, one in described.items():
                home = homes.get(_home(one.actor) or "")
                found[key] = Sought(
                    one.actor,
                    events[key],
                    Home(home.actor, home.actor.kind is ActorKind.STATE) if home else None,
                    _join(years.get(key), one.actor.terms),
                    one.is_whole,
                )
        return found

    def _describe(self, keys: Iterable[str]) -> dict[str, Sought]:
        """Return the actors with these keys, without what other parts of the graph tell of them."""
        nodes = self._nodes(keys)
        if not nodes:
            return {}
        about: dict[str, list[Row]] = defaultdict(list)
        for row in self._ask(ABOUT.format(actors=nodes)):
            about[self._key(row)].append(row)
        terms: dict[str, list[tuple[int, Term]]] = defaultdict(list)
        for row in self._ask(TERMS.format(actors=nodes)):
            number = _text(row, "term").rpartition("-")[2]
            until = date.fromisoformat(_text(row, "until")) if row["until"] else None
            term = Term(_text(row, "office"), date.fromisoformat(_text(row, "from")), until)
            terms[self._key(row)].append((int(number) if number.isdecimal() else 0, term))
        found = {}
        for key, told in about.items():
            in_order = sorted(terms[key], key=lambda one: one[0])
            actor = _to_actor(key, told, tuple(term for _, term in in_order), self._mint)
            if actor is not None:
                found[key] = Sought(actor, is_whole=_is_whole(actor, told, self._mint))
        return found

    def _read_years(self, keys: Iterable[str]) -> dict[str, tuple[int, int]]:
        found = self._ask(YEARS.format(actors=self._nodes(keys)))
        return {
            self._key(row): (int(_text(row, "first")[:4]), int(_text(row, "last")[:4])) for row in found if row["actor"]
        }

    def _nodes(self, keys: Iterable[str]) -> str:
        return " ".join(str(NamedNode(self._mint.mint_actor(key))) for key in sorted(keys))

    def _key(self, row: Row) -> str:
        return self._mint.key_of_actor(_text(row, "actor"))

    def _ask(self, query: str) -> list[Row]:
        return rows(self._engine.answer(query))


def _text(row: Row, name: str) -> str:
    term = row[name]
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _home(actor: Actor) -> str | None:
    return actor.acts_for or actor.belongs_to


def _join(years: tuple[int, int] | None, terms: Iterable[Term]) -> tuple[int, int] | None:
    """Return the span of *years* and of the beginnings and ends of *terms*."""
    known = [*(years or ()), *(day.year for term in terms for day in (term.since, term.until) if day)]
    return (min(known), max(known)) if known else None


def _to_actor(key: str, told: Iterable[Row], terms: tuple[Term, ...], mint: Minter) -> Actor | None:
    """Return the actor that *told* describes; None for what is no actor, or has no name."""
    values: dict[str, list[str]] = defaultdict(list)
    for row in told:
        values[_text(row, "p")].append(_text(row, "o"))

    def some(name: str) -> tuple[str, ...]:
        return tuple(sorted(values[name]))

    def one(name: str, read: Callable[[str], str] = str) -> str | None:
        return next((read(value) for value in some(name)), None)

    kind = next((KINDS[value] for value in some(vocab.RDF + "type") if value in KINDS), None)
    label, cow = one(vocab.SKOS + "prefLabel"), one(vocab.DIP + "cowCode")
    if kind is None or label is None:
        return None
    ids = [value.removeprefix(vocab.WIKIDATA) for value in some(SAME) if value.startswith(vocab.WIKIDATA)]
    return Actor(
        key=key,
        kind=kind,
        label=label,
        aliases=some(vocab.SKOS + "altLabel"),
        wikidata=ids[0] if ids else None,
        acts_for=one(vocab.DIP + "actsFor", mint.key_of_actor),
        belongs_to=one(vocab.DIP + "belongsTo", mint.key_of_actor),
        terms=terms,
        demonyms=some(vocab.DIP + "demonym"),
        iso_code=one(vocab.DIP + "isoCode"),
        cow_code=int(cow) if cow and cow.isdecimal() else None,
    )


def _is_whole(actor: Actor, told: Iterable[Row], mint: Minter) -> bool:
    """Whether writing *actor* would lose nothing of what is *told* of it."""
    iri = NamedNode(mint.mint_actor(actor.key))
    ours = {(quad.predicate, quad.object) for quad in to_actor_quads(actor, mint) if quad.subject == iri}
    return {(row["p"], row["o"]) for row in told if row["p"] != DERIVED_FROM} <= ours
