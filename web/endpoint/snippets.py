"""A query as a program would send it, in three languages."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

ROWS, TRUTH, GRAPH = "rows", "truth", "graph"
ACCEPT = {ROWS: "application/sparql-results+json", TRUTH: "application/sparql-results+json", GRAPH: "text/turtle"}
"""What to ask for each kind of answer in."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of code, ready to be copied."""

    name: str
    """What it is written for."""
    text: str


@dataclass(frozen=True, slots=True)
class Sending:
    """A query on its way to an endpoint."""

    address: str
    query: str
    answer: str = ROWS
    """Kind of the answer: `ROWS`, `TRUTH` or `GRAPH`."""
    parameters: Sequence[tuple[str, str]] = ()
    """What is sent beside the query."""

    def snippets(self) -> list[Snippet]:
        """Return code that gets the answer. Whatever is in the query stays one string of the language at hand."""
        return [
            Snippet("curl", _curl(self)),
            Snippet("Python", _python(self)),
            Snippet("JavaScript", _javascript(self)),
        ]


def _curl(sending: Sending) -> str:
    sent = [f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in sending.parameters]
    accept = shlex.quote(f"Accept: {ACCEPT[sending.answer]}")
    query = shlex.quote(f"query={sending.query}")
    lines = [f"curl {shlex.quote(sending.address)}", f"-H {accept}", *sent, f"--data-urlencode {query}"]
    return " \\\n  ".join(lines)


def _python(sending: Sending) -> str:
    form = "TURTLE" if sending.answer == GRAPH else "JSON"
    reading = {
        ROWS: 'for row in endpoint.queryAndConvert()["results"]["bindings"]:\n'
        '    print({name: term["value"] for name, term in row.items()})',
        TRUTH: 'print(endpoint.queryAndConvert()["boolean"])',
        GRAPH: "print(endpoint.queryAndConvert().decode())",
    }
    return "\n".join(
        (
            f"from SPARQLWrapper import {', '.join(sorted((form, 'POST')))}, SPARQLWrapper",
            "",
            f"endpoint = SPARQLWrapper({sending.address!r})",
            "endpoint.setMethod(POST)",
            f"endpoint.setReturnFormat({form})",
            *(f"endpoint.addParameter({name!r}, {value!r})" for name, value in sending.parameters),
            f"endpoint.setQuery({_to_python_string(sending.query)})",
            reading[sending.answer],
        )
    )


def _to_python_string(value: str) -> str:
    shows_itself = all(line.replace("\t", " ").isprintable() for line in value.split("\n"))
    if shows_itself and '"""' not in value and "\\" not in value and not value.endswith('"'):
        return f'"""{value}"""'
    return repr(value)


def _javascript(sending: Sending) -> str:
    reading = {
        ROWS: "const { results } = await response.json();\nconsole.table(results.bindings);",
        TRUTH: "const { boolean } = await response.json();\nconsole.log(boolean);",
        GRAPH: "console.log(await response.text());",
    }
    sent = [f"    {name if name.isidentifier() else repr(name)}: {_to_template(value)},"
            for name, value in (*sending.parameters, ("query", sending.query))]  # fmt: skip
    return "\n".join(
        (
            f"const response = await fetch({_to_template(sending.address)}, {{",
            "  method: 'POST',",
            f"  headers: {{ Accept: '{ACCEPT[sending.answer]}' }},",
            "  body: new URLSearchParams({",
            *sent,
            "  }),",
            "});",
            reading[sending.answer],
        )
    )


def _to_template(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${").replace("\r", "\\r")
    return f"`{escaped}`"
