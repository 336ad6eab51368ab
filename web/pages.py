"""The pages that are not about one thing: home, about, health."""

from flask import Blueprint, Response

from web import home_page
from web.asking import Asking
from web.site import draw, engine
from web.twins import page_at

blueprint = Blueprint("pages", __name__)


@page_at(blueprint, "/")
def home() -> Response:
    """What the graph holds; see `web.home_page`."""
    return home_page.show(Asking(engine()))


@blueprint.get("/about")
def about() -> Response:
    """What this is, and how events are coded."""
    return draw("about.html")


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether the graph answers; a problem says so otherwise."""
    engine().answer("ASK {}")
    return Response("ok\n", content_type="text/plain; charset=utf-8")
