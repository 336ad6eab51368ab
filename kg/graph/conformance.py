"""Whether a graph conforms to shapes, asked of the engine that holds it: one query for each rule."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg import vocab
from kg.graph.shapes.compiler import Rule
from kg.graph.shapes.source import sh
from kg.results import Engine, RdfTerm, rows, to_text

LIMIT = 1000
"""Violations of one rule that are listed."""
UNKNOWN_TERM = Rule(
    shape=vocab.SHAPES + "KnownTerms",
    about="",
    target="",
    message="A term in the namespace of the ontology must be one of its classes or properties: is it misspelt?",
    component="SPARQLConstraintComponent",
    path="",
    query=f"""SELECT DISTINCT ?this ?value WHERE {{
        {{ SELECT DISTINCT ?value WHERE {{
            {{ [] ?value [] }} UNION {{ [] a ?value }}
            FILTER (STRSTARTS(STR(?value), "{vocab.DIP}")) FILTER NOT EXISTS {{ ?value a [] }} }} }}
        {{ ?this ?value [] }} UNION {{ ?this a ?value }}
    }}""",
)
"""Finds what no shape is about, because it has the name of none of our terms."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a rule."""

    rule: Rule
    node: RdfTerm
    value: RdfTerm | None
    """The value at fault, where there is one."""

    def to_json(self) -> dict[str, str | None]:
        """Return the violation as ``kg validate --format json`` prints it."""
        return {
            "node": to_text(self.node, {}),
            "message": self.rule.message,
            "value": None if self.value is None else to_text(self.value, {}),
            "shape": self.rule.shape,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found."""

    rule: Rule
    violations: tuple[Violation, ...]
    more: bool
    """Whether there are more violations than those listed."""


def check(engine: Engine, rules: Iterable[Rule], limit: int = LIMIT) -> Iterator[Finding]:
    """Yield what each of *rules* finds, with at most *limit* violations; memory grows with those, not the graph.

    Raises as ``Engine.answer``.
    """
    for rule in rules:
        answer = engine.answer(f"{rule.query}\nLIMIT {limit + 1}")
        told = ((row["this"], row.get("value")) for row in rows(answer))
        found = [Violation(rule, node, value) for node, value in dict.fromkeys(told) if node is not None]
        yield Finding(rule, tuple(found[:limit]), len(found) > limit)


def count_nodes(engine: Engine, rules: Iterable[Rule]) -> dict[str, int]:
    """Return how many nodes each shape is about, by the shape's IRI."""
    targets = {rule.shape: rule.target for rule in rules if rule.target}
    counts = {}
    for shape, target in targets.items():
        found = rows(engine.answer(f"SELECT (COUNT(DISTINCT ?this) AS ?nodes) WHERE {{ {target} }}"))[0]["nodes"]
        counts[shape] = int(found.value) if isinstance(found, Literal) else 0
    return counts


def to_report(findings: Sequence[Finding]) -> bytes:
    """Return a SHACL validation report in Turtle (SHACL, 3.6); a comment says where violations are left out."""
    cut = [finding.rule.message for finding in findings if finding.more]
    notes = "".join(f"# More than {LIMIT:,} violations, not all listed: {message}\n" for message in cut)
    return notes.encode() + _serialize(findings)


def to_json(findings: Sequence[Finding]) -> dict[str, object]:
    """Return findings as ``kg validate --format json`` prints them."""
    violations = [violation.to_json() for finding in findings for violation in finding.violations]
    cut = [finding.rule.message for finding in findings if finding.more]
    return {"conforms": not violations, "violations": violations, "not_all_listed": cut}


def _serialize(findings: Sequence[Finding]) -> bytes:
    return serialize(_report(findings), format=RdfFormat.TURTLE, prefixes={"sh": sh("").value, "dip": vocab.DIP}) or b""


def _report(findings: Sequence[Finding]) -> Iterator[Triple]:
    report = BlankNode()
    is_a = NamedNode(vocab.RDF + "type")
    violations = [violation for finding in findings for violation in finding.violations]
    yield Triple(report, is_a, sh("ValidationReport"))
    yield Triple(report, sh("conforms"), Literal(not violations))
    for violation in violations:
        result = BlankNode()
        yield Triple(report, sh("result"), result)
        yield Triple(result, is_a, sh("ValidationResult"))
        yield Triple(result, sh("focusNode"), violation.node)
        yield Triple(result, sh("resultSeverity"), sh("Violation"))
        yield Triple(result, sh("sourceConstraintComponent"), sh(violation.rule.component))
        yield Triple(result, sh("sourceShape"), NamedNode(violation.rule.shape))
        yield Triple(result, sh("resultMessage"), Literal(violation.rule.message))
        if violation.rule.path:
            yield Triple(result, sh("resultPath"), NamedNode(violation.rule.path))
        if violation.value is not None:
            yield Triple(result, sh("value"), violation.value)
