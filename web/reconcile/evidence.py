"""Which actors may be meant by a query, and on what grounds, before anything is asked about them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from kg.model import PartialDate
from web.reconcile.folding import Words
from web.reconcile.names import Name, NameTable
from web.reconcile.offices import Reading, to_offices
from web.reconcile.people import Holder
from web.reconcile.wanted import Wanted


class Ground(Enum):
    """Why an actor may be meant; the value is the score, of 100, that it is worth by itself."""

    IDENTIFIER = 100
    NAME = 98
    ORDER = 95
    OFFICE = 94
    CORE = 86
    SPELLING = 84
    SURNAME = 68
    SURNAME_SPELLING = 60
    PART = 50
    PART_SPELLING = 30


EXACT = (Ground.NAME, Ground.ORDER, Ground.CORE)
MAIN = 2
"""What it is worth more that the name is the one that the actor goes by."""
EARLIER, UNDATED = 78, 60
"""What it is worth to have held an office before the one who holds it on the day, and where no date is known."""
OVERLAP = 16
"""What it is worth at most that much of a name was typed."""
NO_READING = Reading(())
UNSURE, VERY_UNSURE = timedelta(days=31), timedelta(days=366)
"""Of some terms only the month or the year is known in which they began: so long both holders may be meant."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason to think of an actor."""

    iri: str
    ground: Ground
    score: float
    """Of 100."""
    similarity: float
    """Of the name to what was typed, in [0, 1]."""
    reading: Reading = NO_READING
    name: Words = ()
    """The name that was found."""


def find(wanted: Wanted, names: NameTable, identified: Iterable[str], holders: Sequence[Holder]) -> list[Evidence]:
    """Return the best evidence for each actor that may be meant.

    *identified* are the IRIs that its ids stand for, *holders* those who held an office that is named, latest first.
    """
    ids = (*wanted.iris, *identified)
    found = [Evidence(iri, Ground.IDENTIFIER, Ground.IDENTIFIER.value, 1.0) for iri in ids]
    for reading in wanted.readings:
        if reading.name:
            found += _find_named(reading, names)
        elif reading.office:
            found += _find_holders(reading, holders, wanted.query.hints.date)
    best: dict[str, Evidence] = {}
    for one in found:  # of two that are as good, the one that knows of an office
        if one.iri not in best or one.score >= best[one.iri].score:
            best[one.iri] = one
    return list(best.values())


def _find_named(reading: Reading, names: NameTable) -> list[Evidence]:
    words = reading.name
    grounds = ((Ground.CORE, names.cores), (Ground.ORDER, names.ordered), (Ground.NAME, names.written))
    exact = [_to_exact(name, ground, reading) for ground, look_up in grounds for name in look_up(words)]
    part = [_to_part(name, reading) for name in names.partial(words)]
    near = list(_find_near(reading, names)) if not exact else []
    return [*part, *near, *exact]


def _to_exact(name: Name, ground: Ground, reading: Reading) -> Evidence:
    similarity = 1.0 if ground is Ground.NAME else 0.95
    return Evidence(name.iri, ground, ground.value + MAIN * name.main, similarity, reading, name.words)


def _to_part(name: Name, reading: Reading) -> Evidence:
    typed, found = sum(map(len, reading.name)), sum(map(len, name.words))
    similarity = min(typed, found) / max(typed, found)
    return Evidence(name.iri, Ground.PART, Ground.PART.value + OVERLAP * similarity, similarity, reading, name.words)


def _find_near(reading: Reading, names: NameTable) -> Iterator[Evidence]:
    letters = sum(map(len, reading.name))
    for name, errors in names.near(reading.name):
        score = Ground.SPELLING.value - 5 * (errors - 1) + MAIN * name.main
        yield Evidence(name.iri, Ground.SPELLING, score, 1 - errors / letters, reading, name.words)
    if len(reading.name) == 1:
        for word in names.near_words(reading.name[0]):
            meant = Reading((word,), reading.office, reading.parties)
            for name in names.partial((word,)):
                yield replace(_to_part(name, meant), ground=Ground.PART_SPELLING, score=Ground.PART_SPELLING.value)


def _find_holders(reading: Reading, holders: Sequence[Holder], when: PartialDate | None) -> Iterator[Evidence]:
    """Yield who held the office, the last to come into it above all, and those before where they may be meant."""
    held = [one for one in holders if one.party in reading.parties and reading.office in to_offices(one.term.office)]
    if when is None:
        for number, one in enumerate({one.iri: one for one in reversed(held)}.values()):
            yield Evidence(one.iri, Ground.OFFICE, UNDATED - min(len(held) - number, 20) / 2, 0.0, reading)
        return
    serving = [one for one in held if one.term.overlaps(when)]
    just = [one for one in serving if to_offices(one.term.office)[0] == reading.office] or serving
    unsure = VERY_UNSURE if just and just[0].term.since.timetuple().tm_yday == 1 else UNSURE
    for one in serving:
        meant = one in just and (one == just[0] or just[0].term.since > when.first_day - unsure)
        yield Evidence(one.iri, Ground.OFFICE, Ground.OFFICE.value if meant else EARLIER, 0.0, reading)
