"""How many events there are of each class and what their tone is: of a state, of a pair, of a party."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kg.results import Row
from kg.vocab import DIP
from web import words
from web.asking import number, text

Key = TypeVar("Key", bound=Hashable)
COOPERATION = ("VerbalCooperation", "MaterialCooperation")
CONFLICT = ("VerbalConflict", "MaterialConflict")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "": tuple(words.CLASSES),
    "Cooperation": COOPERATION,
    "Conflict": CONFLICT,
    **{name: (name,) for name in words.CLASSES},
}
"""The classes that are counted, by what an address says of them."""
CHOICE_WORDS = {"": "All events", "Cooperation": "Cooperation", "Conflict": "Conflict", **words.CLASSES}
TONES = ("conflict2", "conflict1", "mixed", "cooperation1", "cooperation2")
"""Steps of the tone, by the names of their colours in the style sheets."""
TONE_WORDS = ("Hostile", "Rather hostile", "Mixed", "Rather friendly", "Friendly")
TONE_BOUNDS = (-4.0, -1.0, 1.0, 4.0)
"""Goldstein scores between the steps. Beyond 4 lie the scores of deeds, of either kind, between them those of words."""


@dataclass(slots=True)
class Volume:
    """Numbers of events, and how friendly they are."""

    by_class: dict[str, int] = field(default_factory=dict)
    """By name of the class in the ontology."""
    scores: dict[str, float] = field(default_factory=dict)
    """Sums of their Goldstein scores, likewise."""

    @property
    def events(self) -> int:
        """All of them."""
        return sum(self.by_class.values())

    @property
    def cooperation(self) -> int:
        """Those of both classes of cooperation."""
        return sum(self.by_class.get(name, 0) for name in COOPERATION)

    @property
    def conflict(self) -> int:
        """Those of both classes of conflict."""
        return sum(self.by_class.get(name, 0) for name in CONFLICT)

    @property
    def mean(self) -> float:
        """Mean Goldstein score, from -10 to 10; 0 of nothing."""
        events = self.events
        return sum(self.scores.values()) / events if events else 0.0

    @property
    def tone(self) -> str:
        """Which of TONES the mean lies in."""
        return TONES[sum(self.mean >= bound for bound in TONE_BOUNDS)]

    def add(self, other: "Volume", sign: int = 1) -> None:
        """Count what *other* counts too, or, with a *sign* of -1, no more."""
        for name, events in other.by_class.items():
            self.by_class[name] = self.by_class.get(name, 0) + sign * events
            self.scores[name] = self.scores.get(name, 0.0) + sign * other.scores[name]

    def only(self, classes: Iterable[str]) -> "Volume":
        """Return the part of it that is of these *classes*."""
        kept = [name for name in classes if name in self.by_class]
        return Volume({name: self.by_class[name] for name in kept}, {name: self.scores[name] for name in kept})


def choose(volumes: Mapping[Key, Volume], choice: str) -> dict[Key, Volume]:
    """Return *volumes* with the events of one of CHOICES only, without those that have none."""
    found = {key: volume.only(CHOICES[choice]) for key, volume in volumes.items()}
    return {key: volume for key, volume in found.items() if volume.events}


def to_volumes(rows: Iterable[Row], key: str, *more: str) -> dict[tuple[str, ...], Volume]:
    """Return one volume for each value of the columns *key* and *more*.

    Rows have ``class``, ``events`` and ``goldstein`` besides; those of one key and class add up.
    """
    found: dict[tuple[str, ...], Volume] = {}
    for row in rows:
        name = text(row, "class").removeprefix(DIP)
        if name in words.CLASSES:
            one = Volume({name: number(row, "events")}, {name: float(text(row, "goldstein") or 0)})
            found.setdefault(tuple(text(row, column) for column in (key, *more)), Volume()).add(one)
    return found
