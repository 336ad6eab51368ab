"""An actor in a few lines, for a frame that OpenRefine and others show beside a match."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, abort

from kg.model import PartialDate
from web.actors.parties import ActorView, OfficeView, read_actor
from web.asking import Asking
from web.links import key_of, mint
from web.reconcile.counting import Counts, read_counts
from web.reconcile.people import Party, Term, read_parties
from web.site import draw

MOST_NAMES, MOST_OFFICES = 6, 3


@dataclass(frozen=True, slots=True)
class Preview:
    """What the frame shows."""

    actor: ActorView
    key: str
    offices: Sequence[OfficeView]
    """The leading ones first, of those the latest."""
    counts: Counts


def draw_preview(ask: Asking, key: str) -> Response:
    """Return the preview of the actor *key*; 404 if there is none."""
    iri = mint(ask.base, "actor", key)
    party = read_parties(ask, [iri.value]).get(iri.value)
    actor = read_actor(ask, iri)
    if party is None or actor is None:
        abort(404)
    offices = [OfficeView(term.office, term.since, term.until) for term in _sort_terms(party)[:MOST_OFFICES]]
    counts = read_counts(ask, [party]).get(iri.value, Counts())
    response = draw(
        "actor_embed.html",
        found=Preview(actor, key_of(iri.value), offices, counts),
        names=actor.aliases[:MOST_NAMES],
        more=max(0, len(actor.aliases) - MOST_NAMES),
    )
    response.headers["Access-Control-Allow-Origin"] = "*"  # the protocol wants it of all that it names
    return response


def _sort_terms(party: Party) -> list[Term]:
    today = PartialDate.of(datetime.now(UTC).date())
    return sorted(party.terms, key=lambda term: (not term.overlaps(today), not term.leading, -term.since.toordinal()))
