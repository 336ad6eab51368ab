import re

import pytest

from kg.model import Precision, Status
from kg.reference import DATA, bundled, read_rows
from web.events.phrases import PEOPLE, TARGET, Phrase, read_phrases, say
from web.events.records import Action, EventView, Named
from web.vocabulary.vocabulary_actions import read_actions

IN_ADVANCE = {
    "02": "appealed|request|called|appeal",
    "03": "promise|promised|offer|offered|signalled readiness|agreed to accept",
    "10": "demand|demanded",
    "12": "rejected|refused|rebuffed|turned down|broke laws|veto",
    "13": "threatened|threat|ultimatum",
}
"""Roots whose acts are not the deed itself, with the words that say so."""


IRREGULAR = frozenset("made held met gave sent found took broke cast cut fought stood spoke went put forgave".split())


@pytest.fixture(scope="module")
def codes():
    return read_actions(bundled("ontology") / "actions.ttl").codes()


def event(code, actor="Russia", target="Poland", kind="State", status=Status.ACTUAL):
    action = Action(f"https://w3id.org/diplograph/cameo/{code}", code, "Label", "VerbalConflict", -5.8)
    suffered = Named("https://graph.example/actor/t", target, kind) if target else None
    actor = Named("https://graph.example/actor/a", actor)
    return EventView("https://graph.example/event/1", actor, action, suffered, None, Precision.DAY, status, ())


def test_every_code_has_words_of_its_own_and_no_others_have(codes):
    assert read_phrases().keys() == codes.keys()
    assert len(read_phrases()) == len(list(read_rows(DATA / "cameo.tsv")))


@pytest.mark.parametrize("place", [0, 1])
def test_words_are_plain_and_in_the_past(place):
    for code, words in read_phrases().items():
        phrase = words[place]
        assert re.fullmatch(r"[a-z][a-z, {}]*[a-z}]", phrase), code
        assert "  " not in phrase, code
        verb = next(word.rstrip(",") for word in phrase.split() if not word.endswith("ly"))
        assert verb.endswith("ed") or verb in IRREGULAR, code


def test_the_place_of_the_target_is_named_once_at_most_and_never_where_there_is_none():
    for code, (with_target, alone) in read_phrases().items():
        assert with_target.count(TARGET) + with_target.count(PEOPLE) <= 1, code
        assert "{" not in with_target.replace(TARGET, "").replace(PEOPLE, ""), code
        assert "{" not in alone, code


@pytest.mark.parametrize("root", IN_ADVANCE)
def test_a_threat_a_promise_an_appeal_and_a_refusal_say_that_they_are_one(root):
    for code, phrases in read_phrases().items():
        if code.startswith(root):
            for phrase in phrases:
                assert re.search(rf"\b({IN_ADVANCE[root]})\b", phrase), code


@pytest.mark.parametrize(
    ("code", "target", "kind", "told"),
    [
        ("1313", "The West", "Bloc", "threatened to reduce or break off relations with the West"),
        ("1124", "Israel", "State", "accused Israel of war crimes"),
        ("042", "China", "State", "visited China"),
        ("173", "Alexei Navalny", "Person", "arrested, detained or charged Alexei Navalny"),
        ("173", "Canada", "State", "arrested, detained or charged people from Canada"),
        ("186", "Hamas", "ArmedGroup", "assassinated members of Hamas"),
        ("012", "The Guardian", "Company", "voiced pessimism on a matter involving The Guardian"),
        ("1313", None, "", "threatened to reduce or break off relations"),
        ("042", None, "", "made an official visit"),
    ],
)
def test_acts_are_told_as_a_newspaper_tells_them(code, target, kind, told):
    assert say(code, target, kind).text == told


def test_the_target_stands_between_the_words_so_that_it_can_be_a_link():
    assert say("1124", "Israel") == Phrase("accused", "Israel", "of war crimes")


def test_an_unknown_code_has_the_words_of_the_code_above_and_else_its_label():
    assert say("16199", "Iran") == say("161", "Iran")
    assert say("99", "Iran", label="Sing {people} to").text == "acted towards Iran (Sing {people} to)"
    assert say("99", None).text == "acted (99)"


def test_an_event_reads_as_a_sentence_without_its_code():
    assert event("1313").sentence == "Russia threatened to reduce or break off relations with Poland"
    assert event("150", target=None).sentence == "Russia made a show of force"


def test_what_was_not_done_does_not_read_as_done():
    assert event("161", status=Status.NEGATED).sentence.endswith(" (denied or not done)")
    assert event("161", status=Status.HYPOTHETICAL).sentence.endswith(" (only supposed)")
