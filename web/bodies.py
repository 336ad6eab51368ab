"""What a request says in its body, bounded: by more where it comes with the token."""

from urllib.parse import parse_qsl

from flask import abort, current_app, request
from werkzeug.datastructures import MultiDict

from web.allowing import is_allowed
from web.site import MAX_BODY, settings

FORM_BODY = "application/x-www-form-urlencoded"


def largest_body() -> int:
    """Return how many bytes the request may send."""
    most: int = current_app.config[MAX_BODY]
    return max(most, settings().max_write_bytes) if is_allowed() else most


def read_body() -> bytes:
    """Return the body; 413 if it is too large. Flask cuts one off that comes in chunks, without a word."""
    most = largest_body()
    request.max_content_length = most + 1  # so that one byte too many is seen
    body = request.get_data()
    if len(body) > most:
        abort(413)
    return body


def read_text() -> str:
    """Return the body as text; 400 if it is not in UTF-8, 413 if it is too large."""
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        abort(400, "the request must be in UTF-8")
    try:
        return read_body().decode()
    except UnicodeDecodeError:
        abort(400, "the request must be in UTF-8")


def read_form() -> MultiDict[str, str]:
    """Return the parameters of a form; raises as ``read_text``."""
    try:
        return MultiDict(parse_qsl(read_text(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        abort(400, "the request must be in UTF-8")
