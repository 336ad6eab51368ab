"""Whatever the description of the API allows is answered as it says, and what it does not allow is refused."""

from contextlib import closing

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from kg.graph.search import NAME, Search, SearchIndex
from kg.graph.store import Store
from kg.library import find_queries
from kg.model import Actor, ActorKind
from kg.reference import bundled, ontology_files
from kg.settings import Settings
from tests.web.conftest import BASE, RUSSIA
from web import create_app
from web.library.fields import kind_of

MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
PREFIXES = """PREFIX actor: <http://localhost:8000/actor/>
PREFIX article: <http://localhost:8000/article/>
PREFIX cameo: <https://w3id.org/diplograph/cameo/>
PREFIX dip: <https://w3id.org/diplograph/ontology#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DEFAULTS = {
    "who": "actor:RUS",
    "text": "article:0",
    "action": "cameo:19",
    "item": "wd:Q159",
    "since": '"2024-01-01"^^xsd:date',
    "month": '"2024-06"^^xsd:gYearMonth',
    "most": "20",
    "share": "0.5",
    "word": '"peace"',
    "only": "true",
}
ONE = "#+ summary: One\n#+ params:\n#+   {name}: Which\n" + PREFIXES + "SELECT * {{\n  VALUES ?{name} {{ {term} }}\n}}"
OWN = {
    **{name: ONE.format(name=name, term=term) for name, term in DEFAULTS.items()},
    "truth": "#+ summary: Yes or no\nASK { ?s ?p ?o }\n",
    "triples": "#+ summary: A graph\nCONSTRUCT WHERE { ?s a ?o } LIMIT 3\n",
    "far": "#+ summary: Far\nSELECT * { SERVICE <https://dbpedia.org/sparql> { ?s ?p ?o } }\n",
}
"""Saved queries of every form, and one with a parameter of each kind: two wrong ones would hide each other."""

FORMATS = {
    "actor": ["RUS", "rus", "Russia", "the Kremlin", "actor:RUS"],
    "item": ["Q159", "wd:Q1", "RUS", "Russia"],
    "article": ["cameo:19"],  # which is there, and that is all that is asked
    "sparql-query": ["ASK {}", "SELECT * { ?s ?p ?o } LIMIT 3", "CONSTRUCT WHERE { ?s a ?o } LIMIT 3"],
    "reconciliation-queries": [
        '{"q0": {"query": "Russia"}}',
        '{"a": {"query": "Lavrov", "type": "Person", "limit": 2}}',
    ],
    "reconciliation-extend": ['{"ids": ["RUS", "nobody"], "properties": [{"id": "isoCode"}]}'],
}
"""What is written in texts of these formats."""


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Return a graph, and the search over it, with the actors that are the defaults of saved queries."""
    params = [param for query in find_queries(bundled("queries")).values() for param in query.params]
    keys = {param.example for param in params if kind_of(param) == "actor"} - {"RUS"}
    path = tmp_path_factory.mktemp("search") / NAME
    with Store.in_memory(
        BASE, ontology_files(), [RUSSIA, *(Actor(key, ActorKind.STATE, key) for key in keys)]
    ) as store:
        with closing(SearchIndex(path, BASE)) as index:
            index.rebuild(store._open)
        yield store, Search(path)


@pytest.fixture
def described(known, tmp_path):
    """Return the description of the site with the saved queries that ship and those above."""
    for name, text in OWN.items():
        (tmp_path / "queries").mkdir(exist_ok=True)
        (tmp_path / "queries" / f"own-{name}.rq").write_text(text)
    for name, texts in FORMATS.items():
        schemathesis.openapi.format(name, st.sampled_from(texts))
    app = create_app(Settings(data=tmp_path), *known)
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@schemathesis.serializer("application/sparql-query")
def send_query(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()


def ask(operation, mode, examples):
    """Send *examples* requests, and check the answers in every way that Schemathesis knows."""

    @seed(1)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        case.call_and_validate(headers={"Accept-Encoding": "identity"})  # in process nobody unpacks

    run()


def operations(described):
    return [one.ok() for one in described.get_all_operations()]


def is_shipped(operation):
    return operation.path.startswith("/api/queries/") and not operation.path.startswith("/api/queries/own-")


def has_opposite(operation):
    """Whether there are requests that its description does not allow: where nothing is asked for, none is wrong."""
    if operation.path == "/api/check" or (operation.path, operation.method) == ("/api/reconcile", "get"):
        return False  # whatever is sent is text; whether that is SPARQL, or JSON, is another matter
    return bool(operation.query or operation.path_parameters or operation.body)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_the_api_is_as_described(described, mode, subtests):
    for operation in operations(described):
        if not is_shipped(operation) and (mode == GenerationMode.POSITIVE or has_opposite(operation)):
            with subtests.test(operation.path):
                ask(operation, mode, 15)


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_the_saved_queries_that_ship_are_as_described(described, mode, subtests):
    for operation in filter(is_shipped, operations(described)):
        with subtests.test(operation.path):
            ask(operation, mode, 20)
