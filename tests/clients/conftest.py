"""Our site and an Oxigraph that plays Wikidata, as others find them."""

import pytest

from kg.graph.store import Store
from kg.settings import DEFAULT_BASE
from tests.servers import serving, serving_oxigraph
from tests.web.conftest import POLAND, RUSSIA, STORY, events_of_story

WIKIDATA = """@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
wd:Q159 rdfs:label "Russia"@en ; wdt:P36 wd:Q649 ; wdt:P1082 146150789 .
wd:Q36 rdfs:label "Poland"@en ; wdt:P36 wd:Q270 ; wdt:P463 wd:Q7184 .
wd:Q142 rdfs:label "France"@en ; wdt:P36 wd:Q90 ; wdt:P463 wd:Q7184 .
wd:Q649 rdfs:label "Moscow"@en .
wd:Q270 rdfs:label "Warsaw"@en .
wd:Q90 rdfs:label "Paris"@en .
wd:Q7184 rdfs:label "NATO"@en .
"""
"""A small extract in Wikidata's shape."""


@pytest.fixture(scope="package")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("asked") / "kg-data"
    with Store.create(path, DEFAULT_BASE, [], [RUSSIA, POLAND]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
    return path


@pytest.fixture(scope="package")
def log(tmp_path_factory):
    """Return the file that has a line for each query that the site was asked."""
    return tmp_path_factory.mktemp("log") / "queries"


@pytest.fixture(scope="package")
def endpoint(folder, log):
    with serving(folder, KG_QUERY_LOG=str(log)) as (address, _):
        yield f"{address}/sparql"


@pytest.fixture(scope="package")
def wikidata(tmp_path_factory):
    with serving_oxigraph(tmp_path_factory.mktemp("oxigraph"), WIKIDATA) as (address, _):
        yield address
