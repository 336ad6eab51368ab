"""The style, scripts, fonts and flags of the pages, kept by browsers for ever where the address tells their content."""

import re
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory
from werkzeug.security import safe_join

FOLDER = Path(__file__).parent / "static"
TEXTS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
"""What is sent compressed to who takes that; other files are compressed already."""
BUNDLES = re.compile(r"dist/[\w-]+\.js")
"""What has a mark of its content in its name."""
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"

blueprint = Blueprint("static_files", __name__)


@blueprint.get("/static/<path:filename>", endpoint="static")
def static(filename: str) -> Response:
    """One file."""
    path = safe_join(str(FOLDER), filename)
    if path is None or not Path(path).is_file() or Path(path).name.startswith("."):
        abort(404)
    kind = TEXTS.get(Path(path).suffix)
    response = Response(Path(path).read_bytes(), content_type=f"{kind}; charset=utf-8") if kind else _send(filename)
    response.headers["Cache-Control"] = FOR_EVER if BUNDLES.fullmatch(filename) or "v" in request.args else A_DAY
    response.add_etag()
    response.make_conditional(request)
    return response


def _send(filename: str) -> Response:
    response = send_from_directory(FOLDER, filename)
    response.direct_passthrough = False
    return response
