"""Actors are asked for at a service on loopback, and what it offers is accepted, or kept for a person."""

import json

import pytest

from kg.actors import list_actors
from tests.federate.linking.conftest import PAIRS, STORY, events_of
from tests.federate.linking.standin import Thing

LISTED = {("RUS", "Q159"), ("FRA", "Q142")}


def open_ones(kg):
    return [(one["actor"], one["id"]) for one in json.loads(kg("link", "--list", "--json").output or "[]")]


@pytest.mark.parametrize("way", ["--reconcile", "--search"])
def test_what_is_sure_is_accepted_and_the_rest_is_for_a_person(kg, wikidata, same, data, way):
    address = wikidata.reconcile if way == "--reconcile" else wikidata.search
    result = kg("link", way, address, "--accept-above", 90)
    assert result.exit_code == 0, result.output
    assert result.output == (
        "4 asked: 2 accepted (score 90 and above), 1 to be confirmed by a person (kg link --list),"
        " 1 without candidates\n"
    )
    assert same() == {*LISTED, ("mid", "Q1001"), ("jean-petit", "Q1002")}
    assert open_ones(kg) == [("ivan-novak", "Q1004"), ("ivan-novak", "Q1005")]
    assert (data / "links.tsv").read_text().splitlines()[1:] == [
        "key\twikidata\tlabel",
        "jean-petit\tQ1002\tJean Petit",
        "mid\tQ1001\tRussian Foreign Ministry",
    ]
    assert "all conform" in kg("validate").output
    assert wikidata.agents == {next(iter(wikidata.agents))}
    assert next(iter(wikidata.agents)).startswith("DiploGraph/")


def test_without_a_threshold_nothing_is_accepted(ask, kg, same, data):
    assert "4 asked: 0 accepted, 3 to be confirmed" in ask().output
    assert same() == LISTED
    assert not (data / "links.tsv").exists()
    assert "2 of those that were asked before accepted" in ask("--accept-above", 90).output
    assert same() == {*LISTED, ("mid", "Q1001"), ("jean-petit", "Q1002")}


def test_kinds_numbers_and_actors_without_events_are_chosen(ask, wikidata):
    assert ask("--limit", 1).output.startswith("1 asked")
    (query,) = json.loads(wikidata.asked[-1]["queries"]).values()
    assert (query["query"], query["type"]) == ("Russian Foreign Ministry", "Q43229")
    assert query["properties"] == [{"pid": "P17", "v": {"id": "Q159"}}]
    assert ask("--kind", "Company").output.startswith("nobody is left to ask for")
    assert ask("--kind", "Company", "--all").output.startswith("1 asked")
    assert ask("--kind", "Person").output.startswith("2 asked")


def test_nobody_is_asked_for_twice(ask, wikidata):
    ask()
    before = len(wikidata.asked)
    assert ask().output.startswith("nobody is left")
    assert ask("--again").output.startswith("4 asked")
    assert len(wikidata.asked) == before  # the answers were kept


def test_another_name_is_asked_for_where_the_first_gives_nothing(kg, ask, wikidata):
    wikidata.things.clear()
    wikidata._words.clear()
    wikidata.add(Thing("Q7", "Ministry of Foreign Affairs of Russia", types=("Q43229",)))
    ask("--kind", "GovernmentBody")
    asked = [one["query"] for sent in wikidata.asked[1:] for one in json.loads(sent["queries"]).values()]
    assert asked[0] == "Russian Foreign Ministry"
    assert open_ones(kg) == [("mid", "Q7")]


def test_one_thing_is_never_two_actors(kg, ask, wikidata, same):
    wikidata.add(Thing("Q142", "Harbour League", "organization", types=("Q43229",)))
    ask("--accept-above", 90)
    assert ("harbour-league", "Q142") not in same()
    assert ("harbour-league", "Q142") in open_ones(kg)
    result = kg("link", "--accept", "harbour-league=Q142")
    assert (result.exit_code, result.output) == (
        1,
        "kg: Q142 is FRA already: if harbour-league is the same, give FRA its name in actors.tsv\n",
    )


def test_an_actor_that_only_articles_introduced_keeps_what_they_told(kg, data, same):
    about = "SELECT ?p ?o { actor:ivan-novak ?p ?o FILTER(?p != owl:sameAs) } ORDER BY ?p ?o"
    before = kg("query", "--format", "csv", about).output
    assert "wasDerivedFrom" in before
    assert kg("link", "--accept", "ivan-novak=Q1004").exit_code == 0
    assert ("ivan-novak", "Q1004") in same()
    assert kg("query", "--format", "csv", about).output == before
    found = list_actors(data / "links.tsv")
    assert "ivan-novak" not in {actor.key for actor in found.actors}  # texts are not searched for it
    (stranger,) = {event.actor for event in events_of(*PAIRS) if event.actor.key == "ivan-novak"}
    assert found.gazetteer.identify(stranger).wikidata == "Q1004"
    assert kg("remove", STORY.url).exit_code == 0
    assert same() == LISTED  # it goes with the article, and nothing of it hangs loose
    assert "nothing hangs loose" in kg("check").output


def test_a_crash_before_the_graph_is_written_is_mended(kg, ask, same, monkeypatch):
    def fail(settings):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("kg.cli.linking.open_store", fail)
        assert kg("link", "--accept", "ivan-novak=Q1004", "--accept", "mid=Q1001").exit_code == 1
    assert same() == LISTED
    ask("--limit", 0)
    assert same() == {*LISTED, ("ivan-novak", "Q1004"), ("mid", "Q1001")}


def test_hostile_names_do_no_harm(kg, wikidata, tmp_path, ask):
    wikidata.add(
        Thing("Q9", "Harbour League", '=HYPERLINK("x")\x1b[31m\u202e' + "z" * 10_000, types=("Q43229",)),
        Thing("Q10", "[bold]Harbour League[/bold] <script>", "a\tb\nc", types=("Q43229",)),
        Thing("Q0\u0661", "Harbour League"),
    )
    assert ask("--kind", "Organisation").exit_code == 0
    shown = kg("link", "--list").output
    assert "\x1b[31m" not in shown
    assert "\u202e" not in shown
    assert {identity for _, identity in open_ones(kg)} <= {"Q9", "Q10"}
    sheet = tmp_path / "sheet.csv"
    assert kg("link", "--list", "--csv", sheet).exit_code == 0
    assert "'=HYPERLINK" in sheet.read_text()
    assert ",=HYPERLINK" not in sheet.read_text()
