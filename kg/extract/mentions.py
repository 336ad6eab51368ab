"""Names of actors in a parsed paragraph: gazetteer hits and persons laid on tokens."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span, Token

from kg.extract.clues import Clue
from kg.extract.gazetteer import Gazetteer, Hit, NameKind, fold, is_leading, is_word, surname_of
from kg.ids import slug
from kg.model import Actor, ActorKind

CLUES = {NameKind.NAME: Clue.NAME, NameKind.ADJECTIVE: Clue.ADJECTIVE, NameKind.PLACE: Clue.PLACE}
PLACE_PREPOSITIONS = frozenset(("in", "at", "near", "outside", "around", "inside", "across"))


@dataclass(frozen=True, slots=True)
class Named:
    """An actor named on tokens ``begin`` to ``end`` (exclusive) of a paragraph."""

    begin: int
    end: int
    kind: NameKind
    actor: Actor
    clue: Clue
    others: tuple[Actor, ...] = ()
    """Actors that the same name means too (``North and South Korea``)."""


class People:
    """Persons whom one article has named, known by their surnames from then on."""

    def __init__(self, gazetteer: Gazetteer, day: date | None, words: frozenset[str]) -> None:
        """*words* are surnames that are words too: they need the parser to see a person (``May``, ``House``)."""
        self.words = words
        self._gazetteer = gazetteer
        self._day = day
        self._named: dict[str, Actor] = {}

    def introduce(self, actor: Actor, name: str) -> None:
        """Remember *actor*, named in full, by full name and surname."""
        for known in (name, surname_of(name, actor.party)):
            earlier = self._named.get(fold(known))
            if earlier is None or not earlier.listed:
                self._named[fold(known)] = actor

    def find(self, text: str) -> Iterator[tuple[int, int, Actor]]:
        """Yield begin, end and person for each name in *text* of somebody whom the article has introduced."""
        folded = fold(text)
        for name, actor in self._named.items():
            begin = folded.find(name)
            while begin >= 0:
                end = begin + len(name)
                if is_word(folded, begin, end) and "-" not in (folded[begin - 1 : begin], folded[end : end + 1]):
                    yield begin, end, actor
                begin = folded.find(name, end)

    def recall(self, name: str) -> Actor | None:
        """Return the person whom *name* (full, or a surname) means here, if one is known."""
        return self._named.get(fold(name)) or self._leader(name)

    def choose(self, bearers: Sequence[Actor]) -> Actor:
        """Return the bearer of a shared name: who is in office on the article's day, the latest to come into one."""
        day = self._day or date.max

        def rank(actor: Actor) -> tuple[bool, date]:
            begun = [term for term in actor.terms if term.since <= day]
            serving = self._day is not None and any(term.until is None or term.until >= day for term in begun)
            return serving, max((term.since for term in begun), default=date.min)

        return max(bearers, key=rank)

    def _leader(self, name: str) -> Actor | None:
        leaders = self._gazetteer.leaders(name, self._day)
        if not leaders or len({leader.party for leader in leaders}) > 1:
            return None
        return max(leaders, key=_latest_leading_term)


def _latest_leading_term(actor: Actor) -> date:
    return max((term.since for term in actor.terms if is_leading(term.office)), default=date.min)


class Spans:
    """The tokens of a paragraph by their characters; ``Doc.char_span`` counts them anew each time."""

    def __init__(self, doc: Doc) -> None:
        """Read the offsets of the tokens once."""
        self._doc = doc
        offsets = doc.to_array(["IDX", "LENGTH"])
        self._begins: list[int] = offsets[:, 0].tolist()
        self._ends: list[int] = offsets.sum(axis=1).tolist()

    def within(self, begin: int, end: int) -> Span | None:
        """Return the tokens that lie wholly in ``text[begin:end]``; None where none does."""
        first, last = bisect_left(self._begins, begin), bisect_right(self._ends, end)
        return self._doc[first:last] if first < last else None


def locate(doc: Doc, gazetteer: Gazetteer, people: People) -> Mapping[int, Named]:
    """Return what is named in *doc*, by token: each token of a name leads to it."""
    found: dict[int, Named] = {}
    persons = [entity for entity in doc.ents if entity.label_ == "PERSON"]
    spans, text = Spans(doc), doc.text
    for hit in gazetteer.find(text):
        span = spans.within(hit.begin, hit.end)
        if span is None or _is_part_of_person(span, persons, hit, gazetteer):
            continue
        if hit.kind is NameKind.PLACE and _begins_longer_name(span):
            continue
        keys = gazetteer.keys_here(hit, text)
        if not keys:
            continue
        bearers = [gazetteer.actors[key] for key in keys]
        actor, others = bearers[0], tuple(bearers[1:])
        if actor.kind is ActorKind.PERSON:
            actor, others = people.choose(bearers), ()
            people.introduce(actor, span.text)
        _lay(found, Named(span.start, span.end, hit.kind, actor, CLUES[hit.kind], others))
    for named in _surnames(doc, found, persons, people, spans):
        _lay(found, named)
    return found


def _lay(found: dict[int, Named], named: Named) -> None:
    for position in range(named.begin, named.end):
        found[position] = named


def _is_part_of_person(span: Span, persons: list[Span], hit: Hit, gazetteer: Gazetteer) -> bool:
    """Whether the name is only a piece of somebody's own name (``Michael Jordan``)."""
    if any(gazetteer.actors[key].kind is ActorKind.PERSON for key in hit.keys) or hit.kind is NameKind.ADJECTIVE:
        return False
    for entity in persons:
        inside = entity.start <= span.start and span.end <= entity.end and len(entity) > len(span)
        if inside and not any(token.lower_ in ("'s", "’s", "of") for token in entity):
            return True
    return False


def _begins_longer_name(span: Span) -> bool:
    """Whether a place is only the first part of a name (``Paris Hilton``, ``Geneva Convention``)."""
    head = span.root.head
    is_first = span.root.dep_ == "compound" and head.i == span.end and head.pos_ == "PROPN"
    if head.ent_type_ == "ORG":  # a longer one may be a body: "Tehran City Council"
        return (
            is_first
            and head.ent_iob_ == "I"
            and (span.end + 1 == len(span.doc) or span.doc[span.end + 1].ent_iob_ != "I")
        )
    return is_first and head.ent_type_ in ("PERSON", "LAW", "EVENT", "PRODUCT", "WORK_OF_ART")


def _surnames(
    doc: Doc, found: Mapping[int, Named], persons: list[Span], people: People, spans: "Spans"
) -> Iterator[Named]:
    """Persons by surname alone, or by a full name that only this article has taught."""
    introduced = sorted(people.find(doc.text), key=lambda match: (match[0], -match[1]))
    for first, last, person in introduced:
        span = spans.within(first, last)
        if (
            span is not None
            and len(span.text) == last - first
            and not any(token.i in found for token in span)
            and span.root.pos_ in ("PROPN", "NOUN", "X")
        ):
            yield Named(span.start, span.end, NameKind.NAME, person, Clue.INTRODUCED)
    for entity in persons:
        begin, end = name_span(doc, entity)
        if end > begin and not any(i in found for i in range(begin, end)):
            leader = people.recall(doc[begin:end].text)
            if leader is not None:
                yield Named(begin, end, NameKind.NAME, leader, Clue.LEADER)
    titled = doc.to_array(["IS_TITLE", "LENGTH"])  # faster than to ask each token
    for token in (doc[int(place)] for place in (titled[:, 0].astype(bool) & (titled[:, 1] > 1)).nonzero()[0]):
        if token.i in found:
            continue
        proper = token.pos_ == "PROPN" or (token.pos_ == "NOUN" and token.ent_type_)
        if proper and token.ent_type_ in ("", "ORG", "GPE", "NORP", "LOC") and token.lower_ not in people.words:
            actor = people.recall(token.text)
            if actor is not None and not _inside_longer_name(token):
                yield Named(token.i, token.i + 1, NameKind.NAME, actor, Clue.LEADER)


def _inside_longer_name(token: Token) -> bool:
    neighbours = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    return (
        any(n.text == "-" for n in neighbours)
        or any(n.pos_ == "PROPN" and n.dep_ == "compound" and n.head == token for n in neighbours)
        or (token.dep_ == "compound" and token.head.pos_ == "PROPN")
    )


def name_span(doc: Doc, entity: Span) -> tuple[int, int]:
    """Return the tokens of a PERSON entity that are the name, without titles and the possessive ``'s``."""
    begin, end = entity.start, entity.end
    while end > begin and (doc[end - 1].lower_ in ("'s", "’s", "´s") or not doc[end - 1].text[0].isalpha()):
        end -= 1
    while begin < end and not doc[begin].text[0].isupper():
        begin += 1
    return begin, end


def new_person(name: str, state: Actor | None, office: bool) -> Actor:
    """Return an actor for a person whom no list has: one who acts for *state*, or only belongs to it, or neither."""
    return Actor(
        key=slug(name),
        kind=ActorKind.PERSON,
        label=name,
        acts_for=_home(state) if state and office else None,
        belongs_to=_home(state) if state and not office else None,
        listed=False,
    )


def new_group(name: str, state: Actor) -> Actor:
    """Return an actor for a group of people, or a company, that the text names by its state (``Syrian rebels``)."""
    return Actor(key=slug(name), kind=ActorKind.GROUP, label=name, belongs_to=_home(state), listed=False)


def _home(state: Actor) -> str | None:
    """Return the key of the listed party that *state* is or comes from: only those are surely described."""
    return state.party if state.listed or state.acts_for else state.belongs_to
