"""What was learned: its corpus, its models, and the events that only they find. All names of things are invented."""

import re
from datetime import date

import numpy as np
import pytest

from kg.actors import list_actors
from kg.extract.events import Extractor
from kg.extract.features import find_way, link_features
from kg.extract.learned import LearnedCoder, find_mentions
from kg.extract.linear import LinearModel, from_bytes, to_bytes
from kg.extract.parties import Parties
from kg.learn.corpus import find_faults, lay, read_corpus
from kg.learn.measure import print_scores
from kg.learn.train import Examples, fit
from kg.model import Article, Status
from kg.pipeline import load_extractor, load_parser
from kg.reference import DATA, MODELS, read_lexicon, read_rows

CODES = {row["code"] for _, row in read_rows(DATA / "cameo.tsv")}


def events(text, extractor=None):
    article = Article("a", text, published=date(2024, 6, 3))
    found = (extractor or load_extractor(min_confidence=0)).extract(article).events
    return [(event.actor.party, event.action[:2], event.target.party if event.target else "") for event in found]


@pytest.fixture(scope="module")
def rules_alone():
    return Extractor(load_parser(), list_actors().gazetteer, read_lexicon())


UNUSUAL = {
    "Beijing hectored Australia over the inquiry.": ("CHN", "11", "AUS"),
    "Norway's parliament tarred Russian trawlers with the same brush on Tuesday.": ("NOR", "17", "RUS"),
    "Peru's navy brushed past two Chinese vessels near the coast.": ("PER", "15", "CHN"),
    "Morocco froze out Spanish envoys after the visit.": ("MAR", "16", "ESP"),
    "Denmark parted with four jets for Ukraine in June.": ("DNK", "07", "UKR"),
}


def test_acts_without_a_frame_are_found_between_the_right_parties(rules_alone):
    assert [text for text in UNUSUAL if events(text, rules_alone)] == []
    found = {text: events(text) for text in UNUSUAL}
    assert sum((act[0], act[2]) in {(e[0], e[2]) for e in found[text]} for text, act in UNUSUAL.items()) >= 3
    assert sum(act in found[text] for text, act in UNUSUAL.items()) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "France and Brazil drew 1-1 in the final round of the tournament.",
        "Japan and Chile both have long coasts and many volcanoes.",
        "Norway did not hurl insults at Sweden.",
        "Kenya, Uganda, Rwanda, Burundi, Tanzania, Malawi, Zambia, Angola, Namibia, Botswana.",
        "A " * 3000,
        "RUSSIA " * 400,
        "“ “ “ France ( ( ( Germany " * 50,
    ],
)
def test_what_is_no_act_stays_none(text):
    assert events(text) == []


def test_the_same_pair_is_not_told_twice_in_a_sentence():
    found = events("France condemned Russia and blasted Russia over the raid.")
    assert len(found) == len(set(found))


def test_a_quote_and_the_confidence_of_a_learned_event():
    (event,) = load_extractor().extract(Article("a", "Beijing hectored Australia over the inquiry.")).events
    (mention,) = event.mentions
    assert (mention.actor_text, mention.action_text.split()[0]) == ("Beijing", "hectored")
    assert 0 < mention.confidence < 0.9
    assert event.status is Status.ACTUAL


def test_the_way_from_a_predicate_to_a_party():
    doc = load_parser()("Norway recalled its ambassador from Sweden.")
    way = find_way(doc[1], doc[5])
    assert way is not None
    assert (way.up, [token.text for token in way.down]) == ((), ["ambassador", "from", "Sweden"])
    said = "He said she thought they knew it held that we saw that you heard that all felt that Norway left."
    far = load_parser()(said)
    assert find_way(far[1], next(token for token in far if token.text == "Norway")) is None


def test_features_of_a_link_differ_by_side_and_voice():
    doc = load_parser()("Norway condemned Sweden.")
    parties = Parties(list_actors().gazetteer, read_lexicon(), None)
    parties.enter(doc)
    actor, target = find_mentions(next(doc.sents), parties)
    first = link_features(doc[1], actor.head, actor.parties[0], "11")
    second = link_features(doc[1], target.head, target.parties[0], "11")
    assert {"path=|nsubj", "side=b"} <= set(first)
    assert {"path=|dobj", "side=a"} <= set(second)


def test_every_line_of_the_corpus_is_sound():
    lines = read_corpus(CODES)
    texts = [line["text"] for line in lines]
    assert len(texts) == len(set(texts)) > 3700
    empty = sum(not line["acts"] for line in lines)
    assert empty * 4 >= len(lines)


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ({"code": "999"}, "there is no CAMEO code '999'"),
        ({"status": "done"}, "'done' is no status"),
        ({"target": "Peru"}, "target 'Peru' is not in the text"),
        ({"actor": ""}, "an act needs its actor"),
        ({"colour": "red"}, "unknown fields ['colour']"),
    ],
)
def test_faults_of_the_corpus_are_told(act, fault):
    sound = {"actor": "Norway", "action": "left", "target": None, "code": "166", "status": "actual", "date": None}
    assert list(find_faults({"text": "Norway left.", "acts": [sound]}, CODES)) == []
    assert fault in find_faults({"text": "Norway left.", "acts": [sound | act]}, CODES)


def test_models_are_small_and_as_written():
    assert MODELS.stat().st_size < 5_000_000
    coder = LearnedCoder.load(MODELS, read_lexicon())
    assert coder.candidates(next(load_parser()("Rome torpedoed the plan.").sents))[0].text == "torpedoed"


def test_a_model_learns_what_tells_classes_apart_and_survives_its_file():
    examples = Examples()
    for number in range(20):
        examples.add([f"n={number}", "big"], "large")
        examples.add([f"n={number}", "tiny"], "small")
    model = fit(examples, least_seen=2, penalty=1.0)
    (again,) = from_bytes(to_bytes({"m": model}), ["m"])
    assert again.classes == ("large", "small")
    assert again.probabilities(["big", "never seen"])[0] > 0.7
    assert np.isclose(again.probabilities(["tiny"]).sum(), 1)
    assert isinstance(again, LinearModel)
    with pytest.raises(KeyError):
        from_bytes(to_bytes({"m": model}), ["other"])


def test_scores_of_rules_models_and_both_are_printed(capsys):
    lexicon = read_lexicon()
    act = {
        "actor": "Norway",
        "action": "condemned",
        "target": "Sweden",
        "code": "111",
        "status": "actual",
        "date": None,
    }
    lines = [{"text": "Norway condemned Sweden.", "acts": [act]}, {"text": "Chile has a long coast.", "acts": []}]
    texts = list(lay(lines, load_parser(), list_actors().gazetteer, lexicon))
    print_scores(texts, LearnedCoder.load(MODELS, lexicon))
    printed = capsys.readouterr().out
    assert re.search(r"rules +pair P 1\.000 R 1\.000", printed)
    assert re.search(r"both +pair P 1\.000 R 1\.000", printed)
