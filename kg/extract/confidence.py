"""How likely it is that an event is right, from the signs of how it was found."""

import math
from collections.abc import Iterator, Sequence

from kg.extract.linear import LinearModel
from kg.extract.party import Party

RIGHT = "right"
"""The class of events whose parties and root were right."""
UNRATED = 0.5
"""Confidence while nothing is known of how often such events are right."""
MOST = 0.99
"""No event is surer than this, whatever the model says."""
STEP = 0.5
"""Width, in log odds, of the steps in which a model's own probability counts."""


class Confidence:
    """Rates events by what was seen on annotated sentences."""

    def __init__(self, model: LinearModel | None) -> None:
        """Without a *model* every event is rated alike."""
        self._model = model
        self._right = model.classes.index(RIGHT) if model is not None else 0

    def of(self, signs: Sequence[str], dated: float) -> float:
        """Return the share of events with these *signs* that are right, times how sure the date is; in [0, 1]."""
        share = UNRATED if self._model is None else float(self._model.probabilities(signs)[self._right])
        return round(min(share * dated, MOST), 2)


def signs_of(origin: str, code: str, actor: Party, target: Party | None, traits: Sequence[str]) -> tuple[str, ...]:
    """Return the signs of an event that *origin* (``verb``, ``noun``, ``model``) found, and its own *traits*."""
    found = [f"actor={actor.clue.name}", f"target={target.clue.name if target else '-'}", f"root={code[:2]}", *traits]
    return (origin, *found, *(f"{origin} {sign}" for sign in found))


def steps(name: str, probability: float) -> Iterator[str]:
    """Yield a sign for each step that *probability*, in [0, 1], is above."""
    odds = math.log(max(probability, 1e-4) / max(1 - probability, 1e-4))
    step = -2.0
    while step <= min(odds, 5.0):
        yield f"{name}>{step:.1f}"
        step += STEP
