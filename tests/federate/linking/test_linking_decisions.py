"""What people decide about candidates stands: it is never asked again, nor overwritten."""

import csv

import pytest

from kg.actors import list_actors
from kg.errors import DataError
from tests.federate.linking.test_linking import LISTED, open_ones


def refused(kg, *arguments):
    result = kg("link", *arguments)
    assert result.exit_code == 1
    return result.output


def test_an_accepted_one_is_not_given_another_and_can_be_forgotten(kg, ask, same, data):
    ask()
    assert kg("link", "--accept", "jean-petit=Q1003").output == "1 accepted, 0 rejected\n"
    assert "jean-petit is Q1003 already: kg link --forget jean-petit undoes" in refused(kg, "--accept", "jean-petit=Q5")
    ask("--again", "--accept-above", 1)
    assert ("jean-petit", "Q1003") in same()
    assert kg("link", "--forget", "jean-petit").exit_code == 0
    assert not {one for one in same() if one[0] == "jean-petit"}
    assert "jean-petit" not in (data / "links.tsv").read_text()
    assert "1 asked: 1 accepted" in ask("--accept-above", 90).output
    assert ("jean-petit", "Q1002") in same()


def test_a_rejected_one_is_not_offered_again(kg, ask, same):
    ask()
    assert kg("link", "--reject", "ivan-novak=Q1004", "--reject", "jean-petit").output == "0 accepted, 3 rejected\n"
    assert ask("--again").output.startswith("3 asked")  # jean-petit is decided
    assert open_ones(kg) == [("mid", "Q1001"), ("ivan-novak", "Q1005")]
    assert "has no open candidate Q1004" in refused(kg, "--reject", "ivan-novak=Q1004")
    assert "never asked for" in refused(kg, "--reject", "nobody")
    assert same() == LISTED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--accept", "RUS=Q1"), "RUS is Q159 by the lists of actors: the lists go before links, so Q1 is refused"),
        (("--accept", "mid=Q159"), "Q159 is RUS already"),
        (("--accept", "nobody=Q1"), "there is no actor 'nobody' in this graph"),
        (("--accept", "mid=P31"), "'P31' is no Wikidata id such as Q159: write mid=Q159"),
        (("--forget", "RUS"), "nothing was decided of RUS"),
        (("--reconcile", "file:///etc/passwd"), "only http and https are, not file"),
    ],
)
def test_what_cannot_be_decided_is_refused(kg, same, arguments, message):
    assert message in refused(kg, *arguments)
    assert same() == LISTED


def test_ways_that_exclude_each_other(kg):
    for arguments in (
        ("--list", "--accept", "a=Q1"),
        ("--json",),
        ("--accept", "mid"),
        ("--search", "u", "--reconcile", "v"),
    ):
        assert kg("link", *arguments).exit_code == 2


def decide(kg, sheet, answers, delimiter=","):
    """Write *answers* by id into the sheet, as a spreadsheet does, and hand it in."""
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows({**row, "decision": answers.get(row["id"], "")} for row in rows)
    return kg("link", "--decide", sheet)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_decisions_come_from_a_spreadsheet(kg, ask, same, tmp_path, delimiter):
    ask()
    sheet = tmp_path / "sheet.csv"
    assert "candidates; write yes or no into decision" in kg("link", "--list", "--csv", sheet).output
    result = decide(kg, sheet, {"Q1004": "Yes", "Q1005": "no", "Q1001": "y"}, delimiter)
    assert result.output == "2 accepted, 1 rejected\n"
    assert same() == {*LISTED, ("ivan-novak", "Q1004"), ("mid", "Q1001")}
    assert kg("link", "--decide", sheet).output == "0 accepted, 0 rejected\n"


def test_a_faulty_sheet_decides_nothing(kg, ask, same, tmp_path):
    ask()
    sheet = tmp_path / "sheet.csv"
    for answers, message in (
        ({"Q1001": "yes", "Q1004": "maybe"}, "the decision is yes or no, or empty, not 'maybe'"),
        ({"Q1004": "yes", "Q1005": "yes", "Q1001": "yes"}, "ivan-novak is Q1004 and Q1005"),
    ):
        kg("link", "--list", "--csv", sheet)
        result = decide(kg, sheet, answers)
        assert (result.exit_code, message in result.output) == (1, True), result.output
        assert same() == LISTED
    sheet.write_text("actor,id\n")
    assert "has no column 'decision'" in refused(kg, "--decide", sheet)
    sheet.write_bytes(b"actor\xff")
    assert "save it as CSV in UTF-8" in refused(kg, "--decide", sheet)


def test_an_own_list_may_give_an_id_and_not_another_one(lists, tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text("key\tkind\tlabel\twikidata\nharbour-league\tOrganisation\tHarbour League\tQ77\n")
    assert {actor.key: actor.wikidata for actor in list_actors(path).actors}["harbour-league"] == "Q77"
    path.write_text("key\tkind\tlabel\twikidata\nRUS\tState\tRussia\tQ77\n")
    list_actors.cache_clear()
    with pytest.raises(DataError, match=r"own.tsv:2: RUS is Q159 in another row, not Q77"):
        list_actors(path)


def test_lists_go_before_links_and_faulty_links_are_named(lists, tmp_path):
    path = tmp_path / "links.tsv"
    path.write_text("key\twikidata\tlabel\nRUS\tQ1\tRussia\nmid\tQ2\tMinistry\ngone\tQ3\tGone\n")
    found = list_actors(path)
    ids = {actor.key: actor.wikidata for actor in found.actors}
    assert (ids["RUS"], ids["mid"], "gone" in ids) == ("Q159", "Q2", False)
    for row, message in (
        ("mid\tX", "'X' is no Wikidata id"),
        ("a b\tQ1", "no key"),
        ("mid\tQ9\nmid\tQ8", "earlier row"),
    ):
        path.write_text(f"key\twikidata\n{row}\n")
        list_actors.cache_clear()
        with pytest.raises(DataError, match=message):
            list_actors(path)
