import json
import re
from datetime import date
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat

from kg.errors import QueryError
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate, Status
from kg.queries import find_queries, read_query
from kg.results import prefixes, read_table, rows

ROOT = Path(__file__).parents[1]
EXPECTED = ROOT / "tests" / "queries_expected"
QUERIES = find_queries([ROOT / "queries"])
BASE = "http://localhost:8000/"
OTHER_BASE = "https://facts.example/kg/"

RUSSIA = Actor("RUS", ActorKind.STATE, "Russia")
USA = Actor("USA", ActorKind.STATE, "United States")
FRANCE = Actor("FRA", ActorKind.STATE, "France")
MINISTER = Actor("sergey-lavrov", ActorKind.PERSON, "Sergey Lavrov", acts_for="RUS")
TREASURY = Actor("us-treasury", ActorKind.GOVERNMENT_BODY, "US Treasury", acts_for="USA")
LEAGUE = Actor("coastal-league", ActorKind.GROUP, "Coastal League", listed=False)
BAKERS = Actor("bakers-union", ActorKind.GROUP, "Bakers' Union", listed=False)


def tell(begin, quote, actor, action, target, day, status=Status.ACTUAL):
    mention = Mention(begin, quote, actor.label, quote.split()[1], target.label if target else "", 0.8)
    return Event(actor, action, target, PartialDate.parse(day), status, (mention,))


STORIES = [
    (
        Article("envoy", "Text of the first.", "Envoy called in", date(2024, 6, 28), url="https://news.example/envoy"),
        [
            tell(0, "Lavrov warned Washington of cooler ties.", MINISTER, "1313", USA, "2024-06-27"),
            tell(50, "The Treasury blacklisted two Russian banks.", TREASURY, "163", RUSSIA, "2024-06-26"),
            tell(99, "Washington praised Moscow over the exchange.", USA, "051", RUSSIA, "2024-05-02"),
            tell(150, "Russia did not expel the envoy.", RUSSIA, "161", USA, "2024-06-27", Status.NEGATED),
        ],
    ),
    (
        Article("league", "Text of the second.", "League speaks", date(2024, 7, 2), url="https://news.example/league"),
        [
            tell(5, "The League criticised France.", LEAGUE, "111", FRANCE, "2024-07-01"),
            tell(40, "Bakers marched in Paris.", BAKERS, "141", None, "2024-06-30"),
            tell(70, "Lavrov warned Washington again of cooler ties.", MINISTER, "1313", USA, "2024-06-27"),
        ],
    ),
    (
        Article("year", "Text of the third.", "A year of sanctions", date(2024, 7, 9), url="https://news.example/year"),
        [
            tell(0, "America sanctioned Russia in 2023.", USA, "163", RUSSIA, "2023"),
            tell(40, "France sanctioned Russia in February.", FRANCE, "163", RUSSIA, "2024-02"),
            tell(80, "The League criticised Russia.", LEAGUE, "111", RUSSIA, "2024-07-08"),
        ],
    ),
]  # fmt: skip


def build(base):
    actors = [RUSSIA, USA, FRANCE, MINISTER, TREASURY]
    store = Store.in_memory(base, [ROOT / "ontology" / "actions.ttl"], actors)
    for article, events in STORIES:
        store.add(article, events, "2026-11-22-rules-1")
    return store


@pytest.fixture(scope="module")
def store():
    with build(BASE) as opened:
        yield opened


@pytest.fixture(scope="module")
def rdflib_graph(store):
    """The same graph less the action codes that no event has: rdflib tries each node as the end of a path."""
    query = """CONSTRUCT { ?s ?p ?o } WHERE {
        ?s ?p ?o FILTER (!STRSTARTS(STR(?s), STR(cameo:)) || EXISTS { ?event dip:action/skos:broader* ?s })
    }"""
    answer = store.answer(query, graph=RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=answer.body, format="nt")


def read_expected(name):
    path = EXPECTED / f"{name}.json"
    assert path.is_file(), f"write what {name}.rq has to answer over the graph of this test, in {path.name}"
    return json.loads(path.read_text(encoding="utf-8"))


def test_nothing_is_expected_of_a_query_that_is_gone():
    assert {path.stem for path in EXPECTED.glob("*.json")} <= set(QUERIES)


def test_library_has_its_queries():
    assert len(QUERIES) >= 8


@pytest.mark.parametrize("name", QUERIES)
def test_answer(store, name):
    expected = read_expected(name)
    assert expected["rows"], "an empty answer proves nothing"
    table = read_table(store.answer(QUERIES[name].bind(expected["values"])), prefixes(BASE))
    assert list(table.columns) == expected["columns"]
    assert [list(row) for row in table.rows] == expected["rows"]


@pytest.mark.parametrize("name", QUERIES)
def test_answer_under_another_base(name):
    """The same rows but for the IRIs of instances, which differ from the first slash on."""
    expected = read_expected(name)
    values = {key: value for key, value in expected["values"].items() if key != "article"}
    with build(OTHER_BASE) as other:
        if "article" in expected["values"]:
            values["article"] = other.find_article("envoy")[0]
        table = read_table(other.answer(QUERIES[name].bind(values, OTHER_BASE)), prefixes(OTHER_BASE))

    def anonymous(found):
        return sorted(tuple(re.sub(r"^event:\w+$", "event:", cell) for cell in row) for row in found)

    assert anonymous(table.rows) == anonymous(expected["rows"])


@pytest.mark.parametrize("name", QUERIES)
def test_second_engine_agrees(rdflib_graph, name):
    """The file as it is, with its own prefixes, in an engine that knows nothing of ours."""
    expected = read_expected(name)
    result = rdflib_graph.query(QUERIES[name].bind(expected["values"]))
    assert [str(variable) for variable in result.vars] == expected["columns"]
    assert len(result) == len(expected["rows"])


@pytest.mark.parametrize("name", QUERIES)
def test_file_is_valid_as_it_stands(rdflib_graph, store, name):
    text = (ROOT / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    store.answer(text)
    rdflib_graph.query(text)
    assert QUERIES[name].bind() == text


SOUND = """#+ summary: What it answers
#+ description: More of it.
#+ tags: [events]
#+ params:
#+   actor: Who
#+   since: When
#+   most: How many
#+   word: What
#+   month: Which
#+   action: What kind
PREFIX actor: <http://localhost:8000/actor/>
PREFIX cameo: <https://w3id.org/diplograph/cameo/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT * WHERE {
  VALUES ?actor { actor:FRA }
  VALUES ?since { "2024-01-01"^^xsd:date }
  VALUES ?most { 20 }
  VALUES ?word { "peace" }
  VALUES ?month { "2024-06"^^xsd:gYearMonth }
  VALUES ?action { cameo:19 }
}
"""


@pytest.fixture
def write(tmp_path):
    def make(text, name="sound.rq"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


@pytest.fixture
def bound(write, store):
    """Binds values and returns what the variables then are."""

    def bind(values, base=BASE):
        (row,) = rows(store.answer(read_query(write(SOUND)).bind(values, base)))
        return {name: term.value for name, term in row.items()}

    return bind


def test_header_is_read(write):
    query = read_query(write(SOUND))
    assert (query.name, query.summary, query.description) == ("sound", "What it answers", "More of it.")
    assert query.tags == ("events",)
    assert [(param.name, param.description, param.example) for param in query.params] == [
        ("actor", "Who", "FRA"),
        ("since", "When", "2024-01-01"),
        ("most", "How many", "20"),
        ("word", "What", "peace"),
        ("month", "Which", "2024-06"),
        ("action", "What kind", "19"),
    ]


def test_defaults(bound):
    assert bound({}) == {
        "actor": BASE + "actor/FRA",
        "since": "2024-01-01",
        "most": "20",
        "word": "peace",
        "month": "2024-06",
        "action": "https://w3id.org/diplograph/cameo/19",
    }


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("RUS", BASE + "actor/RUS"),
        (" RUS ", BASE + "actor/RUS"),
        ("actor:RUS", BASE + "actor/RUS"),
        ("wd:Q159", "http://www.wikidata.org/entity/Q159"),
        ("http://x.example/y?z#a", "http://x.example/y?z#a"),
        ("São Tomé", BASE + "actor/S%C3%A3o%20Tom%C3%A9"),
        ("a> } DROP ALL #", BASE + "actor/a%3E%20%7D%20DROP%20ALL%20%23"),
        ("../event/1", BASE + "actor/..%2Fevent%2F1"),
        ("who:knows", BASE + "actor/who%3Aknows"),
    ],
)
def test_iri_values(bound, text, iri):
    assert bound({"actor": text})["actor"] == iri


def test_base_of_the_graph(bound):
    values = bound({}, OTHER_BASE)
    assert values["actor"] == OTHER_BASE + "actor/FRA"
    assert values["action"] == "https://w3id.org/diplograph/cameo/19"
    assert bound({"actor": "RUS", "action": "04"}, OTHER_BASE)["actor"] == OTHER_BASE + "actor/RUS"
    assert bound({"actor": "actor:RUS"}, OTHER_BASE)["actor"] == OTHER_BASE + "actor/RUS"


def test_code_is_no_number(bound):
    assert bound({"action": "04"})["action"] == "https://w3id.org/diplograph/cameo/04"


@pytest.mark.parametrize(
    "word",
    ['"', "\\", "} }", "\n VALUES ?since { 1 }", "VALUES ?actor { actor:USA }", '"^^xsd:date', "?most", "$1 \\1"],
)
def test_strings_are_escaped_and_never_bound_again(bound, word):
    assert bound({"word": word, "since": "2024-02-29"}) == {**bound({}), "word": word, "since": "2024-02-29"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("since", "2024", "a day, such as"),
        ("since", "20240101", "a day, such as"),
        ("since", "2023-02-29", "a day, such as"),
        ("since", '2024-01-01" } #', "a day, such as"),
        ("most", "many", "a whole number"),
        ("most", "1 } #", "a whole number"),
        ("month", "2024-13", "a month, such as"),
        ("word", " ", "is empty"),
        ("actor", "", "is empty"),
        ("actor", "http://a b/", "a name or an IRI"),
        ("actor", "http://x/> } #", "a name or an IRI"),
        ("who", "x", "has no parameter who; it has: actor, since, most"),
    ],
)
def test_bad_values(write, name, text, message):
    with pytest.raises(QueryError, match=re.escape(message)):
        read_query(write(SOUND)).bind({name: text})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ summary: What it answers\n", "", "needs a summary"),
        ("summary: What it answers", "summary: [1]", "needs a summary"),
        ("summary: What it answers", "summary: ''", "needs a summary"),
        ("#+ tags: [events]", "#+ tags: events", "needs a summary"),
        ("#+ tags: [events]", "#+ tags: [1]", "needs a summary"),
        ("#+ tags: [events]", "#+ tag: [events]", "unknown key tag"),
        ("#+ tags: [events]", "#+ tags: [events", "no YAML"),
        ("#+   actor: Who", "#+   actor: {a: b}", "needs a summary"),
        ("#+", "#", "header is missing"),
        ("  VALUES ?actor { actor:FRA }\n", "", "exactly one line VALUES ?actor"),
        ("VALUES ?most { 20 }", "VALUES ?most { 20 }\n  VALUES ?most { 21 }", "exactly one line VALUES ?most"),
        ("VALUES ?most { 20 }", "VALUES ?most { 20 21 }", "no term"),
        ("VALUES ?most { 20 }", "VALUES ?most { [] }", "one IRI or literal"),
        ("VALUES ?most { 20 }", "VALUES ?most { 1 , 2 }", "one IRI or literal"),
        ("VALUES ?actor { actor:FRA }", "VALUES ?actor { foo:FRA }", "no term"),
    ],
)
def test_faulty_files(write, old, new, message):
    text = SOUND.replace(old, new)
    assert text != SOUND
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        read_query(write(text))
    assert str(caught.value).startswith("sound.rq: ")


@pytest.mark.parametrize("name", ["Big.rq", "two words.rq", "a--b.rq", "ä.rq"])
def test_faulty_names(write, name):
    with pytest.raises(QueryError, match="small letters"):
        read_query(write(SOUND, name))


def test_missing_file(tmp_path):
    with pytest.raises(QueryError, match="cannot be read"):
        read_query(tmp_path / "none.rq")


def test_query_without_parameters(write):
    query = read_query(write("#+ summary: All\nSELECT * { ?s ?p ?o }"))
    assert query.params == ()
    with pytest.raises(QueryError, match="it has: none"):
        query.bind({"x": "y"})


def test_later_folder_goes_first(tmp_path):
    for folder, summary in (("ours", "Ours"), ("theirs", "Theirs")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.rq").write_text(f"#+ summary: {summary}\nASK {{}}", encoding="utf-8")
    (tmp_path / "ours" / "alone.rq").write_text("#+ summary: Alone\nASK {}", encoding="utf-8")
    found = find_queries([tmp_path / "ours", tmp_path / "theirs", tmp_path / "none"])
    assert {name: query.summary for name, query in found.items()} == {"alone": "Alone", "same": "Theirs"}
