"""Names as they are compared: small letters without accents and punctuation, and what of their words counts."""

import re
from collections.abc import Sequence

from kg.folding import LETTERS
from kg.graph.search.documents import to_plain

WRITTEN = LETTERS | str.maketrans({"ʼ": "'"})
PLAIN = re.compile("[a-z0-9]+")
FUNCTION = frozenset(("of", "the", "and", "for"))
"""Words that may be missing."""
GENERIC = FUNCTION | frozenset((
    "republic", "kingdom", "state", "federal", "federation", "islamic", "people", "peoples", "s", "government",
    "commonwealth", "principality", "grand", "duchy", "sultanate", "emirate",
))  # fmt: skip
"""Words of the full names of states that may be missing too. Not "democratic": there are two Congos."""

Words = tuple[str, ...]


def to_words(text: str) -> Words:
    """Return the words of *text* as they are compared."""
    if text.isascii():  # as most are; the whole table of names is read so
        return tuple(PLAIN.findall(text.lower()))
    return tuple(to_plain(text.casefold().translate(WRITTEN)).split())


def to_compact(words: Sequence[str]) -> str:
    """Return *words* as one: ``U.S.`` and ``US`` are the same."""
    return "".join(words)


def without_article(words: Words) -> Words:
    """Return *words* without a leading ``the``."""
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def to_order(words: Sequence[str]) -> str:
    """Return the words that count, in alphabetical order: ``Lavrov, Sergey`` and ``Sergey Lavrov`` are the same."""
    return " ".join(sorted(word for word in words if word not in FUNCTION))


def to_core(words: Sequence[str]) -> str:
    """Return what of a state's full name is its own, in alphabetical order; empty where nothing is."""
    return " ".join(sorted(word for word in words if word not in GENERIC))
