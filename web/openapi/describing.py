"""A path of the OpenAPI document for each saved query, from its header."""

from collections.abc import Iterator, Mapping
from typing import Any

from kg.library import Library
from kg.queries import LONG, Param, SavedQuery
from kg.reference import bundled
from web.endpoint.answering import types_named
from web.library.fields import kind_of
from web.library.query_api import FORMATS, list_options
from web.vocabulary.vocabulary_actions import read_actions

TAG = "saved queries"
CODES = "ActionCode"
"""Name of the schema of the codes of actions."""
SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "action": {"$ref": f"#/components/schemas/{CODES}"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "decimal": {"type": "string", "pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"},
    "integer": {"type": "string", "pattern": "^[+-]?[0-9]+$"},  # of any size
    "month": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    "text": {"type": "string", "pattern": r"\S"},
}
"""Schemas by what the values of a parameter are; any other is the key, a name or the IRI of a thing in the graph."""
UNKNOWN = ("article", "event", "dyad")
"""Kinds whose defaults need not be in the graph at hand, and make no example that works."""
PROBLEMS = {400: "BadRequest", 404: "NotFound", 406: "NotAcceptable", 413: "TooLarge", 503: "NotNow"}
FEDERATED_PROBLEMS = {403: "Forbidden", 502: "EndpointFailed"}


def describe_queries(library: Library) -> dict[str, Any]:
    """Return the paths of the queries of *library*."""
    return {f"/api/queries/{name}": {"get": _describe(query)} for name, query in library.queries.items()}


def describe_codes() -> dict[str, Any]:
    """Return the schema of the codes of actions."""
    codes = sorted(read_actions(bundled("ontology") / "actions.ttl").codes())
    return {CODES: {"description": "A CAMEO code.", "type": "string", "enum": codes}}


def _describe(query: SavedQuery) -> dict[str, Any]:
    notes = [query.description] if query.description else []
    if LONG in query.tags:
        notes.append("It takes a while in a large graph.")
    if query.endpoints:
        notes.append(f"It asks {' and '.join(query.endpoints)}, where this site may.")
    problems = {**PROBLEMS, **(FEDERATED_PROBLEMS if query.endpoints else {})}
    return {
        "operationId": f"ask-{query.name}",
        "tags": [TAG],
        "summary": query.summary,
        **({"description": " ".join(notes)} if notes else {}),
        "parameters": [*map(_describe_parameter, query.params), *_describe_options(query)],
        "responses": {
            "200": {"description": "The answer.", "content": _describe_content(query)},
            "304": {"$ref": "#/components/responses/NotModified"},
            **{str(status): {"$ref": f"#/components/responses/{name}"} for status, name in sorted(problems.items())},
        },
    }


def _describe_parameter(param: Param) -> dict[str, Any]:
    kind = kind_of(param)
    schema = SCHEMAS.get(kind) or {"type": "string", "format": kind, "minLength": 1}
    described = {
        "name": param.name,
        "in": "query",
        "description": f"{param.description}. Without it: {param.example}",
        "schema": schema,
    }
    if kind in UNKNOWN:
        return described
    return {**described, "example": param.example == "true" if kind == "boolean" else param.example}


def _describe_options(query: SavedQuery) -> Iterator[dict[str, Any]]:
    known: dict[str, tuple[str, dict[str, Any]]] = {
        "format": ("The format of the answer; it goes before the Accept header.", {"enum": list(FORMATS[query.form])}),
        "timeout": (
            "Seconds after which the client waits no longer; this site may allow fewer.",
            {"type": "number", "exclusiveMinimum": 0},
        ),
        "copies": (
            "1: copies of the facts in this graph are asked in place of the endpoints.",
            {"type": "integer", "enum": [0, 1]},
        ),
    }
    for name in list_options(query):
        description, schema = known[name]
        yield {"name": name, "in": "query", "description": description, "schema": schema}


def _describe_content(query: SavedQuery) -> dict[str, Any]:
    kinds = [kind for form in FORMATS[query.form] for kind in types_named(form) if kind]
    return {kind: {"schema": _find_schema(kind, query)} for kind in kinds}


def _find_schema(kind: str, query: SavedQuery) -> dict[str, Any]:
    """Return the schema of an answer to *query* of this media type."""
    if kind.endswith("results+json"):
        return {"$ref": f"#/components/schemas/{'Truth' if query.form == 'ASK' else 'Rows'}"}
    return {"type": ["array", "object"]} if kind.endswith("json") else {"type": "string"}
