"""Words of noun phrases: their head's lemma and their text."""

from spacy.tokens import Token

from kg.extract.gazetteer import fold
from kg.extract.syntax import pobjs

NEAR = 6
"""An ``of`` phrase that ends more tokens than this after the head is no part of a party's name."""


def noun_lemma(token: Token) -> str:
    """Return the lemma of a noun, lower case even where it is written as a name (``Foreign Ministry``)."""
    return fold(token.lemma_.lower())


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
