"""Names of our terms found in running text and in Turtle, with the IRIs that they stand for."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from kg.results import WELL_KNOWN
from kg.vocab import SHAPES

NAMESPACES = {name: WELL_KNOWN[name] for name in ("dip", "cameo", "plover")} | {"shape": SHAPES}
NAME = re.compile(rf"\b(?P<prefix>{'|'.join(NAMESPACES)}):(?P<local>\w+)")
CODE = re.compile(r"(?<![\w,.:])\d{2,4}(?!\w|,\d)")
TOKEN = re.compile(
    r"(?P<comment>^\s*#.*)"
    r"|(?P<term><[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\")"
    rf"|(?P<name>{NAME.pattern})"
    r"|(?P<keyword>@\w+|(?<=\s)a(?=\s))",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text; ``iri`` is the term that it names, ``kind`` as in ``highlight``, both often empty."""

    text: str
    iri: str = ""
    kind: str = ""


def split_terms(text: str) -> Iterator[Part]:
    """Yield *text* in parts that together are the whole of it; ``dip:Event`` and the like name terms."""
    yield from _split(NAME, text)


def split_codes(text: str, codes: Container[str]) -> Iterator[Part]:
    """Yield *text* in parts that together are the whole of it; each number that is one of *codes* names that code."""
    done = 0
    for found in CODE.finditer(text):
        if found[0] in codes:
            yield Part(text[done : found.start()])
            yield Part(found[0], NAMESPACES["cameo"] + found[0])
            done = found.end()
    yield Part(text[done:])


def split_turtle(text: str) -> Iterator[Part]:
    """Yield Turtle in parts that together are the whole of it, with the kinds that colours tell apart."""
    yield from _split(TOKEN, text)


def _split(pattern: re.Pattern[str], text: str) -> Iterator[Part]:
    done = 0
    for found in pattern.finditer(text):
        if done < found.start():
            yield Part(text[done : found.start()])
        iri = NAMESPACES[found["prefix"]] + found["local"] if found["prefix"] else ""
        yield Part(found[0], iri, "" if iri else found.lastgroup or "")
        done = found.end()
    if done < len(text):
        yield Part(text[done:])
