"""The list of events, with filters that live in its address, and how many there are of each month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, request, url_for

from kg.errors import LimitError
from web import words
from web.asking import Asking
from web.charts.timeline import draw_timeline
from web.events.event_counts import read_counts
from web.events.event_lists import PAGE_SIZE, EventPage, read_page
from web.events.event_requests import Wanted, read_wanted
from web.events.event_tables import to_data, to_table
from web.events.facets import BANDS, LEVELS, Facet, list_codes, read_facets
from web.events.places import Place
from web.negotiation import FORMS, wants_html, with_charset
from web.site import draw, engine, search
from web.twins import Table, answer, page_at, to_csv, to_json

MOST_SENT = 1000
"""Events that a program gets at a time."""

blueprint = Blueprint("events", __name__)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that the list has, and the address of the list without it."""

    words: str
    address: str


@page_at(blueprint, "/events")
def events() -> Response:
    """A list of events, newest first."""
    ask = Asking(engine())
    wanted = read_wanted(ask, search(), request.args)
    listed = _read_listed(ask, wanted, _read_size(), patient=_is_patient())
    response = answer(
        ask,
        "events.html",
        data=lambda: _to_plain(wanted, listed),
        table=lambda: to_table(listed.events),
        subjects=[event.iri for event in listed.events],
        **_to_context(ask, wanted, listed),
    )
    for name, place in (("prev", listed.newer), ("next", listed.older)):
        if place:
            response.headers.add("Link", f'<{_to_page(wanted, place)}>; rel="{name}"')
    return response


@blueprint.get("/events/facets")
def facets() -> Response:
    """The parts of the list's page that count its events, however long that takes: a page without a frame."""
    ask = Asking(engine())
    wanted = read_wanted(ask, search(), request.args)
    listed = _read_listed(ask, wanted, PAGE_SIZE, patient=True)
    return draw("events_counted.html", ask, **_to_context(ask, wanted, listed))


@blueprint.get("/events/counts.<any(csv, json):form>")
def counts() -> Response:
    """How many of these events each month has, by class; those without a month come last."""
    ask = Asking(engine())
    wanted = read_wanted(ask, search(), request.args)
    rows = list(_to_rows(ask, wanted))
    columns = ("month", *words.CLASSES, "events")
    if g.form == "csv":
        body = to_csv(Table(columns, rows))
    else:
        body = to_json([dict(zip(columns, row, strict=True)) for row in rows])
    response = Response(body, content_type=with_charset(FORMS[g.form]))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/embed/timeline")
def embed() -> Response:
    """The timeline alone, for a frame in another's page."""
    ask = Asking(engine())
    wanted = read_wanted(ask, search(), request.args)
    counted = read_counts(ask, wanted.filters.without("period"), patient=True)
    period = wanted.filters.period
    chart = draw_timeline(counted.listed, period.since, period.until) if counted.listed else None
    return draw(
        "timeline_embed.html", ask, wanted=wanted, chart=chart, chips=_list_chips(wanted), to_period=_to_period(wanted)
    )


def _read_listed(ask: Asking, wanted: Wanted, size: int, *, patient: bool) -> EventPage:
    """Return the page of the list; without its counts where these take longer than a query may."""
    try:
        return read_page(ask, wanted.filters, wanted.place, size, patient=patient)
    except LimitError:
        if not patient:
            raise
        return read_page(ask, wanted.filters, wanted.place, size, patient=False)


def _is_patient() -> bool:
    return request.args.get("counts") == "all"


def _read_size() -> int:
    """Return how many events are wanted at a time; a page for people always has the same number."""
    digits = request.args.get("size", "")
    if g.get("form", "html") == "html" and wants_html(request):
        return PAGE_SIZE
    given = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else PAGE_SIZE
    return min(max(given, 1), MOST_SENT)


def _to_context(ask: Asking, wanted: Wanted, listed: EventPage) -> dict[str, Any]:
    """Return what the templates need; the facets are read only where they are drawn."""
    filters, counted = wanted.filters, listed.counted
    everything = counted.everything
    if everything and filters.quad_class is not None:
        everything = everything.of_classes(set(wanted.parameters["class"]))
    patient = _is_patient() or request.endpoint == "events.facets"

    def list_facets() -> list[Facet]:
        return read_facets(ask, wanted, counted, listed.events, patient=patient)

    return {
        "wanted": wanted,
        "listed": listed,
        "chart": draw_timeline(everything, filters.period.since, filters.period.until) if everything else None,
        "chips": _list_chips(wanted),
        "facets": list_facets,
        "patient": patient,
        "to_period": _to_period(wanted),
        "to_page": lambda where: url_for("events.events", **wanted.without(), **where),
    }


def _to_page(wanted: Wanted, place: Place) -> str:
    """Return the address of another page of the list, in the form that this request has."""
    form: dict[str, Any] = {"form": g.form} if "form" in g else {}
    size: dict[str, Any] = {"size": request.args["size"]} if "size" in request.args else {}
    return url_for("events.events", **form, **wanted.without(), **size, **dict[str, Any](place.parameters))


def _to_period(wanted: Wanted) -> Any:  # noqa: ANN401 - a function for templates
    return lambda since, until: url_for("events.events", **wanted.replacing(since=since, until=until))


def _list_chips(wanted: Wanted) -> list[Chip]:
    """Return the filters in words."""
    found = []
    if wanted.filters.period.words != "all time":
        rest = url_for("events.events", **wanted.without("since", "until"))
        found.append(Chip(wanted.filters.period.words, rest))
    for name, values in wanted.parameters.items():
        for value in values if name not in ("since", "until") else ():
            rest = url_for("events.events", **wanted.without(name, value=value))
            found.append(Chip(_to_words(wanted, name, value), rest))
    return found


def _to_words(wanted: Wanted, name: str, value: str) -> str:
    known: Mapping[str, str] = {
        "actor": f"By {wanted.labels.get(value, value)}",
        "target": f"To {wanted.labels.get(value, value)}",
        "party": f"With {wanted.labels.get(value, value)}",
        "dyad": f"Between {value}",
        "action": f"{list_codes().get(value, 'CAMEO')} ({value})",
        "class": words.CLASSES.get(value, value),
        "level": f"By: {LEVELS.get(value, value)}",
        "confidence": f"Confidence: {BANDS.get(value, value)}",
        "source": f"In {value}",
        "q": f"Words: {value}",
    }
    return known[name]


def _to_plain(wanted: Wanted, listed: EventPage) -> dict[str, object]:
    return {
        "filters": wanted.parameters,
        "notes": wanted.notes,
        "total": listed.counted.listed.total if listed.counted.listed else None,
        "next": _to_page(wanted, listed.older) if listed.older else None,
        "events": [to_data(event) for event in listed.events],
    }


def _to_rows(ask: Asking, wanted: Wanted) -> Iterator[Sequence[object]]:
    """Yield the months with their counts, the oldest first."""
    found = read_counts(ask, wanted.filters, patient=True).listed
    if found is None:
        return
    for month, classes in sorted(found.by_month.items()):
        yield (month, *(classes.get(name, 0) for name in words.CLASSES), sum(classes.values()))
    dated = {name: sum(classes.get(name, 0) for classes in found.by_month.values()) for name in found.by_class}
    rest = {name: number - dated[name] for name, number in found.by_class.items()}
    if any(rest.values()):
        yield ("", *(rest.get(name, 0) for name in words.CLASSES), sum(rest.values()))
