"""Names that mean one party here and another there, and words that stand for parties without a name."""

from datetime import date

import pytest

from kg.actors import list_actors
from kg.extract.parties import Parties
from kg.extract.recognition import find_unresolved, recognise
from kg.pipeline import load_parser
from kg.reference import read_lexicon


def links(text, day=None):
    """Return the words in *text* that stand for a party, with its code; lines are paragraphs of one article."""
    parties = Parties(list_actors().gazetteer, read_lexicon(), day)
    found = []
    for paragraph in text.split("\n"):
        doc = load_parser()(paragraph)
        parties.enter(doc)
        found += [(one.text, one.actor) for one in recognise(doc, parties)]
    return found


def codes(text, day=None):
    return [(words, actor.codes[0]) for words, actor in links(text, day)]


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Georgia accused Russia of shelling villages near Tskhinvali.", "Georgia", "GEO"),
        ("Voters in Georgia and Alabama chose senators on Tuesday.", "Georgia", "USA"),
        ("Jordan closed its border, and the king flew home to Amman.", "Jordan", "JOR"),
        ("Chad recalled its envoy from Sudan.", "Chad", "TCD"),
        ("Rebels in the Congo seized Goma.", "Congo", "COD"),
        ("Congo-Brazzaville stayed silent.", "Congo-Brazzaville", "COG"),
        ("The Republic of Congo stayed silent.", "Republic of Congo", "COG"),
        ("Guinea recalled its envoy from Mali.", "Guinea", "GIN"),
        ("Equatorial Guinea protested.", "Equatorial Guinea", "GNQ"),
        ("Papua New Guinea protested.", "Papua New Guinea", "PNG"),
        ("Guinea-Bissau protested.", "Guinea-Bissau", "GNB"),
        ("Korea and Japan resumed their talks.", "Korea", "KOR"),
        ("Ireland rejected the plan.", "Ireland", "IRL"),
        ("Northern Ireland rejected the plan.", "Northern Ireland", "GBR"),
        ("Washington rejected the plan.", "Washington", "USA"),
        ("Mexico City rejected the plan.", "Mexico City", "MEX"),
        ("US forces struck a depot near Basra.", "US forces", "USA"),
        ("The US government denied the report.", "The US government", "USA"),
        ("The Malian junta expelled an envoy.", "The Malian junta", "MLI"),
        ("Poland's parliament condemned Belarus.", "Poland's parliament", "POL"),
        ("The Ugandan army chief threatened Kenya.", "The Ugandan army chief", "UGA"),
        ("MEPs condemned the arrest.", "MEPs", "EU"),
        ("The Security Council demanded a truce.", "Security Council", "UN"),
        ("The Chinese embassy in London protested.", "The Chinese embassy", "CHN"),
    ],
)
def test_a_name_means_the_party_that_its_surroundings_say(text, words, code):
    assert (words, code) in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan opened a restaurant.",
        "Paris Hilton opened a restaurant.",
        "The Paris Agreement entered into force.",
        "Ships of all sizes cross the South China Sea.",
        "The Indian Ocean grew warmer.",
        "The Cold War ended.",
    ],
)
def test_what_only_looks_like_a_state_is_none(text):
    assert [actor.key for _, actor in links(text) if actor.listed] == []


@pytest.mark.parametrize(
    ("text", "day", "words", "key"),
    [
        ("President Macron called Prime Minister Johnson.", date(2020, 5, 5), "Johnson", "boris-johnson"),
        ("Prime Minister Johnson met President Clinton.", date(1998, 5, 5), "Clinton", "bill-clinton"),
        ("Angela Merkel met Vladimir Putin. Merkel urged him to talk.", date(2018, 5, 5), "Merkel", "angela-merkel"),
        ("The Foreign Secretary flew to Paris.", date(2021, 2, 2), "The Foreign Secretary", "dominic-raab"),
        ("The foreign secretary flew to Paris.", date(2024, 9, 2), "The foreign secretary", "david-lammy"),
        ("The Secretary of State flew to Kyiv.", date(2014, 3, 2), "The Secretary", "john-kerry"),
        ("The Foreign Secretary flew to Paris.", None, "The Foreign Secretary", "GBR"),
        ("Jens Stoltenberg urged calm.", date(2020, 5, 5), "Jens Stoltenberg", "jens-stoltenberg"),
        ("Jens Stoltenberg urged calm.", date(2010, 5, 5), "Jens Stoltenberg", "jens-stoltenberg-nor"),
    ],
)
def test_who_held_the_office_on_the_day(text, day, words, key):
    assert (words, key) in [(found, actor.key) for found, actor in links(text, day)]


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Iran and Iraq signed a truce. The two countries will exchange prisoners.", "The two countries", "IRQ"),
        ("Iran and Iraq signed a truce. Both sides will exchange prisoners.", "Both sides", "IRN"),
        ("The Foreign Ministry in Beijing protested. The ministry spoke of a grave matter.", "The ministry", "CHN"),
        ("The Iranian president arrived. The president thanked his hosts.", "The president", "IRN"),
        ("Sergei Lavrov met his Turkish counterpart.", "his Turkish counterpart", "TUR"),
        ("Cuba said that it would answer.", "it", "CUB"),
        ("Dabru Keleko, Ethiopia's deputy envoy, denounced Eritrea. Keleko left.", "Keleko", "ETH"),
        ("Tomas Harrow, a spokesman for the Malian army, spoke. Harrow denied the report.", "Harrow", "MLI"),
    ],
)
def test_words_without_a_name_mean_who_was_named(text, words, code):
    assert (words, code) in codes(text)


def test_somebody_of_a_leaders_surname_is_somebody_else():
    assert "hugo-chavez" not in [actor.key for _, actor in links("Mexico sheltered Betty Chávez.", date(2010, 1, 1))]


def test_names_that_stand_for_no_known_party_are_told():
    parties = Parties(list_actors().gazetteer, read_lexicon(), None)
    doc = load_parser()("Wilhelm Quastenberg met Vladimir Putin in Moscow.")
    parties.enter(doc)
    assert list(find_unresolved(doc, parties)) == ["Wilhelm Quastenberg"]
