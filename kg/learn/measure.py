"""How many of the annotated acts are found, by rules, by what was learned, by both; and what a confidence means."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Span

from kg.evaluation import Level, Score, Told, evaluate, parties_agree
from kg.extract.coding import Coded
from kg.extract.confidence import Confidence
from kg.extract.dating import Dating
from kg.extract.learned import LearnedCoder
from kg.learn.corpus import Annotated
from kg.model import Event, Status

BANDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Confidences between which events are counted together."""


def print_scores(texts: Sequence[Annotated], coder: LearnedCoder) -> None:
    """Print precision, recall and F1 for the pair alone and with the CAMEO root."""
    for name, predict in (
        ("rules", _by_rules),
        ("learned", lambda text: _by_models(text, coder, [])),
        ("both", lambda text: [*_by_rules(text), *_by_models(text, coder, text.coded)]),
    ):
        levels = _score(texts, predict)
        print(f"{name:8} pair {_to_text(levels[Level.DYAD])}   pair and root {_to_text(levels[Level.ROOT])}")


def _score(texts: Sequence[Annotated], predict: Callable[[Annotated], list[Event]]) -> dict[Level, Score]:
    gold = {str(place): _gold(text) for place, text in enumerate(texts)}
    told = {str(place): [_to_told(event) for event in predict(text)] for place, text in enumerate(texts)}
    return evaluate(gold, told).levels


def _to_text(score: Score) -> str:
    return f"P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}"


def _gold(text: Annotated) -> list[Told]:
    """Return the annotated acts in the form of gold events; a party that nobody knows has its words for a code."""
    return [
        {
            "actor": _codes_of(text, act.actor),
            "target": _codes_of(text, act.target) if act.target is not None else [],
            "action": act.code,
            "status": act.status,
        }
        for act in text.acts
    ]


def _codes_of(text: Annotated, span: Span) -> list[str]:
    named = [one for one in text.mentions[span.sent.start] if span.start <= one.head.i < span.end]
    codes = {code for one in named for party in one.parties for code in party.actor.codes}
    return sorted(codes) or [f"?{span.text.lower()}"]


def _to_told(event: Event) -> Told:
    target = event.target.codes if event.target else ()
    return {"actor": event.actor.codes, "target": target, "action": event.action, "status": event.status.lower()}


def _by_rules(text: Annotated) -> list[Event]:
    return _events(text.coded)


def _by_models(text: Annotated, coder: LearnedCoder, coded: Sequence[Coded]) -> list[Event]:
    return _events(code_by_models(text, coder, coded))


def _events(coded: Sequence[Coded]) -> list[Event]:
    return [one.outcome for one in coded if isinstance(one.outcome, Event)]


def code_by_models(text: Annotated, coder: LearnedCoder, coded: Sequence[Coded]) -> list[Coded]:
    """Return what the models find beside *coded*."""
    dating = Dating(text.doc, None, 0)
    return [one for sentence in text.doc.sents for one in coder.code(sentence, text.parties, coded, 0, dating)]


def judge(texts: Sequence[Annotated], coder: LearnedCoder) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the signs of each event that rules and models find in *texts*, and whether pair and root are right."""
    for text in texts:
        gold = [act for act in _gold(text) if act["status"] == "actual"]
        for one in (*text.coded, *code_by_models(text, coder, text.coded)):
            if isinstance(one.outcome, Event) and one.outcome.status is Status.ACTUAL:
                told = _to_told(one.outcome)
                yield (
                    one.signs,
                    any(parties_agree(act, told) and act["action"][:2] == told["action"][:2] for act in gold),
                )


def print_calibration(judged: Iterable[tuple[tuple[str, ...], bool]], confidence: Confidence) -> None:
    """Print, for each band of confidence, how many events there are and which share of them is right."""
    rated = [(confidence.of(signs, 1.0), right) for signs, right in judged]
    for least, bound in pairwise(BANDS):
        band = [(share, right) for share, right in rated if least <= share < bound]
        if band:
            mean, share = (sum(values) / len(band) for values in zip(*band, strict=True))
            print(f"confidence {least:.1f} to {bound:.1f}: {len(band)} events, mean {mean:.2f}, right {share:.2f}")
