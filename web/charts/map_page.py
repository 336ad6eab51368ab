"""The map of the world: events by state, as the actor or the target, by period and class."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, request, url_for

from web.asking import Asking
from web.assets import BUILT
from web.charts.countries import countries
from web.charts.periods import Period
from web.charts.state_counts import SIDES, read_names, read_volumes, to_literals
from web.charts.timeline import draw_timeline
from web.charts.volumes import CHOICE_WORDS, TONE_BOUNDS, TONE_WORDS, TONES, Volume, choose
from web.charts.wanted import wanted_choice, wanted_period
from web.charts.world import legend_sizes, load_world, to_bubbles
from web.events.month_counts import count_months
from web.links import key_of
from web.remembering import remembered
from web.site import draw, engine
from web.static_files import FOLDER
from web.twins import Table, answer, page_at

COLUMNS = ("state", "label", "events", "cooperation", "conflict", "goldstein")

blueprint = Blueprint("map", __name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    side: str
    choice: str
    """One of CHOICES."""
    period: Period

    def kept(self) -> dict[str, Any]:
        """Return what the address of this map has to say."""
        said = {"side": "" if self.side == "either" else self.side, "class": self.choice}
        return {name: value for name, value in said.items() if value} | self.period.kept()


@dataclass(frozen=True, slots=True)
class Row:
    """A state, or a party of none, with its counts."""

    iri: str
    label: str
    volume: Volume

    @property
    def key(self) -> str:
        """Key of the actor."""
        return key_of(self.iri)


@dataclass(frozen=True, slots=True)
class Found:
    """What the map shows."""

    states: list[Row]
    """Those with a place, the ones with most events first."""
    elsewhere: Volume
    """Of parties that are no state: organisations, blocs, armed groups of no state."""


@page_at(blueprint, "/map")
def page() -> Response:
    """Events by state, as a map and as a table."""
    ask, wanted = Asking(engine()), _read_address()
    counts = count_months(ask, {})
    found = _read(ask, wanted, counts.by_month)
    return answer(
        ask,
        "map.html",
        data=lambda: {
            "side": wanted.side,
            **wanted.kept(),
            "states": [dict(zip(COLUMNS, _to_cells(row), strict=True)) for row in found.states],
            "elsewhere": found.elsewhere.events,
        },
        table=lambda: Table(COLUMNS, map(_to_cells, found.states)),
        chart=draw_timeline(counts, wanted.period.since, wanted.period.until),
        address=lambda since, until: url_for("map.page", **replace(wanted, period=Period(since, until)).kept()),
        **_to_context(wanted, found),
    )


@blueprint.get("/embed/map")
def embed() -> Response:
    """The map alone, for a frame in another's page."""
    ask, wanted = Asking(engine()), _read_address()
    found = _read(ask, wanted, count_months(ask, {}).by_month if wanted.period else {})
    return draw("map_embed.html", ask, **_to_context(wanted, found))


def _read_address() -> Wanted:
    side = request.args.get("side", "")
    return Wanted(side if side in SIDES else "either", wanted_choice(), wanted_period())


def _read(ask: Asking, wanted: Wanted, months: Mapping[str, object]) -> Found:
    """Return the counts that are wanted; *months* are those that have events."""
    selected = to_literals(wanted.period.select(months)) if wanted.period else None
    counted = remembered(ask, ("states", wanted.side, wanted.period), lambda: read_volumes(ask, wanted.side, selected))
    volumes = choose(counted, wanted.choice)
    places = countries()
    elsewhere, states = Volume(), dict[str, Volume]()
    for iri, volume in volumes.items():
        known = places.get(key_of(iri))
        if known and known.place:
            states[iri] = volume
        else:
            elsewhere.add(volume)
    names = read_names(ask, list(states))
    rows = [Row(iri, names[iri], volume) for iri, volume in states.items()]
    return Found(sorted(rows, key=lambda row: (-row.volume.events, row.label)), elsewhere)


def _to_cells(row: Row) -> tuple[object, ...]:
    volume = row.volume
    return row.iri, row.label, volume.events, volume.cooperation, volume.conflict, round(volume.mean, 2)


def _to_context(wanted: Wanted, found: Found) -> dict[str, Any]:
    """Return what both templates need."""
    world = load_world(FOLDER / BUILT)
    tallies = [(row.key, row.label, row.volume.events) for row in found.states]
    most = max((events for _, _, events in tallies), default=0)
    return {
        "wanted": wanted,
        "found": found,
        "world": world,
        "bubbles": to_bubbles(world, tallies) if world else [],
        "by_key": {row.key: row for row in found.states},
        "sizes": legend_sizes(most),
        "total": sum(events for _, _, events in tallies),
        "SIDES": SIDES,
        "CHOICES": CHOICE_WORDS,
        "tones": list(zip(TONES, TONE_WORDS, strict=True)),
        "bounds": TONE_BOUNDS,
    }
