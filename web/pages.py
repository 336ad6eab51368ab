"""The pages that are not about one thing: home, about, health."""

from flask import Blueprint, Response, current_app

from web.asking import Asking
from web.event_lists import Filters, read_page
from web.parties import from_counts, to_tallies
from web.site import draw, engine

LATEST = 6
COUNTED = "diplograph-articles-counted"

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def home() -> Response:
    """Counts, the latest events, who acts most."""
    ask = Asking(engine())
    latest = read_page(ask, Filters(), size=LATEST)
    return draw(
        "home.html",
        ask,
        classes=from_counts(latest.counts.by_class),
        counted=ask.rows_once("article_counts", current_app.extensions.setdefault(COUNTED, {}))[0],
        latest=latest,
        busiest=to_tallies(ask.rows("busiest_actors"), "party"),
    )


@blueprint.get("/about")
def about() -> Response:
    """What this is, and how events are coded."""
    return draw("about.html")


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether the graph answers; a problem says so otherwise."""
    engine().answer("ASK {}")
    return Response("ok\n", content_type="text/plain; charset=utf-8")
