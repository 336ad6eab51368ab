"""Sentences that only read like acts of states: a match that Argentina and Brazil "meet" in, a storm that "strikes"."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Span

from kg.extract.phrases import noun_lemma


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic in which acts of some CAMEO roots are none."""

    name: str
    roots: tuple[str, ...]
    words: frozenset[str]
    """Lemmas, or phrases in lower case, that tell it."""

    @property
    def phrases(self) -> frozenset[str]:
        """The words that are more than one token."""
        return frozenset(word for word in self.words if not word.isalpha())


class Discards:
    """Tells the topic of a sentence, if it is one of those to discard."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        """Index the topics by their words."""
        topics = tuple(topics)
        self._words = {word: topic for topic in topics for word in topic.words - topic.phrases}
        self._phrases = {word: topic for topic in topics for word in topic.phrases}

    def topic_of(self, sentence: Span) -> Topic | None:
        """Return the topic that *sentence* tells of; None for one in which an act may be one."""
        for token in sentence:
            topic = self._words.get(token.lower_) or self._words.get(noun_lemma(token))
            if topic is not None and token.pos_ != "PROPN":
                return topic
        text = f" {sentence.text.lower()} "
        return next((topic for words, topic in self._phrases.items() if words in text and _stands(words, text)), None)


def _stands(words: str, text: str) -> bool:
    """Whether *words* stand in *text* as words of their own, in the singular or the plural."""
    begin = text.find(words)
    while begin >= 0:
        after = text[begin + len(words) :]
        if not text[begin - 1].isalnum() and not after.removeprefix("s")[:1].isalnum():
            return True
        begin = text.find(words, begin + 1)
    return False
