"""Tests of one value, as SPARQL expressions (SHACL, 4.1 to 4.4 and 4.8).

An expression that is an error in SPARQL counts as false: the value fails.
"""

from collections.abc import Callable, Iterable, Mapping

from kg import vocab
from kg.errors import DataError
from kg.graph.shapes.source import SH, Source, Term

ValueTest = Callable[[Source, Term, str], str]
"""From the shapes, the parameter of a constraint and a variable to what is true of a value that conforms."""

NODE_KINDS = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBLANK({0})",
    "Literal": "isLITERAL({0})",
    "BlankNodeOrIRI": "!isLITERAL({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
    "IRIOrLiteral": "!isBLANK({0})",
}
TEXTS = {vocab.XSD + "string", vocab.XSD + "anyURI", vocab.RDF + "langString"}
"""Datatypes that every text is a value of."""
CASTS = {vocab.XSD + name for name in "boolean integer decimal double date dateTime gYear gYearMonth".split()}
"""Datatypes whose casts fail for what is not one of their values."""


def instance_of(kind: Term) -> str:
    """Return predicate and object that every instance of the class *kind*, or of one below it, has."""
    return f"<{vocab.RDF}type>/<{vocab.RDFS}subClassOf>* {kind}"


def any_of(tests: Iterable[str]) -> str:
    """Return an expression that is true where one of *tests* is."""
    return "(" + " || ".join(tests) + ")"


def all_of(tests: Iterable[str]) -> str:
    """Return an expression that is true where all of *tests* are."""
    return "(" + (" && ".join(tests) or "true") + ")"


def _class(source: Source, kind: Term, value: str) -> str:
    return f"EXISTS {{ {value} {instance_of(kind)} }}"


def _datatype(source: Source, datatype: Term, value: str) -> str:
    test = f"DATATYPE({value}) = {datatype}"
    if datatype.value in TEXTS:
        return test
    if datatype.value not in CASTS:
        raise DataError(f"sh:datatype {datatype} cannot be checked, only {', '.join(sorted(TEXTS | CASTS))}")
    return f"({test} && isLITERAL({datatype}(STR({value}))))"


def _node_kind(source: Source, kind: Term, value: str) -> str:
    name = kind.value.removeprefix(SH)
    if name not in NODE_KINDS:
        raise DataError(f"sh:nodeKind {kind} is not one of {', '.join(NODE_KINDS)}")
    return NODE_KINDS[name].format(value)


def _in(source: Source, members: Term, value: str) -> str:
    return any_of(f"sameTerm({value}, {member})" for member in source.items(members))


def _pattern(source: Source, pattern: Term, value: str) -> str:
    return f"(!isBLANK({value}) && REGEX(STR({value}), {pattern}))"


def _length(sign: str) -> ValueTest:
    return lambda source, length, value: f"(!isBLANK({value}) && STRLEN(STR({value})) {sign} {length})"


def _compare(sign: str) -> ValueTest:
    return lambda source, limit, value: f"({value} {sign} {limit})"


VALUE_TESTS: Mapping[str, ValueTest] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "in": _in,
    "pattern": _pattern,
    "minLength": _length(">="),
    "maxLength": _length("<="),
    "minInclusive": _compare(">="),
    "minExclusive": _compare(">"),
    "maxInclusive": _compare("<="),
    "maxExclusive": _compare("<"),
}
"""Tests by the name of their parameter in SHACL."""
