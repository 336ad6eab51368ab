"""The sentences around a quote, cut out of the text of its article."""

import re
from dataclasses import dataclass

WINDOW = 500
"""Characters on either side of a quote that the query asks for."""
SENTENCES = 2
"""Shown on either side."""
BOUNDARY = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\s*\n\s*")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands right before and after a quote; empty where its text is not kept."""

    before: str = ""
    after: str = ""


def cut_out(quote: str, before: str, here: str, after: str) -> Surroundings:
    """Return the sentences next to *quote*.

    *before* and *after* are as much of the text as the window holds, and *here* what stands between them: nothing is
    returned if that is not the quote, since the text is then another one than the quote was taken from.
    """
    if _plain(here) != _plain(quote):
        return Surroundings()
    return Surroundings(_last_sentences(before), _first_sentences(after))


def _plain(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def _last_sentences(text: str) -> str:
    found = [piece for piece in BOUNDARY.split(text) if piece.strip()]
    if len(text) >= WINDOW and found:  # it begins anywhere
        found = found[1:] or ["…" + found[0].partition(" ")[2]]
    return _plain(" ".join(found[-SENTENCES:]))


def _first_sentences(text: str) -> str:
    found = [piece for piece in BOUNDARY.split(text) if piece.strip()]
    if len(text) >= WINDOW and found:  # it ends anywhere
        found = found[:-1] or [found[0].rpartition(" ")[0] + "…"]
    return _plain(" ".join(found[:SENTENCES]))
