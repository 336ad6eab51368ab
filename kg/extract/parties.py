"""Which actors a noun phrase stands for: by name, by modifier, by office, by pronoun.

One ``Parties`` reads one article, paragraph by paragraph, and remembers what it has seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Token

from kg.extract.clues import Clue
from kg.extract.gazetteer import Gazetteer, NameKind
from kg.extract.introductions import find_introductions, own_name
from kg.extract.lexicon import Lexicon, Operator
from kg.extract.memory import Memory, Remembered
from kg.extract.mentions import PLACE_PREPOSITIONS, Named, People, locate, new_group, new_person
from kg.extract.party import Party, Role
from kg.extract.phrases import holds, noun_lemma, phrase, through_quantity
from kg.extract.syntax import modifiers, pobjs, subjects
from kg.model import Actor, ActorKind

WITHIN = ("of", "from", "in", "to", "against", "with", "on", "for")
"""Prepositions after a noun that lead to whose it is; of an actor only the first, ``in`` for an office or force."""
AUTHORS = (ActorKind.GOVERNMENT_BODY, ActorKind.ORGANISATION)
"""Kinds of actors that publish articles of their own."""


OBJECTS = ("dobj", "pobj", "dative")
"""Where a pronoun does not act, and often means a thing."""
PRONOUNS = (
    (("he", "she", "him", "her", "his", "hers"), frozenset((ActorKind.PERSON,))),
    (("it", "its"), frozenset(ActorKind) - {ActorKind.PERSON, ActorKind.GROUP}),
    (("they", "them", "their"), frozenset(ActorKind) - {ActorKind.PERSON}),
)
"""Pronouns of the third person, with the kinds of actors that they can mean."""


class Parties:
    """Resolves noun phrases of one article to actors."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon, day: date | None, source: str = "") -> None:
        """Read an article published on *day* by *source*, who is "we" where a state or organisation wrote it."""
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._day = day
        self._people = People(gazetteer, day, lexicon.nouns.get("word", frozenset()))
        self._named: Mapping[int, Named] = {}
        self._memory = Memory()
        self._pending: set[int] = set()
        authors = [gazetteer.actors[key] for hit in gazetteer.find(source) for key in hit.keys]
        self._author = next((actor for actor in authors if actor.kind in AUTHORS), None)

    def enter(self, doc: Doc) -> None:
        """Read the next paragraph: find its names, introduce its persons, remember its parties."""
        self._memory.enter(doc)
        self._named = locate(doc, self._gazetteer, self._people)
        if self._introduce(doc):
            self._named = locate(doc, self._gazetteer, self._people)
        for token in doc:
            named = self._named.get(token.i)
            if named and token.i == self.head_of(named, doc).i:
                self._memory.remember(token, named.actor, named.kind)
            elif not named and token.pos_ in ("NOUN", "PROPN") and self._lexicon.is_a(noun_lemma(token), "agent"):
                for party in self._by_modifier(token, Role.TARGET)[:1]:
                    self._memory.remember(token, party.actor)

    def named(self, token: Token) -> Named | None:
        """Return the name that *token* is part of."""
        return self._named.get(token.i)

    def party_of(self, party: Party) -> Actor | None:
        """Return the listed actor whose act it is: the one acted for, or the actor itself."""
        return self._gazetteer.actors.get(party.actor.party)

    def head_of(self, named: Named, doc: Doc) -> Token:
        """Return the token of a name that its phrase hangs on."""
        return doc[named.begin : named.end].root

    def resolve(self, heads: Iterable[Token], role: Role) -> list[Party]:
        """Return the parties that these phrase heads stand for, in order, without repetition."""
        found: dict[str, Party] = {}
        for head in heads:
            if head.i not in self._pending:  # what refers to itself refers to nobody
                self._pending.add(head.i)
                try:
                    for party in self._resolve_one(head, role):
                        found.setdefault(party.actor.key, party)
                finally:
                    self._pending.discard(head.i)
        return list(found.values())

    def _resolve_one(self, head: Token, role: Role) -> list[Party]:
        named = self.named(head)
        if named is not None:
            return self._by_name(head, named, role)
        if head.pos_ == "PRON" or head.tag_ == "PRP$":
            return self._by_pronoun(head) if role is Role.TARGET or head.dep_ not in OBJECTS else []
        if head.ent_type_ == "PERSON":
            # Somebody named in full is not the leader of that surname.
            actor = self._people.recall(own_name(head) or head.text)
            if actor is not None:
                return [Party(actor, phrase(head), 0.9, Clue.INTRODUCED)]
        return (
            self.resolve(list(through_quantity(head))[1:], role)
            or self._by_apposition(head, role, persons=True)
            or self._by_modifier(head, role)
            or self._by_office(head)
            or self._by_reference(head)
            or self._by_apposition(head, role)
            or self._by_own_name(head)
        )

    def _by_name(self, head: Token, named: Named, role: Role) -> list[Party]:
        is_place = named.kind is NameKind.PLACE and head.dep_ == "pobj" and head.head.lower_ in PLACE_PREPOSITIONS
        if is_place and role is Role.ACTOR:
            return []
        crowd = named.kind is NameKind.ADJECTIVE and head.tag_ in ("NNS", "NNPS")
        certainty = 1.0 if named.kind is NameKind.NAME else 0.9
        return [Party(actor, phrase(head), certainty, named.clue, crowd) for actor in (named.actor, *named.others)]

    def _by_modifier(self, head: Token, role: Role) -> list[Party]:
        """The state, organisation or person whose office, force, people or thing *head* is."""
        lemma = noun_lemma(head)
        owners = self._owners(head, role, lemma)
        if not owners:
            return []
        is_agent = self._lexicon.is_a(lemma, "agent")
        if self._lexicon.is_a(lemma, "group"):
            return [Party(self._group(head, owners[0].actor), phrase(head), 0.7, Clue.GROUP)]
        if role is Role.ACTOR and not is_agent and not self._lexicon.is_a(lemma, "people", "thing", "deed"):
            return []
        crowd = not is_agent and self._lexicon.is_a(lemma, "people")
        return [Party(owner.actor, owner.text, 0.95 if is_agent else 0.75, Clue.MODIFIER, crowd) for owner in owners]

    def _group(self, head: Token, owner: Actor) -> Actor:
        words = [t.text for t in head.doc[head.left_edge.i : head.i + 1] if t.dep_ in ("amod", "compound", "nmod")]
        return new_group(" ".join([*words[-2:], head.text]), owner)

    def _owners(self, head: Token, role: Role, lemma: str) -> list[Party]:
        """Parties that *head* belongs to: those named before it, else those in the phrases after it."""
        owners: list[Party] = []
        for modifier in modifiers(head):
            named = self.named(modifier)
            if named and not (_is_backer(modifier) or self._is_other(named, modifier, lemma, role)):
                owners.append(Party(named.actor, phrase(head), 1.0, named.clue))
            elif not named and modifier.dep_ == "poss" and modifier.tag_ != "PRP$":
                owners += self._by_modifier(modifier, role)
        if not owners:  # "his Russian counterpart" is Russian, "his counterpart" is his
            pronouns = [modifier for modifier in modifiers(head) if modifier.tag_ == "PRP$"]
            owners = [replace(party, text=phrase(head)) for party in self.resolve(pronouns, role)]
        if owners:
            return owners
        return self._owners_after(head, role, lemma)

    def _owners_after(self, head: Token, role: Role, lemma: str) -> list[Party]:
        """Parties in the phrases after *head* that it belongs to."""
        wanted = WITHIN if role is Role.TARGET else WITHIN[:3] if self._lexicon.is_a(lemma, "agent") else WITHIN[:2]
        if self._lexicon.is_a(lemma, "speaker"):
            wanted = (*wanted, "for")
        if role is Role.ACTOR and self._lexicon.is_a(lemma, "deed"):
            wanted = ("by", "from")
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in wanted:
                inner = Role.TARGET if self._lexicon.is_a(lemma, "agent", "people", "group") else role
                found = self.resolve(pobjs(child), inner)
                if found:
                    within = child.lower_ == "of"
                    return [replace(party, text=phrase(head)) if within else party for party in found]
        return []

    def _is_other(self, named: Named, modifier: Token, lemma: str, role: Role) -> bool:
        """Whether a place only begins a name (``Paris Hilton``) or is the scene of a deed, and not whose body it is."""
        if named.kind is NameKind.PLACE and role is Role.ACTOR and self._lexicon.is_a(lemma, "deed"):
            return True
        is_part = named.kind is NameKind.PLACE and modifier.dep_ == "compound" and modifier.head.pos_ == "PROPN"
        return is_part and not self._lexicon.is_a(lemma, "agent", "people", "thing", "group")

    def _by_pronoun(self, pronoun: Token) -> list[Party]:
        word = pronoun.lower_
        if word in ("we", "us", "our", "i", "my"):
            return self._speaker(pronoun)
        if word in ("who", "which", "that") and pronoun.head.dep_ == "relcl":
            return self.resolve([pronoun.head.head], Role.TARGET)
        kinds = next((kinds for words, kinds in PRONOUNS if word in words), None)
        if kinds is None:
            return []
        verb = next((word for word in pronoun.ancestors if word.pos_ in ("VERB", "AUX")), None)
        own = [head for head in subjects(verb) if not holds(head, pronoun)] if verb is not None else []
        if pronoun.tag_ == "PRP$" and own:  # "Riyadh recalled its ambassador"
            owners = [party for party in self.resolve(own[:1], Role.TARGET) if party.actor.kind in kinds]
            return [replace(party, text=pronoun.text, certainty=0.7, clue=Clue.PRONOUN) for party in owners]
        doers = {named.actor.key for head in own if (named := self.named(head))} if pronoun.dep_ != "nsubj" else set()
        meant = self._memory.antecedents(pronoun, kinds, doers)
        return [
            Party(actor, pronoun.text, 0.6, Clue.PRONOUN)
            for actor in (meant if word in ("they", "them") else meant[:1])
        ]

    def _speaker(self, pronoun: Token) -> list[Party]:
        """Whose words a first person stands in: the speaker that the sentence names, else the article's author."""
        for verb in pronoun.ancestors:
            if self._lexicon.operators.get(verb.lemma_) is Operator.REPORT and pronoun.head != verb:
                speakers = self.resolve(subjects(verb), Role.ACTOR)
                if speakers:
                    return [replace(speakers[0], certainty=0.8 * speakers[0].certainty, clue=Clue.SPEAKER)]
        return [Party(self._author, pronoun.text, 0.9, Clue.SPEAKER)] if self._author else []

    def _by_reference(self, head: Token) -> list[Party]:
        """A bare office, force or kind of body (``the ministry``, ``the bloc``): the last one like it."""
        lemma = noun_lemma(head)
        short = self._lexicon.short_names.get(head.text)
        if short is not None and self._memory.knows(short):
            return [Party(self._gazetteer.actors[short], phrase(head), 0.8, Clue.SHORT_NAME)]
        if not any(child.lower_ in ("the", "this", "that", "both") for child in head.children):
            return []
        counted = any(c.lower_ in ("two", "both") and c.dep_ != "preconj" for c in head.children)
        if counted and self._lexicon.is_a(lemma, "pair"):
            return self._main_pair(head)

        def is_like(memory: Remembered) -> bool:
            same_office = memory.head == lemma and self._lexicon.is_a(lemma, "agent")
            return same_office or (
                head.tag_ in ("NN", "NNP") and self._lexicon.is_a(lemma, f"kind:{memory.actor.kind}")
            )

        actor = self._memory.last(head, is_like)
        return [Party(actor, phrase(head), 0.55, Clue.REFERENCE)] if actor else []

    def _main_pair(self, head: Token) -> list[Party]:
        """The two parties that the article has named most ("the two countries")."""
        actors = (self._gazetteer.actors.get(key) for key in self._memory.main_parties()[:2])
        pair = [Party(actor, phrase(head), 0.5, Clue.PAIR) for actor in actors if actor]
        return pair if len(pair) == 2 else []

    def _by_own_name(self, head: Token) -> list[Party]:
        """A person named in full whom nothing connects to a state: an actor on its own."""
        name = own_name(head)
        if not name:
            return []
        person = new_person(name, None, office=False)
        self._people.introduce(person, name)
        return [Party(person, name, 0.6, Clue.UNLISTED)]

    def _by_apposition(self, head: Token, role: Role, *, persons: bool = False) -> list[Party]:
        """The party named beside *head* ("an opposition figure, Kizza Besigye"); if *persons*, only a person."""
        for child in head.children:
            if child.dep_ == "appos" and (child.ent_type_ == "PERSON" or not persons):
                found = self.resolve([child], role)
                if found:
                    return [Party(found[0].actor, phrase(head), found[0].certainty, Clue.APPOSITION)]
        return []

    def _introduce(self, doc: Doc) -> bool:
        """Learn the persons whom this paragraph presents by name and office; whether there are new ones."""
        learnt = False

        def owners(title: Token) -> list[Actor]:
            return [party.actor for party in self._owners(title, Role.ACTOR, noun_lemma(title))]

        for found in find_introductions(doc, self._lexicon, owners):
            if self._people.recall(found.name) is None:
                self._people.introduce(new_person(found.name, found.state, found.office), found.name)
                learnt = True
        return learnt

    def _by_office(self, head: Token) -> list[Party]:
        """An office that only one state or organisation calls so (``the Foreign Secretary``): its holder on the day."""
        begin = head.i
        while begin > head.left_edge.i and head.doc[begin - 1].dep_ in ("compound", "amod"):
            begin -= 1
        name = phrase(head).removeprefix(head.doc[head.left_edge.i : begin].text).strip().lower()
        for office in self._gazetteer.offices.get(name, ()):
            if not office.if_named or self._memory.knows(office.party):
                holder = self._gazetteer.holder(office, self._day)
                return [Party(holder or self._gazetteer.actors[office.party], phrase(head), 0.8, Clue.HOLDER)]
        return []


def _is_backer(modifier: Token) -> bool:
    """Whether the name only backs the phrase's head (``US-backed rebels``)."""
    return modifier.dep_ == "npadvmod" and modifier.head.lower_ in ("backed", "funded", "supported", "armed", "made")
