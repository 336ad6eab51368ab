"""The endpoint of the service: its manifest, batches of queries, requests for values."""

import json
from collections.abc import Mapping

from flask import Blueprint, Response, abort, request
from werkzeug.datastructures import MultiDict

from web.asking import Asking
from web.endpoint.bodies import FORM_BODY, read_form
from web.reconcile.extending import extend, propose, read_request
from web.reconcile.manifest import to_manifest
from web.reconcile.matching import match
from web.reconcile.preview import draw_preview
from web.reconcile.reading import read_batch
from web.reconcile.suggesting import suggest_actors, suggest_properties, suggest_types
from web.site import engine, search

FORMS = (FORM_BODY, "multipart/form-data")
MOST_SKIPPED = 10_000
"""Suggestions that may be skipped; nobody reads further."""
BELOW = "/api/reconcile"

blueprint = Blueprint("reconcile", __name__)


@blueprint.get(BELOW)
@blueprint.post(BELOW)
def service() -> Response:
    """The manifest; with `queries` the candidates for each query, with `extend` values of properties."""
    sent = _read_parameters()
    ask = Asking(engine())
    if "queries" in sent:
        found = match(ask, search(), read_batch(sent["queries"]))
        return to_json({key: {"result": [one.to_json() for one in some]} for key, some in found.items()})
    if "extend" in sent:
        return to_json(extend(ask, read_request(sent["extend"])))
    if request.method == "POST" or "query" in sent:
        abort(400, "send a batch of queries as the form parameter `queries`, or a request for values as `extend`")
    return to_json(to_manifest())


def _read_parameters() -> Mapping[str, str]:
    if request.method != "POST":
        return request.args
    if request.mimetype not in FORMS:
        abort(415, f"send the parameter `queries` or `extend` as {FORM_BODY}")
    sent: MultiDict[str, str] = read_form() if request.mimetype == FORM_BODY else request.form
    return {**request.args, **sent.to_dict()}


@blueprint.get(f"{BELOW}/suggest/<any(entity, type, property):what>")
def suggest(what: str) -> Response:
    """Actors, types or properties whose names or identifiers begin with `prefix`, from number `cursor` on."""
    prefix, skipped = request.args.get("prefix", ""), read_number("cursor", 0, MOST_SKIPPED)
    if what == "entity":
        return to_json({"result": suggest_actors(Asking(engine()), search(), prefix, skipped)})
    return to_json({"result": (suggest_types if what == "type" else suggest_properties)(prefix)[skipped:]})


@blueprint.get(f"{BELOW}/properties")
def properties() -> Response:
    """The properties whose values can be asked for, for actors of `type`."""
    return to_json(propose(request.args.get("type", ""), read_number("limit", 0, 1_000_000)))


@blueprint.get("/embed/actor/<path:key>")
def preview(key: str) -> Response:
    """An actor in a few lines, for a frame in another's page."""
    return draw_preview(Asking(engine()), key)


def read_number(name: str, default: int, most: int) -> int:
    """Return the whole number in the parameter *name*, *most* for a larger one; 400 if it is none."""
    given = request.args.get(name, str(default))
    if not given.isascii() or not given.isdecimal():
        abort(400, f"the parameter `{name}` must be a whole number, not {given[:100]}")
    return min(int(given[:12]), most)


def to_json(value: object) -> Response:
    """Return *value* as an answer in JSON."""
    return Response(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), content_type="application/json")
