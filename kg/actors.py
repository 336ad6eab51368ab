"""The actors that are known beforehand: the lists that ship with the program, and a user's own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from kg.errors import DataError
from kg.extract.gazetteer import Gazetteer, Name, NameKind, Office, Sense
from kg.ids import slug
from kg.model import Actor, ActorKind, PartialDate, Term
from kg.reference import DATA, read_rows
from kg.settings import LINKS

FOLDER = DATA / "actors"
FILES = (
    "states", "organisations", "blocs", "bodies", "armed_groups", "groups", "companies", "people", "people_added",
)  # fmt: skip
"""In this order: of two actors of one name the first is meant."""
KINDS = {kind.value: kind for kind in ActorKind}
REQUIRED = ("key", "kind", "label")
COLUMNS = (*REQUIRED, "acts_for", "belongs_to", "wikidata", "names", "adjectives", "places", "terms", "unsure")
LINK_COLUMNS = ("key", "wikidata", "label")
KEY = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
WIKIDATA_ID = re.compile(r"Q[1-9][0-9]*")


@dataclass(frozen=True, eq=False)
class ActorList:
    """Actors with the names that they go by."""

    actors: tuple[Actor, ...]
    names: tuple[Name, ...]
    fingerprint: str
    """Hash of the files that they come from."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Wikidata ids of actors, listed or not, that the user's links give, by key."""

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """What finds their names in texts."""
        return Gazetteer(self.actors, self.names, _read_offices(), _read_senses(), self.links)

    @cached_property
    def _by_key(self) -> Mapping[str, Actor]:
        return {actor.key: actor for actor in self.actors}

    def find(self, keys: Iterable[str]) -> list[Actor]:
        """Return the actors with these keys, those that they act for or belong to, and so on, each once."""
        found: dict[str, Actor] = {}
        rest = list(keys)
        while rest:
            actor = self._by_key.get(rest.pop())
            if actor is not None and actor.key not in found:
                found[actor.key] = actor
                rest += [key for key in (actor.acts_for, actor.belongs_to) if key is not None]
        return list(found.values())


@cache
def list_actors(*own: Path) -> ActorList:
    """Return the actors of the lists that ship with the program, and of the user's *own* files.

    A later row with an earlier key adds names and terms, and ends terms, of that actor; docs/actors.md describes the
    files. One called links.tsv gives nothing but Wikidata ids, to actors that no list gives one. Raises DataError that
    names the file and line of a faulty row.
    """
    entries = dict(_read_shipped())
    links: dict[str, str] = {}
    for path in own:
        if path.name == LINKS:
            links |= {key: link.wikidata for key, link in read_links(path).items()}
        else:
            _read_into(entries, path)
    for key in links.keys() & entries.keys():
        entries[key] = entries[key].identified(links[key])
    shared = [
        Name(row["name"], NameKind.NAME, key)
        for _, row in read_rows(DATA / "pairs.tsv")
        for key in row["keys"].split("|")
    ]
    towns = [
        Name(place, NameKind.PLACE, row["key"])
        for _, row in read_rows(FOLDER / "cities.tsv")
        for place in row["places"].split("|")
    ]
    nobody = [Name(row["name"], NameKind.NAME, None) for _, row in read_rows(FOLDER / "nobody.tsv")]
    names = (*shared, *nobody, *(name for entry in entries.values() for name in entry.names), *towns)
    paths = (*(FOLDER / f"{stem}.tsv" for stem in (*FILES, "codes")), *own)
    digest = sha256(b"\0".join(path.read_bytes() for path in paths))
    return ActorList(tuple(entry.actor for entry in entries.values()), names, digest.hexdigest(), links)


@dataclass(frozen=True, slots=True)
class Link:
    """That an actor is the one with an id in Wikidata."""

    wikidata: str
    label: str
    """Name of the actor, for who reads the file."""


def read_links(path: Path) -> dict[str, Link]:
    """Return the links in the file *path* by the keys of their actors; DataError with the line of a faulty one."""
    links: dict[str, Link] = {}
    for number, row in read_rows(path, LINK_COLUMNS[:2], LINK_COLUMNS):
        place = f"{path.name}:{number}"
        if not KEY.fullmatch(row["key"]):
            raise DataError(f"{place}: {row['key']!r} is no key of an actor")
        if not WIKIDATA_ID.fullmatch(row["wikidata"]):
            raise DataError(f"{place}: {row['wikidata']!r} is no Wikidata id such as Q159")
        known = links.setdefault(row["key"], Link(row["wikidata"], row.get("label", "")))
        if known.wikidata != row["wikidata"]:
            raise DataError(f"{place}: {row['key']} is {known.wikidata} in an earlier row: remove one of the two")
    return links


@cache
def _read_shipped() -> Mapping[str, "_Entry"]:
    entries: dict[str, _Entry] = {}
    for stem in FILES:
        _read_into(entries, FOLDER / f"{stem}.tsv")
    return entries


def _read_into(entries: "dict[str, _Entry]", path: Path) -> None:
    """Add the rows of a file to *entries*; DataError that names the file and line of a faulty one."""
    places: dict[str, str] = {}
    for number, row in read_rows(path, REQUIRED, COLUMNS):
        try:
            entry = _to_entry(row)
            known = entries.get(entry.actor.key)
            entries[entry.actor.key] = entry if known is None else _add(known, entry)
        except ValueError as error:
            raise DataError(f"{path.name}:{number}: {error}") from error
        places[entry.actor.key] = f"{path.name}:{number}"
    for key, place in places.items():
        for other in (entries[key].actor.acts_for, entries[key].actor.belongs_to):
            if other is not None and other not in entries:
                raise DataError(f"{place}: no list has an actor {other!r} for {key}")


def _read_offices() -> dict[str, list[Office]]:
    offices: dict[str, list[Office]] = {}
    for _, row in read_rows(FOLDER / "offices.tsv"):
        titles = tuple(row["office"].split("|"))
        office = Office(row["party"].rstrip("?"), titles, if_named=row["party"].endswith("?"))
        offices.setdefault(row["name"], []).append(office)
    return {name: sorted(found, key=lambda office: not office.if_named) for name, found in offices.items()}


def _read_senses() -> dict[str, Sense]:
    def words(text: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, text.split('|')))})\b")

    rows = (row for _, row in read_rows(FOLDER / "senses.tsv"))
    return {row["name"]: Sense(row["other"] or None, words(row["cues"]), words(row["against"])) for row in rows}


@dataclass(frozen=True, slots=True)
class _Entry:
    actor: Actor
    names: tuple[Name, ...]

    def identified(self, wikidata: str) -> "_Entry":
        """Return it with this Wikidata id, unless it has one."""
        return self if self.actor.wikidata else replace(self, actor=replace(self.actor, wikidata=wikidata))


def _add(known: _Entry, more: _Entry) -> _Entry:
    actor = known.actor
    if (actor.kind, actor.acts_for) != (more.actor.kind, more.actor.acts_for):
        raise ValueError(f"{actor.key} is a {actor.kind} for {actor.acts_for or 'nobody'} in another row")
    if actor.wikidata and more.actor.wikidata and actor.wikidata != more.actor.wikidata:
        raise ValueError(f"{actor.key} is {actor.wikidata} in another row, not {more.actor.wikidata}")
    labels = (*actor.aliases, more.actor.label, *more.actor.aliases)
    aliases = tuple(alias for alias in dict.fromkeys(labels) if alias != actor.label)
    ended = {(term.office, term.since) for term in more.actor.terms if term.until}
    open_ended = {term for term in actor.terms if term.until is None and (term.office, term.since) in ended}
    spans = {*actor.terms, *more.actor.terms} - open_ended
    terms = tuple(sorted(spans, key=lambda term: (term.since, term.office, term.until or date.max)))
    demonyms = tuple(dict.fromkeys((*actor.demonyms, *more.actor.demonyms)))
    wikidata = actor.wikidata or more.actor.wikidata
    actor = replace(actor, aliases=aliases, terms=terms, demonyms=demonyms, wikidata=wikidata)
    return _Entry(actor, tuple(dict.fromkeys((*known.names, *more.names))))


def _to_entry(row: Mapping[str, str]) -> _Entry:
    """Return the actor in a row with its names; ValueError for what it cannot be."""

    def split(column: str) -> tuple[str, ...]:
        text = row.get(column)
        return tuple(dict.fromkeys(item for part in text.split("|") if (item := part.strip()))) if text else ()

    if not KEY.fullmatch(row["key"]):
        raise ValueError(f"{row['key']!r} is no key: letters, digits and hyphens, such as {slug(row['label'])!r}")
    if row["kind"] not in KINDS:
        raise ValueError(f"{row['kind']!r} is no kind of actor: {', '.join(KINDS)}")
    if not row["label"].strip():
        raise ValueError(f"{row['key']} has no label")
    if (identity := row.get("wikidata", "")) and not WIKIDATA_ID.fullmatch(identity):
        raise ValueError(f"{identity!r} is no Wikidata id such as Q159")
    actor = Actor(
        key=row["key"],
        kind=KINDS[row["kind"]],
        label=row["label"].strip(),
        aliases=split("names"),
        wikidata=identity or None,
        acts_for=row.get("acts_for") or None,
        belongs_to=row.get("belongs_to") or None,
        terms=tuple(_to_term(text) for text in split("terms")),
        demonyms=split("adjectives"),
        iso_code=_read_codes()["iso"].get(row["key"]),
        cow_code=int(cow) if (cow := _read_codes()["cow"].get(row["key"])) else None,
    )
    return _Entry(actor, tuple(_names_of(actor, split("places"))))


def _names_of(actor: Actor, places: Iterable[str]) -> Iterator[Name]:
    # A leader of whom only a surname is known is no name to look for; Gazetteer.leaders weighs it by date.
    is_person, is_body = actor.kind is ActorKind.PERSON, actor.kind is ActorKind.ORGANISATION
    names = [actor.label, *actor.aliases] if not is_person or " " in actor.label else [*actor.aliases]
    kinds = {NameKind.NAME: names, NameKind.ADJECTIVE: actor.demonyms, NameKind.PLACE: places}
    for kind, texts in kinds.items():
        for text in texts:
            yield Name(text, kind, actor.key)
            if is_person and "-" in text:  # Kim Jong-un is also written Kim Jong Un
                yield Name(text.replace("-", " ").title(), NameKind.NAME, actor.key)
            if is_body and text.isupper() and text.isalpha() and len(text) > 3:  # Nato, Asean
                yield Name(text.capitalize(), NameKind.NAME, actor.key)


@cache
def _read_codes() -> Mapping[str, Mapping[str, str]]:
    """Read the codes of states, by the name of their column and the state's key."""
    rows = [row for _, row in read_rows(FOLDER / "codes.tsv")]
    return {column: {row["key"]: row[column] for row in rows if row[column]} for column in ("iso", "cow")}


def _to_term(text: str) -> Term:
    parts = [part.strip() for part in text.split(";")]
    if len(parts) != 3 or not parts[0]:
        raise ValueError(f"{text!r} is no term of office: write office;start;end, such as President;2017-05-14;")
    office, since, until = parts
    start, end = _first_day(since), _last_day(until) if until else None
    if end is not None and end < start:
        raise ValueError(f"{text!r} ends before it begins")
    return Term(office, start, end)


@cache
def _first_day(text: str) -> date:
    return _to_date(text).first_day


@cache
def _last_day(text: str) -> date:
    return _to_date(text).last_day


def _to_date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except (ValueError, TypeError):
        raise ValueError(f"{text!r} is no day such as 2017-05-14, nor a month, nor a year") from None
