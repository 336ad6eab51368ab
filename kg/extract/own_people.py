"""People without a name whom a state acts on: they are taken for its own."""

from collections.abc import Sequence

from spacy.tokens import Token

from kg.extract.clues import Clue
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import new_group
from kg.extract.parties import Parties
from kg.extract.party import Party
from kg.extract.phrases import noun_lemma, phrase
from kg.extract.syntax import acts_as_verb, arguments, prepositions
from kg.model import ActorKind

ONTO = ("on", "at", "against", "of")
"""Prepositions before whom an act is done to, or counted (``dozens of demonstrators``)."""


def own_people(verb: Token, doers: Sequence[Party], parties: Parties, lexicon: Lexicon) -> tuple[Party, ...]:
    """Return the people without a name whom *doers* do the act of *verb* to, as a group of their state.

    None where the sentence names any other party: they may be that one's.
    """
    state = parties.party_of(doers[0]) if doers else None
    if state is None or state.kind is not ActorKind.STATE or not acts_as_verb(verb):
        return ()
    own = {party.actor.party for party in doers}
    named = (parties.named(token) for token in verb.sent)
    if any(one is not None and one.actor.party not in own for one in named):
        return ()
    heads = list(objects := arguments(verb).objects)
    for name, found in (pair for word in (verb, *objects) for pair in prepositions(word)):
        heads += found if name in ONTO else []
    people = next((head for head in heads if lexicon.is_a(noun_lemma(head), "group", "people")), None)
    if people is None:
        return ()
    group = new_group(f"{state.demonyms[0] if state.demonyms else state.label} {people.text}", state)
    return (Party(group, phrase(people), 0.6, Clue.GROUP),)
