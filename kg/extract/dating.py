"""Which date of a sentence belongs to which act, and what an act without one is dated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span, Token

from kg.extract.dates import find_dates
from kg.extract.syntax import MAX_CLIMB, prepositions
from kg.model import PartialDate

LEAD = 3
"""Paragraphs of an article that tell the news of the day."""
OCCASIONS = frozenset(("after", "at", "during", "following", "in", "over", "since"))
"""Prepositions before an occasion that dates the act (``severed relations over the 1969 war``)."""
FUTURE = frozenset(("next", "tomorrow", "coming", "upcoming", "scheduled", "ahead", "until", "by"))
"""Words before a date that lies ahead of the act."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and how sure it is (a factor in [0, 1])."""

    date: PartialDate | None
    certainty: float
    told: bool = False
    """Whether the text tells it, rather than that it is the day of the news."""


@dataclass(frozen=True, slots=True)
class _Anchored:
    date: PartialDate | None
    anchor: Token
    """The verb or noun that the expression hangs on."""
    sentence: int


class Dating:
    """The date expressions of one paragraph, each with the word that it dates."""

    def __init__(self, doc: Doc, published: date | None, paragraph: int) -> None:
        self._published = published
        self._paragraph = paragraph
        self._found: list[_Anchored] = []
        for expression in find_dates(doc.text, published):
            span = doc.char_span(expression.begin, expression.end, alignment_mode="expand")
            if span is not None and not _is_ahead(span.root):
                for anchor in (_anchor(_leader(span)), *_told_of(span.root)):
                    self._found.append(_Anchored(expression.date, anchor, span.root.sent.start))

    def date_of(self, predicate: Token, light: Token | None, operators: list[Token]) -> Dated:
        """Return the date of the act at *predicate*, carried by *light*, under *operators*.

        An act that is only promised or demanded has the date of the promise or demand.
        """
        here = [a for a in self._found if a.sentence == predicate.sent.start]
        governing = [word for word in operators if word.pos_ in ("VERB", "AUX")]
        carrier = governing[-1] if governing else light or predicate
        words = [carrier, *_kin(carrier), *_kin(predicate)]
        words = [word for word in words if word != predicate] if operators else [predicate, *words]
        for word in words:
            own = [a for a in here if a.anchor == word]
            if own:
                return Dated(own[-1].date, 1.0, told=True)
        if carrier.pos_ != "NOUN":
            above = _above(carrier)
            for anchored in here:
                if anchored.anchor in above:
                    return Dated(anchored.date, 0.9, told=True)
        return self._undated(carrier)

    def _undated(self, carrier: Token) -> Dated:
        if carrier.pos_ not in ("VERB", "AUX"):  # a noun's act is of the time of the verb that tells it
            carrier = next((word for word in _above(carrier) if word.pos_ in ("VERB", "AUX")), carrier)
        if self._published is None or carrier.pos_ not in ("VERB", "AUX"):
            return Dated(None, 0.9)
        tense = _tense(carrier)
        if tense == "past perfect":
            return Dated(None, 0.8)
        day = PartialDate.of(self._published)
        if tense == "past":
            return Dated(day, 0.85 if self._paragraph < LEAD else 0.7)
        if tense == "perfect":
            return Dated(day if self._paragraph < 1 else None, 0.8)
        if self._paragraph < 1:
            return Dated(day, 0.85)
        return Dated(PartialDate(day.year, day.month), 0.75)


def _is_ahead(word: Token) -> bool:
    """Whether the expression names a day still to come (``by June``, ``next Friday``)."""
    return any(t.lower_ in FUTURE for t in word.children) or (
        word.dep_ == "pobj" and word.head.lower_ in ("until", "by")
    )


def _leader(span: Span) -> Token:
    """Return the preposition before a date, which parsers may part from it (``On 4 March France …``), else its head."""
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    is_apart = before is not None and before.dep_ == "prep" and not any(child in span for child in before.children)
    return before if is_apart and before is not None and before.lower_ in ("on", "in", "since") else span.root


def _told_of(word: Token) -> Iterator[Token]:
    """Yield the verbs of the clauses that tell what was then (``since 2018, when Damascus took over the south``)."""
    for clause in word.children:
        if clause.dep_ == "relcl" and any(child.lower_ == "when" for child in clause.children):
            yield clause
            yield from (child for child in clause.children if child.dep_ == "conj")


def _anchor(word: Token) -> Token:
    """Climb from a date to the verb or the noun that it dates."""
    for _ in range(MAX_CLIMB):
        if word.head == word or word.pos_ in ("VERB", "AUX"):
            return word
        onto_noun = word.head.pos_ in ("NOUN", "PROPN") and word.head.ent_type_ not in ("DATE", "TIME")
        if onto_noun and word.dep_ in ("prep", "npadvmod", "advmod", "nummod", "compound", "nmod", "amod", "acl"):
            noun = word.head
            while noun.dep_ == "compound" and noun.head.pos_ in ("NOUN", "PROPN"):  # "an October news conference"
                noun = noun.head
            return noun
        word = word.head
    return word


def _kin(predicate: Token) -> list[Token]:
    """Verbs that share the predicate's time: those it is coordinated with, and its own participles' hosts."""
    found: list[Token] = []
    word = predicate
    for _ in range(MAX_CLIMB):
        if word.dep_ in ("conj", "xcomp") and word.head.pos_ in ("VERB", "AUX"):
            word = word.head
            found.append(word)
        else:
            break
    wanted = ("dobj", "nsubjpass") if predicate.pos_ != "NOUN" else ("relcl", "acl")
    found += [child for child in predicate.children if child.dep_ in wanted]
    for anchor in (predicate, *found):
        if anchor == predicate or anchor.pos_ not in ("VERB", "AUX"):
            found += [head for name, heads in prepositions(anchor) if name in OCCASIONS for head in heads]
            found += [
                clause
                for child in anchor.children
                if child.dep_ == "prep" and child.lower_ in OCCASIONS
                for clause in child.children
                if clause.dep_ == "pcomp"
            ]
    if predicate.pos_ == "NOUN" and predicate.dep_ in ("nsubj", "nsubjpass", "dobj") and predicate.head.pos_ == "VERB":
        found.append(predicate.head)
    return found


def _above(predicate: Token) -> list[Token]:
    """Verbs that govern the predicate, up to the sentence's root."""
    found, word = [], predicate
    for _ in range(MAX_CLIMB):
        if word.head == word or word.dep_ in ("relcl", "acl", "advcl"):
            break
        word = word.head
        found.append(word)
    return found


def _tense(verb: Token) -> str:
    """``past``, ``past perfect``, ``perfect`` or ``present``, from the verb or the auxiliaries it shares."""
    while verb.dep_ in ("conj", "xcomp") and verb.head.pos_ in ("VERB", "AUX") and not _has_aux(verb):
        if verb.tag_ == "VBD":
            return "past"
        verb = verb.head
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if auxiliaries & {"had", "'d", "’d"}:
        return "past perfect"
    if auxiliaries & {"have", "has", "'ve", "’ve"}:
        return "perfect"
    if verb.tag_ in ("VBD",) or auxiliaries & {"was", "were", "did"}:
        return "past"
    if verb.tag_ == "VBN" and not auxiliaries:
        return "past"
    return "present"


def _has_aux(verb: Token) -> bool:
    return any(child.dep_ in ("aux", "auxpass") for child in verb.children)
