"""What a request says in its body, bounded: by more where it comes with the token."""

from urllib.parse import parse_qsl

from flask import abort, request
from werkzeug.datastructures import MultiDict

from kg.settings import Settings
from web.endpoint.allowing import brings_token
from web.site import settings

FORM_BODY = "application/x-www-form-urlencoded"


def largest_body(known: Settings, credentials: str) -> int:
    """Return how many bytes a request may send that brings *credentials*, its ``Authorization`` header."""
    if credentials and brings_token(known, credentials):
        return max(known.max_query_bytes, known.max_write_bytes)
    return known.max_query_bytes


def read_body() -> bytes:
    """Return the body; 413 if it is too large. Flask cuts one off that comes in chunks, without a word."""
    most = largest_body(settings(), request.headers.get("Authorization", ""))
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
