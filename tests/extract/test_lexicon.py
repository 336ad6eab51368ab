import re
from dataclasses import replace

import pytest

from kg.actors import list_actors
from kg.errors import DataError
from kg.extract.events import Extractor
from kg.extract.lexicon import Operator, StepKind, parse_frame
from kg.model import Article
from kg.pipeline import load_parser
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
    assert len(FRAMES) >= 2500
    assert len({frame.code for frame in FRAMES}) >= 250


def test_word_before_a_noun_can_be_asked_for():
    frame = parse_frame("A carry out air_strike on T", "195")
    assert frame.steps[0].words == {"air_strike"}
    assert frame.needs == ({"strike"},)
    assert frame.weight > parse_frame("A carry out strike on T", "190").weight


def test_every_frame_is_in_the_file_of_its_root():
    for path in sorted((DATA / "actions").glob("[0-9]*.tsv")):
        assert {row["code"][:2] for _, row in read_rows(path)} == {path.name[:2]}, path.name


def test_no_pattern_stands_twice():
    patterns = [frame.pattern for frame in FRAMES]
    assert len(patterns) == len(set(patterns))


class Parsed:
    """Stands for the parser: the examples are parsed together, which is faster than one by one."""

    def __init__(self, texts):
        self._docs = dict(zip(texts, load_parser().pipe(texts, batch_size=256), strict=True))

    def pipe(self, texts, batch_size):
        return [self._docs[text] for text in texts]


def plain(frame):
    return BRACKET.sub(r"\2", frame.example)


@pytest.fixture(scope="module")
def parsed():
    return Parsed([plain(frame) for frame in FRAMES])


@pytest.fixture(scope="module")
def by_rules(parsed):
    """Return a function from an example to the events that frames alone find in it."""
    extractor = Extractor(parsed, list_actors().gazetteer, read_lexicon())
    return lambda text: extractor.extract(Article("test", text, published=PUBLISHED), keep_unreal=True).events


def test_every_frame_finds_its_example(by_rules):
    wrong = []
    for frame in FRAMES:
        spans = {role: [text for which, text in BRACKET.findall(frame.example) if which == role] for role in "AT"}
        found = by_rules(plain(frame))
        if not any(
            any(_overlap(m.actor_text, spans["A"]) and _overlap(m.target_text, spans["T"]) for m in event.mentions)
            for event in found
            if event.action == frame.code
        ):
            told = [(event.actor.key, event.action, event.mentions[0].action_text) for event in found]
            wrong.append(f"{frame.code} {frame.pattern}: {frame.example} gives {told}")
    assert wrong == []


def test_frames_find_their_examples_by_themselves(parsed):
    """Other frames of the same code must not stand in for one that fits nothing."""
    lexicon, silent = read_lexicon(), []
    for frame in FRAMES:
        extractor = Extractor(parsed, list_actors().gazetteer, replace(lexicon, frames=(frame,)))
        article = Article("test", plain(frame), published=PUBLISHED)
        if not any(event.action == frame.code for event in extractor.extract(article, keep_unreal=True).events):
            silent.append(f"{frame.code} {frame.pattern}")
    assert silent == []


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
