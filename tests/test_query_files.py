"""Files of queries are read with their headers, and values are bound to their parameters."""

import re

import pytest

from kg.errors import QueryError
from kg.library import find_queries, read_library, read_query
from kg.results import prefixes, rows
from tests.query_graph import BASE, OTHER_BASE, story_store

__all__ = ["story_store"]
"""The fixture ``store`` of these tests."""

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


@pytest.mark.parametrize("text", ["RUS", "São Tomé", "actor:RUS", "who:knows", "wd:Q159", "http://x.example/y?z#a"])
def test_a_value_is_written_as_it_may_be_typed(write, text):
    param, names = read_query(write(SOUND)).params[0], prefixes(OTHER_BASE)
    term = param.to_term(text, names)
    assert param.to_term(param.to_text(term, names), names) == term
    assert param.to_text(param.to_default(names), names) == "FRA"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX select: <http://x/ask>\n# ASK\nconstruct { ?s ?p ?o } WHERE { SELECT * { ?s ?p ?o } }", "CONSTRUCT"),
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("ASK {}", "ASK"),
    ],
)
def test_the_form_of_a_query(write, text, form):
    assert read_query(write(f"#+ summary: To ask\n{text}")).form == form


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
        ("#+   word: What", "#+   format: What", "no parameter may be called format"),
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


def test_own_queries_go_before_namesakes(tmp_path):
    for folder, summary in (("ours", "Ours"), ("ours/federated", "Far"), ("theirs", "Theirs")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{summary.lower()}.rq").write_text(f"#+ summary: {summary}\nASK {{}}", encoding="utf-8")
    (tmp_path / "theirs" / "ours.rq").write_text("#+ summary: Theirs too\nASK {}", encoding="utf-8")
    library = read_library(tmp_path / "ours", tmp_path / "theirs")
    assert {name: query.summary for name, query in library.queries.items()} == {
        "far": "Far",
        "ours": "Theirs too",
        "theirs": "Theirs",
    }
    assert library.own == {"ours", "theirs"}
    assert read_library(tmp_path / "ours", tmp_path / "none").own == frozenset()
    assert list(find_queries(tmp_path / "ours")) == ["far", "ours"]


def test_a_faulty_own_file_costs_nothing_but_itself(tmp_path):
    (tmp_path / "sound.rq").write_text("#+ summary: Sound\nASK {}", encoding="utf-8")
    (tmp_path / "faulty.rq").write_text("ASK {}", encoding="utf-8")
    library = read_library(tmp_path / "none", tmp_path)
    assert list(library.queries) == ["sound"]
    (fault,) = library.faults
    assert fault.startswith("faulty.rq: a header is missing")
    with pytest.raises(QueryError, match=r"faulty\.rq: a header is missing"):
        library.get("faulty")
    with pytest.raises(QueryError, match="no saved query 'soumd': did you mean sound"):
        library.get("soumd")


FAR = """#+ summary: Capitals
# SERVICE <http://commented.example/> is no call
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT * WHERE {
  SERVICE <https://query.wikidata.org/sparql> { ?state wdt:P36 ?capital }
  SERVICE SILENT <https://dbpedia.org/sparql> { ?state ?p ?o }
}
"""


def test_copies_stand_in_for_endpoints(write):
    query = read_query(write(FAR))
    assert query.endpoints == ("https://query.wikidata.org/sparql", "https://dbpedia.org/sparql")
    text = query.to_copies(OTHER_BASE).bind(base=OTHER_BASE)
    assert f"GRAPH <{OTHER_BASE}graph/wikidata> {{ ?state wdt:P36 ?capital }}" in text
    assert f"GRAPH <{OTHER_BASE}graph/dbpedia> {{ ?state ?p ?o }}" in text


@pytest.mark.parametrize("text", ["#+ summary: All\nASK {}", FAR.replace("dbpedia.org", "other.example")])
def test_there_is_no_copy_of_what_nobody_copies(write, text):
    with pytest.raises(QueryError, match="no endpoint of which"):
        read_query(write(text)).to_copies()
