"""The API as an OpenAPI document for programs, and as a page of the same for people."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from kg import __version__
from web.openapi.describing import describe_codes, describe_queries
from web.openapi.merging import read_document
from web.site import draw, shelf
from web.twins import Twin

REFERENCE = "$ref"
METHODS = ("get", "post", "put", "delete")

blueprint = Blueprint("documented", __name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of the API, as the page shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Mapping[str, Any], ...]
    formats: tuple[str, ...]
    example: str
    """Address to try it with; empty where it takes more than an address."""


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The API in OpenAPI 3.1: a path for each saved query, and all else."""
    body = json.dumps(to_document(), ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, content_type="application/json")


@blueprint.get("/api")
def api() -> Response:
    """What the API has, for people."""
    document = to_document()
    described = {tag["name"]: tag.get("description", "") for tag in document["tags"]}
    calls: dict[str, list[Call]] = {name: [] for name in described}
    for tag, call in list_calls(document):
        calls.setdefault(tag, []).append(call)
    twin = Twin("OpenAPI", "application/json", url_for("documented.openapi"))
    return draw("api.html", calls=calls, described=described, info=document["info"], twins=(twin,))


def to_document() -> dict[str, Any]:
    """Return the document, with the paths of the saved queries that there are now."""
    shared = read_document()
    components = shared["components"]
    schemas = {**components.get("schemas", {}), **describe_codes()}
    return {
        **shared,
        "info": {**shared["info"], "version": __version__},
        "servers": [{"url": request.script_root or "/"}],
        "paths": {**shared["paths"], **describe_queries(shelf().read())},
        "components": {**components, "schemas": schemas},
    }


def list_calls(document: Mapping[str, Any]) -> Iterator[tuple[str, Call]]:
    """Yield the operations of *document*, each with its first tag."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if operation := item.get(method):
                tag = next(iter(operation.get("tags", ())), "other")
                yield tag, _to_call(document, method, path, item, operation)


def _to_call(
    document: Mapping[str, Any], method: str, path: str, item: Mapping[str, Any], operation: Mapping[str, Any]
) -> Call:
    listed = [*item.get("parameters", ()), *operation.get("parameters", ())]
    parameters = tuple(_follow(document, one) for one in listed)
    answer = _follow(document, operation.get("responses", {}).get("200", {}))
    return Call(
        method.upper(),
        path,
        operation.get("summary", ""),
        operation.get("description", ""),
        parameters,
        tuple(answer.get("content", {})),
        _to_example(path, parameters) if method == "get" else "",
    )


def _follow(document: Mapping[str, Any], found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what *found* is, or what it refers to in *document*."""
    if REFERENCE not in found:
        return found
    target: Mapping[str, Any] = document
    for step in found[REFERENCE].removeprefix("#/").split("/"):
        target = target[step]
    return target


def _to_example(path: str, parameters: tuple[Mapping[str, Any], ...]) -> str:
    """Return the address of *path* with the examples of its parameters; empty where a needed one has none."""
    if "{" in path or any(one.get("required") and "example" not in one for one in parameters):
        return ""
    values = {one["name"]: _to_text(one["example"]) for one in parameters if "example" in one and one["in"] == "query"}
    return request.script_root + path + (f"?{urlencode(values)}" if values else "")


def _to_text(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)
