"""From SHACL shapes to rules: one SPARQL query for each constraint, whose rows are the nodes that break it.

The queries follow the definitions of the constraint components in SHACL (W3C Recommendation, 2017, chapter 4), and
sh:sparql (5.2). What is used there and is not compiled here raises DataError, so no constraint is passed over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, count
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg import vocab
from kg.errors import DataError
from kg.graph.shapes.source import Source, Term
from kg.graph.shapes.values import VALUE_TESTS, all_of, any_of, instance_of
from kg.turtle import Triples

TARGETS = {"targetClass", "targetSubjectsOf"}
WORDS = {"message", "name", "description", "order", "group", "defaultValue"}
"""What is said about a shape for people."""
OF_NODE_SHAPES = TARGETS | WORDS | {"property", "sparql"}
OF_PROPERTY_SHAPES = WORDS | {"path", "qualifiedMinCount", "qualifiedMaxCount"}
"""What shapes have besides constraints on their values; anything else must be a constraint that is known."""
DEEPEST = 20
"""Shapes within shapes; more is a shape that leads back to itself."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint on the nodes that one shape is about."""

    shape: str
    """IRI of the node shape."""
    about: str
    """IRI of the class whose instances it is about, or of the property whose subjects it is about."""
    target: str
    """Patterns that find these nodes, as ``?this``."""
    message: str
    """What to do about a violation."""
    component: str
    """Name of the constraint component in SHACL, such as ``MinCountConstraintComponent``."""
    path: str
    """IRI of the property whose values it is about; empty where it is about the node, or along a longer path."""
    query: str
    """SELECT of the nodes that violate it (``?this``), each with the value at fault (``?value``) if there is one."""


@dataclass(frozen=True, slots=True)
class Breach:
    """How a constraint can be broken."""

    name: str
    """Name of its parameter in SHACL."""
    binds: str
    """Patterns that bind the value at fault; empty where no value is."""
    broken: str
    """Expression that is true of a breach."""
    value: str = ""
    """The variable of the value."""

    @property
    def component(self) -> str:
        """What SHACL calls the constraint: ``MinCount`` for ``minCount``."""
        return self.name[0].upper() + self.name[1:]

    def exists(self) -> str:
        """Return an expression that is true where there is a breach."""
        return f"EXISTS {{ {self.binds} FILTER ({self.broken}) }}" if self.binds else f"({self.broken})"


def compile_shapes(path: Path) -> tuple[Rule, ...]:
    """Return the rules of the shapes in the Turtle file at *path*.

    Raises DataError for a file that cannot be read, and for a constraint that cannot be compiled.
    """
    try:
        source = Source(Triples.read(path))
    except (OSError, SyntaxError) as error:
        raise DataError(f"{path} is no readable Turtle file: {error}") from error
    return tuple(Compiler(source).rules())


class Compiler:
    """Writes the queries of one shapes graph; variables are numbered, so nested shapes do not share any."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._numbers = count(1)
        self._depth = 0

    def rules(self) -> Iterator[Rule]:
        """Yield the rules of each shape that has a target, in the order of the file."""
        for shape in self.source.triples.subjects():
            if isinstance(shape, Triple):
                continue
            self._refuse_unknown_targets(shape)
            for kind in self.source.many(shape, "targetClass"):
                yield from self._rules(shape, kind, f"?this {instance_of(kind)} .")
            for predicate in self.source.many(shape, "targetSubjectsOf"):
                yield from self._rules(shape, predicate, f"?this {predicate} {self._new()} .")

    def _refuse_unknown_targets(self, shape: Term) -> None:
        """Raise DataError for a way to choose nodes that is not compiled, so that none is passed over."""
        said = self.source.about(shape)
        for name in said:
            if name.startswith("target") and name not in TARGETS:
                raise DataError(f"sh:{name} of {shape} cannot be compiled here")
        types = set(self.source.triples.iris(shape, vocab.RDF + "type"))
        if types & {vocab.RDFS + "Class", vocab.OWL + "Class"} and "property" in said:
            raise DataError(f"{shape} is a class and a shape, which cannot be compiled here: give it a sh:targetClass")
        if TARGETS & said.keys() and "path" in said:
            raise DataError(f"{shape} is a property shape with a target, which cannot be compiled here")

    def _rules(self, shape: Term, about: Term, target: str) -> Iterator[Rule]:
        for message, component, path, query in self._queries(shape, target):
            yield Rule(shape.value, about.value, target, message, f"{component}ConstraintComponent", path, query)

    def _queries(self, shape: Term, target: str) -> Iterator[tuple[str, str, str, str]]:
        """Yield message, component, path and query of each constraint."""
        own = self._message(shape)
        for breach in self._breaches_of_node(shape, "?this"):
            yield own, breach.component, "", _select(target, breach)
        for part in self.source.many(shape, "property"):
            path = self.source.first(part, "path")
            iri = path.value if isinstance(path, NamedNode) else ""
            for breach in self._breaches_of_property(part, "?this"):
                yield self._message(part) or own, breach.component, iri, _select(target, breach)
        for part in self.source.many(shape, "sparql"):
            yield self._message(part) or own, "SPARQL", "", self._sparql(part, target)

    def _message(self, shape: Term) -> str:
        found = self.source.first(shape, "message")
        return found.value if isinstance(found, Literal) else ""

    def _new(self) -> str:
        return f"?v{next(self._numbers)}"

    def _constraints(self, shape: Term, besides: set[str]) -> Iterator[tuple[str, Term]]:
        """Yield name and parameter of each constraint on the values of *shape*; *besides* are not constraints."""
        for name, parameters in self.source.about(shape).items():
            if name not in besides:
                yield from ((name, parameter) for parameter in parameters)

    def _breaches_of_node(self, shape: Term, node: str) -> Iterator[Breach]:
        for name, parameter in self._constraints(shape, OF_NODE_SHAPES):
            yield Breach(name, "", _fails(self._test(name, parameter, node)))

    def _breaches_of_property(self, shape: Term, node: str) -> Iterator[Breach]:
        path = self.source.first(shape, "path")
        if path is None:
            raise DataError(f"the property shape {shape} has no sh:path")
        step = f"{node} {self.source.path(path)}"
        for name, parameter in self._constraints(shape, OF_PROPERTY_SHAPES):
            value = self._new()
            match name:
                case "minCount":
                    yield Breach(name, "", f"NOT {self._at_least(step, parameter)}")
                case "maxCount":
                    yield Breach(name, "", self._at_least(step, parameter, more=1))
                case "hasValue":
                    yield Breach(name, "", f"NOT EXISTS {{ {step} {parameter} }}")
                case "uniqueLang" if parameter.value == "false":
                    continue
                case "uniqueLang":
                    same = f"!sameTerm({value}, {value}b) && LANG({value}) != '' && LANG({value}) = LANG({value}b)"
                    yield Breach(name, f"{step} {value}, {value}b .", same, value)
                case "lessThan" | "lessThanOrEquals":
                    sign = "<" if name == "lessThan" else "<="
                    pair = f"{step} {value} . {node} {parameter} {value}b ."
                    yield Breach(name, pair, _fails(f"{value} {sign} {value}b"), value)
                case "qualifiedValueShape":
                    yield from self._qualified(shape, step, parameter)
                case _:
                    yield Breach(name, f"{step} {value} .", _fails(self._test(name, parameter, value)), value)

    def _qualified(self, shape: Term, step: str, inner: Term) -> Iterator[Breach]:
        least, most = (self.source.first(shape, f"qualified{end}Count") for end in ("Min", "Max"))
        if least is None and most is None:
            raise DataError(f"{shape} has a sh:qualifiedValueShape without a count")
        if least is not None:
            yield Breach("qualifiedMinCount", "", f"NOT {self._at_least(step, least, inner)}")
        if most is not None:
            yield Breach("qualifiedMaxCount", "", self._at_least(step, most, inner, more=1))

    def _at_least(self, step: str, number: Term, inner: Term | None = None, *, more: int = 0) -> str:
        """Whether there are *number* plus *more* distinct values, that conform to *inner* if that is given."""
        if not number.value.isdecimal():
            raise DataError(f"{number} is no number of values")
        values = [self._new() for _ in range(int(number.value) + more)]
        tests = [f"!sameTerm({one}, {other})" for one, other in combinations(values, 2)]
        if inner is not None:
            tests += [self.conforms(inner, value) for value in values]
        found = " ".join(f"{step} {value} ." for value in values)
        return f"EXISTS {{ {found} FILTER {all_of(tests)} }}"

    def _test(self, name: str, parameter: Term, value: str) -> str:
        """Return what is true of a value that conforms to one constraint."""
        match name:
            case "node":
                return self.conforms(parameter, value)
            case "not":
                return f"!{self.conforms(parameter, value)}"
            case "and":
                return all_of(self._members(parameter, value))
            case "or":
                return any_of(self._members(parameter, value))
            case "xone":
                return "(" + " + ".join(f"IF({one}, 1, 0)" for one in self._members(parameter, value)) + " = 1)"
            case _ if name in VALUE_TESTS:
                return VALUE_TESTS[name](self.source, parameter, value)
        raise DataError(f"sh:{name} cannot be compiled here")

    def _members(self, head: Term, value: str) -> list[str]:
        return [self.conforms(member, value) for member in self.source.items(head)]

    def conforms(self, shape: Term, node: str) -> str:
        """Return an expression that is true where *node* breaks nothing of *shape*, which has no sh:sparql."""
        if self._depth > DEEPEST:
            raise DataError(f"{shape} leads back to itself, which cannot be compiled here")
        if self.source.many(shape, "sparql"):
            raise DataError(f"{shape} has a sh:sparql and is used within another shape, which cannot be compiled here")
        self._depth += 1
        breaches: Iterable[Breach]
        if self.source.first(shape, "path") is not None:
            breaches = self._breaches_of_property(shape, node)
        else:
            parts = self.source.many(shape, "property")
            breaches = [breach for part in parts for breach in self._breaches_of_property(part, node)]
            breaches += self._breaches_of_node(shape, node)
        expression = all_of(f"!{breach.exists()}" for breach in breaches)
        self._depth -= 1
        return expression

    def _sparql(self, constraint: Term, target: str) -> str:
        """Return the constraint's own SELECT with the target as its first pattern."""
        if unknown := self.source.about(constraint).keys() - {"select", "prefixes", "message"}:
            names = ", ".join(f"sh:{name}" for name in sorted(unknown))
            raise DataError(f"a SPARQL constraint with {names} cannot be compiled here")
        text = self.source.first(constraint, "select")
        if not isinstance(text, Literal):
            raise DataError(f"the SPARQL constraint {constraint} has no sh:select")
        head, brace, rest = text.value.partition("{")
        return f"{self._prologue(constraint)}{head}{brace} {target}{rest}"

    def _prologue(self, constraint: Term) -> str:
        lines = []
        for holder in self.source.many(constraint, "prefixes"):
            for declared in self.source.many(holder, "declare"):
                prefix, namespace = (self.source.first(declared, name) for name in ("prefix", "namespace"))
                if prefix is None or namespace is None:
                    raise DataError(f"a sh:declare of {holder} has no sh:prefix or no sh:namespace")
                lines.append(f"PREFIX {prefix.value}: <{namespace.value}>\n")
        return "".join(lines)


def _fails(test: str) -> str:
    return f"!COALESCE({test}, false)"


def _select(target: str, breach: Breach) -> str:
    value = f" ({breach.value} AS ?value)" if breach.value else ""
    return f"SELECT DISTINCT ?this{value} WHERE {{ {target} {breach.binds} FILTER ({breach.broken}) }}"
