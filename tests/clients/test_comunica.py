"""Comunica over our endpoint, alone and together with a stand-in for Wikidata.

`npm ci` installs it beside this file, at the versions of its lock file; some of its packages want a newer Node than
20, so that older releases of two stand in (`overrides`).
"""

import fcntl
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from hatch_build import INSTALL, find_packaged_npm, find_system_npm

HERE = Path(__file__).parent / "comunica"
PROGRAMS = HERE / "node_modules" / "@comunica" / "query-sparql" / "bin"
CAPITALS = """PREFIX dip: <https://w3id.org/diplograph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?name ?city ?day WHERE {
  ?event dip:actor ?actor ; dip:date ?day .
  ?actor skos:prefLabel ?name ; owl:sameAs ?item .
  ?item wdt:P36 ?capital .
  ?capital rdfs:label ?city .
} ORDER BY ?name ?day"""
"""Events of ours with the capitals of who acted, which only Wikidata knows."""
ROWS = [("Poland", "Warsaw", "2024-06-25"), ("Russia", "Moscow", "2023-01-01"), ("Russia", "Moscow", "2024-06-01")]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def npm():
    found = find_system_npm() or find_packaged_npm()
    if found is None:
        pytest.skip("no Node 20 or later with npm here: apt-get install nodejs npm")
    with (HERE / ".npmrc").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process of the test session may be at it
        if not (HERE / "node_modules" / ".package-lock.json").is_file():
            try:
                found.run(HERE, *INSTALL)
            except (OSError, subprocess.CalledProcessError) as error:
                pytest.skip(f"npm cannot install Comunica ({error}): can it reach its packages?")
    return found


@pytest.fixture
def comunica(npm):
    """Return a function from a query and endpoints to the rows that Comunica finds, as tuples of text."""

    def run(query: str, *sources: str, plan: bool = False) -> list[tuple[str, ...]]:
        program = PROGRAMS / ("query-dynamic.js" if plan else "query.js")
        environment = {**os.environ, "PATH": os.pathsep.join((npm.path, os.environ["PATH"]))}
        if plan:
            environment["COMUNICA_CONFIG"] = str(HERE / "planning.json")
        command = ["node", str(program), *sources, "-q", query, "-t", "application/sparql-results+json"]
        done = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        names = re.findall(r"[?](\w+)", re.search(r"SELECT(.*?)WHERE", query, re.DOTALL)[1])
        return [tuple(row[name]["value"] for name in names) for row in found["results"]["bindings"]]

    return run


@pytest.fixture
def asked(log):
    """Return a function that tells what the site was asked since the test began."""
    before = len(log.read_text().splitlines()) if log.exists() else 0
    return lambda: log.read_text().splitlines()[before:]


def test_comunica_asks_our_endpoint_alone(comunica, endpoint):
    query = """PREFIX dip: <https://w3id.org/diplograph/ontology#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?name WHERE { ?event a dip:Event ; dip:target ?party . ?party skos:prefLabel ?name } ORDER BY ?name"""
    assert comunica(query, endpoint) == [("Poland",), ("Russia",), ("Russia",)]


def counts(lines):
    return [line for line in lines if "COUNT( * )" in line]


def test_comunica_joins_our_events_with_facts_of_wikidata(comunica, endpoint, wikidata, asked):
    assert comunica(CAPITALS, endpoint, wikidata) == ROWS
    assert counts(asked()), "as it does by itself"


def test_comunica_plans_with_our_description_and_counts_nothing_here(comunica, endpoint, wikidata, asked):
    assert comunica(CAPITALS, endpoint, wikidata, plan=True) == ROWS
    assert asked()
    assert counts(asked()) == [], "what the service description tells need not be counted again"
    assert not [line for line in asked() if "P36" in line], "and nobody asks here for what is not here"
