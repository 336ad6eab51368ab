"""The same text from two outlets. Places and people are invented."""

import random
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.model import Article, Precision
from kg.read import find_files, read_files
from kg.read.copies import signatures
from kg.read.copies.duplicates import Duplicates
from kg.read.copies.fingerprints import FEWEST_WORDS, MOST_APART, MOST_LONGER

PARAGRAPHS = (
    "PORT NORD, March 5 (Agency) - Norland recalled its ambassador from Sudland on Friday, after a week of angry "
    "exchanges over four fishing boats that the navy of Sudland had seized in the grey waters between the two.",
    "The foreign minister, Ada Brekke, told reporters that the envoy would stay at home until the last boat was "
    "free. “We have asked twice, and we shall not ask a third time,” she said on the steps of her ministry.",
    "Sudland called the step regrettable. Its coast guard had acted within the law of the sea, a spokesman said, "
    "and the crews were in good health and would be heard by a judge on Monday.",
    "Traders in both capitals fear that the quarrel will spread to the ferry lines, which carry most of the goods. "
    "Shares of the largest shipping company fell by a tenth before noon.",
    "The Free Cities offered to mediate. Their council, which brought the two governments together after the clash "
    "of 2009, would meet at any hour, its president said.",
)
OWN = (
    "Our correspondent found the harbour of Port Nord empty in the morning. Old men stood on the pier and argued "
    "about who had sold the cod banks, and for how much.",
    "In the town hall a list lay open for those who wished to write to the prisoners. By evening it held nine "
    "hundred names, among them that of the mayor.",
)
RETOLD = (
    "The government in Port Nord has called home its man in Sud City. Four trawlers lie chained up in a naval port "
    "of its neighbour, and nobody there seems in a hurry to let them go.",
    "Ada Brekke, who runs the foreign ministry, sounded tired of waiting. She had put the request twice, she "
    "remarked to the press outside her office, and saw no point in a third letter.",
    "From Sud City came a shrug. The boats had crossed a line on the map, officials there maintained; a court "
    "would look into it after the weekend, and the sailors were eating well.",
    "Shipping firms are nervous all the same, and so are the small towns that live off the ferries. An offer of "
    "good offices from the Free Cities lies on the table, as it did nine years ago.",
)


def article(*paragraphs, title="", url="https://one.example/a", source=""):
    return Article("a", "\n\n".join(paragraphs), title, url=url, source=source)


FIRST = article(*PARAGRAPHS, title="Norland recalls its ambassador", source="One")
KEY_LENGTH = len("article/") + 20


@pytest.fixture
def duplicates():
    with Duplicates() as opened:
        yield opened


@pytest.fixture
def key(duplicates):
    """The key of `FIRST`, which is remembered."""
    assert duplicates.add(FIRST) is None
    return duplicates.add(article(*PARAGRAPHS, url="https://copy.example/"))


def test_the_key_is_the_iri_without_its_base(key):
    assert key.startswith("article/")
    assert len(key) == KEY_LENGTH


VARIANTS = {
    "another headline and outlet": PARAGRAPHS,
    "another dateline": (PARAGRAPHS[0].replace("PORT NORD, March 5 (Agency) -", "Port Nord (Wire) —"), *PARAGRAPHS[1:]),
    "straight quotes": [text.replace("“", '"').replace("”", '"').replace("’", "'") for text in PARAGRAPHS],
    "capitals and spaces": [text.upper().replace(" ", "  ") for text in PARAGRAPHS],
    "a paragraph dropped": (*PARAGRAPHS[:3], PARAGRAPHS[4]),
    "two paragraphs dropped": PARAGRAPHS[:3],
    "another order": (PARAGRAPHS[0], PARAGRAPHS[4], PARAGRAPHS[2], PARAGRAPHS[1], PARAGRAPHS[3]),
    "two own paragraphs": (OWN[0], *PARAGRAPHS, OWN[1]),
    "words edited": [
        text.replace("angry", "heated").replace("boats", "vessels").replace("noon", "midday") for text in PARAGRAPHS
    ],
    "a fifth is its own": (*PARAGRAPHS[:4], OWN[0]),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_the_same_text_again(duplicates, key, variant):
    other = article(*variant, title="Envoy called home", url="https://two.example/b", source="Two")
    assert duplicates.add(other) == key
    assert len(duplicates) == 1


def test_the_longer_text_may_come_first(duplicates):
    assert duplicates.add(article(OWN[0], *PARAGRAPHS, OWN[1])) is None
    assert duplicates.add(article(*PARAGRAPHS, url="https://two.example/b")) is not None


OTHERS = {
    "another story of the same event": RETOLD,
    "a story that quotes one paragraph": (*RETOLD, PARAGRAPHS[1]),
    "half of it, and half its own": (*PARAGRAPHS[:2], *RETOLD[:2], *OWN),
    "the same words in another order": [" ".join(sorted(text.split())) for text in PARAGRAPHS],
    "no words": ("…",),
    "nothing": (),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_another_text(duplicates, key, other):
    assert duplicates.add(article(*other, url="https://two.example/b")) is None
    assert len(duplicates) == 2


CALL = (
    "The foreign minister of Norland, Ada Brekke, spoke today with President {name} of {state}. She welcomed the "
    "release of four boats and urged both sides to keep the truce in the grey waters. The minister and the "
    "president agreed to meet again before the summit of the Northern Compact in June. She thanked {name} for his "
    "patience, and assured him of the friendship of the people of Norland."
)


def test_letters_of_one_form_about_different_people_are_different(duplicates):
    one = article(CALL.format(name="Anton Weiss", state="Sudland"))
    other = article(CALL.format(name="Bela Soros", state="Ostria"), url="https://one.example/b")
    assert duplicates.add(one) is None
    assert duplicates.add(other) is None
    assert duplicates.add(article(CALL.format(name="Bela Soros", state="Ostria"), url="https://two.example/c"))


def test_calls_to_two_leaders_who_speak_of_each_other_are_different(duplicates):
    both = CALL + " She told {name} that Anton Weiss of Sudland and Bela Soros of Ostria should meet."
    assert duplicates.add(article(both.format(name="Anton Weiss", state="Sudland"))) is None
    assert duplicates.add(article(both.format(name="Bela Soros", state="Ostria"), url="https://one.example/b")) is None


@pytest.mark.parametrize(("days", "same"), [(0, True), (MOST_APART, True), (MOST_APART + 1, False), (None, True)])
def test_copies_appear_within_days(duplicates, days, same):
    first = date(2021, 3, 5)
    assert duplicates.add(replace(FIRST, published=first)) is None
    later = first + timedelta(days) if days is not None else None
    copy = replace(article(*PARAGRAPHS[:3], url="https://two.example/"), published=later)
    assert (duplicates.add(copy) is not None) == same


def test_equal_texts_of_other_days_are_different(duplicates):
    """Such as the greetings that a ministry sends every year."""
    assert duplicates.add(replace(FIRST, published=date(2021, 3, 5))) is None
    assert duplicates.add(replace(FIRST, url="https://one.example/b", published=date(2022, 3, 5))) is None


def test_a_month_is_no_day_to_compare(duplicates):
    assert duplicates.add(replace(FIRST, published=date(2021, 3, 25))) is None
    month = replace(FIRST, url="https://b.example/", published=date(2021, 3, 1), published_precision=Precision.MONTH)
    assert duplicates.add(month) is not None


def test_a_report_that_quotes_a_short_text_whole_is_a_story_of_its_own(duplicates):
    brief = article(PARAGRAPHS[0], PARAGRAPHS[1])
    assert duplicates.add(brief) is None
    filler = [f"Number {n} of the witnesses, a sailor, told the court another tale of night {n}." for n in range(40)]
    assert len(" ".join(filler).split()) > MOST_LONGER * len(brief.text.split())
    assert duplicates.add(article(*filler, PARAGRAPHS[0], PARAGRAPHS[1], url="https://two.example/b")) is None


def test_short_texts_only_where_all_words_are_equal(duplicates):
    short = "Norland recalled its ambassador from Sudland on Friday, after a week of angry exchanges."
    assert len(short.split()) < FEWEST_WORDS
    assert duplicates.add(article(short)) is None
    assert duplicates.add(article(short + " Talks go on.", url="https://two.example/b")) is None
    assert duplicates.add(article(short.upper().replace(",", " —"), url="https://three.example/c")) is not None


def test_an_article_that_is_read_again_repeats_nothing(duplicates, key):
    assert duplicates.add(FIRST) is None
    assert len(duplicates) == 1


def test_an_article_that_has_changed_is_remembered_as_it_is_now(duplicates, key):
    assert duplicates.add(article(*RETOLD, url=FIRST.url)) is None
    assert len(duplicates) == 1
    assert duplicates.add(article(*RETOLD, url="https://two.example/b")) == key
    assert duplicates.add(article(*PARAGRAPHS, url="https://three.example/c")) is None


def test_what_was_committed_is_known_later(tmp_path):
    path = tmp_path / "seen.sqlite"
    with Duplicates(path) as first:
        assert first.add(FIRST) is None
    with Duplicates(path) as later:
        assert later.add(article(OWN[0], *PARAGRAPHS, url="https://two.example/b")) is not None
        assert later.add(FIRST) is None


def test_a_crash_loses_only_what_was_not_committed(tmp_path):
    path = tmp_path / "seen.sqlite"
    first = Duplicates(path)
    first.add(FIRST)
    first.commit()
    first.add(article(*RETOLD, url="https://two.example/b"))
    first.close()
    with Duplicates(path) as later:
        assert len(later) == 1


def test_an_exception_commits_nothing(tmp_path):
    def fail():
        with Duplicates(tmp_path / "seen.sqlite") as opened:
            opened.add(FIRST)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with Duplicates(tmp_path / "seen.sqlite") as later:
        assert len(later) == 0


def test_buckets_of_another_release_are_made_anew(tmp_path, monkeypatch):
    path = tmp_path / "seen.sqlite"
    monkeypatch.setattr(signatures, "SEED", 2)
    with Duplicates(path) as first:
        first.add(FIRST)
    monkeypatch.undo()
    with Duplicates(path) as later:
        assert later.add(article(OWN[0], *PARAGRAPHS, url="https://two.example/b")) is not None


def damage(path):
    path.write_bytes(b"no database at all, but long enough to look like one" * 40)


def another_version(path):
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 99")
    base.close()


def another_base(path):
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE article (id)")
    base.close()


@pytest.mark.parametrize("harm", [damage, another_version, another_base])
def test_a_file_that_is_none_of_ours_says_what_to_do(tmp_path, harm):
    path = tmp_path / "seen.sqlite"
    harm(path)
    with pytest.raises(StoreError, match=r"seen\.sqlite is .*delete it"):
        Duplicates(path)


def test_a_folder_that_is_missing(tmp_path):
    with pytest.raises(StoreError, match="its folder"):
        Duplicates(tmp_path / "gone" / "seen.sqlite")


def test_boilerplate_that_many_texts_share_is_no_duplicate(duplicates):
    source = random.Random(1)  # noqa: S311 - a fixed sequence, not a secret
    words = sorted({word for text in (*PARAGRAPHS, *RETOLD, *OWN) for word in text.split()})
    for number in range(150):
        body = " ".join(source.choice(words) for _ in range(120))
        assert duplicates.add(article(body, *OWN, url=f"https://one.example/{number}")) is None


HERE = Path(__file__).parent


def test_no_false_hit_among_pages_and_examples(duplicates):
    paths = find_files([str(HERE / "pages"), str(HERE.parents[1] / "examples" / "articles")])
    articles = [found for found in read_files(paths, 10_000_000) if isinstance(found, Article)]
    assert len(articles) > 45
    assert [found.doc for found in articles if duplicates.add(found) is not None] == []
