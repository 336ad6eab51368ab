"""The library of saved queries: files are found, and read with their headers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import QueryError
from kg.queries import HEADER, PARAMETER, PREFIX, Param, SavedQuery
from kg.vocab import RDF

KEYS = {"summary", "description", "tags", "params"}
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({"format", "timeout", "copies", "run"})
"""Names that mean something else where a query is asked, and that no parameter may have."""
FEDERATED = "federated"
"""Folder, inside of another, of queries that call endpoints outside."""
OWN = "queries"
"""Folder of the data folder that holds a user's own."""


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


def find_queries(folder: Path) -> dict[str, SavedQuery]:
    """Return the saved queries in *folder*, and in the one inside of it for those that call others, by name, sorted.

    Raises QueryError for a faulty one.
    """
    paths = {path.stem: path for one in (folder, folder / FEDERATED) for path in one.glob("*.rq")}
    return {name: read_query(paths[name]) for name in sorted(paths)}


@dataclass(frozen=True, slots=True)
class Library:
    """The saved queries that there are: those that ship with the program, and a user's own."""

    queries: Mapping[str, SavedQuery]
    """By name, sorted; a user's own stand in place of their namesakes."""
    own: frozenset[str] = frozenset()
    """Names of the user's own."""
    faults: tuple[str, ...] = ()
    """What is wrong with files of the user's, each with its name."""

    def get(self, name: str) -> SavedQuery:
        """Return the query called *name*; QueryError, with names like it, if there is none."""
        if found := self.queries.get(name):
            return found
        if fault := next((fault for fault in self.faults if fault.startswith(f"{name}.rq: ")), None):
            raise QueryError(fault)
        alike = get_close_matches(name, self.queries, 3)
        meant = f"did you mean {' or '.join(alike)}?" if alike else "see kg query --list"
        raise QueryError(f"there is no saved query {name!r}: {meant}")


def read_library(shipped: Path, own: Path) -> Library:
    """Return the queries in the folder *shipped*, of which none may be faulty, and in the folder *own*, if it is there.

    A faulty file of the user's costs nothing but itself.
    """
    queries, faults, names = find_queries(shipped), [], set()
    for path in sorted(one for folder in (own, own / FEDERATED) for one in folder.glob("*.rq")):
        try:
            queries[path.stem] = read_query(path)
            names.add(path.stem)
        except QueryError as error:
            faults.append(str(error))
    return Library({name: queries[name] for name in sorted(queries)}, frozenset(names), tuple(faults))


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
    if name in RESERVED:
        raise QueryError(f"no parameter may be called {name}: give it another name")
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
