"""Who may write: whoever brings the token of the data folder, where the site was started to take writes."""

from typing import cast

from flask import abort, current_app, request
from werkzeug.datastructures import Authorization, WWWAuthenticate

from kg.graph.writable import Editable
from kg.settings import Settings
from kg.tokens import is_token, takes_tokens
from web.site import settings

EDITOR = "diplograph-editor"
READ_ONLY = "this site takes no writes: make a token with `kg token` if there is none, and start it again"
CHALLENGE = WWWAuthenticate("bearer", {"realm": "DiploGraph"})


def editor() -> Editable:
    """Return what the request may write to; 403 where nobody may, 401 without the right token."""
    found = current_app.extensions[EDITOR]
    if found is None or not takes_tokens(settings().data):
        abort(403, READ_ONLY)
    if not is_allowed():
        abort(401, "send the token of this site as `Authorization: Bearer …`", www_authenticate=CHALLENGE)
    return cast("Editable", found)


def is_allowed() -> bool:
    """Whether the request brings the token."""
    return brings_token(settings(), request.headers.get("Authorization", ""))


def brings_token(known: Settings, credentials: str) -> bool:
    """Whether *credentials*, an ``Authorization`` header, hold the token of the data folder of the settings *known*."""
    given = Authorization.from_header(credentials)
    return given is not None and given.type == "bearer" and is_token(known.data, given.token or "")
