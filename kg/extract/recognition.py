"""Every actor that a text speaks of, with the words that stand for it and the rule that says so."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.extract.clues import Clue
from kg.extract.mentions import Named, name_span
from kg.extract.parties import Parties
from kg.extract.party import Party, Role
from kg.model import Actor

ENTITIES = ("PERSON", "ORG", "GPE", "NORP", "FAC")
"""What the parser takes for a name of a possible party."""
RESOLVED = ("NOUN", "PROPN", "PRON")
"""Parts of speech of words that may stand for a party."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Words that stand for an actor."""

    begin: int
    """Offset of the first character."""
    text: str
    actor: Actor
    clue: Clue
    certainty: float
    """In [0, 1]."""


def recognise(doc: Doc, parties: Parties, offset: int = 0) -> Iterator[Recognition]:
    """Yield what stands for an actor in the paragraph that *parties* has entered last, in its order.

    *offset* is that of the paragraph. Of a phrase, its words up to its head are told; the names inside it are told too.
    """
    for token in doc:
        named = parties.named(token)
        if named is not None:
            if token.i == named.begin:
                yield from _tell_name(named, doc, offset)
        elif heads_phrase(token):
            for party in parties.resolve([token], Role.ACTOR):
                yield _tell_phrase(token, party, offset)


def heads_phrase(token: Token) -> bool:
    """Whether a word may stand for a party without being its name: a noun that heads its phrase, or a pronoun."""
    return token.pos_ in RESOLVED and token.dep_ not in ("compound", "amod", "nmod")


def find_unresolved(doc: Doc, parties: Parties) -> Iterator[str]:
    """Yield the names in the paragraph that *parties* has entered last which stand for no actor that it knows of.

    A person counts where the text gives no state or organisation for them.
    """
    for entity in doc.ents:
        if entity.label_ not in ENTITIES or any(parties.named(token) for token in entity):
            continue
        begin, end = name_span(doc, entity)
        known = parties.resolve([entity.root], Role.TARGET)
        name = doc[begin:end].text
        if sum(map(str.isalpha, name)) > 2 and not any(party.actor.listed or party.actor.acts_for for party in known):
            yield name


def _tell_name(named: Named, doc: Doc, offset: int) -> Iterator[Recognition]:
    span = doc[named.begin : named.end]
    certainty = 1.0 if named.clue is Clue.NAME else 0.9
    for actor in (named.actor, *named.others):
        yield Recognition(offset + span.start_char, span.text, actor, named.clue, certainty)


def _tell_phrase(head: Token, party: Party, offset: int) -> Recognition:
    span: Span = head.doc[head.left_edge.i : head.i + 1]
    return Recognition(offset + span.start_char, span.text, party.actor, party.clue, party.certainty)
