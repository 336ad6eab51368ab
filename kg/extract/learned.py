"""Events by what was learned from annotated sentences: for predicates that the lexicon has no frame for.

Three linear models over words, lemmas and syntax: the CAMEO root of a predicate, or none; its code within the root; and
whether a party near it is its actor, its target or neither. A fourth one rates the events
of models and frames. ``kg/data/README.md`` says how they are made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Span, Token

from kg.extract.coding import Coded, opposes, to_mention
from kg.extract.confidence import Confidence, signs_of, steps
from kg.extract.dating import Dating
from kg.extract.features import link_features, predicate_features
from kg.extract.lexicon import Lexicon
from kg.extract.linear import LinearModel, from_bytes
from kg.extract.own_people import own_people
from kg.extract.parties import Parties
from kg.extract.party import Party, Role
from kg.extract.phrases import noun_lemma, phrase
from kg.extract.recognition import heads_phrase
from kg.extract.status import standing_of_noun, standing_of_verb
from kg.extract.syntax import acts_as_verb
from kg.model import Event, Status

MODELS = ("predicates", "codes", "links", "confidence")
NONE = "none"
STATEMENT = "01"
"""The root of mere statements, which is left to the rules: a denial or a comment is seldom news of its own."""
ACTOR, TARGET = "actor", "target"
LEAST_EVENT = 0.15
"""Probability from which a predicate is taken to report an act."""
LEAST_LINK = 0.25
"""Probability from which a party is taken to be its actor, or its target."""
SURE_EVENT = 0.35
"""Probability of an act from which a target is guessed: the only other party below it, or people without a name."""
BESIDE = 0.75
"""Share of the best party's probability from which others act, or are concerned, with it."""
MOST_PARTIES = 3
"""Parties of an act on one side."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A phrase that stands for parties, by its head."""

    head: Token
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An act that a predicate probably reports."""

    predicate: Token
    code: str
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    probability: float
    """Of the predicate, that it reports an act."""
    linked: float
    """Of the actor, that it is."""
    guessed: bool
    """Whether the target is the only one that it can be, rather than one that the models chose."""


def find_mentions(sentence: Span, parties: Parties) -> list[Mentioned]:
    """Return the phrases of *sentence* that stand for parties."""
    found: list[Mentioned] = []
    for token in sentence:
        named = parties.named(token)
        if named is not None:
            if parties.head_of(named, token.doc) == token:
                found.append(Mentioned(token, tuple(parties.resolve([token], Role.TARGET))))
        elif heads_phrase(token):
            found.append(Mentioned(token, tuple(parties.resolve([token], Role.ACTOR))))
    return [one for one in found if one.parties]


def rule_roots(coded: Sequence[Coded]) -> dict[int, str]:
    """Return the CAMEO root that the rules give each predicate, by its place; ``x`` where they reject it."""
    roots: dict[int, str] = {}
    for one in coded:
        outcome = one.outcome
        is_real = isinstance(outcome, Event) and outcome.status is Status.ACTUAL
        if is_real or one.predicate.i not in roots:
            roots[one.predicate.i] = outcome.action[:2] if isinstance(outcome, Event) and is_real else "x"
    return roots


class LearnedCoder:
    """Codes sentences with the three models."""

    def __init__(
        self,
        predicates: LinearModel,
        codes: LinearModel,
        links: LinearModel,
        confidence: LinearModel | None,
        lexicon: Lexicon,
    ) -> None:
        """Read off the models which nouns may be predicates."""
        self._predicates, self._codes, self._links = predicates, codes, links
        self.confidence = Confidence(confidence)
        self._lexicon = lexicon
        self._no_acts = [predicates.classes.index(name) for name in (NONE, STATEMENT)]
        self._statement = predicates.classes.index(STATEMENT)
        self._nouns = frozenset(name.removeprefix("noun=") for name in predicates.features if name.startswith("noun="))

    @classmethod
    def load(cls, path: Path, lexicon: Lexicon) -> "LearnedCoder":
        """Return the coder with the models that ``kg.learn`` wrote to *path*."""
        predicates, codes, links, confidence = from_bytes(path.read_bytes(), MODELS)
        return cls(predicates, codes, links, confidence, lexicon)

    def code(
        self, sentence: Span, parties: Parties, coded: Sequence[Coded], offset: int, dating: Dating
    ) -> Iterator[Coded]:
        """Yield the events of *sentence* that the rules have not given: *coded* is what they have."""
        roots = rule_roots(coded)
        events = (one.outcome for one in coded if isinstance(one.outcome, Event))
        told = {_key(event) for event in events if event.status is Status.ACTUAL}
        for found in self.suggest(sentence, parties, roots):
            if roots.get(found.predicate.i, "x") != "x":
                continue
            when = dating.date_of(found.predicate, None, [])
            for actor in found.actors:
                for target in found.targets:
                    signs = signs_of("model", found.code, actor, target, _traits(found))
                    rated = self.confidence.of(signs, when.certainty)
                    mention = to_mention(sentence, offset, phrase_of(found.predicate), actor, target, rated)
                    event = Event(actor.actor, found.code, target.actor, when.date, Status.ACTUAL, (mention,))
                    if _key(event) not in told:
                        told.add(_key(event))
                        yield Coded(found.predicate, event, signs, when.told)

    def suggest(self, sentence: Span, parties: Parties, roots: Mapping[int, str]) -> Iterator[Suggestion]:
        """Yield the acts between two parties that *sentence* probably reports; *roots* as `rule_roots` has them."""
        mentions = find_mentions(sentence, parties)
        if not mentions:
            return
        for token in self.candidates(sentence):
            features = predicate_features(token, roots.get(token.i, NONE), self._lexicon, len(mentions))
            shares = self._predicates.probabilities(features)
            statement = float(shares[self._statement])
            shares[self._no_acts] = 0
            probability = float(shares.sum())
            if probability < LEAST_EVENT or statement > float(shares.max()) or not _is_real(token, self._lexicon):
                continue
            root = self._predicates.classes[int(shares.argmax())]
            actors, targets, sure = self._link(token, mentions, root)
            guessed = bool(actors) and not targets and probability >= SURE_EVENT
            if guessed:
                targets = _only_other(token, mentions, actors) or own_people(token, actors, parties, self._lexicon)
            if actors and targets:
                yield Suggestion(token, self._refine(features, root), actors, targets, probability, sure, guessed)

    def candidates(self, sentence: Span) -> list[Token]:
        """Return the words of *sentence* that may report an act."""
        return [token for token in sentence if is_candidate(token, self._nouns, self._lexicon)]

    def _refine(self, features: Sequence[str], root: str) -> str:
        """Return the likeliest code within *root*."""
        shares = self._codes.probabilities(features)
        inside = [place for place, code in enumerate(self._codes.classes) if code.startswith(root)]
        return self._codes.classes[max(inside, key=lambda place: shares[place])] if inside else f"{root}0"

    def _link(
        self, token: Token, mentions: Sequence[Mentioned], root: str
    ) -> tuple[tuple[Party, ...], tuple[Party, ...], float]:
        """Return the actors and the targets of a predicate, and how sure that is, in [0, 1]."""
        actors: list[tuple[float, Mentioned]] = []
        targets: list[tuple[float, Mentioned]] = []
        at, to = self._links.classes.index(ACTOR), self._links.classes.index(TARGET)
        for one in mentions:
            features = link_features(token, one.head, one.parties[0], root) if one.head != token else None
            if features is not None:
                shares = self._links.probabilities(features)
                side, share = (actors, shares[at]) if shares[at] >= shares[to] else (targets, shares[to])
                if share >= LEAST_LINK:
                    side.append((float(share), one))
        doers = _best(actors, (), root)
        return doers, _best(targets, doers, root), max((share for share, _ in actors), default=0.0)


def _only_other(token: Token, mentions: Sequence[Mentioned], doers: Sequence[Party]) -> tuple[Party, ...]:
    """Return the only party besides *doers* that stands below a predicate; none where there are several."""
    own = {party.actor.party for party in doers}
    below = [party for one in mentions if token in one.head.ancestors for party in one.parties]
    others = {party.actor.party: party for party in reversed(below) if party.actor.party not in own}
    return tuple(others.values()) if len(others) == 1 else ()


def is_candidate(token: Token, nouns: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a word may report an act: a full verb, or a noun that has been seen to."""
    if token.pos_ == "VERB":
        return token.dep_ not in ("aux", "auxpass")
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    lemma = noun_lemma(token)
    return lemma in nouns or bool(lexicon.noun_frames(lemma))


def phrase_of(predicate: Token) -> str:
    """Return the words that tell the act: the verb with its object, or the noun's phrase."""
    if predicate.pos_ != "VERB":
        return phrase(predicate)
    ends = [child.i for child in predicate.children if child.dep_ in ("prt", "dobj") and child.i > predicate.i]
    end = max(ends, default=predicate.i)
    return predicate.doc[predicate.i : (end if end - predicate.i <= 6 else predicate.i) + 1].text


def _best(found: list[tuple[float, Mentioned]], others: Sequence[Party], root: str) -> tuple[Party, ...]:
    """Return the parties of the likeliest phrases, each once, none of them among *others*, who do an act of *root*."""
    if not found:
        return ()
    found.sort(key=lambda one: -one[0])
    least, taken = BESIDE * found[0][0], {party.actor.party for party in others}
    chosen: dict[str, Party] = {}
    for share, one in found[:MOST_PARTIES]:
        if share >= least:
            for party in one.parties:
                if party.actor.party not in taken:
                    chosen.setdefault(party.actor.party, party)
                elif all(opposes(other, party, root) for other in others):
                    chosen.setdefault(party.actor.key, party.as_person())
    return tuple(chosen.values())


def _is_real(token: Token, lexicon: Lexicon) -> bool:
    standing = standing_of_verb(token, lexicon) if acts_as_verb(token) else standing_of_noun(token, lexicon, None)
    return standing.status is Status.ACTUAL


def _traits(found: Suggestion) -> list[str]:
    """What else tells of a suggestion how sure it is."""
    traits = [*steps("event", found.probability), *steps("link", found.linked), f"tag={found.predicate.pos_}"]
    return [*traits, "guessed"] if found.guessed else traits


def _key(event: Event) -> tuple[str, str, str]:
    return event.actor.party, event.target.party if event.target else "", event.action[:2]
