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
    day_first: bool | None = None
    """Whether the page writes 4 June as 4/6 rather than as 6/4; None where it does not tell."""
    page_years: tuple[int, ...] = ()
    """Years of the days and of the copyright lines that stand around the page's stories."""
