"""Saved SPARQL queries: their headers, and the binding of values to their parameters.

A saved query is a file ``name.rq``, valid SPARQL as it stands. Lines that begin with ``#+`` are its header,
in YAML: ``summary``, and where wanted ``description``, ``tags`` and ``params``. A parameter is one line of
the query, such as ``VALUES ?actor { actor:FRA }``; its default's term gives the type. IRIs of instances are
written with the default base.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import QueryError
from kg.results import INSTANCES, prefixes
from kg.settings import DEFAULT_BASE
from kg.vocab import RDF, XSD

HEADER = "#+"
KEYS = {"summary", "description", "tags", "params"}
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
VALUES_LINE = r"^[ \t]*VALUES \?(?P<name>\w+) \{ (?P<term>.+) \}[ \t]*$"
PREFIX_LINE = r"^[ \t]*PREFIX (?P<prefix>\w*): <(?P<space>[^<>\s]*)>[ \t]*$"
PARAMETER = re.compile(VALUES_LINE, re.MULTILINE)
PREFIX = re.compile(PREFIX_LINE, re.MULTILINE)
BINDABLE = re.compile(f"{VALUES_LINE}|{PREFIX_LINE}", re.MULTILINE)
ABSOLUTE = re.compile(r"https?://")
LEXICAL: Mapping[str, tuple[re.Pattern[str], str]] = {
    XSD + "integer": (re.compile(r"[+-]?[0-9]+"), "a whole number, such as 20"),
    XSD + "decimal": (re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"), "a number, such as 0.5"),
    XSD + "gYearMonth": (re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])"), "a month, such as 2024-06"),
    XSD + "boolean": (re.compile("true|false"), "true or false"),
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
        """Return what *text* stands for as a value of this parameter; QueryError if it is none.

        *names* are the prefixes of the graph at hand. An IRI may be given whole, as ``actor:RUS``, or as
        ``RUS``.
        """
        if not text.strip():
            raise QueryError(f"{self.name} is empty: give a value such as {self.example}")
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
                raise QueryError(f"{self.name} must be {wanted}, not {text!r}")
            return Literal(text.strip(), datatype=datatype)
        return Literal(text, datatype=datatype)

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
            raise QueryError(f"{self.name} must be a name or an IRI, not {text!r}: {error}") from error

    def _to_day(self, text: str) -> str:
        try:
            day = date.fromisoformat(text).isoformat()
        except ValueError:
            day = ""
        if day != text:  # Python reads 20240627 too
            raise QueryError(f"{self.name} must be a day, such as 2024-06-27, not {text!r}")
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

    def bind(self, values: Mapping[str, str] | None = None, base: str = DEFAULT_BASE) -> str:
        """Return the text of the query with *values* in place of defaults, for the graph whose instances
        are under *base*.

        Raises QueryError for an unknown parameter and for a value that does not fit its default's type.
        """
        values = values or {}
        params = {param.name: param for param in self.params}
        if unknown := values.keys() - params.keys():
            known = ", ".join(params) or "none"
            raise QueryError(f"{self.name} has no parameter {min(unknown)}; it has: {known}")
        names = prefixes(base)
        terms = {name: params[name].to_term(text, names) for name, text in values.items()}

        def replace(line: re.Match[str]) -> str:
            if line["prefix"] is not None:
                return f"PREFIX {line['prefix']}: <{_rebase(line['space'], names)}>"
            term = terms.get(line["name"])
            return line[0] if term is None else f"  VALUES ?{line['name']} {{ {term} }}"

        # All lines in one pass: replacing one after the other would let a value be rewritten by the next.
        return BINDABLE.sub(replace, self.text)


def _rebase(namespace: str, names: Mapping[str, str]) -> str:
    """The namespace in the graph at hand for one under the default base; any other as it is."""
    default = prefixes(DEFAULT_BASE)
    return next((names[name] for name in INSTANCES if default[name] == namespace), namespace)


def read_query(path: Path) -> SavedQuery:
    """Read the saved query at *path*; QueryError, which names the file, if it is faulty."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read: {error}") from error
    try:
        if not NAME.fullmatch(path.stem):
            raise QueryError("its name must be of small letters, digits and single hyphens")
        header = _read_header(text)
        params = tuple(_read_param(name, about, text) for name, about in header["params"].items())
    except QueryError as error:
        raise QueryError(f"{path.name}: {error}") from error
    tags = tuple(header["tags"])
    return SavedQuery(path.stem, header["summary"], header["description"], tags, params, text)


def find_queries(folders: Iterable[Path]) -> dict[str, SavedQuery]:
    """Return the saved queries in *folders* by name, sorted; a later folder's go before its namesakes."""
    paths = {path.stem: path for folder in folders for path in sorted(folder.glob("*.rq"))}
    return {name: read_query(paths[name]) for name in sorted(paths)}


def _read_header(text: str) -> dict[str, Any]:
    lines = [line.removeprefix(HEADER).removeprefix(" ") for line in text.splitlines() if line.startswith(HEADER)]
    try:
        found = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise QueryError(f"the header is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise QueryError(f'a header is missing: begin with a line "{HEADER} summary: what it answers"')
    if unknown := found.keys() - KEYS:
        raise QueryError(f"the header has an unknown key {min(map(str, unknown))}; allowed: {', '.join(sorted(KEYS))}")
    header: dict[str, Any] = {"description": "", "tags": [], "params": {}, **found}
    texts = [header.get("summary"), header["description"]]
    if isinstance(header["tags"], list) and isinstance(header["params"], dict):
        texts += [*header["tags"], *header["params"].keys(), *header["params"].values()]
        if header.get("summary") and all(isinstance(one, str) for one in texts):
            return header
    raise QueryError("the header needs a summary; tags are a list of words, params a mapping of names to descriptions")


def _read_param(name: str, description: str, text: str) -> Param:
    lines = [line["term"] for line in PARAMETER.finditer(text) if line["name"] == name]
    if len(lines) != 1:
        raise QueryError(f"the parameter {name} needs exactly one line VALUES ?{name} {{ default }}")
    declared = {line["prefix"]: line["space"] for line in PREFIX.finditer(text)}
    prologue = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in declared.items())
    try:
        quads = list(parse(f"{prologue} <urn:s> <{RDF}value> {lines[0]} .", RdfFormat.TURTLE))
    except SyntaxError as error:
        raise QueryError(f"the default of {name} is no term: {lines[0]}") from error
    default = quads[0].object if len(quads) == 1 else None
    if not isinstance(default, NamedNode | Literal):
        raise QueryError(f"the default of {name} must be one IRI or literal, not {lines[0]}")
    if isinstance(default, Literal):
        return Param(name, description, default)
    spaces = [space for space in declared.values() if default.value.startswith(space)]
    cut = max(default.value.rfind("/"), default.value.rfind("#")) + 1
    return Param(name, description, default, max(spaces, key=len, default=default.value[:cut]))
