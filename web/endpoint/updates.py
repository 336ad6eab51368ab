"""SPARQL updates by the SPARQL 1.1 Protocol: by form, or as the body itself."""

from collections.abc import Mapping

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from kg.graph.updates import Update
from web.endpoint.allowing import editor
from web.endpoint.bodies import FORM_BODY, read_form, read_text

UPDATE_BODY = "application/sparql-update"


def read_update() -> Update | None:
    """Return the update operation of the request, None if it is none; 400 for what is no right one."""
    if "update" in request.args:
        abort(400, f"send an update by POST, as {FORM_BODY} or {UPDATE_BODY}")
    if request.method != "POST":
        return None
    if request.mimetype == UPDATE_BODY:
        return _from_parameters(read_text(), request.args)
    if request.mimetype != FORM_BODY or "update" not in (form := read_form()):
        return None
    if "query" in form or len(form.getlist("update")) > 1:
        abort(400, "send one update, and no query with it")
    return _from_parameters(form["update"], form)


def _from_parameters(text: str, parameters: MultiDict[str, str]) -> Update:
    graphs: Mapping[str, tuple[str, ...]] = {
        kind: tuple(parameters.getlist(f"using-{kind}graph-uri")) for kind in ("", "named-")
    }
    return Update(text, graphs[""], graphs["named-"])


def run(update: Update) -> Response:
    """Do what *update* says, and answer once every reader sees it."""
    editor().update(update)
    return Response(status=204)
