"""Words of noun phrases: their head's lemma and their text."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.gazetteer import fold
from kg.extract.syntax import pobjs

NEAR = 6
"""An ``of`` phrase that ends more tokens than this after the head is no part of a party's name."""
HYPHENATED = {"fire": "ceasefire", "strike": "airstrike", "keeper": "peacekeeper", "down": "crackdown"}
"""Second halves of nouns that parsers take apart where a hyphen joins them (``cease-fire``), and the nouns."""
QUANTITIES = frozenset(
    "thousand dozen hundred million number group series couple lot majority part kind type form range round set "
    "handful score wave string batch shipment billion worth ton tonne planeload consignment piece".split()
)
"""Nouns that only count what their ``of`` phrase names."""


def noun_lemma(token: Token) -> str:
    """Return the lemma of a noun, lower case even where it is a name (``Foreign Ministry``), without its hyphen."""
    lemma = fold(token.lemma_.lower())
    if token.i > 1 and lemma in HYPHENATED and token.nbor(-1).text == "-":
        return HYPHENATED[lemma] if token.nbor(-2).lower_ + lemma == HYPHENATED[lemma] else lemma
    return lemma


def is_one_of(noun: Token, words: frozenset[str]) -> bool:
    """Whether the lemma of *noun*, alone or behind a word before it (``air_strike``), is one of *words*."""
    lemma = noun_lemma(noun)
    if lemma in words:
        return True
    before = (child for child in noun.lefts if child.dep_ in ("compound", "amod", "nmod"))
    return any(f"{noun_lemma(word)}_{lemma}" in words for word in before)


def phrase(head: Token) -> str:
    """Return the words of the phrase on *head*: what stands before it, and an ``of`` phrase right after it."""
    begin, end = head.left_edge.i, head.i + 1
    while begin < head.i and _is_outside(head.doc[begin]):
        begin += 1
    follower = head.doc[end] if end < len(head.doc) else None
    if follower is not None and follower.lower_ == "of" and follower.head == head:
        inner = pobjs(follower)
        if inner and inner[-1].i - head.i <= NEAR:
            end = inner[-1].i + 1
    return head.doc[begin:end].text


def _is_outside(token: Token) -> bool:
    """Whether a token at the edge of a phrase says nothing of the party (``On Monday Norway``)."""
    return token.pos_ in ("PUNCT", "CCONJ", "SPACE") or token.ent_type_ in ("DATE", "TIME")


def holds(head: Token, token: Token) -> bool:
    """Whether *token* is inside the phrase on *head*."""
    return head == token or head in token.ancestors


def through_quantity(head: Token) -> Iterator[Token]:
    """Yield *head* and, behind a quantity, what it counts (``thousands of troops``)."""
    yield head
    if noun_lemma(head) in QUANTITIES:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                yield from pobjs(child)
