"""The command that prints events and stores nothing."""

import json

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from kg.cli import cli
from tests.conftest import STORY

FIELDS = [
    "doc", "url", "title", "published", "actor", "target", "actor_iri", "target_iri", "actor_text", "target_text",
    "action", "action_text", "date", "status", "quote", "confidence",
]  # fmt: skip


def test_extract_prints_one_object_a_line(kg, story):
    result = kg("extract", story)
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines
    for line in lines:
        assert sorted(line) == sorted(FIELDS)
        assert line["quote"] in STORY.replace("\n", " ")
        assert line["status"] == "actual"
        assert 0 < line["confidence"] <= 1
    expelled = next(line for line in lines if line["action"] == "161")
    assert (expelled["doc"], expelled["published"], expelled["date"]) == ("envoys", "2021-03-05", "2021-03-04")
    assert (expelled["actor"], expelled["target"]) == (["FRA"], ["RUS"])
    assert expelled["actor_iri"] == "http://localhost:8000/actor/FRA"


def test_only_events_of_the_least_confidence_are_printed(kg, story, monkeypatch):
    def confidences(*options):
        return [json.loads(line)["confidence"] for line in kg("extract", story, *options).stdout.splitlines()]

    everything = confidences("--min-confidence", "0")
    bound = sorted(everything)[len(everything) // 2]
    assert confidences("--min-confidence", str(bound)) == [share for share in everything if share >= bound]
    monkeypatch.setenv("KG_MIN_CONFIDENCE", "1")
    assert confidences() == []
    assert confidences("--min-confidence", "0") == everything
    assert kg("extract", story, "--min-confidence", "2").exit_code == 2


def test_extract_stores_nothing(kg, story, data):
    before = sorted(path.name for path in data.iterdir())
    kg("extract", story)
    assert sorted(path.name for path in data.iterdir()) == before
    assert json.loads(kg("stats", "--json").output)["events"] == 0


def test_extract_needs_no_data_folder(story, tmp_path, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(tmp_path / "none"))
    assert CliRunner().invoke(cli, ["extract", str(story)]).exit_code == 0


@pytest.mark.parametrize(("form", "name"), [("turtle", "ttl"), ("ntriples", "nt"), ("jsonld", "jsonld")])
def test_extract_writes_a_graph_that_conforms_and_is_the_same_in_every_format(kg, story, tmp_path, form, name):
    lines = [json.loads(line) for line in kg("extract", story).stdout.splitlines()]
    result = kg("extract", story, "--format", form)
    assert result.exit_code == 0, result.output
    path = tmp_path / f"graph.{name}"
    path.write_text(result.stdout, encoding="utf-8")
    triples = {str(quad.triple) for quad in parse(path=path)}
    assert len([t for t in triples if t.endswith("ontology#Event>")]) == len(lines)
    turtle = kg("extract", story, "--format", "turtle").stdout
    assert triples == {str(quad.triple) for quad in parse(turtle.encode(), RdfFormat.TURTLE)}
    checked = kg("validate", path)
    assert checked.exit_code == 0, checked.output
    assert f"{len(lines)} events" in checked.stdout


def test_extract_of_nothing_is_a_document_all_the_same(kg, tmp_path):
    path = tmp_path / "weather.txt"
    path.write_text("It rained all day in the hills above the old town, and the paths were wet. " * 5, encoding="utf-8")
    result = kg("extract", path, "--format", "jsonld")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["@graph"] == []
