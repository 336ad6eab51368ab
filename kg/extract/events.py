"""From an article to its events: by the lexicon, and by what was learned where it has no words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.coding import Rejection, RuleCoder
from kg.extract.confidence import Confidence
from kg.extract.dating import Dating
from kg.extract.discards import Discards, Topic
from kg.extract.gazetteer import Gazetteer
from kg.extract.learned import LearnedCoder
from kg.extract.lexicon import Lexicon
from kg.extract.merging import merge
from kg.extract.parties import Parties
from kg.extract.recognition import Recognition, find_unresolved, recognise
from kg.model import Article, Event, Status

LANGUAGE = "en"
"""The language that the parser and the lexicon know."""
MAX_PARAGRAPH = 20_000
"""Characters parsed at a time: no paragraph of prose is longer, and the parser's memory grows with it."""
NO_WORD = re.compile(r"\S{500,}")
"""Characters without a space that are no word of a text."""
MAX_SENTENCE = 200
"""Sentences of more tokens are lists and tables, not prose: they are passed over."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article gave."""

    events: tuple[Event, ...]
    rejections: tuple[Rejection, ...]
    unresolved: tuple[str, ...] = ()
    """Names that stand for no known party, as often as the article has them."""


class Extractor:
    """Codes articles with one gazetteer, one lexicon and one parser; articles do not affect each other."""

    def __init__(
        self,
        nlp: Language,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        learned: LearnedCoder | None = None,
        discards: Discards | None = None,
        min_confidence: float = 0.0,
    ) -> None:
        """Without *learned* only the lexicon codes; without *discards* a match is a meeting."""
        self._nlp = nlp
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._learned = learned
        self._discards = discards or Discards(())
        self._min_confidence = min_confidence
        self._confidence = learned.confidence if learned is not None else Confidence(None)

    def extract(self, article: Article, *, keep_unreal: bool = False) -> Extraction:
        """Return the events that *article* reports.

        Negated and hypothetical acts are rejections, unless *keep_unreal* asks for them as events of their status.
        An article in a language other than English gives nothing.
        """
        if article.language != LANGUAGE:
            return Extraction((), ())
        parties = Parties(self._gazetteer, self._lexicon, article.day, article.source)
        rules = RuleCoder(self._lexicon, parties, self._confidence)
        found: list[tuple[Event, bool]] = []
        rejections: list[Rejection] = []
        unresolved: list[str] = []
        paragraphs = list(_paragraphs(article.text))
        docs = self._nlp.pipe((text for _, text in paragraphs), batch_size=32)
        for number, ((offset, _), doc) in enumerate(zip(paragraphs, docs, strict=True)):
            parties.enter(doc)
            unresolved += find_unresolved(doc, parties)
            dating = Dating(doc, article.day, number)
            for outcome, dated in self._code(doc, parties, rules, offset, dating):
                if isinstance(outcome, Rejection):
                    rejections.append(outcome)
                elif outcome.status is Status.ACTUAL or keep_unreal:
                    found.append((outcome, dated))
                else:
                    rejections.append(Rejection(outcome.mentions[0].quote, outcome.status.lower()))
        return Extraction(tuple(map(self._identify, merge(found))), tuple(rejections), tuple(unresolved))

    def _identify(self, event: Event) -> Event:
        """Return *event* with what is known of parties that only the article introduces."""
        identify = self._gazetteer.identify
        return replace(event, actor=identify(event.actor), target=event.target and identify(event.target))

    def _code(
        self, doc: Doc, parties: Parties, rules: RuleCoder, offset: int, dating: Dating
    ) -> Iterator[tuple[Event | Rejection, bool]]:
        """Yield what the rules make of *doc* and the events that only the models find, and whether the text dates them.

        What only reads like an act, in a sentence of sport and such, and what is too unsure are rejections.
        """
        for sentence in doc.sents:
            if len(sentence) <= MAX_SENTENCE:
                coded = list(rules.code(sentence, offset, dating))
                if self._learned is not None:
                    coded += self._learned.code(sentence, parties, list(coded), offset, dating)
                topic = self._discards.topic_of(sentence) if coded else None
                for one in coded:
                    why = self._doubt(one.outcome, topic)
                    yield (Rejection(sentence.text, why) if why else one.outcome), one.dated

    def _doubt(self, outcome: Event | Rejection, topic: Topic | None) -> str:
        """Return why an event of a sentence on *topic* is none after all; nothing if it is."""
        if isinstance(outcome, Rejection):
            return ""
        if topic is not None and outcome.action.startswith(topic.roots):
            return topic.name
        return f"confidence {outcome.confidence:.2f}" if outcome.confidence < self._min_confidence else ""

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
    """Yield each paragraph with its offset; one that is too long to parse at once comes in pieces.

    What no word can be as long as is left out: tokenisers take the square of its length.
    """
    offset = 0
    for paragraph in text.split("\n\n"):
        begin = 0
        for run in (*NO_WORD.finditer(paragraph), None):
            end = run.start() if run is not None else len(paragraph)
            yield from _cut(paragraph[begin:end], offset + begin)
            begin = run.end() if run is not None else end
        offset += len(paragraph) + 2


def _cut(rest: str, begin: int) -> Iterator[tuple[int, str]]:
    """Yield pieces of *rest*, which begins at *begin*, that are short enough to parse."""
    while len(rest) > MAX_PARAGRAPH:
        cut = rest.rfind(". ", 0, MAX_PARAGRAPH) + 2
        cut = cut if cut > 1 else MAX_PARAGRAPH
        yield begin, rest[:cut]
        rest, begin = rest[cut:], begin + cut
    if rest.strip():
        yield begin, rest
