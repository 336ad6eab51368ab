"""The fields of a query's form: for each parameter the one that fits what its default is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError
from kg.queries import Param
from kg.reference import bundled
from kg.results import prefixes
from kg.settings import DEFAULT_BASE
from kg.vocab import CAMEO, WIKIDATA, XSD
from web.endpoint.result_views import Names
from web.library.question import Question
from web.site import href
from web.vocabulary.vocabulary_actions import Code, read_actions

DATATYPES: Mapping[str, str] = MappingProxyType({
    XSD + "date": "date",
    XSD + "gYearMonth": "month",
    XSD + "integer": "integer",
    XSD + "decimal": "decimal",
    XSD + "boolean": "boolean",
})  # fmt: skip
"""Kinds of parameters by the datatype of their defaults; any other is text."""
SPACES: Mapping[str, str] = MappingProxyType({
    CAMEO: "action",
    WIKIDATA: "item",
    **{prefixes(DEFAULT_BASE)[kind]: kind for kind in ("actor", "article", "event", "dyad")},
})  # fmt: skip
"""Kinds of parameters by what the IRIs of their defaults begin with; any other is an IRI."""
HINTS: Mapping[str, str] = MappingProxyType({
    "actor": "A key or a name",
    "article": "Its IRI, or what follows article/ in it",
    "item": "An item of Wikidata, or an actor's key or name",
    "month": "Year and month, as 2024-06",
    "iri": "An IRI, or what follows the last slash of one like the default",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meant:
    """What may be meant by a value that stands for nothing."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form shows it."""

    name: str
    description: str
    kind: str
    """As ``kind_of`` has it."""
    value: str
    default: str
    hint: str = ""
    label: str = ""
    """What the thing is called that the value stands for, where the graph knows it."""
    address: str | None = None
    """Of the page about it."""
    problem: str = ""
    meant: tuple[Meant, ...] = ()

    @property
    def groups(self) -> Sequence[Code]:
        """The codes to choose among, by their roots."""
        return read_actions(bundled("ontology") / "actions.ttl").roots


def kind_of(param: Param) -> str:
    """Return what the values of *param* are: an ``actor``, a ``date``, ``text``."""
    if isinstance(param.default, Literal):
        return DATATYPES.get(param.default.datatype.value, "text")
    return next((kind for space, kind in SPACES.items() if param.default.value.startswith(space)), "iri")


def list_fields(question: Question, base: str, names: Names) -> Iterator[Field]:
    """Yield the fields of the form of *question*, with what is wrong; *names* are of what the values stand for."""
    terms, problems = question.terms(base), {problem.parameter: problem for problem in question.problems}
    for param in question.query.params:
        if problem := problems.get(param.name):
            yield _to_faulty_field(param, question.given[param.name], problem, base)
        else:
            yield _to_field(param, terms[param.name], names, base)


def _to_field(param: Param, term: NamedNode | Literal, names: Names, base: str) -> Field:
    kind, known = kind_of(param), prefixes(base)
    return Field(
        param.name,
        param.description,
        kind,
        param.to_text(term, known),
        param.to_text(param.to_default(known), known),
        HINTS.get(kind, ""),
        names.labels.get(term.value, ""),
        href(term.value) if isinstance(term, NamedNode) else None,
    )


def _to_faulty_field(param: Param, given: str, problem: ParameterError, base: str) -> Field:
    meant = tuple(Meant(*one) for one in problem.meant)
    sound = _to_field(param, param.to_default(prefixes(base)), Names(), base)
    return replace(sound, value=given, problem=problem.reason, meant=meant)
