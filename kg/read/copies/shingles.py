"""What a text says, as numbers: hashes of its words, of its names and of its runs of words."""

import re
import unicodedata
import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import islice

LENGTH = 5
"""Words of a shingle."""
MOST_WORDS = 20_000
"""Words of a text that are looked at."""
_POSSESSIVE = re.compile(r"(?<=\w)['’](?:[sS](?!\w)|(?=\w))")
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?!\A)(?<![.!?:\n“\"‘] )(?<![\n“\"‘\w])[A-ZÀ-ÖØ-Þ\d][^\W_]*")
"""A word with a capital that begins no sentence, or a number."""
_MIX = 0x9E3779B97F4A7C15
"""An odd number of 64 bits: it spreads what is multiplied by it over the upper half."""
_MASK = (1 << 64) - 1
_MIX_OUT = _MIX**LENGTH & _MASK


def to_plain(text: str) -> str:
    """Return *text* in one form of each character and without possessives, as far as it is looked at."""
    return _POSSESSIVE.sub("", unicodedata.normalize("NFKC", text[: MOST_WORDS * 16]))


def to_words(plain: str) -> list[str]:
    """Return the words of a *plain* text as they are compared: in lower case, without marks and quotes."""
    return [word.casefold() for word in _WORD.findall(plain)[:MOST_WORDS]]


def find_names(plain: str) -> list[int]:
    """Return which words of a *plain* text, counted from 0, are names or numbers."""
    starts = {match.start() for match in _NAME.finditer(plain)}
    words = islice(_WORD.finditer(plain), MOST_WORDS)
    return [number for number, match in enumerate(words) if match.start() in starts]


def to_codes(words: Iterable[str]) -> "array[int]":
    """Return a number of 32 bits for each of *words*."""
    return array("I", (zlib.crc32(word.encode(errors="replace")) for word in words))


def to_shingles(codes: Sequence[int]) -> "array[int]":
    """Return a hash of 32 bits for each run of `LENGTH` words, given their *codes*; none where there are fewer.

    It rolls over the words, as that of Karp and Rabin does.
    """
    hashes = array("I")
    rolling = 0
    for code, left in zip(codes, [0] * LENGTH + list(codes), strict=False):
        rolling = (rolling * _MIX + code - left * _MIX_OUT) & _MASK
        hashes.append((rolling * _MIX & _MASK) >> 32)  # once more, or the last word would stay in the lower half
    return hashes[LENGTH - 1 :]


def find_gaps(shingles: Sequence[int], others: frozenset[int]) -> list[range]:
    """Return the words of the text of *shingles*, counted from 0, that are in no shingle which *others* has too.

    Each gap is a run of them: where one word has changed it is one word long, although five shingles have changed.
    """
    gaps: list[range] = []
    end = 0
    for begin, shingle in enumerate(shingles):
        if shingle in others:
            if begin > end:
                gaps.append(range(end, begin))
            end = begin + LENGTH
    last = len(shingles) + LENGTH - 1 if shingles else 0
    return [*gaps, range(end, last)] if last > end else gaps
