"""What a noun phrase stands for: an actor, the words, and how that is known."""

from dataclasses import dataclass, replace
from enum import Enum

from kg.extract.clues import Clue
from kg.extract.mentions import new_group
from kg.model import Actor


class Role(Enum):
    """What the phrase is asked for: an actor must be able to act, a target only to be concerned."""

    ACTOR = "actor"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Party:
    """An actor, the words that stood for it, and how sure that is (a factor in [0, 1])."""

    actor: Actor
    text: str
    certainty: float
    clue: Clue
    crowd: bool = False
    """Whether the words mean people of a state rather than the state (``Syrians``, ``Afghan women``)."""

    def as_group(self) -> "Party":
        """Return the people meant, as an actor of their own."""
        words = [word for word in self.text.split() if word.lower() not in ("a", "an", "the", "some", "its", "their")]
        return replace(self, actor=new_group(" ".join(words), self.actor), crowd=False)

    def as_person(self) -> "Party":
        """Return somebody who acts for a state as an individual, who belongs to it: one of two sides within it."""
        return replace(self, actor=replace(self.actor, acts_for=None, belongs_to=self.actor.party))
