"""What a request asks of a saved query: values for its parameters, and what is wrong with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask import abort
from pyoxigraph import Literal, NamedNode
from werkzeug.datastructures import MultiDict

from kg.errors import ParameterError, QueryError
from kg.parameters import resolve
from kg.queries import SavedQuery, shortened
from kg.results import prefixes
from web.site import engine, search, shelf

SWITCH: Mapping[str, bool] = {"1": True, "0": False}
"""How a parameter that turns something on is written."""


@dataclass(frozen=True, slots=True)
class Question:
    """A saved query with the values that a request gives its parameters."""

    query: SavedQuery
    given: Mapping[str, str]
    """Values as they were sent."""
    values: Mapping[str, str] = field(default_factory=dict)
    """The same, with IRIs in place of the names of actors; those that are wrong are missing."""
    problems: tuple[ParameterError, ...] = ()
    """What is wrong, each with the name of its parameter."""

    def terms(self, base: str) -> dict[str, NamedNode | Literal]:
        """Return what each parameter stands for, by its name: the default where its value is missing or wrong."""
        names = prefixes(base)
        return {
            param.name: param.to_term(self.values[param.name], names)
            if param.name in self.values
            else param.to_default(names)
            for param in self.query.params
        }

    def differing(self, base: str) -> dict[str, str]:
        """Return the values that are not the defaults, as a user would type them: what an address has to hold."""
        names, terms = prefixes(base), self.terms(base)
        return {
            param.name: param.to_text(terms[param.name], names)
            for param in self.query.params
            if terms[param.name] != param.to_default(names)
        }


def find_query(name: str) -> SavedQuery:
    """Return the saved query called *name*; 404, with names like it, if there is none."""
    try:
        return shelf().read().get(name)
    except QueryError as error:
        abort(404, str(error))


def read_values(query: SavedQuery, sent: MultiDict[str, str], options: Iterable[str]) -> dict[str, str]:
    """Return the values in *sent* for parameters of *query*, which is all of it but *options*.

    Raises ParameterError for one that is there more than once, and for one that the query does not have.
    """
    taken, known = set(options), {param.name for param in query.params}
    for name, values in sent.lists():
        if len(values) > 1:
            raise ParameterError(f"the parameter {shortened(name)} is there more than once: send it once", name)
        if name not in known | taken:
            has = ", ".join([*(param.name for param in query.params), *options])
            raise ParameterError(f"{query.name} has no parameter {shortened(name)}; it has: {has}", name)
    return {name: value for name, value in sent.items() if name not in taken}


def read_switch(sent: MultiDict[str, str], name: str, default: bool = False) -> bool:
    """Return whether the parameter *name* is 1 and not 0; ParameterError for what is neither."""
    text = sent.get(name, "1" if default else "0")
    if text not in SWITCH:
        raise ParameterError(f"{name} must be 1 or 0, not {shortened(text)!r}", name)
    return SWITCH[text]


def check_values(query: SavedQuery, given: Mapping[str, str]) -> Question:
    """Return the question, with each value that is wrong told apart."""
    values: dict[str, str] = {}
    problems = []
    try:
        return Question(query, given, resolve(query, given, engine(), search()))
    except ParameterError:  # which need not be the only one
        for name, value in given.items():
            try:
                values |= resolve(query, {name: value}, engine(), search())
            except ParameterError as error:
                problems.append(error)
    return Question(query, given, values, tuple(problems))
