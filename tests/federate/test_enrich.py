"""The command `kg enrich`: what is copied, what stays, and what is told."""

import json
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from kg.actors import list_actors
from kg.cli import cli
from kg.federate.copies.kinds import read_kinds
from kg.graph.readers import Readers
from kg.graph.store import Store
from kg.graph.updates import Update
from kg.library import find_queries
from kg.providers import PROVIDERS
from kg.reference import ontology_files
from kg.results import prefixes, read_table
from kg.settings import DEFAULT_BASE
from kg.tokens import make_token
from tests.conftest import ROOT
from tests.federate.conftest import evaluate, send
from tests.federate.far_graph import BASE, FOLDER, build
from tests.servers import serving

KEYS = "FRA DEU POL RUS UKR USA GBR TUR EU NATO UN COE emmanuel-macron vladimir-putin".split()
MACRON = "INSERT DATA { <http://x/e> dip:actor actor:emmanuel-macron }"
GRAPH = f"{DEFAULT_BASE}graph/wikidata"
CAPITALS = """PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?state ?capital { GRAPH graph:wikidata { ?item wdt:P36 ?city . ?city rdfs:label ?capital }
  ?actor owl:sameAs ?item ; skos:prefLabel ?state } ORDER BY ?state"""
NAMED = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "kg-data"
    actors = [actor for actor in list_actors().actors if actor.key in KEYS]
    Store.create(folder, DEFAULT_BASE, ontology_files(), actors).close()
    return folder


@pytest.fixture
def kg(data, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(data))
    return lambda *arguments: CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture
def playing(endpoints, extracts):
    """An endpoint that plays Wikidata; tests put what it is to do instead, by kind of facts, into ``odd``."""
    kinds = read_kinds("wikidata")

    def answer(request):
        query = endpoints.asked[-1].query
        prologue = query.partition("VALUES")[0]
        name = next(name for name, kind in kinds.items() if kind.text.startswith(prologue))
        endpoints.names.append(name)
        if name in endpoints.odd:
            endpoints.odd[name](request)
        else:
            send(request, evaluate(extracts["wikidata"], query))

    endpoints.odd, endpoints.names = {}, []
    endpoints.let("/sparql", answer)
    return endpoints


@pytest.fixture
def enrich(kg, playing):
    return lambda *arguments: kg("enrich", "wikidata", "--endpoint", f"{playing.origin}/sparql", *arguments)


def default_graph(folder):
    with Readers(folder, processes=1) as readers:
        body = readers.answer("CONSTRUCT WHERE { ?s ?p ?o }", graph=RdfFormat.N_TRIPLES).body
        return sorted(body.splitlines())


def ask(kg, query):
    found = kg("query", query, "--format", "csv")
    assert found.exit_code == 0, found.output
    return found.output.split()[1:]


def listed(kg):
    return {one["facts"]: one for one in json.loads(kg("enrich", "wikidata", "--list", "--json").output)}


@pytest.fixture
def mirrors(standins, monkeypatch):
    told = (f"{PROVIDERS[name].endpoint}=>{address}" for name, address in standins.items())
    monkeypatch.setenv("KG_SERVICES", " ".join(told))


def test_facts_are_copied_from_engines_of_others_and_nothing_of_ours_changes(kg, data, mirrors, standins, tmp_path):
    before = default_graph(data)
    wikidata, dbpedia = kg("enrich", "wikidata"), kg("enrich", "dbpedia")
    assert (wikidata.exit_code, dbpedia.exit_code) == (0, 0), wikidata.output + dbpedia.output
    assert f"triples of Wikidata from {standins['wikidata']}" in wikidata.output
    assert "France,Paris" in ask(kg, CAPITALS)
    assert "DEU" in kg("query", "SELECT ?a { GRAPH graph:dbpedia { ?x owl:sameAs ?i } ?a owl:sameAs ?i }").output
    assert all(one["missing"] == 0 and one["triples"] for one in listed(kg).values())
    assert "nothing hangs loose" in kg("check").output
    assert kg("backup", tmp_path / "copy.nq").exit_code == kg("backup", tmp_path / "copy").exit_code == 0
    graphs = ask(kg, NAMED)
    for name in ("copy.nq", "copy"):
        assert kg("restore", tmp_path / name, "--data", tmp_path / f"{name}.again").exit_code == 0
        assert kg("query", NAMED, "--format", "csv", "--data", tmp_path / f"{name}.again").output.split()[1:] == graphs
    assert default_graph(data) == before
    assert f"{GRAPH} is removed" in kg("enrich", "wikidata", "--remove").output
    assert [line.partition(",")[0] for line in ask(kg, NAMED)] == [f"{DEFAULT_BASE}graph/dbpedia"]
    gone = kg("enrich", "wikidata", "--remove")
    assert (gone.exit_code, gone.output) == (1, "kg: there is no copy of facts from Wikidata\n")
    assert default_graph(data) == before


def test_saved_queries_answer_over_the_copies_as_over_the_endpoints(tmp_path, mirrors, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(tmp_path / "far"))
    build(tmp_path / "far")
    for name in PROVIDERS:
        assert CliRunner().invoke(cli, ["enrich", name]).exit_code == 0
    with Readers(tmp_path / "far", processes=1) as readers:
        for name, query in find_queries(ROOT / "queries").items():
            if query.endpoints:
                expected = json.loads((FOLDER / "expected" / f"{name}.json").read_text(encoding="utf-8"))
                answer = readers.answer(query.to_copies(BASE).bind(expected["values"], BASE))
                assert [list(row) for row in read_table(answer, prefixes(BASE)).rows] == expected["rows"], name


def test_the_copy_says_where_it_is_from_and_of_which_day(kg, enrich, playing):
    assert enrich("--only", "capitals, gdp").exit_code == 0
    told = kg("query", f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}", "--format", "nt").output
    facts = {
        (q.subject.value, q.predicate.value.rpartition("/")[2], q.object.value)
        for q in parse(told, RdfFormat.N_TRIPLES)
    }
    derived = {end for start, predicate, end in facts if (start, predicate) == (GRAPH, "prov#wasDerivedFrom")}
    assert derived == {"http://www.wikidata.org/", f"{playing.origin}/sparql"}
    assert (GRAPH, "license", "https://creativecommons.org/publicdomain/zero/1.0/") in facts
    assert (GRAPH, "void#subset", f"{GRAPH}/capitals") in facts
    assert (f"{GRAPH}/capitals", "void#triples", "16") in facts
    assert any(start == f"{GRAPH}/gdp" and predicate == "prov#generatedAtTime" for start, predicate, _ in facts)


def test_nobody_is_asked_twice_within_some_days(enrich, playing):
    enrich("--only", "capitals")
    again = enrich("--only", "capitals")
    assert (again.exit_code, len(playing.asked)) == (0, 1)
    assert enrich("--only", "capitals", "--fresh").exit_code == 0
    assert len(playing.asked) == 2
    assert enrich("--only", "capitals", "--max-age", "0.000000001").exit_code == 0
    assert len(playing.asked) == 3


def test_what_fails_stays_as_it_was_and_the_rest_is_new(kg, enrich, playing):
    assert enrich("--only", "capitals,population").exit_code == 0
    playing.odd["population"] = lambda request: send(request, b"no", 400, "text/plain")
    found = enrich("--only", "population,gdp", "--fresh")
    assert found.exit_code == 1
    assert "does not do this (status 400): no; not copied, or as it was before: population (8 of 8)" in found.stderr
    assert {name: one["triples"] for name, one in listed(kg).items() if one["triples"]} == {
        "capitals": 16, "population": 8, "gdp": 8,
    }  # fmt: skip


def test_a_thing_that_is_missing_keeps_its_facts_and_is_told(kg, enrich, playing, extracts):
    def picky(request):
        query = playing.asked[-1].query
        whole = "Q159>" not in query
        send(request, evaluate(extracts["wikidata"], query) if whole else b"", 200 if whole else 504)

    playing.odd["capitals"] = picky
    assert enrich("--only", "capitals").exit_code == 1
    assert "Russia,Moscow" not in ask(kg, CAPITALS)
    assert listed(kg)["capitals"]["missing"] == 1
    playing.odd.clear()
    assert enrich("--only", "capitals").exit_code == 0
    assert listed(kg)["capitals"]["missing"] == 0
    playing.odd["capitals"] = picky
    partial = enrich("--only", "capitals", "--fresh")
    assert "capitals (1 of 8)" in partial.stderr
    assert "Russia,Moscow" in ask(kg, CAPITALS), "it stays as it was"


def test_an_endpoint_that_is_down_leaves_the_copy_alone(kg, enrich, playing, data):
    assert enrich("--only", "capitals").exit_code == 0
    before = ask(kg, NAMED)
    playing.add("/sparql", b"", 403)
    down = enrich("--fresh")
    assert (down.exit_code, down.stdout) == (1, "")
    assert "does not let us ask (status 403)" in down.stderr
    assert ask(kg, NAMED) == before


def test_an_endpoint_that_has_forgotten_all_leaves_the_copy_alone(kg, enrich, playing):
    assert enrich("--only", "capitals").exit_code == 0
    before = ask(kg, NAMED)
    playing.add("/sparql", b"", media_type="application/n-triples")
    found = enrich("--only", "capitals", "--fresh")
    assert (found.exit_code, "hard to believe" in found.stderr) == (1, True)
    assert ask(kg, NAMED) == before


def test_an_interrupted_run_goes_on_where_it_was(data, playing, kg, enrich):
    playing.odd["heads-of-state"] = lambda request: playing.done.wait(20)
    only = ("--only", "capitals,gdp,heads-of-state,population")
    command = [sys.executable, "-m", "kg", "enrich", "wikidata", "--endpoint", f"{playing.origin}/sparql", *only]
    process = subprocess.Popen([*command, "--data", str(data)], stderr=subprocess.PIPE, text=True)
    while "heads-of-state" not in playing.names:
        assert process.poll() is None, process.stderr.read()
        playing.done.wait(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "has answered is kept: the same command goes on from there" in errors
    assert ask(kg, NAMED) == []
    assert playing.names == ["capitals", "gdp", "heads-of-state"]
    playing.odd.clear()
    assert enrich(*only).exit_code == 0
    assert playing.names[3:] == ["heads-of-state", "population"]


@pytest.mark.slow
def test_with_a_site_running_the_copy_goes_through_it(kg, enrich, playing, data, monkeypatch):
    token = make_token(data)
    with serving(data):
        refused = enrich("--only", "capitals")
        assert (refused.exit_code, playing.asked) == (1, [])
        assert "set KG_TOKEN" in refused.output
        monkeypatch.setenv("KG_TOKEN", token)
        assert enrich("--only", "capitals").exit_code == 0
        assert "France,Paris" in ask(kg, CAPITALS)
        assert "is removed" in kg("enrich", "wikidata", "--remove").output
        assert "there is no copy" in kg("enrich", "wikidata", "--remove").output


def test_persons_are_asked_about_once_they_take_part_in_events(kg, enrich, playing, data):
    assert enrich("--only", "names").exit_code == 0
    assert "Q3052772>" not in playing.asked[-1].query
    with Store.open(data) as store:
        store.update(Update(MACRON))
    assert enrich("--only", "names").exit_code == 0
    assert "Q3052772>" in playing.asked[-1].query
    assert "Q7747>" not in playing.asked[-1].query


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        ((), 2, "give one of wikidata, dbpedia, or --list"),
        (("wikipedia",), 2, "'wikipedia' is not one of"),
        (("wikidata", "--only", "gpd"), 1, "there are no facts called 'gpd'"),
        (("wikidata", "--endpoint", "query.example"), 1, "--endpoint must be the URL of a SPARQL endpoint"),
    ],
)
def test_misuse_is_told(kg, arguments, status, complaint):
    found = kg("enrich", *arguments)
    assert found.exit_code == status
    assert complaint in found.output
