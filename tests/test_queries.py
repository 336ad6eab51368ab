"""The queries of the library answer what is expected of them, in our engine and in another.

What is expected of a query is told over the stories of `tests/query_graph.py`, or over those of the module of
`tests/query_stories/` that it names as its ``stories``.
"""

import json
import re
from contextlib import ExitStack
from functools import cache
from importlib import import_module

import pytest
import rdflib
from pyoxigraph import RdfFormat
from rdflib.plugins.sparql import prepareQuery

from kg.library import find_queries
from kg.queries import LONG
from kg.results import prefixes, read_table
from tests.conftest import ROOT
from tests.query_graph import BASE, OTHER_BASE, build, story_store

__all__ = ["story_store"]
"""The fixture ``store`` of these tests."""

EXPECTED = ROOT / "tests" / "queries_expected"
QUERIES = {name: query for name, query in find_queries(ROOT / "queries").items() if not query.endpoints}
TWICE = [pytest.param(name, marks=[pytest.mark.slow] if LONG in query.tags else []) for name, query in QUERIES.items()]
"""The same for the second engine, to which what reads much takes long in a small graph too."""


@pytest.fixture(scope="module")
def graphs():
    """Return a function from the name of stories and a base to the store that holds them."""
    with ExitStack() as stack:

        @cache
        def open_graph(stories="", base=BASE):
            if not stories:
                return stack.enter_context(build(base))
            told = import_module(f"tests.query_stories.{stories}")
            return stack.enter_context(build(base, told.LISTED, told.STORIES))

        yield open_graph


@pytest.fixture(scope="module")
def rdflib_graphs(graphs):
    return cache(lambda stories="": to_rdflib(graphs(stories)))


def to_rdflib(store):
    """Return the graph less the action codes that no event has: rdflib tries each node as the end of a path."""
    query = """CONSTRUCT { ?s ?p ?o } WHERE {
        ?s ?p ?o FILTER (!STRSTARTS(STR(?s), STR(cameo:)) || EXISTS { ?event dip:action/skos:broader* ?s })
    }"""
    answer = store.answer(query, graph=RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=answer.body, format="nt")


def read_expected(name):
    path = EXPECTED / f"{name}.json"
    assert path.is_file(), f"write what {name}.rq has to answer over the graph of this test, in {path.name}"
    return {"stories": "", **json.loads(path.read_text(encoding="utf-8"))}


def test_nothing_is_expected_of_a_query_that_is_gone():
    assert {path.stem for path in EXPECTED.glob("*.json")} <= set(QUERIES)


def test_library_has_its_queries():
    assert len(QUERIES) >= 8


@pytest.mark.parametrize("name", QUERIES)
def test_answer(graphs, name):
    expected = read_expected(name)
    assert expected["rows"], "an empty answer proves nothing"
    answer = graphs(expected["stories"]).answer(QUERIES[name].bind(expected["values"]))
    table = read_table(answer, prefixes(BASE))
    assert list(table.columns) == expected["columns"]
    assert [list(row) for row in table.rows] == expected["rows"]


@pytest.mark.parametrize("name", QUERIES)
def test_answer_under_another_base(graphs, name):
    """The same rows but for the IRIs of instances, which differ from the first slash on."""
    expected = read_expected(name)
    text = QUERIES[name].bind(expected["values"], OTHER_BASE)
    table = read_table(graphs(expected["stories"], OTHER_BASE).answer(text), prefixes(OTHER_BASE))

    def anonymous(found):
        return sorted(tuple(re.sub(r"^(event|article):\w+$", r"\1:", cell) for cell in row) for row in found)

    assert anonymous(table.rows) == anonymous(expected["rows"])


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("envoy", "Lavrov warned Washington of"),
        ("https://news.example/envoy", "Lavrov warned Washington of"),
        ("{iri}", "Lavrov warned Washington of"),
        ("article:{key}", "Lavrov warned Washington of"),
        ("{key}", "Lavrov warned Washington of"),
        ("latest", "America sanctioned"),
        ("nowhere", None),
        ("not an iri://<", None),
    ],
)
def test_an_article_is_given_in_many_ways(store, text, begins):
    (iri,) = store.find_article("envoy")
    given = text.format(iri=iri, key=iri.rpartition("/")[2])
    table = read_table(store.answer(QUERIES["trail-of-article"].bind({"article": given})))
    quotes = [row[1] for row in table.rows]
    assert quotes[0].startswith(begins) if begins else quotes == []
    assert len({row[-1] for row in table.rows}) == bool(begins)


@pytest.mark.parametrize("name", TWICE)
def test_second_engine_agrees(rdflib_graphs, name):
    """The file as it is, with its own prefixes, in an engine that knows nothing of ours."""
    expected = read_expected(name)
    result = rdflib_graphs(expected["stories"]).query(QUERIES[name].bind(expected["values"]))
    assert [str(variable) for variable in result.vars] == expected["columns"]
    assert len(result) == len(expected["rows"])


@pytest.mark.parametrize("name", QUERIES)
def test_file_is_valid_as_it_stands(store, name):
    text = (ROOT / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    store.answer(text)
    prepareQuery(text)
    assert QUERIES[name].bind() == text


def test_counts_answer_the_query_of_the_documentation(store):
    queries = re.findall(r"```sparql\n(.+?)```", (ROOT / "docs" / "serving.md").read_text(encoding="utf-8"), re.DOTALL)
    (query,) = (one for one in queries if "eventCount" in one)
    table = read_table(store.answer(query), prefixes(BASE))
    assert [list(row) for row in table.rows] == [["2024-06", "dip:VerbalConflict", "1"]]


def test_examples_of_the_editor_count_each_event_once(store):
    examples = find_queries(ROOT / "web" / "queries" / "examples")
    tables = {name: read_table(store.answer(examples[name].text)) for name in ("events-by-class", "months-of-a-state")}
    assert sum(int(number) for _, number in tables["events-by-class"].rows) == 8
    assert [list(row) for row in tables["months-of-a-state"].rows] == [["2024-06", "1"]]
