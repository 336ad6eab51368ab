"""Fingerprints of articles, and the rule by which two of them are of the same text."""

import hashlib
from array import array
from dataclasses import dataclass
from datetime import date

from kg.model import Article
from kg.read.copies.shingles import LENGTH, find_gaps, find_names, to_codes, to_plain, to_shingles, to_words

CONTAINED = 0.8
"""Part of the shorter text that is in the longer one, from which they are the same."""
MOST_LONGER = 3
"""Times that the longer text may be as long: beyond, it is a report or a digest of its own that quotes the other."""
FEWEST_WORDS = 40
"""Words below which two texts are the same only where all words are equal."""
MOST_APART = 3
"""Days between the publication of two copies of a text, at most."""
LONGEST_CHANGE = 8
"""Words up to which a gap between what two texts share is a change of words; a longer one is an own passage."""
MOST_CHANGED = 1 / 20
"""Part of the names and numbers of the shorter text that may stand in changes; two always may."""
MOST_MISSED = 1 / 30
"""Part of them that may stand in changes and nowhere in the longer text; one always may."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of an article."""

    digest: bytes
    """Of all its words, in order."""
    shingles: "array[int]"
    """In order; none where it has fewer than `FEWEST_WORDS` words."""
    words: "array[int]"
    """Each once; none where there are no shingles."""
    names: "array[int]"
    """For each name and number where it is among all words, and what it is; none where there are no shingles."""
    day: date | None


def to_fingerprint(article: Article) -> Fingerprint:
    """Return what is compared of *article*: its text, and its day where the very day is known."""
    plain = to_plain(article.text)
    words = to_words(plain)
    digest = hashlib.blake2b(" ".join(words).encode(errors="replace"), digest_size=16).digest()
    if len(words) < FEWEST_WORDS:
        return Fingerprint(digest, array("I"), array("I"), array("I"), article.day)
    codes = to_codes(words)
    names = array("I", [number for place in find_names(plain) for number in (place, codes[place])])
    return Fingerprint(digest, to_shingles(codes), array("I", sorted(set(codes))), names, article.day)


def is_same_text(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether one text is the other, edited or shortened, or contains it.

    At least `CONTAINED` of the shorter one is in the longer one, and names and numbers are not changed for others:
    much that states publish is written to a form, and the call to one president reads as the call to another.
    """
    if not are_near(one, other):
        return False
    if one.digest == other.digest:
        return True
    shorter, longer = (one, other) if len(one.shingles) <= len(other.shingles) else (other, one)
    if len(longer.shingles) > MOST_LONGER * len(shorter.shingles):
        return False
    if not shorter.shingles:
        return False
    gaps = find_gaps(shorter.shingles, frozenset(longer.shingles))
    if sum(map(len, gaps)) > (1 - CONTAINED) * (len(shorter.shingles) + LENGTH - 1):
        return False
    return _keeps_names(shorter, longer, gaps)


def _keeps_names(shorter: Fingerprint, longer: Fingerprint, gaps: list[range]) -> bool:
    """Whether few names and numbers of *shorter* stand in the short ones of the *gaps* between what both share."""
    short = [gap for gap in gaps if len(gap) <= LONGEST_CHANGE]
    changes = {place: gap.start for gap in short for place in gap}
    places, codes = shorter.names[::2], shorter.names[1::2]
    named = [(changes[place], code) for place, code in zip(places, codes, strict=True) if place in changes]
    missed = {code for _, code in named}.difference(longer.words)
    changed = {code for start, code in named if start > 0}  # a dateline stands at the start
    number = len(set(codes))
    return len(missed) <= max(1, MOST_MISSED * number) and len(changed) <= max(2, MOST_CHANGED * number)


def are_near(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether both were published within `MOST_APART` days, or may have been."""
    return one.day is None or other.day is None or abs((one.day - other.day).days) <= MOST_APART
