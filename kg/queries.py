"""Saved SPARQL queries: what one is, and the binding of values to its parameters.

A saved query is a file ``name.rq``, valid SPARQL as it stands. Lines that begin with ``#+`` are its header,
in YAML: ``summary``, and where wanted ``description``, ``tags`` and ``params``. A parameter is one line of
the query, such as ``VALUES ?actor { actor:FRA }``; its default's term gives the type. IRIs of instances are
written with the default base. The tag ``long`` marks a query that takes a while in a large graph.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError, QueryError
from kg.providers import Provider, find_provider
from kg.results import INSTANCES, prefixes
from kg.settings import DEFAULT_BASE
from kg.vocab import XSD

HEADER = "#+"
VALUES_LINE = r"^[ \t]*VALUES \?(?P<name>\w+) \{ (?P<term>.+) \}[ \t]*$"
PREFIX_LINE = r"^[ \t]*PREFIX (?P<prefix>\w*): <(?P<space>[^<>\s]*)>[ \t]*$"
PARAMETER = re.compile(VALUES_LINE, re.MULTILINE)
PREFIX = re.compile(PREFIX_LINE, re.MULTILINE)
BINDABLE = re.compile(f"{VALUES_LINE}|{PREFIX_LINE}", re.MULTILINE)
CALL = re.compile(r"\bSERVICE(?:\s+SILENT)?\s*<(?P<endpoint>[^<>\s]*)>", re.IGNORECASE)
COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
FORM = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
LONG = "long"
"""Tag of a query that takes a while in a large graph."""
LONGEST = 80
"""Characters of a value that a message repeats."""
ABSOLUTE = re.compile(r"https?://")
LEXICAL: Mapping[str, tuple[re.Pattern[str], str]] = {
    XSD + "integer": (re.compile(r"[+-]?[0-9]+"), "a whole number, such as 20"),
    XSD + "decimal": (re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"), "a number, such as 0.5"),
    XSD + "gYearMonth": (re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])"), "a month, such as 2024-06"),
    XSD + "boolean": (re.compile("true|false", re.IGNORECASE), "true or false"),
}
"""How values of a datatype are written, and how to say so."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a saved query."""

    name: str
    description: str
    default: NamedNode | Literal
    namespace: str = ""
    """Where a value that is no whole IRI belongs, if the default is an IRI."""

    @property
    def example(self) -> str:
        """The default as a user would type it: ``RUS``, ``2024-01-01``."""
        if isinstance(self.default, NamedNode):
            return self.default.value.removeprefix(self.namespace)
        return self.default.value

    def to_term(self, text: str, names: Mapping[str, str]) -> NamedNode | Literal:
        """Return what *text* stands for as a value of this parameter; ParameterError if it is none.

        *names* are the prefixes of the graph at hand. An IRI may be given whole, as ``actor:RUS``, or as
        ``RUS``.
        """
        if not text.strip():
            raise ParameterError(f"{self.name} is empty: give a value such as {self.example}", self.name)
        if isinstance(self.default, NamedNode):
            return self._to_iri(text.strip(), names)
        if self.default.language is not None:
            return Literal(text, language=self.default.language)
        datatype = self.default.datatype
        if datatype.value == XSD + "date":
            return Literal(self._to_day(text.strip()), datatype=datatype)
        if datatype.value in LEXICAL:
            pattern, wanted = LEXICAL[datatype.value]
            if not pattern.fullmatch(text.strip()):
                raise ParameterError(f"{self.name} must be {wanted}, not {quoted(text)}", self.name)
            return Literal(text.strip().lower(), datatype=datatype)  # only true and false have letters
        return Literal(text, datatype=datatype)

    def to_default(self, names: Mapping[str, str]) -> NamedNode | Literal:
        """Return the default in the graph whose prefixes are *names*."""
        if isinstance(self.default, Literal):
            return self.default
        return NamedNode(_rebase(self.namespace, names) + self.default.value.removeprefix(self.namespace))

    def to_text(self, term: NamedNode | Literal, names: Mapping[str, str]) -> str:
        """Return *term* as a user would type it: ``to_term`` gives it again."""
        local = term.value.removeprefix(_rebase(self.namespace, names))
        if isinstance(term, Literal) or local == term.value or not self.namespace:
            return term.value
        key = unquote(local)
        return term.value if ":" in key or self._to_iri(key, names) != term else key

    def _to_iri(self, text: str, names: Mapping[str, str]) -> NamedNode:
        prefix, colon, local = text.partition(":")
        if ABSOLUTE.match(text):
            iri = text
        elif colon and prefix in names:
            iri = names[prefix] + quote(local, safe="%")
        else:
            iri = _rebase(self.namespace, names) + quote(text, safe="")
        try:
            return NamedNode(iri)
        except ValueError as error:
            message = f"{self.name} must be a name or an IRI, not {quoted(text)}"
            raise ParameterError(message, self.name) from error

    def _to_day(self, text: str) -> str:
        try:
            day = date.fromisoformat(text).isoformat()
        except ValueError:
            day = ""
        if day != text:  # Python reads 20240627 too
            message = f"{self.name} must be a day, such as 2024-06-27, not {quoted(text)}"
            raise ParameterError(message, self.name)
        return day


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One query of the library."""

    name: str
    """Name of its file without the ending."""
    summary: str
    description: str
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    text: str
    """The file, header and all."""

    @property
    def form(self) -> str:
        """What kind of query it is: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``."""
        found = FORM.search(PREFIX.sub("", COMMENT.sub("", self.text)))
        return found[0].upper() if found else "SELECT"

    @property
    def endpoints(self) -> tuple[str, ...]:
        """IRIs of the endpoints that it calls, each once."""
        return tuple(dict.fromkeys(call["endpoint"] for call in CALL.finditer(COMMENT.sub("", self.text))))

    @property
    def copies(self) -> tuple[Provider, ...]:
        """The data sets whose facts, copied to this graph, can stand in for those endpoints; none unless all can."""
        found = [provider for endpoint in self.endpoints if (provider := find_provider(endpoint))]
        return tuple(found) if len(found) == len(self.endpoints) else ()

    def to_copies(self, base: str = DEFAULT_BASE) -> "SavedQuery":
        """Return the query that asks the copies in the graph, whose instances are under *base*, and calls nobody.

        Raises QueryError where there can be no copy of what it calls.
        """
        if not self.copies:
            raise QueryError(f"{self.name} calls no endpoint of which this graph can hold a copy")
        graphs = {provider.endpoint: f"GRAPH <{provider.graph(base)}>" for provider in self.copies}
        return replace(self, text=CALL.sub(lambda call: graphs.get(call["endpoint"], call[0]), self.text))

    def bind(self, values: Mapping[str, str] | None = None, base: str = DEFAULT_BASE) -> str:
        """Return the text of the query with *values* in place of defaults, for the graph whose instances
        are under *base*.

        Raises ParameterError for an unknown parameter and for a value that does not fit its default's type.
        """
        values = values or {}
        params = {param.name: param for param in self.params}
        if unknown := values.keys() - params.keys():
            known = ", ".join(params) or "none"
            name = min(unknown)
            raise ParameterError(f"{self.name} has no parameter {shortened(name)}; it has: {known}", name)
        names = prefixes(base)
        terms = {name: params[name].to_term(text, names) for name, text in values.items()}

        def write(line: re.Match[str]) -> str:
            if line["prefix"] is not None:
                return f"PREFIX {line['prefix']}: <{_rebase(line['space'], names)}>"
            term = terms.get(line["name"])
            if term is None:
                return line[0]
            indent = line[0].partition("V")[0]
            return f"{indent}VALUES ?{line['name']} {{ {term} }}"

        # All lines in one pass: replacing one after the other would let a value be rewritten by the next.
        return BINDABLE.sub(write, self.text)


def quoted(text: str) -> str:
    """Return as much of *text* as a message should hold, in quotes."""
    return repr(shortened(text))


def shortened(text: str) -> str:
    """Return as much of *text* as a message should hold."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _rebase(namespace: str, names: Mapping[str, str]) -> str:
    """The namespace in the graph at hand for one under the default base; any other as it is."""
    default = prefixes(DEFAULT_BASE)
    return next((names[name] for name in INSTANCES if default[name] == namespace), namespace)
