"""Which of the lines above a story is its title."""

import re
from collections import Counter
from collections.abc import Sequence

TITLE_WORDS = 4
"""Words that a title has at least, where the page offers a choice."""
LONGEST = 25
"""Words that a title has at most."""
MOST_CANDIDATES = 60
"""Lines nearest to the prose that are looked at."""
NEARLY_BEST = 0.7
"""Part of the highest score that the first title needs."""
LEAD = 4
"""Paragraphs that a title is compared with."""
STEM = 5
"""Letters of a word that are compared."""
LONGEST_LINE = 300
"""Characters of a line that may hold the title as a part."""
_PART = re.compile(r"\s+[|–—»›>-]+\s+|\s*[“”\"]\s*")
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "about after again also among another back been before being both could does down during each even every from "
    "have having here into just last less like made make many more most much must near next none once only other "
    "over same should since some still such take than that their them then there these they this those through "
    "under until upon very want well were what when where which while whom whose will with without would your said "
    "says told year years week month today time news".split()
)


def choose_title(titles: Sequence[str], paragraphs: Sequence[str], page: Counter[str]) -> str:
    """Return the title: the first line of some length that shares about as many words with the lead as any other.

    *titles* are the lines that could be it, *page* is what `count_lines` gives. A line that the page repeats is
    preferred. Where all are short it is the last one.
    """
    fitting = [title for title in titles if TITLE_WORDS <= len(title.split()) <= LONGEST][-MOST_CANDIDATES:]
    if not fitting:
        return titles[-1] if titles else ""
    lead = stems(" ".join(paragraphs[:LEAD]))
    scores = [len(stems(title) & lead) + 2 * (page[title.casefold()] > 1) for title in fitting]
    best = next(title for title, score in zip(fitting, scores, strict=True) if score >= NEARLY_BEST * max(scores))
    # "Talks fail again" rather than "Talks fail again | The Example"
    return min((title for title in fitting if best.startswith(title)), key=len)


def count_lines(lines: Sequence[str]) -> Counter[str]:
    """Return how often a page has each line, in lower case, alone or as a part: ``Talks fail | The Example``."""
    keys = [line.casefold() for line in lines]
    counts = Counter(keys)
    counts.update(part for key in keys if len(key) <= LONGEST_LINE for part in _PART.split(key) if part != key)
    return counts


def stems(text: str) -> set[str]:
    """Return the longer words of *text* but for common ones, cut so that most forms of a word are one."""
    return {word[:STEM] for word in _WORD.findall(text.casefold()) if word not in _COMMON}
