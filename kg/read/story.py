"""A story taken out of a page: its prose, and the lines around it that may tell its day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """One story of a page; every string is tidied and on one line."""

    title: str
    paragraphs: tuple[str, ...]
    labels: tuple[str, ...] = ()
    """Bylines, lines with a day and the like at the story's head, in order."""
    captions: tuple[str, ...] = ()
    url: str = ""
