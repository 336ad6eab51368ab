"""Sentences that only read like acts of states."""

import pytest

from kg.reference import DATA, read_discards, read_rows


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Argentina and Brazil met in a semi-final that ended 2-1.", "sport"),
        ("Japan attacked Spain from the kick-off, and its goalkeeper had nothing to do.", "sport"),
        ("In the miniseries, the United States invades Canada.", "screen and stage"),
        ("As a typhoon hit, Japan struck China from its forecast.", "weather and nature"),
        ("Germany hit Italy on bond yields.", "market"),
    ],
)
def test_acts_of_a_discarded_topic_are_rejected(extract, text, topic):
    found = extract(text)
    assert found.events == ()
    assert any(rejection.reason == topic for rejection in found.rejections)


@pytest.mark.parametrize(
    "text",
    [
        "Norway boycotted the semi-final in Russia and recalled its ambassador from Moscow.",
        "Israel struck Lebanon on Sunday.",
        "The United States imposed sanctions on the Moscow stock exchange, and Russia condemned Washington.",
    ],
)
def test_acts_about_sport_or_markets_stay(extract, text):
    assert extract(text).events


def test_a_topic_discards_only_whole_roots_of_the_scheme():
    roots = {row["code"] for _, row in read_rows(DATA / "cameo.tsv") if len(row["code"]) == 2}
    for _, row in read_rows(DATA / "discards.tsv"):
        assert set(row["roots"].split("|")) <= roots, row["topic"]


def test_words_are_found_as_words_only(extract):
    discards, topic = read_discards(), "The sextet scored a hat-trick."
    extract(topic)  # loads the parser once for all
    from kg.pipeline import load_parser

    parser = load_parser()
    assert discards.topic_of(parser(topic)[:]).name == "sport"
    assert discards.topic_of(parser("They voted on the market shared by all.")[:]) is None
