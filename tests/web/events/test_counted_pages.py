"""What pages read from the counts is what the events themselves say."""

import pytest
from pyoxigraph import NamedNode

from kg.results import rows
from kg.vocab import DIP
from tests.query_graph import BASE, OTHER_BASE, build, story_store
from web.asking import Asking, number, text
from web.events.event_lists import Filters, read_page
from web.events.month_counts import _read_counts, count_months

__all__ = ["story_store"]
"""The fixture ``store`` of these tests."""

PARTIES = ("RUS", "USA", "FRA", "coastal-league", "bakers-union")
BY_CLASS = """SELECT ?side ?class (COUNT(*) AS ?events) WHERE {
  ?event dip:dyad dyad:RUS-USA ; dip:status dip:Actual ; dip:actor ?actor ; dip:action/dip:quadClass ?class .
  BIND (IF(EXISTS { ?actor dip:actsFor? actor:RUS }, "actor", "target") AS ?side)
} GROUP BY ?side ?class"""

OF_PARTY = """SELECT DISTINCT ?event WHERE {
  ?member dip:actsFor? actor:RUS . ?event dip:actor|dip:target ?member ; dip:status dip:Actual .
}"""


def table(found) -> set[tuple[str, ...]]:
    return {tuple(text(row, name) for name in sorted(row)) for row in found}


@pytest.fixture
def ask(store):
    return Asking(store)


@pytest.mark.parametrize("key", PARTIES)
def test_counterparts_of_a_party_are_those_of_its_events(ask, store, key):
    party = NamedNode(f"{BASE}actor/{key}")
    found = rows(store.answer(OF_PARTY.replace("actor:RUS", str(party))))
    events = [NamedNode(text(row, "event")) for row in found]
    direct = ask.rows("counterparts_in_events", actor=party, event=events) if events else []
    assert table(ask.rows("counterparts_of_party", actor=party)) == table(direct)
    assert direct or key not in ("RUS", "USA")


FILTERS = [
    *({role: f"actor/{key}"} for role in ("actor", "target", "party") for key in PARTIES),
    *({"actor": f"actor/{one}", "target": f"actor/{other}"} for one in PARTIES for other in PARTIES),
    {"dyad": "dyad/RUS-USA"},
    {},
]


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("quad_class", [None, "VerbalConflict", "VerbalCooperation"])
def test_months_and_total_are_those_of_the_events(ask, filters, quad_class):
    values = {name: NamedNode(BASE + path) for name, path in filters.items()}
    if quad_class:
        values["class"] = NamedNode(DIP + quad_class)
    if not values:
        return
    direct = ask.rows("filtered_months", **values)
    counted = _read_counts(ask, values)
    assert table(one for one in counted if text(one, "month")) == table(one for one in direct if text(one, "month"))
    total = sum(number(row, "events") for row in direct)
    assert sum(number(row, "events") for row in counted if not text(row, "month")) == total
    kept = {"quad_class" if name == "class" else name: value for name, value in values.items()}
    assert read_page(ask, Filters(**kept)).total == total


def test_a_pair_is_counted_as_its_events_are(ask, store):
    values = {"dyad": NamedNode(f"{BASE}dyad/RUS-USA"), "first": NamedNode(f"{BASE}actor/RUS")}
    counted = ask.rows("class_counts_of_dyad", **values)
    assert table(counted) == table(rows(store.answer(BY_CLASS)))
    assert sum(number(row, "events") for row in counted) == 4


def test_who_acts_for_another_is_counted_by_events(ask):
    minister = NamedNode(f"{BASE}actor/sergey-lavrov")
    assert ask.rows("counted_months", actor=minister) == []
    assert read_page(ask, Filters(actor=minister)).total == 1


def test_counts_are_found_under_another_base():
    with build(OTHER_BASE) as store:
        assert count_months(Asking(store), {}).total == 8


def test_a_count_has_a_page_and_a_description(browse, client):
    page = browse("/count/pairs~POL~RUS~MaterialConflict")
    assert "eventCount" in page
    found = client.get("/count/pairs~POL~RUS~MaterialConflict.ttl")
    assert "dip:eventCount 1" in found.text
