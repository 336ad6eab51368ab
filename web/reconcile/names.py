"""All names of all actors in memory, found as they are written, in another order, in part, or with typing errors."""

import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import cast

from flask import current_app
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.graph.search import Search
from web.reconcile.folding import FUNCTION, Words, to_compact, to_core, to_order, to_words, without_article

EXTENSION = "diplograph-names"
LOCK = Lock()
MOST_PARTIAL = 80
"""Names with some of the words that are looked at: enough for all who share a common surname."""
MOST_NEAR = 15
"""Names within the errors allowed that are looked at."""
FEW_LETTERS, MANY_LETTERS = 4, 8
"""From so many letters on one error is allowed, and two."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an actor."""

    iri: str
    words: Words
    main: bool
    """Whether it is the one that the actor goes by."""


class NameTable:
    """Names by the ways in which they are found. It does not change; safe to share between threads."""

    def __init__(self, names: Iterable[tuple[str, str, bool]]) -> None:
        """*names* are whose each is, the name, and whether the actor goes by it."""
        self._written: dict[str, list[Name]] = defaultdict(list)
        self._ordered: dict[str, list[Name]] = defaultdict(list)
        self._cores: dict[str, list[Name]] = defaultdict(list)
        self._bearing: dict[str, list[Name]] = defaultdict(list)
        plain: set[str] = set()
        for iri, text, main in names:
            words = tuple(sys.intern(word) for word in to_words(text))
            if not words:
                continue
            name = Name(iri, words, main)
            self._written[to_compact(without_article(words))].append(name)
            self._ordered[to_order(words)].append(name)
            self._cores[to_core(words)].append(name)
            for word in set(words) - FUNCTION:
                self._bearing[word].append(name)
            plain.add(" ".join(words))
        self._cores.pop("", None)
        self._plain = sorted(plain, key=len)
        self._lengths = [len(text) for text in self._plain]
        self._words = sorted(self._bearing, key=len)
        self._word_lengths = [len(word) for word in self._words]

    def written(self, words: Words) -> list[Name]:
        """Return the names that are *words*, whatever the case, accents and punctuation."""
        return self._written.get(to_compact(without_article(words)), [])

    def ordered(self, words: Words) -> list[Name]:
        """Return the names that have the same words in any order."""
        return self._ordered.get(to_order(words), [])

    def cores(self, words: Words) -> list[Name]:
        """Return the names that are the same but for what the full names of states have in common."""
        return self._cores.get(to_core(words), [])

    def partial(self, words: Words) -> list[Name]:
        """Return names that have all of *words* and more, surnames first, and those whose words are all among them."""
        counted = set(words) - FUNCTION
        hits: Counter[int] = Counter()
        names: dict[int, Name] = {}
        for word in counted:
            for name in self._bearing.get(word, ()):
                hits[id(name)] += 1
                names[id(name)] = name
        found = [name for one, name in names.items() if hits[one] in (len(counted), len(set(name.words) - FUNCTION))]
        end = words[-1:]
        found.sort(key=lambda name: (name.words[-1:] != end, name.words[:1] != words[:1], len(name.words), name.iri))
        return found[:MOST_PARTIAL]

    def near(self, words: Words) -> Iterator[tuple[Name, int]]:
        """Yield the names that differ by one or two typing errors, with how many."""
        text = " ".join(words)
        for found, errors in _find_near(text, self._plain, self._lengths):
            for name in self.written(tuple(found.split())):
                yield name, errors

    def near_words(self, word: str) -> list[str]:
        """Return words of names that differ from *word*, which no name has, by one typing error."""
        if word in self._bearing or len(word) <= FEW_LETTERS:
            return []
        return [found for found, errors in _find_near(word, self._words, self._word_lengths) if errors == 1]


def _find_near(text: str, choices: list[str], lengths: list[int]) -> list[tuple[str, int]]:
    letters = len(text.replace(" ", ""))
    errors = 0 if letters < FEW_LETTERS else 1 if letters < MANY_LETTERS else 2
    if not errors:
        return []
    begin, end = bisect_left(lengths, len(text) - errors), bisect_right(lengths, len(text) + errors)
    found = process.extract(
        text, choices[begin:end], scorer=OSA.distance, score_cutoff=errors, limit=MOST_NEAR, processor=None
    )
    return [(choice, int(distance)) for choice, distance, _ in found]


def name_table(search: Search) -> NameTable:
    """Return the names in the index of *search*, read anew where the index has changed.

    Raises SearchError where there is no index, LimitError where reading takes too long.
    """
    kept = cast("dict[str, NameTable]", current_app.extensions.setdefault(EXTENSION, {}))
    generation = search.generation
    with LOCK:  # one reads, and the others wait for it
        table = kept.get(generation)
        if table is None:
            table = NameTable(search.names())
            kept.clear()
            kept[generation] = table
    return table
