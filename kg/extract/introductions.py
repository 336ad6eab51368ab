"""Persons whom a text introduces itself: by an office beside their name, or by their full name alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.extract.lexicon import Lexicon
from kg.extract.mentions import name_span
from kg.extract.phrases import noun_lemma
from kg.model import Actor

Owners = Callable[[Token], list[Actor]]
"""Tells whose a noun is."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """A person's full name, with the state or organisation that the text gives for them."""

    name: str
    state: Actor | None
    office: bool
    """Whether they hold an office there."""


def find_introductions(doc: Doc, lexicon: Lexicon, owners: Owners) -> Iterator[Introduction]:
    """Yield the persons whom the paragraph presents by name and office (``Ugandan army spokesman X``)."""
    for name in _full_names(doc, lexicon):
        titles = _titles(name.root)
        words = {noun_lemma(t) for title in titles for t in title.doc[title.left_edge.i : title.i + 1]}
        office = any(lexicon.is_a(word, "agent") for word in words)
        for title in titles:
            if found := owners(title):
                yield Introduction(name.text, found[0], office)
                break


def own_name(head: Token) -> str:
    """Return the full name of the person on *head*, empty where it is none."""
    if head.ent_type_ != "PERSON":
        return ""
    first, last, doc = head.i, head.i + 1, head.doc
    while first and doc[first].ent_iob_ != "B":
        first -= 1
    while last < len(doc) and doc[last].ent_iob_ == "I":
        last += 1
    begin, end = name_span(doc, doc[first:last])
    name = head.doc[begin:end].text
    is_full = end - begin >= 2 and name.replace(" ", "").replace("-", "").isalpha() and name.istitle()
    return name if is_full else ""


def _full_names(doc: Doc, lexicon: Lexicon) -> Iterator[Span]:
    """Yield names of two words and more: those that the parser knows for persons, and those with an office behind."""
    seen: set[int] = set()
    for entity in doc.ents:
        begin, end = name_span(doc, entity)
        if entity.label_ == "PERSON" and end - begin >= 2:
            seen.update(range(begin, end))
            yield doc[begin:end]
    for token in doc:
        if token.dep_ == "appos" and token.head.pos_ == "PROPN" and lexicon.is_a(noun_lemma(token), "agent"):
            name = doc[token.head.left_edge.i : token.head.i + 1]
            plain = all(part.pos_ == "PROPN" and part.text.istitle() and part.text.isalpha() for part in name)
            if len(name) in (2, 3, 4) and plain and not seen & set(range(name.start, name.end)):
                yield name


def _titles(name: Token) -> list[Token]:
    titles = [name]
    titles += [child for child in name.children if child.dep_ in ("appos", "compound", "nmod", "relcl")]
    if name.dep_ in ("appos", "compound", "nmod"):
        titles.append(name.head)
    return titles
