"""Values of properties for actors that have been matched: the data extension of the protocol."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from pyoxigraph import NamedNode

from kg.model import PartialDate
from kg.vocab import DIP, OWL, SKOS, WIKIDATA
from web import words
from web.asking import Asking, text
from web.links import key_of, mint
from web.reconcile.counting import Counts, read_counts
from web.reconcile.people import Party, read_parties
from web.reconcile.reading import LONGEST, parse_json, to_date
from web.reconcile.schema import ANY, MOST_LISTED, PROPERTIES, Property, to_kind, to_type

IDS = 200
"""Actors in one request."""
STATED: Mapping[str, str] = {
    "alias": SKOS + "altLabel",
    "isoCode": DIP + "isoCode",
    "cowCode": DIP + "cowCode",
    "wikidata": OWL + "sameAs",
}
"""Properties whose values stand in the graph as they are."""
COUNTED = ("events", "firstEvent", "lastEvent")

Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A property that is asked for, with its settings."""

    property: Property
    date: PartialDate | None
    limit: int


@dataclass(frozen=True, slots=True)
class Request:
    """What of whom is asked for."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph says of one actor."""

    party: Party
    stated: Mapping[str, Sequence[str]]
    counts: Counts


def read_request(sent: str) -> Request:
    """Return the request in JSON; 400 if it is none, 413 if it is for too many actors."""
    asked = parse_json("extend", sent)
    ids, properties = (asked.get("ids"), asked.get("properties")) if isinstance(asked, dict) else (None, None)
    if not isinstance(ids, list) or not isinstance(properties, list):
        abort(400, "the parameter `extend` must be a JSON object with the lists `ids` and `properties`")
    if len(ids) > IDS or len(properties) > len(PROPERTIES):
        abort(413, f"ask for {IDS} actors and {len(PROPERTIES)} properties at most: send several requests")
    if not all(isinstance(one, str) and one and len(one) <= LONGEST for one in ids):
        abort(400, "each of `ids` must be the identifier of an actor, such as RUS")
    return Request(
        tuple(dict.fromkeys(one.encode("utf-8", "replace").decode() for one in ids)),
        tuple(_read_column(one) for one in properties),
    )


def _read_column(given: object) -> Column:
    name = given.get("id") if isinstance(given, dict) else None
    found = PROPERTIES.get(name) if isinstance(name, str) else None
    if found is None or not found.extends:
        names = ", ".join(one.id for one in PROPERTIES.values() if one.extends)
        abort(400, f"each of `properties` must be an object whose `id` is one of {names}")
    settings = given.get("settings") if isinstance(given, dict) else None
    if not isinstance(settings, dict | None):
        abort(400, f"`settings` of the property {found.id} must be a JSON object")
    given_date, limit = str((settings or {}).get("date") or ""), (settings or {}).get("limit")
    day = to_date(given_date) if given_date else None
    if given_date and day is None:
        abort(400, f"the setting `date` of {found.id} must be a day, month or year such as 2019-05-01")
    try:
        number = int(limit or 0)
    except (TypeError, ValueError, OverflowError):
        number = -1
    if number < 0:
        abort(400, f"the setting `limit` of {found.id} must be a whole number, 0 for all")
    return Column(found, day, min(number, MOST_LISTED) or MOST_LISTED)


def extend(ask: Asking, asked: Request) -> dict[str, Any]:
    """Return the values that are *asked* for; none for an identifier that is no actor's."""
    iris = {one: mint(ask.base, "actor", one).value for one in asked.ids}
    parties = read_parties(ask, iris.values())
    wanted = {column.property.id for column in asked.columns}
    stated = _read_stated(ask, parties, wanted) if wanted & set(STATED) else {}
    counts = read_counts(ask, parties.values()) if wanted & set(COUNTED) else {}
    rows: dict[str, dict[str, list[Value]]] = {}
    for name, iri in iris.items():
        party = parties.get(iri)
        known = Known(party, stated.get(iri, {}), counts.get(iri, Counts())) if party else None
        rows[name] = {one.property.id: to_values(known, one) if known else [] for one in asked.columns}
    return {"meta": [_to_meta(column.property) for column in asked.columns], "rows": rows}


def _to_meta(asked: Property) -> dict[str, Any]:
    kind = {"type": to_type(ANY)} if asked.id in ("actsFor", "belongsTo") else {}
    return {**asked.to_json(), **kind}


def _read_stated(ask: Asking, iris: Iterable[str], wanted: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    names = {STATED[one]: one for one in wanted if one in STATED}
    nodes = [NamedNode(iri) for iri in iris]
    found: dict[str, dict[str, list[str]]] = {}
    if not nodes:
        return found
    for row in ask.rows("reconcile_facts", actor=nodes, property=[NamedNode(iri) for iri in names]):
        values = found.setdefault(text(row, "actor"), {})
        values.setdefault(names[text(row, "property")], []).append(text(row, "value"))
    return found


def to_values(known: Known, column: Column) -> list[Value]:
    """Return the values of the property of *column*, in the forms of the protocol."""
    return VALUES[column.property.id](known, column)[: column.limit]


def _to_entities(named: Mapping[str, str]) -> list[Value]:
    return [{"id": key_of(iri), "name": name} for iri, name in named.items()]


def _to_offices(known: Known, column: Column) -> list[Value]:
    terms = known.party.terms
    held = [term for term in terms if column.date is None or term.overlaps(column.date)]
    return [{"str": office} for office in dict.fromkeys(term.office for term in held)]


def _to_days(day: str) -> list[Value]:
    return [{"date": f"{day}T00:00:00Z"}] if words.parse_day(day) else []


def _to_stated(name: str) -> Callable[[Known, Column], list[Value]]:
    def get(known: Known, _: Column) -> list[Value]:
        return [{"str": value.removeprefix(WIKIDATA)} for value in known.stated.get(name, ())]

    return get


VALUES: Mapping[str, Callable[[Known, Column], list[Value]]] = {
    "label": lambda known, _: [{"str": known.party.label}],
    "alias": _to_stated("alias"),
    "kind": lambda known, _: [{"str": words.KINDS[known.party.kind]}],
    "actsFor": lambda known, _: _to_entities(known.party.acts_for),
    "belongsTo": lambda known, _: _to_entities(known.party.belongs_to),
    "office": _to_offices,
    "isoCode": _to_stated("isoCode"),
    "cowCode": lambda known, _: [{"int": int(value)} for value in known.stated.get("cowCode", ()) if value.isdecimal()],
    "wikidata": _to_stated("wikidata"),
    "events": lambda known, _: [{"int": known.counts.events}],
    "firstEvent": lambda known, _: _to_days(known.counts.first),
    "lastEvent": lambda known, _: _to_days(known.counts.last),
}


def propose(kind: str, limit: int) -> dict[str, Any]:
    """Return the properties of actors of the type *kind* that can be asked for, *limit* of them or, for 0, all."""
    known = to_kind(kind)
    found = [
        one.to_json()
        for one in PROPERTIES.values()
        if one.extends and (known in (None, ANY) or known in one.kinds)
    ]  # fmt: skip
    answer = {"properties": found[:limit] if limit else found, "type": kind}
    return {**answer, "limit": limit} if limit else answer
