"""All of the graph as one file, and the page that tells of it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import Blueprint, Response, abort, current_app, send_file, url_for
from werkzeug.exceptions import ServiceUnavailable

from kg.graph.dumping import Dump
from kg.graph.dumps import Dumps
from kg.graph.readers import Readers
from kg.results import Engine
from kg.settings import Settings
from web.asking import Asking
from web.site import engine
from web.twins import Table, answer, page_at

FILE = "graph.nq.gz"
PATH = f"dump/{FILE}"
DUMPS = "diplograph-dumps"
WAIT = 3.0
"""Seconds that a request waits for a dump: that of a small graph is made by then."""
NOT_HERE = "this site has no dump: who runs it has turned it off (KG_DUMP), or keeps the graph on another engine"
ELSEWHERE = "read the graph at /graph-store?default, or what you want of it at /sparql"
ORDER = "the dump is being made: ask again in a few minutes"
UNITS = ("bytes", "kB", "MB", "GB", "TB")

blueprint = Blueprint("dump", __name__)


@dataclass(frozen=True, slots=True)
class DumpView:
    """The dump, as its page shows it."""

    address: str
    state: str
    """``current``, ``older`` than the graph, or ``none``."""
    is_making: bool
    quads: int = 0
    bytes: int = 0
    made: str = ""
    """Day and time, in UTC."""
    age: str = ""
    size: str = ""


def open_dumps(settings: Settings, asked: Engine) -> Dumps | None:
    """Return the dumps that a site over the engine *asked* offers; None where it offers none."""
    return Dumps(settings.data) if settings.dump and isinstance(asked, Readers) else None


def dumps() -> Dumps:
    """Return the dumps of the running site; 404 where it has none."""
    found = cast("Dumps | None", current_app.extensions[DUMPS])
    return found or abort(404, f"{NOT_HERE}; {ELSEWHERE}")


def has_dump() -> bool:
    """Whether the running site offers a dump."""
    return current_app.extensions[DUMPS] is not None


@page_at(blueprint, "/dump")
def page() -> Response:
    """What the dump holds, from when it is, and how it is loaded."""
    view = _to_view(dumps())
    columns = ("address", "state", "quads", "bytes", "made")
    return answer(
        Asking(engine()),
        "dump.html",
        data=lambda: {name: getattr(view, name) for name in columns},
        table=lambda: Table(columns, [[getattr(view, name) for name in columns]]),
        dump=view,
    )


@blueprint.get(f"/{PATH}")
def file() -> Response:
    """The file, whole or a part of it; 503 while the first one is made."""
    offered = dumps()
    for _ in range(3):
        dump = offered.get(WAIT)
        if dump is None:
            break
        try:
            return _send(dump)
        except FileNotFoundError:  # it has just been replaced
            continue
    text = ORDER if offered.is_making else "the dump could not be made: tell who runs this site, and ask again later"
    raise ServiceUnavailable(text, retry_after=offered.likely_seconds)


def _send(dump: Dump) -> Response:
    """Return the file; werkzeug sees to ranges and conditions."""
    response = send_file(
        dump.path,
        mimetype="application/gzip",
        as_attachment=True,
        download_name=FILE,
        etag=f"dump-{dump.generation}",
        last_modified=dump.made,
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def _to_view(offered: Dumps) -> DumpView:
    address = url_for("dump.file", _external=True)
    dump = offered.newest
    if dump is None:
        return DumpView(address, "none", offered.is_making)
    return DumpView(
        address,
        "current" if offered.is_current(dump) else "older",
        offered.is_making,
        dump.quads,
        dump.size,
        datetime.fromtimestamp(dump.made, UTC).strftime("%Y-%m-%d %H:%M UTC"),
        to_age(time.time() - dump.made),
        to_size(dump.size),
    )


def to_age(seconds: float) -> str:
    """Return *seconds* in words, rounded down: ``3 hours``."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if (number := int(seconds // length)) > 0:
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return "less than a minute"


def to_size(number: int) -> str:
    """Return a number of bytes in words: ``1.4 GB``."""
    size, unit = float(number), 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.1f} {UNITS[unit]}" if unit else f"{number} bytes"
