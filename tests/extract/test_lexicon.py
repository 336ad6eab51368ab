import re

import pytest

from kg.errors import DataError
from kg.extract.lexicon import Operator, StepKind, parse_frame
from kg.reference import DATA, read_frames, read_lexicon, read_rows
from tests.extract.conftest import PUBLISHED

BRACKET = re.compile(r"\[([AT]) ([^\]]*)\]")
FRAMES = read_frames()


def test_pattern_becomes_steps():
    frame = parse_frame("A impose|slap sanction|embargo on|against T", "163")
    assert frame.heads == {"impose", "slap"}
    assert [step.kind for step in frame.steps] == [StepKind.NOUN, StepKind.TARGET]
    assert frame.steps[0].words == {"sanction", "embargo"}
    assert frame.steps[1].prepositions == {"on", "against"}
    assert frame.target == "required"


def test_particle_noun_and_preposition_are_told_apart():
    frame = parse_frame("A break off relation|tie with T", "161")
    assert [step.kind for step in frame.steps] == [StepKind.NOUN, StepKind.TARGET]
    assert frame.steps[0].prepositions == {"off"}
    assert parse_frame("A pull out of T", "166").steps[0].kind is StepKind.WORD


@pytest.mark.parametrize("pattern", ["", "accuse T", "A", "@", "A send T to T"])
def test_faulty_pattern_is_refused(pattern):
    with pytest.raises(DataError):
        parse_frame(pattern, "112")


def test_lexicon_is_broad():
    assert len(FRAMES) >= 300
    assert len({frame.code for frame in FRAMES}) >= 80


def test_no_pattern_stands_twice():
    patterns = [frame.pattern for frame in FRAMES]
    assert len(patterns) == len(set(patterns))


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.pattern[:60])
def test_frame_finds_its_example(frame, extract):
    spans = {role: [text for which, text in BRACKET.findall(frame.example) if which == role] for role in "AT"}
    plain = BRACKET.sub(r"\2", frame.example)
    found = [event for event in extract(plain, PUBLISHED, keep_unreal=True).events if event.action == frame.code]
    assert any(
        any(_overlap(m.actor_text, spans["A"]) and _overlap(m.target_text, spans["T"]) for m in event.mentions)
        for event in found
    ), [(event.actor.key, event.action, event.mentions[0].action_text) for event in found]


def _overlap(text: str, spans: list[str]) -> bool:
    return not spans or any(text and (text in span or span in text) for span in spans)


def test_operators_change_codes():
    lexicon = read_lexicon()
    assert lexicon.transform(Operator.INTEND, "163") == "1312"
    assert lexicon.transform(Operator.THREATEN, "1951") == "1384"
    assert lexicon.transform(Operator.APPEAL, "0841") == "0253"
    assert lexicon.transform(Operator.REFUSE, "19") is None


def test_every_code_of_the_tables_is_in_the_scheme():
    codes = {row["code"] for _, row in read_rows(DATA / "cameo.tsv")}
    lexicon = read_lexicon()
    assert {code for code in lexicon.transforms.values() if code} <= codes
    assert {act for _, act in lexicon.transforms if act} <= codes
