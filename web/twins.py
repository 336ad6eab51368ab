"""The twins of a page: the same as JSON, CSV or RDF, by the ending of its address or by what the client accepts."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, g, request
from pyoxigraph import NamedNode, RdfFormat, parse

from kg import jsonld
from web.asking import Asking
from web.negotiation import FORMS, GRAPH_TYPES, HTML, choose, split_form, with_charset
from web.site import draw

View = TypeVar("View", bound=Callable[..., Response])
NAMES: Mapping[str, str] = {
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "csv": "CSV",
    "json": "JSON",
}
"""What pages link to, in this order."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a page shows, as rows."""

    columns: tuple[str, ...]
    rows: Iterable[Sequence[object]]
    """As many values as there are columns; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A page in another form."""

    name: str
    media_type: str
    address: str


def page_at(blueprint: Blueprint, rule: str) -> Callable[[View], View]:
    """Serve a view at *rule*, and its twins at the same address with an ending, such as ``/events.csv``.

    Those of ``/`` are at ``/index.csv`` and so on.
    """

    def add(view: View) -> View:
        blueprint.add_url_rule(rule, view_func=view)
        blueprint.add_url_rule(f"{_to_stem(rule)}.<any({', '.join(FORMS)}):form>", view_func=view)
        return view

    return add


def install(app: Flask) -> None:
    """Let *app* know by the address which twin is wanted."""

    def note(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "form" in values:
            g.form = values.pop("form")

    app.url_value_preprocessor(note)


def answer(
    ask: Asking,
    template: str,
    *,
    data: Callable[[], object],
    table: Callable[[], Table] | None = None,
    subjects: Sequence[str] = (),
    **context: object,
) -> Response:
    """Return the page, or the twin of it that is wanted.

    *data* gives what the page shows, of which JSON can be made; *table* the same as rows, *subjects* the instances
    that the RDF is about. 404 for an ending, 406 for an Accept header that asks for what there is none of.
    """
    offered = ["html", "json", *(["csv"] if table else []), *(NAMES if subjects else [])]
    form = g.get("form") or _choose(offered)
    if form == "json":
        return _send(to_json(data()), form)
    if table and form == "csv":
        return _send(to_csv(table()), form)
    if subjects and FORMS[form] in GRAPH_TYPES:
        return describe(ask, subjects, FORMS[form])
    if form != "html":
        abort(404)
    return draw(template, ask, twins=list_twins(offered), **context)


def describe(ask: Asking, subjects: Sequence[str], media_type: str) -> Response:
    """Return what the graph says of *subjects* as RDF; JSON-LD about one of them as an object with short names."""
    nodes = [NamedNode(iri) for iri in dict.fromkeys(subjects)]
    form = GRAPH_TYPES[media_type]
    if form == RdfFormat.JSON_LD and len(nodes) == 1:
        triples = parse(ask.graph("describe", RdfFormat.N_TRIPLES, subject=nodes), RdfFormat.N_TRIPLES)
        context = f"{ask.base}ontology/{jsonld.NAME}"
        found = jsonld.to_object((quad.triple for quad in triples), nodes[0].value, context)
        body = json.dumps(found, ensure_ascii=False, indent=2).encode()
    else:
        body = ask.graph("describe", form, subject=nodes)
    return _to_response(body, media_type)


def to_json(value: object) -> bytes:
    """Return *value* as JSON: records as objects, days as ``2024-06-27``."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=_to_plain).encode()


def to_csv(table: Table) -> bytes:
    """Return *table* as CSV by RFC 4180, with its columns in the first line."""
    text = io.StringIO()
    write = csv.writer(text)
    write.writerow(table.columns)
    write.writerows(table.rows)
    return text.getvalue().encode()


def list_twins(forms: Iterable[str]) -> list[Twin]:
    """Return the twins of the page of this request, those of *forms* that pages link to."""
    stem = _to_stem(quote(split_form(request.path)[0], safe="/"))
    query = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
    wanted = set(forms)
    return [
        Twin(name, FORMS[form], f"{request.script_root}{stem}.{form}{query}")
        for form, name in NAMES.items()
        if form in wanted
    ]


def _to_stem(path: str) -> str:
    """Return what the endings of the twins of the page at *path* are put behind."""
    return path if path != "/" else "/index"


def _choose(forms: Sequence[str]) -> str:
    """Return the one of *forms* that the client likes best."""
    kinds = {FORMS[form]: form for form in forms}
    if any(kind in GRAPH_TYPES for kind in kinds):
        kinds |= {kind: form for form, kind in FORMS.items() if kind in GRAPH_TYPES}
    chosen = choose(request, kinds)
    return kinds[chosen] if chosen else abort(406, f"this comes as {', '.join(kinds)}")


def _send(body: bytes, form: str) -> Response:
    return _to_response(body, FORMS[form])


def _to_response(body: bytes, media_type: str) -> Response:
    response = Response(body, content_type=with_charset(media_type))
    response.vary.add("Accept")
    if media_type != HTML:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _to_plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
