"""The queries that pages run: files in ``web/queries``, and the binding of terms to their parameters.

A file is SPARQL with one line ``VALUES ?name { default }`` for each parameter. ``#+ if name`` … ``#+ end`` encloses
lines that are left out where *name* is not bound, and ``#+ include part`` stands for the lines of ``part.part``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.settings import DEFAULT_BASE

FOLDER = Path(__file__).parent / "queries"
PARAMETER = re.compile(r"(?P<indent>\s*)VALUES \?(?P<name>\w+) \{.*\}")
BOUND = re.compile(r"(?P<word>LIMIT|OFFSET) \d+")
INCLUDE = re.compile(r"\s*#\+ include (?P<part>\w+)")
CONDITION = re.compile(r"\s*#\+ if (?P<name>\w+)")
PREFIX = re.compile(r"PREFIX (?P<name>\w+):")
END = "#+ end"
SUMMARY = "#+ summary: "

Term: TypeAlias = NamedNode | Literal
Value: TypeAlias = Term | Sequence[Term] | int | None


@dataclass(frozen=True, slots=True)
class PageQuery:
    """A query with its terms in place, as it is run and shown."""

    summary: str
    text: str


@cache
def _read_lines(name: str) -> tuple[str, ...]:
    lines: list[str] = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if found := INCLUDE.fullmatch(line):
            lines += _read_lines(f"{found['part']}.part")
        else:
            lines.append(line)
    return tuple(lines)


def bind(name: str, values: Mapping[str, Value], base: str = DEFAULT_BASE) -> PageQuery:
    """Return the query in ``name.rq`` with *values* in place of its defaults, for the graph with this *base*.

    A term or several become the values of the parameter of that name; ``limit`` and ``offset`` are whole numbers. The
    optional part of a parameter that is None or missing is left out. Raises ValueError for a parameter that is left
    without a value, or is not in the query.
    """
    summary, kept, used = "", [], set()
    dropping = False
    for line in _read_lines(f"{name}.rq"):
        if line.startswith(SUMMARY):
            summary = line.removeprefix(SUMMARY)
        elif found := CONDITION.fullmatch(line):
            dropping = values.get(found["name"]) is None
            used.add(found["name"])
        elif line.strip() == END:
            dropping = False
        elif not dropping:
            kept.append(_bind_line(name, line, values, used))
    if unknown := values.keys() - used:
        raise ValueError(f"{name}.rq has no parameter {min(unknown)}")
    lines = [_rebase(line, base) for line in _without_unused_prefixes(kept)]
    return PageQuery(summary, "\n".join(lines))


def _bind_line(name: str, line: str, values: Mapping[str, Value], used: set[str]) -> str:
    if found := BOUND.fullmatch(line):
        key = found["word"].lower()
        used.add(key)
        number = values.get(key)
        return f"{found['word']} {number}" if isinstance(number, int) else line
    if not (found := PARAMETER.fullmatch(line)):
        return line
    used.add(found["name"])
    value = values.get(found["name"])
    if value is None or isinstance(value, int):
        raise ValueError(f"{name}.rq needs terms for {found['name']}")
    terms = [value] if isinstance(value, NamedNode | Literal) else value
    # A term's own text form is SPARQL, with all that is special in it escaped.
    return f"{found['indent']}VALUES ?{found['name']} {{ {' '.join(map(str, terms))} }}"


def _rebase(line: str, base: str) -> str:
    """Let a prefix under the default base stand for the same under *base*."""
    return line.replace(f"<{DEFAULT_BASE}", f"<{base}") if PREFIX.match(line) else line


def _without_unused_prefixes(lines: list[str]) -> list[str]:
    body = "\n".join(line for line in lines if not PREFIX.match(line))
    return [line for line in lines if not (found := PREFIX.match(line)) or f"{found['name']}:" in body]
