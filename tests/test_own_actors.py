"""A user's own list of actors: read, checked, and followed by the graph. All names are invented."""

import json
from dataclasses import replace
from datetime import date

import pytest

from kg.actors import list_actors
from kg.errors import DataError
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Term
from kg.results import rows
from kg.settings import DEFAULT_BASE, Settings

HEAD = "key\tkind\tlabel\tbelongs_to\tnames\tterms\n"
ROW = "tesseral-league\tOrganisation\tTesseral League\t\tTesserals\t\n"
TEXT = "The Tesseral League condemned Norway on Monday.\n\nWilhelm Quastenberg said nothing. Quastenberg left.\n"


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text(HEAD + ROW)
    return path


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(TEXT)
    return path


def test_an_own_actor_is_found_by_each_of_its_names(own):
    find = list_actors(own).gazetteer.find
    assert [hit.keys for hit in find("The Tesserals met the Tesseral League")] == [("tesseral-league",)] * 2


def test_a_row_with_a_listed_key_adds_names(tmp_path):
    path = tmp_path / "more.tsv"
    path.write_text("key\tkind\tlabel\tnames\nNOR\tState\tNorway\tLand of the Fjords\n")
    assert [hit.keys for hit in list_actors(path).gazetteer.find("the Land of the Fjords")] == [("NOR",)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "own.tsv: has no first line that names the columns"),
        ("key\tkind\n", "own.tsv:1: has no column 'label'"),
        ("key\tkind\tlabel\tcolour\n", "own.tsv:1: has an unknown column 'colour'"),
        ("key\tkind\tlabel\tlabel\n", "own.tsv:1: names a column twice"),
        (HEAD + "a\tState\n", "own.tsv:2: has 2 columns, not 6"),
        (
            HEAD + ROW + "a b\tGroup\tA B\t\t\t\n",
            "own.tsv:3: 'a b' is no key: letters, digits and hyphens, such as 'a-b'",
        ),
        (HEAD + "a\tThing\tA\t\t\t\n", "own.tsv:2: 'Thing' is no kind of actor: State, "),
        (HEAD + "a\tGroup\t \t\t\t\n", "own.tsv:2: a has no label"),
        (HEAD + "a\tGroup\tA\tXYZ\t\t\n", "own.tsv:2: no list has an actor 'XYZ' for a"),
        (HEAD + "NOR\tGroup\tNorway\t\t\t\n", "own.tsv:2: NOR is a State for nobody in another row"),
        (
            HEAD + "a\tPerson\tA B\t\t\tPresident\n",
            "own.tsv:2: 'President' is no term of office: write",
        ),
        (HEAD + "a\tPerson\tA B\t\t\tPresident;May;\n", "own.tsv:2: 'May' is no day such as 2017-05-14"),
        (HEAD + "a\tPerson\tA B\t\t\tPresident;2019;2018\n", "own.tsv:2: 'President;2019;2018' ends before it begins"),
    ],
)
def test_a_faulty_row_is_named_with_its_line(own, text, message):
    own.write_text(text)
    with pytest.raises(DataError) as caught:
        list_actors(own)
    assert message in str(caught.value)
    list_actors.cache_clear()


def test_what_is_no_text_and_what_is_missing(own, tmp_path):
    own.write_bytes(b"key\xff")
    with pytest.raises(DataError, match="is not UTF-8"):
        list_actors(own)
    with pytest.raises(DataError, match="cannot be read: no such file"):
        list_actors(tmp_path / "gone.tsv")


def test_the_list_in_the_data_folder_is_used_with_the_one_that_is_named(tmp_path, own):
    (tmp_path / "actors.tsv").write_text(HEAD)
    settings = Settings(data=tmp_path, actors=own)
    assert settings.own_actors == (tmp_path / "actors.tsv", own)
    assert Settings.read({"KG_ACTORS": str(own), "KG_DATA": "nowhere"}).own_actors == (own,)


def test_actors_of_a_text_are_shown_with_the_reason(kg, own):
    assert "tesseral-league" not in kg("actors", TEXT).output
    result = kg("actors", "--actors", own, "--json", TEXT)
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert [(line["text"], line["actor"]) for line in lines[:2]] == [
        ("Tesseral League", "tesseral-league"),
        ("Norway", "NOR"),
    ]
    assert lines[0]["why"] == "a listed name"
    assert "tesseral-league" in kg("actors", "--actors", own, stdin=TEXT).output


def test_a_fault_in_an_own_list_is_one_line(kg, own, article):
    own.write_text("key\tkind\n")
    for command in (("actors", TEXT), ("extract", article), ("ingest", article)):
        result = kg(*command, "--actors", own)
        assert (result.exit_code, result.output) == (
            1,
            f"kg: {own.name}:1: has no column 'label'; the first line must name the columns, parted by tabs\n",
        )


@pytest.mark.slow
def test_the_graph_takes_own_actors_over_and_tells_what_the_lists_lack(kg, own, article):
    assert kg("ingest", article).exit_code == 0
    before = kg("stats", "--unresolved", "--json")
    assert {"name": "Wilhelm Quastenberg", "articles": 1, "mentions": 1} in json.loads(before.output)
    assert kg("ingest", "--again", "--actors", own, article).exit_code == 0
    assert "Tesseral League" in kg("query", "SELECT ?label { ?event dip:actor/skos:prefLabel ?label }").output
    assert kg("remove", "story").exit_code == 0
    assert json.loads(kg("stats", "--unresolved", "--json").output) == []


def test_a_graph_follows_its_lists():
    old = Actor(
        "league", ActorKind.ORGANISATION, "League", aliases=("Old Name",), terms=(Term("Chair", date(2020, 1, 1)),)
    )
    new = replace(old, aliases=("New Name",), terms=())
    other = Actor("other", ActorKind.GROUP, "Other")
    with Store.in_memory(DEFAULT_BASE, [], [old, other]) as store:
        assert store.describe([old, other]) == 0
        assert store.describe([new, other]) == 1
        answer = store.answer(
            "SELECT ?name ?term { actor:league skos:altLabel ?name . OPTIONAL { actor:league dip:term ?term } }"
        )
        assert [(row["name"].value, row["term"]) for row in rows(answer)] == [("New Name", None)]
        assert rows(store.answer("ASK { ?term a dip:TermOfOffice }"))[0]["answer"].value == "false"


def test_unresolved_names_of_what_is_no_data_folder(kg, tmp_path):
    result = kg("stats", "--unresolved", "--data", tmp_path / "gone")
    assert result.exit_code == 1
    assert "is no data folder" in result.output
