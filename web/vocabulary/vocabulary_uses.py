"""Which class has which property, how often and with what value: read from the SHACL shapes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.results import RdfTerm
from kg.turtle import Triples
from kg.vocab import DIP, RDF, SKOS

SH = "http://www.w3.org/ns/shacl#"
CONCEPT = SKOS + "Concept"
ALTERNATIVES = (SH + "or", SH + "xone", SH + "and")
NUMBERS = ("no", "one", "two", "three", "four")
BOUNDS = {
    "minInclusive": "from {}",
    "maxInclusive": "to {}",
    "minExclusive": "above {}",
    "maxExclusive": "below {}",
    "lessThan": "before {}",
    "lessThanOrEquals": "not after {}",
    "pattern": "matches {}",
}
"""Constraints on a value in words, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a property may have as a value: a class, a datatype, an individual, or what the words say."""

    iri: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """That instances of a class have a property."""

    on: str
    """IRI of the class."""
    path: str
    """IRI of the property."""
    is_inverse: bool
    """Whether the instance is the property's value, and not its subject."""
    least: int
    most: int | None
    values: tuple[Value, ...] = ()
    notes: tuple[str, ...] = ()
    """More on the value, in words: ``not empty``, ``from 0``."""

    @property
    def how_many(self) -> str:
        """How often an instance has it, in words."""
        least, most = _in_words(self.least), "" if self.most is None else _in_words(self.most)
        if self.least == self.most:
            return f"exactly {least}"
        if most:
            return f"{least} to {most}" if self.least else f"at most {most}"
        return f"at least {least}" if self.least else "any number"


def _in_words(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def read_uses(shapes: Triples) -> tuple[Use, ...]:
    """Return which class has which property, by all *shapes* together, in their order."""
    found: dict[tuple[str, str, bool], Use] = {}
    for certain in (True, False):  # what always holds goes before what holds in one case of several
        for node in shapes.typed(SH + "NodeShape"):
            parts = shapes.values(node, SH + "property") if certain else _alternatives(shapes, node)
            for on in _targets(shapes, node):
                for use in filter(None, (_to_use(shapes, on, part, certain) for part in parts)):
                    key = (use.on, use.path, use.is_inverse)
                    found[key] = _merge(found[key], use) if key in found else use
    return tuple(found.values())


def _targets(shapes: Triples, node: RdfTerm) -> list[str]:
    """Return the classes that a shape is about; one about the subjects of a property may say which class these have."""
    if classes := shapes.iris(node, SH + "targetClass"):
        return classes
    parts = shapes.values(node, SH + "property") if shapes.iris(node, SH + "targetSubjectsOf") else []
    typed = [part for part in parts if RDF + "type" in shapes.iris(part, SH + "path")]
    return [iri for part in typed for iri in shapes.iris(part, SH + "hasValue")]


def _alternatives(shapes: Triples, node: RdfTerm) -> list[RdfTerm]:
    """Return the property shapes in the cases of which a node has to meet one."""
    cases = [case for head in shapes.values(node, *ALTERNATIVES) for case in shapes.members(head)]
    return [part for case in cases for part in (case, *shapes.values(case, SH + "property"))]


def _to_use(shapes: Triples, on: str, part: RdfTerm, certain: bool) -> Use | None:
    path: RdfTerm | None = next(iter(shapes.values(part, SH + "path")), None)
    inverse = shapes.values(path, SH + "inversePath") if path is not None else []
    path = inverse[0] if inverse else path
    if not isinstance(path, NamedNode) or on in shapes.iris(part, SH + "hasValue"):
        return None
    least = _number(shapes, part, "minCount", "qualifiedMinCount") or int(bool(shapes.values(part, SH + "hasValue")))
    return Use(
        on=on,
        path=path.value,
        is_inverse=bool(inverse),
        least=least if certain else 0,
        most=_number(shapes, part, "maxCount", "qualifiedMaxCount") if certain else None,
        values=tuple(read_values(shapes, part)),
        notes=tuple(_notes(shapes, part)),
    )


def _number(shapes: Triples, part: RdfTerm, *names: str) -> int | None:
    return next((int(text) for name in names if (text := shapes.text(part, SH + name))), None)


def _merge(one: Use, other: Use) -> Use:
    """Return what two shapes say together of the same property; the values are those of the first that names any."""
    most = [use.most for use in (one, other) if use.most is not None]
    return Use(
        on=one.on,
        path=one.path,
        is_inverse=one.is_inverse,
        least=max(one.least, other.least),
        most=min(most) if most else None,
        values=one.values or other.values,
        notes=tuple(dict.fromkeys((*one.notes, *other.notes))),
    )


def read_values(shapes: Triples, part: RdfTerm) -> Iterator[Value]:
    """Yield what a shape allows as a value, by itself and by the shapes that it refers to."""
    listed = [one for head in shapes.values(part, SH + "in") for one in shapes.members(head)]
    for one in (*shapes.values(part, SH + "class", SH + "datatype", SH + "hasValue"), *listed):
        yield Value(one.value) if isinstance(one, NamedNode) else Value(words=f"“{getattr(one, 'value', one)}”")
    if SH + "IRI" in shapes.iris(part, SH + "nodeKind"):
        yield Value(words="an IRI")
    for node in shapes.values(part, SH + "node", SH + "qualifiedValueShape"):
        yield from read_values(shapes, node)
    for inner in shapes.values(part, SH + "property"):
        if SKOS + "inScheme" in shapes.iris(inner, SH + "path"):
            yield from (Value(scheme, "action code") for scheme in shapes.iris(inner, SH + "hasValue"))
    for head in shapes.values(part, *ALTERNATIVES):
        for case in shapes.members(head):
            yield from read_values(shapes, case)


def _notes(shapes: Triples, part: RdfTerm) -> Iterator[str]:
    if shapes.text(part, SH + "minLength") not in ("", "0"):
        yield "not empty"
    if shapes.text(part, SH + "uniqueLang") == "true":
        yield "one in each language"
    bounds = (words.format(_short(limit)) for name, words in BOUNDS.items() if (limit := shapes.text(part, SH + name)))
    if told := " ".join(bounds):
        yield told


def _short(text: str) -> str:
    return "dip:" + text.removeprefix(DIP) if text.startswith(DIP) else text


def observed_uses(codes: Triples) -> tuple[Use, ...]:
    """Return which properties of ours the action codes have: these come with the ontology, and need no shape."""
    concepts = [node for node in codes.typed(CONCEPT) if any(name.startswith(DIP) for name in codes.about(node))]
    names = dict.fromkeys(name for node in concepts for name in codes.about(node) if name.startswith(DIP))
    return tuple(_observe(codes, concepts, name) for name in names)


def _observe(codes: Triples, concepts: Iterable[NamedNode], name: str) -> Use:
    found = [codes.values(node, name) for node in concepts]
    kinds = dict.fromkeys(
        value.datatype.value if isinstance(value, Literal) else value.value
        for values in found
        for value in values
        if isinstance(value, Literal | NamedNode)
    )
    counts = [len(values) for values in found]
    return Use(CONCEPT, name, False, min(counts), max(counts), tuple(map(Value, kinds)))
