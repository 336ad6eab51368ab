"""Who acts and on whom, in constructions that news is full of."""

import pytest

from kg.extract.syntax import prepositions
from kg.model import Article
from kg.pipeline import load_extractor, load_parser

CASES = {
    "deeds that act for those who do them": {
        "A car bombing by the Islamic State group killed 75 people in Syria.": "islamic-state 190 SYR",
        "Israeli air strikes killed three Lebanese soldiers.": "ISR 190 LBN",
    },
    "adjectives that govern": {
        "The United States is willing to withdraw its troops from Iraq.": "USA 0356 IRQ",
        "Finland is ready to send weapons to Ukraine.": "FIN 0332 UKR",
    },
    "participles behind a measure": {
        "Japan lifted sanctions imposed on India in 1998.": "JPN 085 IND",
    },
    "quantities": {
        "A group of British lawmakers condemned China.": "GBR 111 CHN",
    },
    "two sides within a state": {
        "A court in Argentina released former Vice President Amado Boudou.": "ARG 0841 amado-boudou",
        "Another Ugandan opposition figure, Kizza Besigye, was jailed.": "UGA 173 kizza-besigye",
    },
    "arrests where nobody is said to arrest": {
        "Two Canadian businessmen were detained in Beijing.": "CHN 173 CAN",
    },
    "nouns in two pieces": {
        "India and Pakistan agreed to a cease-fire.": "IND 0871 PAK",
    },
    "words before a noun": {
        "Turkey carried out drone strikes in Iraq.": "TUR 1952 IRQ",
        "Denmark sent military aid to Ukraine.": "DNK 072 UKR",
    },
}


@pytest.mark.parametrize(
    ("text", "act"), [case for cases in CASES.values() for case in cases.items()], ids=lambda text: text[:40]
)
def test_arguments_are_found(acts, text, act):
    assert act in [found.rsplit(" ", 1)[0] for found in acts(text)]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The bombing of Gaza killed thirty.", "PSE 190"),
        ("Argentina's minister met its president.", "ARG 040"),
        ("Ten people were arrested in London on Sunday.", "GBR 174"),
    ],
)
def test_nobody_acts_who_does_not(acts, text, act):
    assert not [found for found in acts(text) if found.startswith(act)]


def test_an_act_stands_beside_its_purpose():
    text = "The United States has donated 250 ventilators to assist Ethiopia."
    (event,) = load_extractor(min_confidence=0).extract(Article("a", text)).events
    assert (event.actor.party, event.action[:2], event.target.party) == ("USA", "07", "ETH")


def test_prepositions_are_found_behind_adverbs():
    verb = load_parser()("Malaysia walked away from talks.")[1]
    assert [(name, [head.text for head in heads]) for name, heads in prepositions(verb)] == [("from", ["talks"])]


def test_two_kinds_of_act_of_one_root_are_two_events(acts):
    found = acts("Riyadh on Sunday froze new trade with Canada and expelled the Canadian ambassador.")
    assert {act.rsplit(" ", 1)[0] for act in found} == {"SAU 163 CAN", "SAU 161 CAN"}


def test_the_same_act_told_twice_is_one_event(extract):
    text = "France expelled two Russian diplomats on Monday.\n\nParis expelled the Russian diplomats after a trial."
    (event,) = extract(text).events
    assert str(event.date) == "2024-06-24"
    assert len(event.mentions) == 2
