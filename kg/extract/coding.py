"""From a sentence to its events by the lexicon: predicates that a frame fits, with parties, status, date and quote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.extract.confidence import Confidence, signs_of
from kg.extract.dating import Dating
from kg.extract.lexicon import Lexicon, Operator
from kg.extract.matching import Match, Matcher
from kg.extract.parties import Parties
from kg.extract.party import Party, Role
from kg.extract.phrases import noun_lemma, phrase
from kg.extract.status import Standing, standing_of_noun, standing_of_verb
from kg.extract.syntax import acts_as_verb, arguments, is_passive, modifiers, prepositions
from kg.model import ActorKind, Event, Mention

LAW = ("172", "173", "174")
"""Codes of acts that only a state does on its own soil: bans, arrests, deportations."""
WITHIN = ("08", "09", "10", "11", "12", "13", "14", "16", "17", "18", "20")
"""Roots of CAMEO that a state's court, police or opposition does to a person of the same state."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A predicate that gave no event, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of one predicate."""

    predicate: Token
    outcome: Event | Rejection
    signs: tuple[str, ...] = ()
    """What tells how likely an event is to be right."""
    dated: bool = False
    """Whether the text tells its date."""


class RuleCoder:
    """Codes the sentences of one article by the frames of the lexicon."""

    def __init__(self, lexicon: Lexicon, parties: Parties, confidence: Confidence) -> None:
        self._lexicon = lexicon
        self._parties = parties
        self._confidence = confidence
        self._matcher = Matcher(lexicon, parties)

    def code(self, sentence: Span, offset: int, dating: Dating) -> Iterator[Coded]:
        """Yield what each predicate of *sentence* tells; *offset* is that of the paragraph in the article's text."""
        for match in self._matches(sentence):
            yield from self._events(match, sentence, offset, dating)

    def _matches(self, sentence: Span) -> Iterator[Match]:
        """Verb frames first; a noun that one of them used up, with somebody who acts, reports nothing of its own."""
        used: set[int] = set()
        lemmas = {lemma for token in sentence for lemma in (noun_lemma(token), token.lemma_.lower())}
        for token in sentence:
            if acts_as_verb(token):
                match = self._matcher.match_verb(token, lemmas) or self._matcher.match_open(token)
                if match is not None:
                    used |= {noun.i for noun in match.used if match.actors}
                    yield match
        for token in sentence:
            if token.pos_ in ("NOUN", "PROPN") and token.i not in used and not acts_as_verb(token):
                match = self._matcher.match_noun(token, lemmas)
                if match is not None:
                    yield match

    def _events(self, match: Match, sentence: Span, offset: int, dating: Dating) -> Iterator[Coded]:
        light = match.arguments.verb if match.frame.is_noun and match.arguments else None
        standing = (
            standing_of_noun(match.predicate, self._lexicon, light)
            if match.frame.is_noun
            else standing_of_verb(match.predicate, self._lexicon)
        )
        coded = self._govern(match, standing)
        if coded is None or not coded[0]:
            yield Coded(match.predicate, Rejection(sentence.text, "no code for the act under its operator"))
            return
        code, actors, targets = coded
        actors = actors or self._by_law(match, code)
        if not actors:
            yield Coded(match.predicate, Rejection(sentence.text, f"{match.frame.pattern}: nobody known acts"))
            return
        when = dating.date_of(match.predicate, light, [word for _, word in standing.operators])
        may_miss = match.frame.target == "optional"
        for actor, target in _pairs(actors, targets, code, target_may_miss=may_miss):
            signs = signs_of("noun" if match.frame.is_noun else "verb", code, actor, target, _traits(match, standing))
            rated = self._confidence.of(signs, when.certainty)
            mention = to_mention(sentence, offset, _action_text(match), actor, target, rated)
            event = Event(actor.actor, code, target.actor if target else None, when.date, standing.status, (mention,))
            yield Coded(match.predicate, event, signs, when.told)

    def _by_law(self, match: Match, code: str) -> list[Party]:
        """Return the state whose police or court must have acted where nobody is said to: there, or on its citizen."""
        roles = match.arguments
        if roles is None or not code.startswith(LAW) or not is_passive(match.predicate):
            return []
        places = [head for name, heads in prepositions(match.predicate) if name == "in" for head in heads]
        names = [token for head in roles.objects for token in modifiers(head) if self._parties.named(token)]
        found = self._parties.resolve([*places, *names], Role.TARGET)
        return [party for party in found if party.actor.kind is ActorKind.STATE and not party.crowd][:1]

    def _govern(self, match: Match, standing: Standing) -> tuple[str, list[Party], list[Party]] | None:
        """Apply the operators over a match: another code, and for promises, demands and such another actor."""
        code, actors, targets = match.frame.code, match.actors, match.targets
        for operator, word in standing.operators:
            changed = self._lexicon.transform(operator, code)
            if changed is None:
                return None
            code = changed
            roles = arguments(word) if word.pos_ in ("VERB", "AUX") else None
            governors = self._parties.resolve(roles.subjects, Role.ACTOR) if roles else self._matcher.owners(word)
            if operator in (Operator.APPEAL, Operator.DEMAND):
                addressed = self._parties.resolve(roles.objects + roles.datives, Role.TARGET) if roles else []
                own = {party.actor.party for party in governors}
                doers = [party for party in actors if party.actor.party not in own]
                targets = [p for p in addressed if p.actor.party not in own] or doers or targets
                actors = governors
            elif governors:
                actors = governors
        return code, actors, targets


def _traits(match: Match, standing: Standing) -> list[str]:
    """What else tells of a frame's match how sure it is."""
    found = [f"weight={min(match.frame.weight, 4)}", f"word={noun_lemma(match.predicate)}"]
    return found + [f"under={operator}" for operator, _ in standing.operators]


def to_mention(
    sentence: Span, offset: int, action_text: str, actor: Party, target: Party | None, confidence: float
) -> Mention:
    """Return the mention that *sentence*, of a paragraph at *offset*, makes of an act of these parties."""
    return Mention(
        begin=offset + sentence.start_char + len(sentence.text) - len(sentence.text.lstrip()),
        quote=sentence.text.strip(),
        actor_text=actor.text,
        action_text=action_text,
        target_text=target.text if target else "",
        confidence=confidence,
    )


def opposes(actor: Party, target: Party, code: str) -> bool:
    """Whether an act of *code* is done to somebody of the actor's own state: its court frees a former minister."""
    return target.actor.kind is ActorKind.PERSON and target.actor.key != actor.actor.key and code.startswith(WITHIN)


def _pairs(
    actors: Iterable[Party], targets: list[Party], code: str, *, target_may_miss: bool
) -> Iterator[tuple[Party, Party | None]]:
    """Pair each actor with each target, never a party with itself; a state and its own people are two.

    An act on what is the actor's own ("destroyed its stockpile") has no target, where it may miss.
    """
    actors = list(actors)
    doers = {actor.actor.party for actor in actors}
    named = bool(targets)
    targets = [target for target in targets if target.crowd or target.actor.party not in doers or len(doers) == 1]
    for actor in actors:
        own = all(target.actor.party == actor.actor.party and not target.crowd for target in targets)
        if not named or (own and target_may_miss):
            yield actor, None
        for target in targets:
            if target.actor.party != actor.actor.party:
                yield actor, target
            elif target.crowd:
                yield actor, target.as_group()
            elif actor.crowd:
                yield actor.as_group(), target
            elif opposes(actor, target, code):
                yield actor, target.as_person()


def _action_text(match: Match) -> str:
    """The words of the text from the first to the last that the pattern stood on."""
    tokens: list[Token] = [match.predicate, *(t for t in match.used if t.sent == match.predicate.sent)]
    if match.frame.is_noun and match.arguments is not None:
        tokens.append(match.arguments.verb)
    begin, end = min(t.i for t in tokens), max(t.i for t in tokens)
    if end - begin > 8:
        return phrase(match.predicate) if match.frame.is_noun else match.predicate.text
    return match.predicate.doc[begin : end + 1].text
