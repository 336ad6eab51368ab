"""The parties that an article has named so far, for pronouns and bare offices to refer to."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.gazetteer import NameKind
from kg.extract.mentions import PLACE_PREPOSITIONS
from kg.extract.phrases import noun_lemma
from kg.extract.syntax import SUBJECTS
from kg.model import Actor, ActorKind

SIZE = 40
"""How many named parties back a word may refer."""
REACH = 160
"""How many tokens back a pronoun may refer."""
COUNTED = (ActorKind.STATE, ActorKind.PERSON, ActorKind.ORGANISATION)
"""Kinds of actors that "the two countries" and "both sides" can be."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A party that the article has named."""

    actor: Actor
    head: str
    """Lemma of the phrase's head noun."""
    is_subject: bool
    position: int
    """Index over the whole article, counted in tokens."""
    group: int
    """Position of the phrase that this one is coordinated with, its own if with none."""


class Memory:
    """What one article has named, in its order."""

    def __init__(self) -> None:
        self._named: list[Remembered] = []
        self._counts: Counter[str] = Counter()
        self._offset = 0
        self._length = 0

    def enter(self, doc: Doc) -> None:
        """Go on to the next paragraph."""
        del self._named[:-SIZE]
        self._offset += self._length
        self._length = len(doc)

    def remember(self, token: Token, actor: Actor, kind: NameKind = NameKind.NAME) -> None:
        """Keep that the paragraph names *actor* at *token*, unless only as the place of something."""
        if kind is NameKind.PLACE and token.dep_ == "pobj" and token.head.lower_ in PLACE_PREPOSITIONS:
            return
        head = token
        while head.dep_ in ("poss", "amod", "compound", "nmod", "npadvmod", "case") and head.head.pos_ != "VERB":
            head = head.head
        first = head
        while first.dep_ == "conj":
            first = first.head
        is_subject = first.dep_ in SUBJECTS or first.dep_ == "nsubjpass"
        position, group = self._offset + token.i, self._offset + first.i
        if actor.kind in COUNTED:
            self._counts[actor.party] += 1
        self._named.append(Remembered(actor, noun_lemma(head), is_subject, position, group))

    def knows(self, party: str) -> bool:
        """Whether the article has named this party, or somebody who acts for it."""
        return any(memory.actor.party == party for memory in self._named)

    def last(self, word: Token, fits: Callable[[Remembered], bool]) -> Actor | None:
        """Return the last actor named before *word* that *fits*."""
        position = self._offset + word.i
        return next((m.actor for m in reversed(self._named) if m.position < position and fits(m)), None)

    def antecedents(self, pronoun: Token, kinds: Collection[ActorKind], doers: Collection[str]) -> list[Actor]:
        """Return what *pronoun* may mean: the last subject of these kinds, with those it is coordinated with.

        *doers* are keys of actors that act upon it, and so are not it. Where no subject fits, the last party does.
        """
        position = self._offset + pronoun.i
        earlier = [
            m for m in self._named if m.position < position and m.actor.kind in kinds and m.actor.key not in doers
        ]
        chosen = next((m for m in reversed(earlier) if m.is_subject), earlier[-1] if earlier else None)
        if chosen is None or position - chosen.position > REACH:
            return []
        return [chosen.actor, *(m.actor for m in earlier if m.group == chosen.group and m is not chosen)]

    def main_parties(self) -> list[str]:
        """Return the keys of the parties that the article has named so far, the most frequent first."""
        return [key for key, _ in self._counts.most_common()]
