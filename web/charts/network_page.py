"""The network: who deals with whom, by period and class."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, url_for

from web.asking import Asking
from web.charts.network_counts import Network, Pair, read_network
from web.charts.network_drawing import Drawing, draw_network
from web.charts.periods import Period
from web.charts.state_counts import to_literals
from web.charts.timeline import draw_timeline
from web.charts.volumes import CHOICE_WORDS, TONE_BOUNDS, TONE_WORDS, TONES
from web.charts.wanted import wanted_choice, wanted_number, wanted_period
from web.events.month_counts import count_months
from web.remembering import remembered
from web.site import draw, engine
from web.twins import Table, answer, page_at

COLUMNS = ("pair", "one", "other", "one_label", "other_label", "events", "cooperation", "conflict", "goldstein")
SIZES = (25, 50, 100, 200, 500)
"""Numbers of parties that may be asked for."""
DEFAULT_SIZE = 50
LISTED = 200
"""Pairs in the table of the page; the twins have all."""

blueprint = Blueprint("network", __name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    choice: str
    """One of ``volumes.CHOICES``."""
    period: Period
    size: int
    least: int
    """Events of a pair that has a line; 0 to leave that to the page."""

    def kept(self) -> dict[str, Any]:
        """Return what the address of this network has to say."""
        size = "" if self.size == DEFAULT_SIZE else self.size
        said = {"class": self.choice, "actors": size, "least": self.least}
        return {name: value for name, value in said.items() if value} | self.period.kept()


@page_at(blueprint, "/network")
def page() -> Response:
    """Who deals with whom, as a drawing and as a table."""
    ask, wanted = Asking(engine()), _read_address()
    counts = count_months(ask, {})
    network, drawing = _read(ask, wanted, counts.by_month)
    return answer(
        ask,
        "network.html",
        data=lambda: {
            **wanted.kept(),
            "actors": [{"actor": one.iri, "label": one.label, "events": one.volume.events} for one in network.parties],
            "pairs": [dict(zip(COLUMNS, _to_cells(network, pair), strict=True)) for pair in network.pairs],
        },
        table=lambda: Table(COLUMNS, (_to_cells(network, pair) for pair in network.pairs)),
        chart=draw_timeline(counts, wanted.period.since, wanted.period.until),
        address=lambda since, until: url_for("network.page", **replace(wanted, period=Period(since, until)).kept()),
        sizes=SIZES,
        listed=network.pairs[:LISTED],
        **_to_context(wanted, network, drawing),
    )


@blueprint.get("/embed/network")
def embed() -> Response:
    """The drawing alone, for a frame in another's page."""
    ask, wanted = Asking(engine()), _read_address()
    network, drawing = _read(ask, wanted, count_months(ask, {}).by_month if wanted.period else {})
    return draw("network_embed.html", ask, **_to_context(wanted, network, drawing))


def _read_address() -> Wanted:
    size = wanted_number("actors", DEFAULT_SIZE)
    nearest = next((one for one in SIZES if size <= one), SIZES[-1])
    return Wanted(wanted_choice(), wanted_period(), nearest, wanted_number("least", 0))


def _read(ask: Asking, wanted: Wanted, months: Mapping[str, object]) -> tuple[Network, Drawing]:
    selected = to_literals(wanted.period.select(months)) if wanted.period else None

    def make() -> tuple[Network, Drawing]:
        network = read_network(ask, selected, wanted.choice, wanted.size)
        return network, draw_network(network, wanted.least)

    return remembered(ask, ("network", wanted), make)


def _to_cells(network: Network, pair: Pair) -> tuple[object, ...]:
    one, other = network.parties[pair.one], network.parties[pair.other]
    volume = pair.volume
    counted = volume.events, volume.cooperation, volume.conflict, round(volume.mean, 2)
    return pair.iri, one.iri, other.iri, one.label, other.label, *counted


def _to_context(wanted: Wanted, network: Network, drawing: Drawing) -> dict[str, Any]:
    """Return what both templates need."""
    return {
        "wanted": wanted,
        "network": network,
        "drawing": drawing,
        "CHOICES": CHOICE_WORDS,
        "tones": list(zip(TONES, TONE_WORDS, strict=True)),
        "bounds": TONE_BOUNDS,
    }
