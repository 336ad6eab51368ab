import pytest
from pyoxigraph import NamedNode

from kg.graph.store import Store
from kg.model import Article, Event, Mention, PartialDate, Status
from kg.reference import ontology_files
from kg.vocab import CAMEO
from tests.web.conftest import BASE, POLAND, RUSSIA
from web.asking import Asking
from web.event_lists import Filters, Slice, plan, read_page
from web.links import mint

DATES = [PartialDate(2024, 6, day) for day in range(1, 8)] + [PartialDate(2024, 5, 3), PartialDate(2024, 5)]
DATES += [PartialDate(2023), PartialDate(2022, 1, 1), None]
NEWEST_FIRST = sorted([d for d in DATES if d and d.month], key=lambda d: d.first_day, reverse=True)
NEWEST_FIRST = [str(d.first_day) for d in NEWEST_FIRST] + ["2023-01-01", "None"]


@pytest.fixture(scope="module")
def ask():
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        text = "Poland praised Russia. Poland blamed Russia. Russia mourned."
        praised = Mention(0, "Poland praised Russia.", "Poland", "praised", "Russia", 0.9)
        events = [Event(POLAND, "051", RUSSIA, date, mentions=(praised,)) for date in DATES]
        blamed = Mention(23, "Poland blamed Russia.", "Poland", "blamed", "Russia", 0.9)
        events.append(Event(POLAND, "112", RUSSIA, DATES[0], Status.NEGATED, (blamed,)))
        store.add(Article("many", text), events, "2024-07-01-test")
        yield Asking(store)


def days(found) -> list[str]:
    return [str(event.first_day) for event in found.events]


def test_pages_together_are_the_list_newest_first(ask):
    pages = [read_page(ask, Filters(), number, size=5) for number in (1, 2, 3)]
    assert [day for page in pages for day in days(page)] == NEWEST_FIRST
    assert {(page.total, page.pages) for page in pages} == {(12, 3)}


@pytest.mark.parametrize("size", [1, 2, 7, 12, 30])
def test_pages_of_any_size_have_every_event_once(ask, size):
    filters = Filters(party=mint(BASE, "actor", "RUS"))
    first = read_page(ask, filters, 1, size)
    events = [
        event.iri for number in range(1, first.pages + 1) for event in read_page(ask, filters, number, size).events
    ]
    assert len(events) == len(set(events)) == 12


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (4, 3), (99, 3)])
def test_page_that_is_not_there_is_the_nearest(ask, asked, given):
    assert read_page(ask, Filters(), asked, size=5).number == given


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        (Filters(), 12),
        (Filters(actor=mint(BASE, "actor", "POL")), 12),
        (Filters(actor=mint(BASE, "actor", "RUS")), 0),
        (Filters(target=mint(BASE, "actor", "RUS")), 12),
        (Filters(dyad=mint(BASE, "dyad", "POL-RUS")), 12),
        (Filters(action=(NamedNode(CAMEO + "051"), NamedNode(CAMEO + "052"))), 12),
        (Filters(action=(NamedNode(CAMEO + "052"),)), 0),
        (Filters(action=()), 0),
        (Filters(words=("PRAISED", "poland")), 12),
        (Filters(words=("praised", "chile")), 0),
        (Filters(words=("poland", "russia", "p", "praised", "russia")), 12),
        (Filters(words=("poland", "russia", "p", "russia", "praised")), 0),
    ],
)
def test_filters(ask, filters, total):
    found = read_page(ask, filters, size=3)
    assert found.total == total
    assert len(found.events) == min(total, 3)


def test_what_is_denied_is_not_listed(ask):
    found = read_page(ask, Filters(), size=50)
    assert {event.status for event in found.events} == {Status.ACTUAL}
    assert len(found.events) == found.total


def test_plan_reads_only_the_months_of_the_page():
    counts = {"2024-06": 7, "2024-05": 2, "2022-01": 1}
    assert list(plan(counts, 12, 0, 5)) == [Slice(("2024-06",), 0, 5)]
    assert list(plan(counts, 12, 5, 3)) == [Slice(("2024-06", "2024-05"), 5, 3)]
    assert list(plan(counts, 12, 7, 5)) == [Slice(("2024-05", "2022-01"), 0, 3), Slice((), 0, 2)]
    assert list(plan(counts, 12, 11, 5)) == [Slice((), 1, 5)]
    assert list(plan({}, 0, 0, 5)) == []


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_the_last_days_of_a_month_give_what_the_month_gives(ask, size, monkeypatch):
    monkeypatch.setattr("web.event_lists.CROWDED", 1)
    near = [read_page(ask, Filters(), page, size) for page in range(1, 6)]
    assert any("events of these days" in query.summary for query in ask.asked)
    monkeypatch.undo()
    assert near == [read_page(ask, Filters(), page, size) for page in range(1, 6)]
