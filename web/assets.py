"""Addresses of the files that pages load: bundled scripts by their name of today, others with a mark of their content.

Such an address may be kept by browsers for ever, as another content has another address.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import cast

from flask import url_for

from web.static_files import FOLDER

BUILT = "dist"
"""Folder of what the build of ``web/frontend`` made, in the folder of static files."""
MANIFEST = "manifest.json"
MARK_LENGTH = 8
"""Hexadecimal digits of a content's digest that mark it."""


def asset(name: str) -> str | None:
    """Return the address of the script *name* (``network.js``); None where the front end was not built with it."""
    file = _read_manifest(FOLDER).get(name)
    return None if file is None else url_for("static_files.static", filename=f"{BUILT}/{file}")


def static(filename: str) -> str:
    """Return the address of *filename* in ``web/static``, with a mark of its content if it is there."""
    return url_for("static_files.static", filename=filename, v=_read_mark(FOLDER / filename))


@cache
def _read_manifest(folder: Path) -> dict[str, str]:
    try:
        text = (folder / BUILT / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return cast("dict[str, str]", json.loads(text))


@cache
def _read_mark(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()[:MARK_LENGTH]
    except FileNotFoundError:
        return None
