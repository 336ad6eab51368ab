"""What ships with the program: the gazetteer, the action lexicon, the ontology, queries and sample articles."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from kg.errors import DataError
from kg.extract.gazetteer import Gazetteer, Name, NameKind
from kg.extract.lexicon import Frame, Lexicon, Operator, parse_frame
from kg.model import Actor, ActorKind, PartialDate, Term

PACKAGE = Path(__file__).parent
DATA = PACKAGE / "data"


def bundled(name: str) -> Path:
    """Return the folder *name* (``ontology``, ``queries``, ``examples``), as installed or in the checkout."""
    installed = PACKAGE / "bundled" / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def ontology_files() -> list[Path]:
    """Return the Turtle files that every store holds: terms, action codes, shapes are not among them."""
    return [bundled("ontology") / name for name in ("diplomacy.ttl", "actions.ttl")]


def shapes_file() -> Path:
    """Return the Turtle file of the shapes that every graph conforms to."""
    return bundled("ontology") / "shapes.ttl"


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and fields of each row of a tab-separated file; lines that begin with # are comments."""
    with path.open(encoding="utf-8", newline="") as file:
        numbered = ((number, line) for number, line in enumerate(file, 1) if not line.startswith("#"))
        numbers: list[int] = []

        def lines() -> Iterator[str]:
            for number, line in numbered:
                numbers.append(number)
                yield line

        for row in csv.DictReader(lines(), delimiter="\t", quoting=csv.QUOTE_NONE):
            if None in row or None in row.values():
                raise DataError(f"{path.name}:{numbers[-1]}: the row has too many or too few columns")
            yield numbers[-1], row


@cache
def read_actors() -> tuple[Actor, ...]:
    """Return the listed actors: states, organisations, blocs, bodies, armed groups, office-holders."""
    return tuple(actor for actor, _ in _read_entries())


@cache
def _index_actors() -> dict[str, Actor]:
    return {actor.key: actor for actor in read_actors()}


def find_actors(keys: Iterable[str]) -> list[Actor]:
    """Return the listed actors with these keys, those that they act for or belong to, and so on, each once."""
    found: dict[str, Actor] = {}
    rest = list(keys)
    while rest:
        actor = _index_actors().get(rest.pop())
        if actor is not None and actor.key not in found:
            found[actor.key] = actor
            rest += [key for key in (actor.acts_for, actor.belongs_to) if key is not None]
    return list(found.values())


@cache
def read_gazetteer() -> Gazetteer:
    """Return the listed actors with every name that they go by."""
    names = [
        Name(row["name"], NameKind.NAME, key)
        for _, row in read_rows(DATA / "pairs.tsv")
        for key in row["keys"].split("|")
    ]
    names += [name for _, found in _read_entries() for name in found]
    for _, row in read_rows(DATA / "actors" / "cities.tsv"):
        names += [Name(place, NameKind.PLACE, row["key"]) for place in row["places"].split("|")]
    return Gazetteer(read_actors(), names)


@cache
def _read_entries() -> tuple[tuple[Actor, tuple[Name, ...]], ...]:
    """Read every file; a later row with an earlier key adds names and terms, and ends terms, of that actor."""
    files = ("states", "organisations", "blocs", "bodies", "armed_groups", "groups", "people", "people_added")
    entries: dict[str, tuple[Actor, tuple[Name, ...]]] = {}
    for stem in files:
        path = DATA / "actors" / f"{stem}.tsv"
        for number, row in read_rows(path):
            try:
                entry = _to_entry(row)
                known = entries.get(entry[0].key)
                entries[entry[0].key] = entry if known is None else _add(known, entry)
            except (ValueError, KeyError) as error:
                raise DataError(f"{path.name}:{number}: {error}") from error
    return tuple(entries.values())


def _add(known: tuple[Actor, tuple[Name, ...]], more: tuple[Actor, tuple[Name, ...]]) -> tuple[Actor, tuple[Name, ...]]:
    actor, names = known
    if (actor.kind, actor.acts_for) != (more[0].kind, more[0].acts_for):
        raise ValueError(f"{actor.key} is a {actor.kind} for {actor.acts_for} in another row")
    aliases = tuple(a for a in dict.fromkeys((*actor.aliases, more[0].label, *more[0].aliases)) if a != actor.label)
    ended = {(term.office, term.since) for term in more[0].terms if term.until}
    open_ended = {term for term in actor.terms if term.until is None and (term.office, term.since) in ended}
    terms = tuple(sorted({*actor.terms, *more[0].terms} - open_ended, key=lambda term: (term.since, term.office)))
    return replace(actor, aliases=aliases, terms=terms), tuple(dict.fromkeys((*names, *more[1])))


def _to_entry(row: Mapping[str, str]) -> tuple[Actor, tuple[Name, ...]]:
    def split(column: str) -> tuple[str, ...]:
        return tuple(item for item in row[column].split("|") if item)

    actor = Actor(
        key=row["key"],
        kind=ActorKind(row["kind"]),
        label=row["label"],
        aliases=tuple(dict.fromkeys(split("names"))),
        wikidata=row["wikidata"] or None,
        acts_for=row["acts_for"] or None,
        belongs_to=row["belongs_to"] or None,
        terms=tuple(_to_term(text) for text in split("terms")),
        demonyms=tuple(dict.fromkeys(split("adjectives"))),
        iso_code=_read_codes()["iso"].get(row["key"]),
        cow_code=int(cow) if (cow := _read_codes()["cow"].get(row["key"])) else None,
    )
    # A leader of whom only a surname is known is no name to look for; Gazetteer.leaders weighs it by date.
    named = actor.kind is not ActorKind.PERSON or " " in actor.label
    kinds = {NameKind.NAME: (actor.label, *actor.aliases) if named else actor.aliases}
    kinds |= {NameKind.ADJECTIVE: split("adjectives"), NameKind.PLACE: split("places")}
    names = tuple(Name(text, kind, actor.key) for kind, texts in kinds.items() for text in texts)
    if actor.kind is ActorKind.PERSON:  # Kim Jong-un is also written Kim Jong Un
        split_names = (n.text.replace("-", " ").title() for n in names if "-" in n.text)
        names = (*names, *(Name(text, NameKind.NAME, actor.key) for text in split_names))
    spoken = (n.text.capitalize() for n in names if n.text.isupper() and n.text.isalpha() and len(n.text) > 3)
    return actor, (*names, *(Name(text, NameKind.NAME, actor.key) for text in spoken))  # Nato, Asean


@cache
def _read_codes() -> dict[str, dict[str, str]]:
    """Read the codes of states, by the name of their column and the state's key."""
    rows = [row for _, row in read_rows(DATA / "actors" / "codes.tsv")]
    return {column: {row["key"]: row[column] for row in rows if row[column]} for column in ("iso", "cow")}


def _to_term(text: str) -> Term:
    office, since, until = text.split(";")
    end: date | None = PartialDate.parse(until).last_day if until else None
    return Term(office, PartialDate.parse(since).first_day, end)


@cache
def read_lexicon() -> Lexicon:
    """Return the action lexicon with its operators and classes of nouns."""
    operators = {row["word"]: Operator(row["operator"]) for _, row in read_rows(DATA / "operators.tsv")}
    transforms = {(Operator(row["operator"]), row["act"]): row["code"] for _, row in read_rows(DATA / "transforms.tsv")}
    nouns = {row["class"]: frozenset(row["lemmas"].split("|")) for _, row in read_rows(DATA / "nouns.tsv")}
    lemmas = {row["written"]: row["lemma"] for _, row in read_rows(DATA / "lemmas.tsv")}
    short_names = {row["name"]: row["key"] for _, row in read_rows(DATA / "short_names.tsv")}
    return Lexicon(read_frames(), operators, transforms, nouns, lemmas, short_names)


@cache
def read_frames() -> tuple[Frame, ...]:
    """Return the frames of ``kg/data/actions/``; DataError names the file and line of a faulty one."""
    codes = {row["code"] for _, row in read_rows(DATA / "cameo.tsv")}
    frames = []
    for path in sorted((DATA / "actions").glob("*.tsv")):
        for number, row in read_rows(path):
            if row["code"] not in codes:
                raise DataError(f"{path.name}:{number}: there is no CAMEO code {row['code']!r}")
            try:
                frames.append(parse_frame(row["pattern"], row["code"], row["example"]))
            except DataError as error:
                raise DataError(f"{path.name}:{number}: {error}") from error
    return tuple(frames)
