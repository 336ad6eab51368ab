"""TMP"""

from flask import Blueprint, Response

blueprint = Blueprint("documented", __name__)


@blueprint.get("/api")
def api() -> Response:
    return Response("x")
