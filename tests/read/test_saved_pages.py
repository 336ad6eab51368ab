"""Pages saved as text, whole, in the layouts of many kinds of site. The sites, and most events, are invented.

Beside each page stands what it says: its stories, and the lines that belong to none of them.
"""

import json
import re
from pathlib import Path

import pytest

from kg.read import read_files

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.txt"))
MAX_BYTES = 1_000_000
EDGE = 60
"""Characters of a text's beginning and end that are told."""
LEAST_WORDS, MOST_WORDS = 0.95, 1.05
"""Words of prose that are read, as parts of those that there are."""


def expected(name):
    return json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read():
    articles = {}
    for name in NAMES:
        articles[name] = list(read_files([str(PAGES / f"{name}.txt")], MAX_BYTES))
    return articles


def test_there_are_pages_in_many_layouts():
    assert len(NAMES) >= 30
    assert {path.stem for path in PAGES.glob("*.json")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_titles(read, name):
    assert [article.title for article in read[name]] == [story["title"] for story in expected(name)["stories"]]


@pytest.mark.parametrize("name", NAMES)
def test_days(read, name):
    days = [
        (article.published and article.published.isoformat(), article.published_precision, article.published_from)
        for article in read[name]
    ]
    fields = ("published", "published_precision", "published_from")
    assert days == [tuple(story[field] for field in fields) for story in expected(name)["stories"]]


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_whole(read, name):
    for article, story in zip(read[name], expected(name)["stories"], strict=True):
        assert (article.text[:EDGE], article.text[-EDGE:]) == (story["begins"], story["ends"])
        assert LEAST_WORDS <= len(article.text.split()) / story["words"] <= MOST_WORDS


@pytest.mark.parametrize("name", NAMES)
def test_no_furniture_is_in_a_text(read, name):
    text = "\n".join(article.text for article in read[name])
    assert [line for line in expected(name)["absent"] if line in text] == []
    assert not re.search(r"\[\d+\]|\[edit\]", text)
