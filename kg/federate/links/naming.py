"""How alike two names are."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

from kg.folding import LETTERS, fold

LEFT_OUT = frozenset("the of for and de la le du des al el an a in".split())
"""Words that the name of a body may have or lack."""
SPELLINGS = {
    "organisation": "organization",
    "defence": "defense",
    "centre": "center",
    "labour": "labor",
    "programme": "program",
    "saint": "st",
    "jr": "",
    "sr": "",
}
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_PUNCTUATION = re.compile(r"[^\w]+")


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the words of *name* in lower case without marks on letters; ``U.S.`` is one word."""
    short = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", _APOSTROPHES.sub("", name))
    found = (
        SPELLINGS.get(word, word) for word in _PUNCTUATION.sub(" ", fold(short.casefold().translate(LETTERS))).split()
    )
    return tuple(word for word in found if word)


def likeness(ours: Iterable[str], theirs: Iterable[str], *, is_person: bool) -> float:
    """Return how alike the nearest two of *ours* and *theirs* are, in [0, 1]; 1 is the same word for word."""
    known = [words(name) for name in theirs]
    return max((_compare(words(one), other, is_person) for one in ours for other in known), default=0.0)


def _compare(one: tuple[str, ...], other: tuple[str, ...], is_person: bool) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    if "".join(one) == "".join(other):  # Kim Jong-un, Kim Jongun
        return 0.99
    left_out = frozenset[str]() if is_person else LEFT_OUT
    mine, yours = ({word for word in name if word not in left_out} for name in (one, other))
    if mine and mine == yours:  # Xi Jinping, Jinping Xi; the words of a title in another order
        return 0.97
    spelt = SequenceMatcher(None, " ".join(one), " ".join(other)).ratio()
    return _compare_persons(one, other, spelt) if is_person else _compare_titles(mine, yours, spelt)


def _compare_persons(one: tuple[str, ...], other: tuple[str, ...], spelt: float) -> float:
    """Surnames have to be alike; a middle name or an initial may be there or not."""
    surname = SequenceMatcher(None, one[-1], other[-1]).ratio()
    given = _compare_given(one[0], other[0])
    if len(one) < 2 or len(other) < 2:
        return min(spelt, 0.7)
    if one[-1] == other[-1] and one[0] == other[0]:
        middle = set(one[1:-1]), set(other[1:-1])
        return 0.94 if not middle[0] or not middle[1] else 0.85
    if surname < 0.75:
        return min(spelt, 0.6)
    return min(0.9, surname * (0.5 + 0.5 * given))


def _compare_given(one: str, other: str) -> float:
    if len(one) == 1 or len(other) == 1:
        return 0.85 if one[0] == other[0] else 0.0
    return SequenceMatcher(None, one, other).ratio()


def _compare_titles(mine: set[str], yours: set[str], spelt: float) -> float:
    """Names of bodies share words with those of others: what one lacks weighs more than how it is spelt."""
    shared = len(mine & yours) / max(1, len(mine | yours))
    most = 0.8 if mine < yours or yours < mine else 0.93  # a whole word more is another body, a letter more is not
    return min(most, 0.5 * spelt + 0.5 * shared)
