"""One extractor for all tests: the parser takes a second to load."""

from datetime import date

import pytest

from kg.extract.events import Extraction
from kg.model import Article, Event
from kg.pipeline import load_extractor

PUBLISHED = date(2024, 6, 28)
"""A Friday."""


@pytest.fixture(scope="session")
def extract():
    """Return a function from text (and its day of publication) to what is extracted from it."""
    extractor = load_extractor()

    def run(text: str, published: date | None = PUBLISHED, *, keep_unreal: bool = False) -> Extraction:
        return extractor.extract(Article("test", text, published=published), keep_unreal=keep_unreal)

    return run


@pytest.fixture
def acts(extract):
    """Return a function from text to ``ACTOR code TARGET date`` strings, one for each event."""

    def run(text: str, published: date | None = PUBLISHED) -> list[str]:
        return [show(event) for event in extract(text, published).events]

    return run


def show(event: Event) -> str:
    target = event.target.codes[0] if event.target else "-"
    return f"{event.actor.codes[0]} {event.action} {target} {event.date or '-'}"
