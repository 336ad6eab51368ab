"""From an article to its events: each predicate that a frame fits, with parties, status, date and quote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.extract.dating import Dating
from kg.extract.gazetteer import Gazetteer
from kg.extract.lexicon import Lexicon, Operator
from kg.extract.matching import Match, Matcher
from kg.extract.merging import merge
from kg.extract.parties import Parties, Party, Role
from kg.extract.phrases import phrase
from kg.extract.recognition import Recognition, find_unresolved, recognise
from kg.extract.status import Standing, standing_of_noun, standing_of_verb
from kg.extract.syntax import acts_as_verb, arguments
from kg.model import Article, Event, Mention, Status

LANGUAGE = "en"
"""The language that the parser and the lexicon know."""
MAX_PARAGRAPH = 20_000
"""Characters parsed at a time: no paragraph of prose is longer, and the parser's memory grows with it."""
MAX_SENTENCE = 200
"""Sentences of more tokens are lists and tables, not prose: they are passed over."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A predicate that gave no event, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article gave."""

    events: tuple[Event, ...]
    rejections: tuple[Rejection, ...]
    unresolved: tuple[str, ...] = ()
    """Names that stand for no known party, as often as the article has them."""


class Extractor:
    """Codes articles with one gazetteer, one lexicon and one parser; articles do not affect each other."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._nlp = nlp
        self._gazetteer = gazetteer
        self._lexicon = lexicon

    def extract(self, article: Article, *, keep_unreal: bool = False) -> Extraction:
        """Return the events that *article* reports.

        Negated and hypothetical acts are rejections, unless *keep_unreal* asks for them as events of their status.
        An article in a language other than English gives nothing.
        """
        if article.language != LANGUAGE:
            return Extraction((), ())
        parties = Parties(self._gazetteer, self._lexicon, article.day, article.source)
        coder = _Coder(self._lexicon, parties, article.day)
        found: list[Event] = []
        rejections: list[Rejection] = []
        unresolved: list[str] = []
        paragraphs = list(_paragraphs(article.text))
        docs = self._nlp.pipe((text for _, text in paragraphs), batch_size=32)
        for number, ((offset, _), doc) in enumerate(zip(paragraphs, docs, strict=True)):
            parties.enter(doc)
            unresolved += find_unresolved(doc, parties)
            for outcome in coder.code(doc, offset, number):
                if isinstance(outcome, Rejection):
                    rejections.append(outcome)
                elif outcome.status is Status.ACTUAL or keep_unreal:
                    found.append(outcome)
                else:
                    rejections.append(Rejection(outcome.mentions[0].quote, outcome.status.lower()))
        return Extraction(tuple(merge(found)), tuple(rejections), tuple(unresolved))

    def recognise(self, text: str, day: date | None = None) -> list[Recognition]:
        """Return every actor that *text*, published on *day*, speaks of; paragraphs are parted by empty lines."""
        parties = Parties(self._gazetteer, self._lexicon, day)
        found: list[Recognition] = []
        for offset, paragraph in _paragraphs(text):
            doc = self._nlp(paragraph)
            parties.enter(doc)
            found += recognise(doc, parties, offset)
        return found


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield each paragraph with its offset; one that is too long to parse at once comes in pieces."""
    offset = 0
    for paragraph in text.split("\n\n"):
        rest, begin = paragraph, offset
        while len(rest) > MAX_PARAGRAPH:
            cut = rest.rfind(". ", 0, MAX_PARAGRAPH) + 2
            cut = cut if cut > 1 else MAX_PARAGRAPH
            yield begin, rest[:cut]
            rest, begin = rest[cut:], begin + cut
        if rest.strip():
            yield begin, rest
        offset += len(paragraph) + 2


class _Coder:
    """Codes the sentences of one article."""

    def __init__(self, lexicon: Lexicon, parties: Parties, published: date | None) -> None:
        self._lexicon = lexicon
        self._parties = parties
        self._matcher = Matcher(lexicon, parties)
        self._published = published

    def code(self, doc: Doc, offset: int, paragraph: int) -> Iterator[Event | Rejection]:
        """Yield the events of a paragraph that begins at *offset* of the article's text."""
        dating = Dating(doc, self._published, paragraph)
        for sentence in doc.sents:
            if len(sentence) <= MAX_SENTENCE:
                for match in self._matches(sentence):
                    yield from self._events(match, sentence, offset, dating)

    def _matches(self, sentence: Span) -> Iterator[Match]:
        """Verb frames first; a noun that one of them used up reports nothing of its own."""
        used: set[int] = set()
        for token in sentence:
            if acts_as_verb(token):
                match = self._matcher.match_verb(token) or self._matcher.match_open(token)
                if match is not None:
                    used |= {noun.i for noun in match.used}
                    yield match
        for token in sentence:
            if token.pos_ in ("NOUN", "PROPN") and token.i not in used and not acts_as_verb(token):
                match = self._matcher.match_noun(token)
                if match is not None:
                    yield match

    def _events(self, match: Match, sentence: Span, offset: int, dating: Dating) -> Iterator[Event | Rejection]:
        light = match.arguments.verb if match.frame.is_noun and match.arguments else None
        standing = (
            standing_of_noun(match.predicate, self._lexicon, light)
            if match.frame.is_noun
            else standing_of_verb(match.predicate, self._lexicon)
        )
        coded = self._govern(match, standing)
        if coded is None or not coded[0]:
            yield Rejection(sentence.text, "no code for the act under its operator")
            return
        code, actors, targets = coded
        if not actors:
            yield Rejection(sentence.text, f"{match.frame.pattern}: nobody known acts")
            return
        when = dating.date_of(match.predicate, light, [word for _, word in standing.operators])
        for actor, target in _pairs(actors, targets, target_may_miss=match.frame.target == "optional"):
            mention = self._mention(match, sentence, offset, actor, target, when.certainty)
            yield Event(actor.actor, code, target.actor if target else None, when.date, standing.status, (mention,))

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

    def _mention(
        self, match: Match, sentence: Span, offset: int, actor: Party, target: Party | None, dated: float
    ) -> Mention:
        begin = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
        certainty = (0.7 if match.frame.is_noun else 0.8) + 0.05 * min(match.frame.weight, 3)
        certainty *= actor.certainty * (target.certainty if target else 0.9) * dated
        return Mention(
            begin=offset + begin,
            quote=sentence.text.strip(),
            actor_text=actor.text,
            action_text=_action_text(match),
            target_text=target.text if target else "",
            confidence=round(min(certainty, 0.99), 2),
        )


def _pairs(
    actors: Iterable[Party], targets: list[Party], *, target_may_miss: bool
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


def _action_text(match: Match) -> str:
    """The words of the text from the first to the last that the pattern stood on."""
    tokens: list[Token] = [match.predicate, *(t for t in match.used if t.sent == match.predicate.sent)]
    if match.frame.is_noun and match.arguments is not None:
        tokens.append(match.arguments.verb)
    begin, end = min(t.i for t in tokens), max(t.i for t in tokens)
    if end - begin > 8:
        return phrase(match.predicate) if match.frame.is_noun else match.predicate.text
    return match.predicate.doc[begin : end + 1].text
