"""Reading what a client sends: batches of queries and requests for values. What is not as it should be is a 400."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort

from kg.model import PartialDate
from web.reconcile.schema import TYPES, to_kind

BATCH = 50
"""Queries in one request."""
LONGEST = 1000
"""Characters of a query's text, of a value and of an identifier."""
MOST_VALUES = 50
"""Properties of a query, and values of one of them."""
LIMIT, MOST = 5, 50
"""Candidates of one query: by default, and at most."""
STRICT = ("any", "all", "should")


@dataclass(frozen=True, slots=True)
class Hints:
    """What a client knows of the actor besides its name. What could not be understood is left out."""

    date: PartialDate | None = None
    states: tuple[str, ...] = ()
    """Names or ids of what it is, acts for or belongs to."""
    kinds: frozenset[str] = frozenset()
    offices: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    """Wikidata ids and ISO codes of the actor itself."""


@dataclass(frozen=True, slots=True)
class Query:
    """One thing to be found."""

    text: str
    """Empty where only properties are told."""
    kinds: frozenset[str]
    """Wanted; empty for any."""
    strict: str
    """``should`` ranks other kinds lower; ``any`` and ``all`` leave them out."""
    limit: int
    hints: Hints


def parse_json(name: str, text: str) -> Any:  # noqa: ANN401  # what JSON may be
    """Return what the JSON in the parameter *name* says; 400 if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        abort(400, f"the parameter `{name}` must be JSON")


def read_batch(text: str) -> dict[str, Query]:
    """Return the queries of a batch by their keys; 400 for what is no batch, 413 for one that is too large."""
    batch = parse_json("queries", text)
    if not isinstance(batch, dict):
        abort(400, 'the parameter `queries` must be a JSON object, such as {"q0": {"query": "France"}}')
    if len(batch) > BATCH:
        abort(413, f"a batch takes {BATCH} queries, not {len(batch)}: send them in several requests")
    return {key: _read_query(key, query) for key, query in batch.items()}


def _read_query(key: str, query: object) -> Query:
    where = f"query {key[:50]!r}"
    if not isinstance(query, dict):
        abort(400, f"{where} must be a JSON object")
    text = query.get("query")
    if not isinstance(text, str | None):
        abort(400, f"`query` of {where} must be a string")
    text = clean(text or "")
    _check_length(where, text)
    values = dict(_read_properties(where, query.get("properties")))
    if not text and not values:
        abort(400, f"{where} needs a `query` that is not empty, or `properties`")
    strict = query.get("type_strict")
    strict = "should" if strict is None else strict
    if strict not in STRICT:
        abort(400, f"`type_strict` of {where} must be one of {', '.join(STRICT)}")
    kinds = _read_types(where, query.get("type"))
    text = text or next(iter(values.get("label", ())), "")
    return Query(text, frozenset(kinds), strict, _read_limit(where, query.get("limit")), _to_hints(values))


def _read_types(where: str, given: object) -> Iterator[str]:
    given = [] if given is None or given == "" else given if isinstance(given, list) else [given]
    for one in given:
        name = one.get("id") if isinstance(one, dict) else one
        kind = to_kind(name) if isinstance(name, str) else None
        if kind is None:
            abort(400, f"{where} asks for a type that is unknown here: use {', '.join(TYPES)}")
        yield kind


def _read_limit(where: str, given: object) -> int:
    if given is None:
        return LIMIT
    if isinstance(given, bool) or not isinstance(given, int | float) or given != given or given < 1:
        abort(400, f"`limit` of {where} must be a positive whole number")
    return int(min(given, MOST))


def _read_properties(where: str, given: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the properties with their values as text; null, and an entity's name beside its id, are left out."""
    if given is None:
        return
    if not isinstance(given, list) or len(given) > MOST_VALUES:
        abort(400, f"`properties` of {where} must be a list of {MOST_VALUES} objects at most")
    for one in given:
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            abort(400, f"each of `properties` of {where} must be an object with `pid`, a string, and `v`")
        values = one["v"] if isinstance(one["v"], list) else [one["v"]]
        if len(values) > MOST_VALUES:
            abort(400, f"a property of {where} takes {MOST_VALUES} values")
        found = tuple(text for value in values if (text := _to_text(where, value)))
        if found:
            yield one["pid"], found


def _to_text(where: str, value: object) -> str:
    if isinstance(value, dict):
        value = value.get("id")
        if not isinstance(value, str):
            abort(400, f"a value of {where} that is an object needs an `id`, a string")
    if isinstance(value, list):
        abort(400, f"a value of {where} is a list in a list")
    if isinstance(value, float):
        value = int(value) if value.is_integer() else value  # spreadsheets have years as 2019.0
    text = "" if value is None else clean(str(value))
    _check_length(where, text)
    return text


def _to_hints(values: Mapping[str, tuple[str, ...]]) -> Hints:
    """Return what *values* tell, by property; those of unknown properties are ignored, as the protocol allows."""
    days = [day for text in values.get("date", ()) if (day := to_date(text))]
    return Hints(
        date=days[0] if days else None,
        states=tuple(text for name in ("state", "actsFor", "belongsTo") for text in values.get(name, ())),
        kinds=frozenset(kind for text in values.get("kind", ()) if (kind := to_kind(text))),
        offices=values.get("office", ()),
        ids=(*values.get("wikidata", ()), *(text.upper() for text in values.get("isoCode", ()))),
    )


def to_date(text: str) -> PartialDate | None:
    """Return the day, month or year that *text* begins with, by ISO 8601; None if it is none."""
    try:
        return PartialDate.parse(text.split(" ")[0])
    except (ValueError, TypeError):
        return None


def clean(text: str) -> str:
    """Return *text* with single spaces, and no halves of characters, which JSON can hold and nothing else."""
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _check_length(where: str, text: str) -> None:
    if len(text) > LONGEST:
        abort(400, f"a text of {where} has {len(text):,} characters: send {LONGEST:,} at most")
