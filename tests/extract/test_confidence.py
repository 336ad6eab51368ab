"""What a confidence is made of, and what is left out for want of it."""

import pytest

from kg.actors import list_actors
from kg.extract.confidence import UNRATED, Confidence, steps
from kg.extract.events import Extractor
from kg.extract.learned import LearnedCoder
from kg.learn.train import fit_confidence
from kg.model import Article
from kg.pipeline import load_extractor, load_parser
from kg.reference import MODELS, read_lexicon
from tests.extract.conftest import PUBLISHED

SURE = "On 4 March France imposed sanctions on Iran."
UNSURE = "Peru's navy chased off two Chinese vessels near the coast."


def test_confidence_is_the_share_of_such_events_that_were_right():
    judged = (
        [(("verb",), True)] * 80 + [(("verb",), False)] * 20 + [(("model",), True)] * 30 + [(("model",), False)] * 70
    )
    confidence = Confidence(fit_confidence(judged))
    assert confidence.of(("verb",), 1.0) == pytest.approx(0.8, abs=0.1)
    assert confidence.of(("model",), 1.0) == pytest.approx(0.3, abs=0.1)
    assert confidence.of(("verb",), 0.5) == pytest.approx(confidence.of(("verb",), 1.0) / 2, abs=0.01)


def test_without_a_model_all_events_are_alike():
    assert Confidence(None).of(("verb",), 1.0) == UNRATED
    extractor = Extractor(load_parser(), list_actors().gazetteer, read_lexicon())
    (event,) = extractor.extract(
        Article("a", "On 4 March France imposed sanctions on Iran.", published=PUBLISHED)
    ).events
    assert event.confidence == UNRATED


def test_a_higher_probability_has_more_signs():
    assert set(steps("event", 0.3)) < set(steps("event", 0.9))


def test_frames_are_surer_than_models_and_a_date_counts():
    extractor = load_extractor(min_confidence=0)

    def confidence(text):
        return max(event.confidence for event in extractor.extract(Article("a", text, published=PUBLISHED)).events)

    assert confidence(SURE) > 0.7 > confidence(UNSURE)
    assert confidence(SURE) > confidence("France imposed sanctions on Iran.")


def test_events_below_the_least_confidence_are_rejections():
    learned = LearnedCoder.load(MODELS, read_lexicon())
    strict = Extractor(load_parser(), list_actors().gazetteer, read_lexicon(), learned, min_confidence=0.99)
    found = strict.extract(Article("a", SURE, published=PUBLISHED))
    assert found.events == ()
    assert next(one.reason for one in found.rejections).startswith("confidence 0.")
