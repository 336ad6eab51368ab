"""How a program or a shell gets the answer to a saved query: code, ready to be copied."""

import shlex
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import url_for

from kg.queries import SavedQuery
from web.endpoint.snippets import Snippet
from web.library.question import Question


def to_address(endpoint: str, query: SavedQuery, sent: Mapping[str, str], /, **more: str) -> str:
    """Return the address of *query* at *endpoint* with the parameters *sent*, and with *more* in place of some."""
    values = {**sent, **more}  # no arguments of url_for, which takes some names for itself
    return url_for(endpoint, name=query.name) + (f"?{urlencode(values)}" if values else "")


def list_calls(question: Question, address: str, sent: Mapping[str, str]) -> list[Snippet]:
    """Return code that gets the answer to *question* from the API at *address*; *sent* are the parameters in it."""
    query = question.query
    return [
        Snippet("curl", _curl(address, sent, query.form)),
        Snippet("Python", _python(address, sent, query.form)),
        Snippet("kg", _command(query.name, sent, query.form)),
    ]


def _curl(address: str, sent: Mapping[str, str], form: str) -> str:
    pairs = [*sent.items(), ("format", {"SELECT": "csv", "ASK": "json"}.get(form, "ttl"))]
    data = (f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in pairs)
    return " \\\n  ".join([f"curl -G {shlex.quote(address)}", *data])


def _python(address: str, sent: Mapping[str, str], form: str) -> str:
    pairs = {**sent, "format": "json" if form in ("SELECT", "ASK") else "ttl"}
    reading = {
        "SELECT": '    for row in json.load(answer)["results"]["bindings"]:\n'
        '        print({name: term["value"] for name, term in row.items()})',
        "ASK": '    print(json.load(answer)["boolean"])',
    }.get(form, "    print(answer.read().decode())")
    imports = ["import json"] if form in ("SELECT", "ASK") else []
    return "\n".join(
        (
            *imports,
            "from urllib.parse import urlencode",
            "from urllib.request import urlopen",
            "",
            f"parameters = {pairs!r}",
            f'with urlopen({address!r} + "?" + urlencode(parameters)) as answer:',
            reading,
        )
    )


def _command(name: str, sent: Mapping[str, str], form: str) -> str:
    given = [f"--{key} {shlex.quote(value)}" for key, value in sent.items() if key != "copies"]
    options = ["--copies"] if "copies" in sent else []
    return " ".join([f"kg query {name}", *given, *options, *(["--format csv"] if form == "SELECT" else [])])
