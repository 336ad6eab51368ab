"""Instance IRIs dereferenced: each leads to a document about the instance, a page for people, RDF for programs."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from flask import Blueprint, abort, g, redirect, request
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as WerkzeugResponse

from kg.vocab import DIP, RDFS
from web.actors import actor_page, dyad_page
from web.actors.pairs import find_pair
from web.actors.parties import read_facts
from web.articles import article_page
from web.asking import Asking, text
from web.events import event_page
from web.links import mint
from web.negotiation import FORMS, GRAPH_TYPES, HTML, choose, split_form
from web.site import KINDS, engine, href
from web.twins import Table, answer, describe

blueprint = Blueprint("instances", __name__)


@blueprint.get(f"/<any({', '.join(KINDS)}):kind>/<path:key>")
def instance(kind: str, key: str) -> WerkzeugResponse:
    """The document about one instance, in the form that the address ends with; its IRI leads to one of them."""
    stem, g.form = split_form(key)
    ask = Asking(engine())
    iri = mint(ask.base, kind, stem)
    if not g.form:
        return _lead(ask, kind, iri)
    if FORMS[g.form] in GRAPH_TYPES and kind != "dyad":
        _check_exists(ask, kind, iri)
        return describe(ask, [iri.value], FORMS[g.form])
    return PAGES[kind](ask, iri)


def _lead(ask: Asking, kind: str, iri: NamedNode) -> WerkzeugResponse:
    """Lead from the IRI of a thing to the document about it that the client likes best (303, as httpRange-14 says)."""
    _check_exists(ask, kind, iri)
    kinds = {kind: form for form, kind in FORMS.items()}
    chosen = choose(request, [HTML, *GRAPH_TYPES, *kinds])
    if chosen is None:
        abort(406, f"this comes as {', '.join(kinds)}")
    if chosen == HTML and kind == "mention":
        return mention(ask, iri)
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    response = redirect(f"{request.script_root}{quote(request.path, safe='/')}.{kinds[chosen]}{query}", 303)
    response.vary.add("Accept")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _check_exists(ask: Asking, kind: str, iri: NamedNode) -> None:
    if kind == "dyad":  # any two actors have a page, even if nothing is known between them
        known = find_pair(ask, iri) is not None
    else:
        known = text(ask.rows("exists", subject=iri)[0], "answer") == "true"
    if not known:
        abort(404)


def mention(ask: Asking, iri: NamedNode) -> WerkzeugResponse:
    """Lead to the mention's place on the page of its event."""
    rows = ask.rows("event_of_mention", mention=iri)
    if not rows or g.form not in ("html", ""):
        abort(404)
    return redirect(f"{href(text(rows[0], 'event'))}#{iri.value.rpartition('/')[2]}", 303)


def thing(ask: Asking, iri: NamedNode) -> WerkzeugResponse:
    """All that the graph says of anything else, as a table."""
    facts = read_facts(ask, iri)
    if not facts:
        abort(404)
    rows = [(text(row, "property"), text(row, "value"), text(row, "label")) for row in facts.rows]
    columns = ("property", "value", "label")
    return answer(
        ask,
        "thing.html",
        data=lambda: {"iri": iri.value, "facts": [dict(zip(columns, row, strict=True)) for row in rows]},
        table=lambda: Table(columns, rows),
        subjects=[iri.value],
        iri=iri.value,
        facts=facts,
        label=facts.first(RDFS + "label", DIP + "office") or iri.value,
    )


PAGES: Mapping[str, Callable[[Asking, NamedNode], WerkzeugResponse]] = {
    "event": event_page.show,
    "actor": actor_page.show,
    "article": article_page.show,
    "dyad": dyad_page.show,
    "mention": mention,
    "run": thing,
    "term": thing,
    "dataset": thing,
    "count": thing,
}
"""What shows each kind of instance."""
