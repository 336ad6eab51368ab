"""What `kg ingest` writes through the running site, instead of to the folder that the site has open."""

from flask import Blueprint, Response, abort

from kg.graph.calls import CALLS, PATH, Call, read_json, without_text, write_json
from web.endpoint.allowing import editor
from web.endpoint.bodies import read_body
from web.site import settings

blueprint = Blueprint("ledger", __name__)


@blueprint.post(f"{PATH}/<name>")
def perform(name: str) -> Response:
    """Do what the call *name* says, with the arguments in the body, and answer what it gave; both are JSON.

    A site that may not keep texts writes none, whatever the call asks for.
    """
    ledger = editor()
    kind = CALLS.get(name) or abort(404)
    call: Call = read_json(read_body(), kind)
    if not settings().keep_texts:
        call = without_text(call)
    return Response(write_json(call.perform(ledger)), content_type="application/json")
