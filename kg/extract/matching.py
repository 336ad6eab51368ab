"""Frames against a parse: which words report an act, and which phrases are its actor and its target."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.dates import MONTHS
from kg.extract.lexicon import Frame, Lexicon, Step, StepKind
from kg.extract.own_people import own_people
from kg.extract.parties import Parties
from kg.extract.party import Party, Role
from kg.extract.phrases import QUANTITIES, is_one_of, noun_lemma, through_quantity
from kg.extract.syntax import (
    Arguments,
    arguments,
    bare_particles,
    holders,
    is_passive,
    modifiers,
    particles,
    prepositions,
    subjects,
    together,
)

OWN = frozenset(("its", "their", "his", "her", "our", "my"))
"""Owners that only point back at the subject ("Russia launched its attack")."""
CARRYING = frozenset(("in", "into", "on", "to"))
"""Prepositions through which a light verb carries a noun (``entered into talks``)."""
MUTUAL = ("036", "040", "041", "044", "046", "057", "06", "19")
"""Codes of acts that two parties do alike."""
SPEECH = ("02", "10", "11", "12", "13")
"""Roots of CAMEO whose acts are words, so that the clause after the verb says whom they are about."""
AIMS = frozenset(("target", "hit", "affect", "punish"))
"""Participles that lead from a measure to whom it is against."""
INWARD = ("08", "17", "18", "20")
"""Roots of CAMEO whose acts a state does to its own people too."""
OPEN = Frame("", "", "", frozenset(), is_noun=False, steps=(), target="required")
"""Stands for whatever act an operator governs."""


@dataclass(slots=True)
class Match:
    """A frame that fits at a predicate, with the heads of its phrases and the words that it used up."""

    frame: Frame
    predicate: Token
    actors: list[Party]
    targets: list[Party]
    used: list[Token] = field(default_factory=list)
    """Tokens that the pattern's own words stood on."""
    arguments: Arguments | None = None

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """Of several frames at one predicate the highest rank wins."""
        return (bool(self.actors), self.frame.weight, bool(self.targets), -self.frame.breadth)


class Matcher:
    """Fits the frames of a lexicon on the predicates of a sentence."""

    def __init__(self, lexicon: Lexicon, parties: Parties) -> None:
        self._lexicon = lexicon
        self._parties = parties

    def match_verb(self, verb: Token, lemmas: Set[str]) -> Match | None:
        """Return the frame that fits best at *verb* in a sentence of these *lemmas*, if any."""
        frames = [frame for frame in self._lexicon.verb_frames(verb.lemma_) if _is_possible(frame, lemmas)]
        if not frames:
            return None
        roles = arguments(verb)
        found = [m for frame in frames if (m := self._fit_verb(frame, roles)) is not None]
        return max(found, key=lambda match: match.rank, default=None)

    def match_open(self, verb: Token) -> Match | None:
        """Return a match without a code for an infinitive that a promise, an offer, a refusal or a threat governs.

        What was promised need not be known for the promise to be one: the operator gives the code.
        """
        if verb.dep_ != "xcomp" or not self._lexicon.is_a(self._lexicon.mend(verb.head.lemma_), "open"):
            return None
        roles = arguments(verb)
        heads = [*roles.objects, *roles.datives, *(head for _, found in prepositions(verb) for head in found)]
        targets = self._parties.resolve(heads, Role.TARGET)[:1]
        actors = self._parties.resolve(roles.subjects, Role.ACTOR)
        return Match(OPEN, verb, actors, targets, [], roles) if targets else None

    def match_noun(self, noun: Token, lemmas: Set[str]) -> Match | None:
        """Return the noun frame that fits best at *noun* in a sentence of these *lemmas*, if any."""
        frames = self._lexicon.noun_frames(noun_lemma(noun))
        fitting = (frame for frame in frames if _is_possible(frame, lemmas) and is_one_of(noun, frame.heads))
        found = [m for frame in fitting if (m := self._fit_noun(frame, noun)) is not None]
        return max(found, key=lambda match: match.rank, default=None)

    def _fit_verb(self, frame: Frame, roles: Arguments) -> Match | None:
        walk = _Walk(roles.verb, roles)
        target_heads = walk.follow(frame.steps)
        if target_heads is None:
            return None
        targets = self._targets(frame, roles, target_heads, walk.anchors[1:])
        actors: list[Party] = []
        if not targets and frame.target == "required" and not _is_mutual(frame):
            actors = self._actors(roles) if frame.code.startswith(INWARD) else []
            targets = list(own_people(roles.verb, actors, self._parties, self._lexicon))
            if not targets:
                return None
        actors = actors or self._actors(roles)
        if not targets and frame.target == "required":
            if len(actors) < 2:
                return None
            actors, targets = actors[:1], actors[1:]
        return Match(frame, roles.verb, actors, targets, walk.anchors[1:], roles)

    def _targets(self, frame: Frame, roles: Arguments, heads: list[Token], nouns: list[Token]) -> list[Party]:
        """The parties on *heads*; else those that a clause of speech is about; else those named before *nouns*."""
        found = self._parties.resolve(heads, Role.TARGET)
        if not found and frame.code.startswith(SPEECH) and not roles.objects:  # "warned that Iran …"
            found = self._parties.resolve(_clause_subjects(roles), Role.TARGET)
        if not found and frame.target != "none" and nouns:
            found = self._parties.resolve(self._named_modifiers(nouns), Role.TARGET)
        return found

    def _actors(self, roles: Arguments) -> list[Party]:
        verb = roles.verb
        found = self._parties.resolve(roles.subjects, Role.ACTOR)
        if not found and verb.dep_ == "acl" and not is_passive(verb):  # "a resolution criticising …"
            found = self._parties.resolve(holders(verb.head), Role.ACTOR)
        if not found and verb.dep_ == "xcomp":  # "begins procedures to end …"
            found = self._parties.resolve(subjects(verb.head), Role.ACTOR)
        return found

    def _named_modifiers(self, nouns: list[Token]) -> list[Token]:
        return [m for noun in nouns for m in modifiers(noun) if self._parties.named(m)]

    def _fit_noun(self, frame: Frame, noun: Token) -> Match | None:
        light = self._light_verb(noun)
        anchors = [noun, light.verb] if light else [noun]
        walk = _Walk(noun, None, anchors)
        target_heads = walk.follow(frame.steps)
        if target_heads is None:
            return None
        targets = self._parties.resolve(target_heads, Role.TARGET)
        owners = self.owners(noun)
        between = self._parties.resolve(_led_by(noun, "between") + _led_by(noun, "among"), Role.TARGET)
        if len(between) > 1:
            owners, targets = between[:1], between[1:]
        elif not targets and len(owners) > 1 and _is_mutual(frame):
            owners, targets = owners[:1], owners[1:]
        actors = owners
        if light and (not owners or not targets or owners[0].text.lower() in OWN):
            subject = self._parties.resolve(light.subjects, Role.ACTOR)
            if subject and owners and not targets:
                targets = owners
            actors = subject or owners
            if not targets and len(actors) > 1 and _is_mutual(frame):
                actors, targets = actors[:1], actors[1:]
        if not targets and frame.target == "required":
            return None
        used = walk.anchors[len(anchors) :]
        return Match(frame, noun, actors, targets, used, light)

    def owners(self, noun: Token) -> list[Party]:
        """Return whose act *noun* is by the words around it: possessor, adjective, or ``by`` phrase."""
        before = self._parties.resolve(self._named_modifiers([noun]) or _possessors(noun), Role.ACTOR)
        return before or self._parties.resolve(_led_by(noun, "by"), Role.ACTOR)

    def _light_verb(self, noun: Token) -> Arguments | None:
        """The verb that only carries the noun (``held talks``, ``entered into negotiations``)."""
        governor = noun
        while governor.dep_ == "conj" and governor.head.pos_ in ("NOUN", "PROPN"):
            governor = governor.head
        if governor.dep_ == "pobj" and noun_lemma(governor.head.head) in QUANTITIES:
            governor = governor.head.head
        if governor.dep_ in ("dobj", "nsubjpass", "attr"):
            verb = governor.head
        elif governor.dep_ == "pobj" and governor.head.lower_ in CARRYING and governor.head.head.pos_ == "VERB":
            verb = governor.head.head
        elif governor.dep_ == "nsubj" and governor.head.tag_ == "VBN":
            verb = governor.head
        else:
            return None
        return arguments(verb) if self._lexicon.is_a(self._lexicon.mend(verb.lemma_), "light") else None


def _is_possible(frame: Frame, lemmas: Set[str]) -> bool:
    return all(not needed.isdisjoint(lemmas) for needed in frame.needs)


def _is_mutual(frame: Frame) -> bool:
    """Whether the act takes both parties alike: they met, fought, or did it *with* each other."""
    shared = any("with" in step.prepositions for step in frame.steps if step.kind is StepKind.TARGET)
    return shared or frame.code.startswith(MUTUAL)


def _clause_subjects(roles: Arguments) -> list[Token]:
    """Heads of the subjects of the clauses that a verb of speech governs."""
    clauses = [clause for clause in roles.complements if clause.dep_ == "ccomp" and clause.i > roles.verb.i]
    return [head for clause in clauses for head in subjects(clause)]


def _possessors(noun: Token) -> list[Token]:
    return [child for child in noun.lefts if child.dep_ == "poss"]


def _led_by(noun: Token, preposition: str) -> list[Token]:
    """Heads that *preposition* leads to, below the noun or the noun in its ``of`` phrase, where parsers hang it too."""
    found = [head for name, heads in prepositions(noun) if name == preposition for head in heads]
    if not found:
        inner = [head for name, heads in prepositions(noun) if name == "of" for head in heads]
        found = [head for noun in inner for name, heads in prepositions(noun) if name == preposition for head in heads]
    return found


class _Walk:
    """Follows the steps of a pattern through a parse, from anchor to anchor."""

    def __init__(self, head: Token, roles: Arguments | None, anchors: list[Token] | None = None) -> None:
        self._roles = roles
        self.anchors = anchors or [head]

    def follow(self, steps: tuple[Step, ...]) -> list[Token] | None:
        """Return the heads of the target's phrases (none if the pattern has no target); None if it does not fit."""
        target: list[Token] = []
        for step in steps:
            if step.kind is StepKind.TARGET:
                target = self._target(step)
                if not target and step.prepositions:
                    target = []
            elif not self._step(step):
                return None
        return target

    def _step(self, step: Step) -> bool:
        if step.kind is StepKind.WORD:
            return any(
                step.words & particles(anchor) or step.prepositions & particles(anchor) for anchor in self.anchors
            )
        if step.kind is StepKind.VERB:
            complements = self._roles.complements if self._roles else []
            return self._take([c for c in complements if c.lemma_.lower() in step.words])
        candidates = self._governed(step.prepositions) if step.prepositions else self._objects()
        if step.prepositions and self._roles and step.prepositions & particles(self.anchors[0]):
            candidates += self._objects()
        return self._take([c for c in candidates if is_one_of(c, step.words)])

    def _take(self, found: list[Token]) -> bool:
        self.anchors += found[:1]
        return bool(found)

    def _objects(self) -> list[Token]:
        if self._roles is None:
            return []
        return [noun for head in self._roles.objects for noun in through_quantity(head)]

    def _target(self, step: Step) -> list[Token]:
        if not step.prepositions:
            objects = [head for head in self._objects() if head not in self.anchors]
            datives = self._roles.datives if self._roles else []
            return objects + datives
        found = self._governed(step.prepositions)
        if self._roles and step.prepositions & bare_particles(self._roles.verb):
            found += [head for head in self._roles.objects if head not in self.anchors]
        if "to" in step.prepositions and self._roles:
            found += self._roles.datives
        if step.prepositions & {"on", "against"}:  # "sanctions targeting Iran's banks"
            aims = [c for anchor in self.anchors for c in anchor.children if c.dep_ == "acl" and c.lemma_ in AIMS]
            found += [
                head for aim in aims for child in aim.children if child.dep_ == "dobj" for head in together(child)
            ]
        if "of" in step.prepositions:
            found += [m for anchor in self.anchors[1:] or self.anchors for m in modifiers(anchor) if m.dep_ != "nummod"]
        return found

    def _governed(self, wanted: frozenset[str]) -> list[Token]:
        found: list[Token] = []
        for anchor in dict.fromkeys([*self.anchors, *self._objects()]):
            for name, heads in _led_from(anchor):
                if name in wanted and not _is_time(name, heads):
                    found += [noun for head in heads for noun in through_quantity(head)]
        return found


def _led_from(anchor: Token) -> Iterator[tuple[str, list[Token]]]:
    """Yield the prepositions below *anchor* and below a participle that tells more of it ("sanctions imposed on")."""
    yield from prepositions(anchor)
    if anchor.pos_ == "NOUN":
        for child in anchor.rights:
            if child.dep_ == "acl" and child.tag_ == "VBN":
                yield from prepositions(child)


def _is_time(preposition: str, heads: list[Token]) -> bool:
    """Whether the phrase tells when, whatever the parser hung behind the date (``In March 2014 Saudi Arabia, …``)."""
    first = heads[0].left_edge if heads else None
    if preposition not in ("in", "on") or first is None or first.ent_type_ != "DATE":
        return False
    return first != heads[0] or first.lower_ in MONTHS or first.is_digit  # parsers take Niger for a date
