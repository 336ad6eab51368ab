"""An article's text in pieces, each with the mentions that cover it, its roles in them, and the actor that it names.

Mentions may overlap in any way. Pieces never do: they follow one another and are together the whole text, and from
them `lay_out` builds what nests as HTML must.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from web.events.marks import Span

ROLES = ("actor", "action", "target")
GAP = re.compile(r"\n[^\S\n]*\n\s*")
"""What stands between two paragraphs."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention to be marked: a quote that begins at *begin*, in pieces that are together the whole of it."""

    begin: int
    spans: tuple[Span, ...]
    actor: str = ""
    """IRI of the actor, which its words in the quote lead to; empty to lead nowhere."""
    target: str = ""

    @property
    def quote(self) -> str:
        """The whole quote."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Name:
    """A place in the text that names an actor."""

    begin: int
    end: int
    iri: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text of which everything is true from its first to its last character."""

    text: str
    marks: tuple[int, ...] = ()
    """Numbers, from 0, of the mentions whose quotes cover it; what begins first comes first."""
    roles: tuple[tuple[int, str], ...] = ()
    """What it is in which of them: ``actor``, ``action``, ``target``."""
    name: Name | None = None
    """The actor that it is named by, or a piece of whose name it is."""
    begins: tuple[int, ...] = ()
    """Mentions whose first piece this is."""
    ends: tuple[int, ...] = ()
    """Mentions whose last piece this is."""
    gap: bool = False
    """Whether it only parts two paragraphs."""

    def is_a(self, role: str) -> bool:
        """Whether it has this role in any mention."""
        return any(one == role for _, one in self.roles)


@dataclass(frozen=True, slots=True)
class Link:
    """Pieces next to each other that are one name, or none."""

    name: Name | None
    pieces: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Links next to each other that the same quotes cover."""

    marks: tuple[int, ...]
    links: tuple[Link, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    begin: int
    end: int
    kind: str
    """``quote``, a role, ``name`` or ``gap``."""
    number: int


def mark_up(text: str, marks: Sequence[Mark], names: Iterable[Name] = ()) -> list[Segment]:
    """Return *text* in pieces, cut wherever a quote, a role in it, a name or a paragraph begins or ends.

    A quote that does not stand where its mark says is looked for elsewhere, and left out where it is nowhere. Of names
    that overlap the longest is kept, of two of one length that of a mark.
    """
    places = {number: begin for number, mark in enumerate(marks) if (begin := _find(text, mark)) >= 0}
    roles = [role for number, begin in places.items() for role in _roles(number, begin, marks[number])]
    kept = _choose([*_named(roles, marks), *(name for name in names if 0 <= name.begin < name.end <= len(text))])
    gaps = [_Layer(*found.span(), "gap", 0) for found in GAP.finditer(text)]
    quotes = [_Layer(begin, begin + len(marks[number].quote), "quote", number) for number, begin in places.items()]
    layers = [*quotes, *roles, *gaps, *(_Layer(one.begin, one.end, "name", n) for n, one in enumerate(kept))]
    return _with_ends(list(_cut(text, layers, kept, places)))


def _find(text: str, mark: Mark) -> int:
    quote = mark.quote
    if not quote:
        return -1
    return mark.begin if mark.begin >= 0 and text.startswith(quote, mark.begin) else text.find(quote)


def _roles(number: int, begin: int, mark: Mark) -> Iterator[_Layer]:
    for span in mark.spans:
        if span.role in ROLES and span.text:
            yield _Layer(begin, begin + len(span.text), span.role, number)
        begin += len(span.text)


def _named(roles: Iterable[_Layer], marks: Sequence[Mark]) -> Iterator[Name]:
    for role in roles:
        iri = {"actor": marks[role.number].actor, "target": marks[role.number].target}.get(role.kind)
        if iri:
            yield Name(role.begin, role.end, iri)


def _choose(names: Iterable[Name]) -> list[Name]:
    """Return names that do not overlap, the longest first to be chosen, in the order of the text."""
    kept: list[Name] = []
    taken: set[int] = set()
    for name in sorted(names, key=lambda one: one.begin - one.end):  # stable: of one length the first given wins
        characters = range(name.begin, name.end)
        if taken.isdisjoint(characters):
            taken.update(characters)
            kept.append(name)
    return sorted(kept, key=lambda one: one.begin)


def _cut(text: str, layers: Sequence[_Layer], names: Sequence[Name], places: dict[int, int]) -> Iterator[Segment]:
    starting: defaultdict[int, list[_Layer]] = defaultdict(list)
    ending: defaultdict[int, list[_Layer]] = defaultdict(list)
    for layer in layers:
        starting[layer.begin].append(layer)
        ending[layer.end].append(layer)
    cuts = sorted({0, len(text), *starting, *ending})
    active: set[_Layer] = set()
    for begin, end in pairwise(cuts):
        active.difference_update(ending[begin])
        active.update(starting[begin])
        quotes = sorted((one.number for one in active if one.kind == "quote"), key=lambda n: (places[n], n))
        roles = sorted((one.number, one.kind) for one in active if one.kind in ROLES)
        name = next((names[one.number] for one in active if one.kind == "name"), None)
        gap = any(one.kind == "gap" for one in active)
        yield Segment(text[begin:end], tuple(quotes), tuple(roles), name, gap=gap)


def _with_ends(segments: list[Segment]) -> list[Segment]:
    """Return *segments* that know which mentions begin and end in them, none of it where only paragraphs are parted."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, segment in enumerate(segments):
        for number in segment.marks if not segment.gap else ():
            first.setdefault(number, place)
            last[number] = place
    return [
        replace(
            one,
            begins=tuple(number for number in one.marks if first.get(number) == place),
            ends=tuple(number for number in one.marks if last.get(number) == place),
        )
        for place, one in enumerate(segments)
    ]


def lay_out(segments: Iterable[Segment]) -> list[list[Run]]:
    """Return the paragraphs, each as runs under the same quotes, each of these as links and plain pieces.

    What parts the paragraphs is left out.
    """
    return [
        [_to_run(quotes, list(run)) for quotes, run in groupby(paragraph, key=lambda one: one.marks)]
        for gap, paragraph in groupby(segments, key=lambda one: one.gap)
        if not gap
    ]


def _to_run(quotes: tuple[int, ...], pieces: Sequence[Segment]) -> Run:
    return Run(
        quotes,
        tuple(Link(name, tuple(found)) for name, found in groupby(pieces, key=lambda one: one.name)),
        tuple(number for piece in pieces for number in piece.begins),
        tuple(number for piece in pieces for number in piece.ends),
    )
