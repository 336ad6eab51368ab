"""What of the graph can be searched: names of actors, quotes of mentions, titles of articles. No texts of articles."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.folding import fold
from kg.graph.triples import DEFAULT_GRAPH, PREF_LABEL, dip

ALT_LABEL = NamedNode(vocab.SKOS + "altLabel")
SOURCES: Mapping[NamedNode, str] = {
    PREF_LABEL: "actor",
    ALT_LABEL: "actor",
    dip("quote"): "quote",
    dip("title"): "title",
}
"""Properties whose values are searched, and the kind of text that they are. Actions have labels too: no actors."""
BEGIN, END = "\ufdd0", "\ufdd1"
"""Noncharacters that mark where a found word begins and ends; no text of the index holds them."""
UNWANTED = str.maketrans({BEGIN: "\ufffd", END: "\ufffd", "\0": "\ufffd"})
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A text that can be found, as one triple of the graph has it."""

    kind: str
    iri: str
    """What bears the text."""
    text: str
    main: bool
    """Whether this is the name that the actor goes by."""
    language: str

    @property
    def digest(self) -> bytes:
        """Key of the text."""
        return hashlib.blake2b(self.text.encode(), digest_size=16).digest()

    @property
    def plain(self) -> str:
        """The name in plain small letters, by which names are completed; empty for what is no name."""
        return to_plain(self.text) if self.kind == "actor" else ""


def to_documents(quads: Iterable[Quad], base: str) -> Iterator[Document]:
    """Yield what *quads* hold that is searched; instances begin with *base*."""
    actors = f"{base}actor/"
    for quad in quads:
        kind = SOURCES.get(quad.predicate)
        if kind is None or quad.graph_name != DEFAULT_GRAPH:
            continue
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(value, Literal):
            continue
        if kind == "actor" and not subject.value.startswith(actors):
            continue
        text = value.value.translate(UNWANTED)
        yield Document(kind, subject.value, text, quad.predicate == PREF_LABEL, value.language or "")


def to_plain(text: str) -> str:
    """Return the words of *text* in small letters without accents, a space between them."""
    return " ".join(WORD.findall(fold(text)))
