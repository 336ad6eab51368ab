"""What an action says between actor and target, in the words of a newspaper."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.reference import read_rows

FILE = Path(__file__).parent.parent / "data" / "phrases.tsv"
TARGET, PEOPLE = "{target}", "{people}"
MEMBERS = frozenset({"ArmedGroup", "Group"})
"""Kinds of actors whose people are its members; those of the others come from it."""
ARTICLE = "The "


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of an act around its target, without spaces at their ends."""

    before: str
    """Between actor and target; the whole of it where there is no target."""
    target: str = ""
    """The target's name as it stands inside a sentence; empty if there is none."""
    after: str = ""
    """What follows the target; mostly empty."""

    @property
    def text(self) -> str:
        """The whole, target included: all that follows the actor."""
        return " ".join(part for part in (self.before, self.target, self.after) if part)


@cache
def read_phrases() -> Mapping[str, tuple[str, str]]:
    """Return the words with and without a target by CAMEO code; DataError for a faulty file."""
    columns = ("code", "with_target", "without_target")
    rows = read_rows(FILE, required=columns, allowed=columns)
    return {row["code"]: (row["with_target"], row["without_target"]) for _, row in rows}


def say(code: str, target: str | None, kind: str = "", label: str = "") -> Phrase:
    """Return what the act *code* says, in the past tense, to stand right after the actor's name.

    *target* is the target's name, None if there is none, and *kind* the local name of its class, such as ``Person``.
    A code without words of its own has those of the nearest code above it; if none of them has any, the act is told
    by its *label*, in brackets.
    """
    found = next((words for end in range(len(code), 1, -1) if (words := read_phrases().get(code[:end]))), None)
    if found is None:
        told = f"({label or code})"
        return Phrase(f"acted {told}") if target is None else Phrase("acted towards", _inside(target, kind), told)
    with_target, alone = found
    return Phrase(alone) if target is None else _around(with_target, target, kind)


def _around(words: str, target: str, kind: str) -> Phrase:
    if PEOPLE in words:
        before, after = words.split(PEOPLE)
        before += "" if kind == "Person" else "members of" if kind in MEMBERS else "people from"
    else:
        before, _, after = words.partition(TARGET)
    return Phrase(before.strip(), _inside(target, kind), after.strip())


def _inside(target: str, kind: str) -> str:
    """Return a name as it stands inside a sentence: ``the West``; titles such as The Guardian stay as they are."""
    return ARTICLE.lower() + target.removeprefix(ARTICLE) if kind == "Bloc" and target.startswith(ARTICLE) else target
