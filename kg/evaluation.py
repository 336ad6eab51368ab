"""Events held against annotated ones: how many are right, which are missed and which are false.

The rules are those of the gold format that ``docs/accuracy.md`` describes. A prediction matches a gold event of its
article when an actor and a target agree (both targets may be empty; the parties of symmetric acts may change places)
and, at the level scored, the action does. Several predictions may match one gold event, each with another pair of its
parties: they count once, and the same pair again is wrong. What matches only an event that is not required counts
neither as right nor as wrong.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from kg.errors import ReadError

SYMMETRIC = ("036", "04", "057", "06", "19")
"""Codes of acts that both parties do."""
QUAD_CLASSES = (("05", 1), ("08", 2), ("13", 3), ("20", 4))
"""The last CAMEO root of each quad class."""
Told: TypeAlias = Mapping[str, Any]
"""An event as ``kg extract`` prints it, or as gold has it."""


class Level(StrEnum):
    """How much of an event must agree."""

    DYAD = "dyad"
    QUAD = "quad"
    ROOT = "root"


@dataclass(slots=True)
class Score:
    """What was found at one level."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    dated: int = 0
    """Of those that are right, those whose date agrees too, at the precision that the gold has."""

    def add(self, other: "Score") -> None:
        """Add the counts of another article."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.dated += other.dated

    @property
    def precision(self) -> float:
        """Share of the predictions that are right, in [0, 1]."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of the required events that were found, in [0, 1]."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def dates(self) -> float:
        """Share of those that are right whose date agrees, in [0, 1]."""
        return self.dated / self.right if self.right else 0.0


@dataclass(slots=True)
class Evaluation:
    """The scores of all articles, and of each; at the level of roots also what was missed and what was false."""

    levels: dict[Level, Score] = field(default_factory=lambda: {level: Score() for level in Level})
    articles: dict[str, dict[Level, Score]] = field(default_factory=dict)
    roots: dict[str, Score] = field(default_factory=dict)
    missed: list[tuple[str, Told]] = field(default_factory=list)
    """Article and gold event."""
    false: list[tuple[str, Told]] = field(default_factory=list)
    """Article and prediction."""


def read_gold(folder: Path) -> dict[str, list[Told]]:
    """Return the annotated events of each article in *folder* (``*.json``); ReadError for a faulty file."""
    gold: dict[str, list[Told]] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            for event in record["events"]:
                _ = event["actor"], event["target"], event["action"]
            gold[record["doc"]] = record["events"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ReadError(f"{path} holds no annotated article ({type(error).__name__}: {error})") from error
    if not gold:
        raise ReadError(f"{folder} holds no annotated articles (*.json)")
    return gold


def evaluate(gold: Mapping[str, Sequence[Told]], predicted: Mapping[str, Sequence[Told]]) -> Evaluation:
    """Hold *predicted* events against *gold* ones, by article; only actual predictions count."""
    found = Evaluation()
    for doc, events in gold.items():
        told = [one for one in predicted.get(doc, ()) if one.get("status", "actual") == "actual"]
        found.articles[doc] = {level: Score() for level in Level}
        for level in Level:
            score = _match(events, told, level, found if level is Level.ROOT else None, doc)
            found.articles[doc][level] = score
            found.levels[level].add(score)
    return found


def _match(events: Sequence[Told], told: Sequence[Told], level: Level, notes: Evaluation | None, doc: str) -> Score:
    score = Score()
    counts = [one.get("required", True) and one.get("status", "actual") == "actual" for one in events]
    hits: list[list[tuple[frozenset[frozenset[str]], Told]]] = [[] for _ in events]
    for one in told:
        pair = frozenset((frozenset(one["actor"]), frozenset(one["target"])))
        fits = [at for at, event in enumerate(events) if parties_agree(event, one) and _acts_agree(level, event, one)]
        fits.sort(key=lambda at: (not counts[at], bool(hits[at]), not dates_agree(events[at], one)))
        best = next((at for at in fits if all(pair != seen for seen, _ in hits[at])), None)
        if best is not None:
            hits[best].append((pair, one))
            continue
        score.wrong += 1
        if notes is not None:
            notes.false.append((doc, one))
            notes.roots.setdefault(one["action"][:2], Score()).wrong += 1
    for event, hit, counted in zip(events, hits, counts, strict=True):
        if not counted:
            continue
        own = Score(
            right=int(bool(hit)), missed=int(not hit), dated=int(any(dates_agree(event, one) for _, one in hit))
        )
        score.add(own)
        if notes is not None:
            notes.roots.setdefault(event["action"][:2], Score()).add(own)
            if not hit:
                notes.missed.append((doc, event))
    return score


def parties_agree(gold: Told, told: Told) -> bool:
    """Whether an actor and a target of both events are the same."""

    def overlap(one: Iterable[str], other: Iterable[str]) -> bool:
        return bool(set(one) & set(other)) or (not one and not other)

    if overlap(gold["actor"], told["actor"]) and overlap(gold["target"], told["target"]):
        return True
    turned = overlap(gold["actor"], told["target"]) and overlap(gold["target"], told["actor"])
    return turned and gold["action"].startswith(SYMMETRIC)


def dates_agree(gold: Told, told: Told) -> bool:
    """Whether the dates are the same, to the precision that *gold* has."""
    one, other = gold.get("date"), told.get("date")
    if not one or not other:
        return not one and not other
    return bool(other.startswith(one) or (one.startswith(other) and len(other) >= len("2024-06")))


def _acts_agree(level: Level, gold: Told, told: Told) -> bool:
    if level is Level.DYAD:
        return True
    roots = {code[:2] for code in (gold["action"], *gold.get("also", ()))}
    root = told["action"][:2]
    return root in roots if level is Level.ROOT else _quad_class(root) in map(_quad_class, roots)


def _quad_class(root: str) -> int:
    return next((quad for last, quad in QUAD_CLASSES if root <= last), 0)
