"""Pages of lists of events, by the place of the last one: all of them together are the list, whatever the filters."""

from contextlib import closing

import pytest
from pyoxigraph import NamedNode

from kg.graph.search import NAME, Search, SearchIndex
from kg.graph.store import Store
from kg.model import Article, Event, Mention, PartialDate, Status
from kg.reference import ontology_files
from kg.vocab import CAMEO
from tests.web.conftest import BASE, POLAND, RUSSIA
from web.asking import Asking
from web.events.day_periods import Days, parse_days
from web.events.event_filters import Band, to_class
from web.events.event_lists import Filters, read_iris, read_page
from web.events.event_words import find_words
from web.events.places import START, parse_place
from web.links import mint

DATES = [PartialDate(2024, 6, day) for day in range(1, 8)] + [PartialDate(2024, 5, 3), PartialDate(2024, 5)]
DATES += [PartialDate(2023), PartialDate(2021), PartialDate(2022, 1, 1), None]
NEWEST_FIRST = sorted([d for d in DATES if d and d.month], key=lambda d: d.first_day, reverse=True)
NEWEST_FIRST = [str(d.first_day) for d in NEWEST_FIRST] + ["2023-01-01", "2021-01-01", "None"]
TOTAL = 13


@pytest.fixture(scope="module")
def store():
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        text = "Poland praised Russia. Poland blamed Russia. Russia mourned."
        praised = Mention(0, "Poland praised Russia.", "Poland", "praised", "Russia", 0.9)
        events = [Event(POLAND, "051", RUSSIA, date, mentions=(praised,)) for date in DATES]
        blamed = Mention(23, "Poland blamed Russia.", "Poland", "blamed", "Russia", 0.9)
        events.append(Event(POLAND, "112", RUSSIA, DATES[0], Status.NEGATED, (blamed,)))
        store.add(Article("many", text, source="Sample Wire"), events, "2024-07-01-test")
        yield store


@pytest.fixture(scope="module")
def search(store, tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / NAME
    with closing(SearchIndex(path, BASE)) as index:
        index.rebuild(store._open)
    return Search(path)


@pytest.fixture
def ask(store):
    return Asking(store)


@pytest.fixture(params=["", "by days", "found first"])
def way(request, monkeypatch):
    """Each way of reading a list, whichever would be chosen."""
    if request.param == "by days":
        monkeypatch.setattr("web.events.day_batches.CROWDED", 0)
        monkeypatch.setattr("web.events.day_batches.MOST", 3)
    if request.param:
        monkeypatch.setattr("web.events.event_walk.is_found_first", lambda *_: request.param == "found first")


FILTERS = [
    Filters(),
    Filters(actor=mint(BASE, "actor", "POL")),
    Filters(target=mint(BASE, "actor", "RUS")),
    Filters(party=mint(BASE, "actor", "RUS")),
    Filters(dyad=mint(BASE, "dyad", "POL-RUS")),
    Filters(action=(NamedNode(CAMEO + "051"), NamedNode(CAMEO + "052"))),
    Filters(quad_class=to_class("VerbalCooperation"), bands=frozenset((Band.HIGH,))),
    Filters(levels=(to_class("State"),), sources=("Sample Wire",)),
]


def days(found) -> list[str]:
    return [str(event.first_day) for event in found.events]


def read_all(ask, filters, size) -> list:
    pages = [read_page(ask, filters, size=size)]
    while pages[-1].older:
        pages.append(read_page(ask, filters, pages[-1].older, size))
    return pages


def iris(page) -> list[str]:
    return [event.iri for event in page.events]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("size", [1, 2, 5, 13, 30])
def test_pages_of_any_size_together_are_the_list_newest_first(ask, size):
    pages = read_all(ask, Filters(), size)
    assert [day for page in pages for day in days(page)] == NEWEST_FIRST
    assert {page.total for page in pages} == {TOTAL}
    assert [len(page.events) for page in pages[:-1]] == [size] * (len(pages) - 1)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("filters", FILTERS)
def test_filters_leave_the_order_as_it_is(ask, filters):
    pages = read_all(ask, filters, 4)
    assert [day for page in pages for day in days(page)] == NEWEST_FIRST
    assert pages[0].total == TOTAL


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("size", [1, 3, 4])
def test_the_way_back_has_the_same_pages(ask, size):
    pages = read_all(ask, Filters(), size)
    assert pages[0].newer is None
    back = pages[-1]
    for page in reversed(pages[:-1]):
        back = read_page(ask, Filters(), back.newer, size)
        assert iris(back) == iris(page)


def test_near_the_beginning_the_way_back_leads_to_a_full_first_page(ask):
    second = read_page(ask, Filters(), read_page(ask, Filters(), size=2).older, 2)
    assert days(read_page(ask, Filters(), second.newer, 5)) == NEWEST_FIRST[:5]


def test_new_events_do_not_move_the_page_that_somebody_reads():
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        quote = "Poland praised Russia."
        told = (Mention(0, quote, "Poland", "praised", "Russia", 0.9),)
        store.add(Article("old", quote), [Event(POLAND, "051", RUSSIA, date, mentions=told) for date in DATES], "run")
        place = read_page(Asking(store), Filters(), size=4).older
        before = days(read_page(Asking(store), Filters(), place, 4))
        late = [Event(POLAND, "051", RUSSIA, PartialDate(2024, 7, day), mentions=told) for day in range(1, 9)]
        store.add(Article("new", quote), late, "run")
        assert days(read_page(Asking(store), Filters(), place, 4)) == before


def test_a_place_outlives_its_event(ask):
    gone = parse_place("2024-06-03~00000000000000000000", "", BASE)
    assert days(read_page(ask, Filters(), gone, 3)) == ["2024-06-03", "2024-06-02", "2024-06-01"]


@pytest.mark.parametrize("given", ["2024-06-03", "yesterday~1", "~1", "2024-06-31~1", "2024-06-03~", "x" * 3000])
def test_what_is_no_place_is_refused(given):
    with pytest.raises(ValueError, match=r"place|year|calendar"):
        parse_place(given, "", BASE)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2024-06-03", "2024-06-04", 2),
        ("2024-06", "", 7),
        ("2024", "2024", 9),
        ("", "2024-05-02", 2),
        ("2024-05-02", "2024-06-01", 2),
        ("2023", "2023", 0),
        ("2030", "", 0),
    ],
)
def test_a_period_has_the_events_of_its_days(ask, since, until, found):
    filters = Filters(actor=mint(BASE, "actor", "POL"), period=parse_days(since, until))
    page = read_page(ask, filters)
    assert (page.total, len(page.events)) == (found, found)
    assert all(event.first_day in filters.period for event in page.events)


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        (Filters(actor=mint(BASE, "actor", "RUS")), 0),
        (Filters(actor=(mint(BASE, "actor", "RUS"), mint(BASE, "actor", "POL"))), TOTAL),
        (Filters(party=(mint(BASE, "actor", "RUS"), mint(BASE, "actor", "POL"))), TOTAL),
        (Filters(action=(NamedNode(CAMEO + "052"),)), 0),
        (Filters(action=()), 0),
        (Filters(quad_class=(to_class("VerbalConflict"), to_class("VerbalCooperation"))), TOTAL),
        (Filters(quad_class=to_class("VerbalConflict")), 0),
        (Filters(levels=(to_class("Person"),)), 0),
        (Filters(bands=frozenset((Band.LOW,))), 0),
        (Filters(bands=frozenset((Band.LOW, Band.MEDIUM))), 0),
        (Filters(bands=frozenset((Band.MEDIUM,))), 0),
        (Filters(bands=frozenset((Band.HIGH, Band.LOW))), TOTAL),
        (Filters(bands=frozenset(Band)), TOTAL),
        (Filters(sources=("Other Wire",)), 0),
    ],
)
def test_filters(ask, filters, total):
    found = read_page(ask, filters, size=3)
    assert found.total == total
    assert len(found.events) == min(total, 3)


@pytest.mark.parametrize("common", [False, True])
@pytest.mark.parametrize(
    ("typed", "total"), [("PRAISED poland", TOTAL), ("praise", TOTAL), ("praised chile", 0), ('"russia praised"', 0)]
)
def test_words_are_found_in_the_sentences(ask, search, typed, total, common, monkeypatch):
    if common:
        monkeypatch.setattr("web.events.event_words.MOST_MENTIONS", -1)
    filters = Filters(words=find_words(search, typed))
    assert (filters.words.mentions is None) == common
    pages = read_all(ask, filters, 4)
    assert [day for page in pages for day in days(page)] == (NEWEST_FIRST if total else [])
    assert pages[0].counted.listed is None if common else pages[0].total == total


def test_who_is_not_patient_gets_no_counts_that_take_long(ask, monkeypatch):
    monkeypatch.setattr("web.events.event_counts.MOST_FOUND", 5)
    filters = Filters(action=(NamedNode(CAMEO + "051"),))
    page = read_page(ask, filters, patient=False)
    assert page.counted.listed is None
    assert days(page) == NEWEST_FIRST
    assert read_page(ask, filters).total == TOTAL


def test_what_is_denied_is_not_listed(ask):
    found = read_page(ask, Filters(), size=50)
    assert {event.status for event in found.events} == {Status.ACTUAL}
    assert len(found.events) == found.total


def test_the_latest_are_the_beginning_of_the_list(ask):
    filters = Filters(actor=mint(BASE, "actor", "POL"))
    page = read_page(ask, filters, START, 5)
    assert read_iris(ask, filters, page.counts, 5) == iris(page)


def test_a_crowded_month_is_looked_through_by_days(ask, monkeypatch):
    monkeypatch.setattr("web.events.day_batches.CROWDED", 5)
    read_page(ask, Filters(), size=2)
    first = next(one.text for one in ask.asked if "of these days" in one.summary)
    assert "2024-06-30" in first
    assert "2024-06-01" not in first


@pytest.mark.parametrize(("typed", "said"), [("2018-13", "calendar"), ("18", "no year"), ("٢٠١٨", "no year")])
def test_what_is_no_day_is_refused(typed, said):
    with pytest.raises(ValueError, match=said):
        parse_days(typed, "")


def test_a_period_is_told_in_words():
    assert parse_days("2018-01", "2018-09").words == "January – September 2018"
    assert parse_days("2018", "2018").words == "2018"
    assert parse_days("2018-01-15", "2018-03").words == "15 January 2018 – 31 March 2018"
    assert parse_days("2018-01-15", "2018-01-15").words == "15 January 2018"
    assert parse_days("", "2018-01-15").words == "until 15 January 2018"
    assert Days().words == "all time"
