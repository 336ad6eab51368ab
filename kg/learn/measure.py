"""How many of the annotated acts are found: by rules, by what was learned, by both."""

from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Span

from kg.extract.coding import Coded
from kg.extract.dating import Dating
from kg.extract.learned import LearnedCoder
from kg.learn.corpus import Annotated
from kg.model import Actor, Event, Status

SYMMETRIC = ("036", "04", "057", "06", "19")
"""Codes of acts whose parties may change places."""
Found = tuple[frozenset[str], frozenset[str], str]
"""Codes of the actor, codes of the target, and the code of the act."""


def print_scores(texts: Sequence[Annotated], coder: LearnedCoder) -> None:
    """Print precision, recall and F1 for the pair alone and with the CAMEO root."""
    for name, predict in (
        ("rules", lambda text: _by_rules(text)),
        ("learned", lambda text: _by_models(text, coder, [])),
        ("both", lambda text: [*_by_rules(text), *_by_models(text, coder, text.coded)]),
    ):
        print(f"{name:8} pair {_score(texts, predict, False)}   pair and root {_score(texts, predict, True)}")


def _score(texts: Iterable[Annotated], predict: Callable[[Annotated], list[Found]], with_root: bool) -> str:
    right = wrong = missed = 0
    for text in texts:
        gold = [(_gold(text, act.actor), _gold(text, act.target), act) for act in text.acts]
        hit = [False] * len(gold)
        for actor, target, code in dict.fromkeys(predict(text)):
            fits = [
                place
                for place, (doer, done_to, act) in enumerate(gold)
                if _agree(doer, done_to, act.code, actor, target) and (not with_root or act.code[:2] == code[:2])
            ]
            fits.sort(key=lambda place: (gold[place][2].status != "actual", hit[place]))
            if fits:
                hit[fits[0]] = True
            else:
                wrong += 1
        counted = [found for found, (_, _, act) in zip(hit, gold, strict=True) if act.status == "actual"]
        right += sum(counted)
        missed += len(counted) - sum(counted)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def _agree(
    doer: frozenset[str], done_to: frozenset[str], code: str, actor: frozenset[str], target: frozenset[str]
) -> bool:
    def overlap(one: frozenset[str], other: frozenset[str]) -> bool:
        return bool(one & other) or (not one and not other)

    straight = overlap(doer, actor) and overlap(done_to, target)
    return straight or (code.startswith(SYMMETRIC) and overlap(doer, target) and overlap(done_to, actor))


def _gold(text: Annotated, span: Span | None) -> frozenset[str]:
    """Return the codes of the parties that *span* names; its own words where it names nobody known."""
    if span is None:
        return frozenset()
    named = [one for one in text.mentions[span.sent.start] if span.start <= one.head.i < span.end]
    codes = {code for one in named for party in one.parties for code in party.actor.codes}
    return frozenset(codes or {f"?{span.text.lower()}"})


def _codes(actor: Actor | None) -> frozenset[str]:
    return frozenset(actor.codes) if actor else frozenset()


def _by_rules(text: Annotated) -> list[Found]:
    events = [one.outcome for one in text.coded if isinstance(one.outcome, Event)]
    return [(_codes(e.actor), _codes(e.target), e.action) for e in events if e.status is Status.ACTUAL]


def _by_models(text: Annotated, coder: LearnedCoder, coded: Sequence[Coded]) -> list[Found]:
    dating = Dating(text.doc, None, 0)
    events = [
        event
        for sentence in text.doc.sents
        for event in coder.code(sentence, text.parties, coded, 0, dating)
        if isinstance(event, Event)
    ]
    return [(_codes(event.actor), _codes(event.target), event.action) for event in events]
