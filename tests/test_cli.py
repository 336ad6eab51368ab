import json

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.graph.readers import Readers
from kg.reference import bundled
from tests.conftest import ROOT, STORY


def test_every_command_says_what_it_does():
    runner = CliRunner()
    listing = runner.invoke(cli, ["--help"]).output
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in cli.commands.items():
        assert command.help, name
        assert f"  {name}" in listing
        assert f"kg {name}" in readme, f"the README does not mention kg {name}"
        assert runner.invoke(cli, [name, "--help"]).exit_code == 0


def test_standard_input_is_read(kg):
    result = kg("extract", "-", stdin=STORY)
    assert result.exit_code == 0
    assert json.loads(result.stdout.splitlines()[0])["actor"] == ["FRA"]


def test_ingest_twice_changes_nothing(kg, story, data):
    first = kg("ingest", story)
    assert "1 added" in first.output
    dump = all_triples(data)
    second = kg("ingest", story)
    assert second.exit_code == 0
    assert "1 unchanged" in second.output
    assert all_triples(data) == dump


def test_texts_are_kept_unless_they_may_not_be(kg, story, data, monkeypatch):
    monkeypatch.setenv("KG_KEEP_TEXTS", "0")
    kg("ingest", story)
    without = all_triples(data)
    assert "1 unchanged" in kg("ingest", story, "--no-texts").output
    assert all_triples(data) == without
    assert "1 text added to what was there" in kg("ingest", story, "--texts").output
    (added,) = set(all_triples(data)) - set(without)
    assert "ontology#text>" in added
    assert "France expelled" in added
    kg("ingest", story, "--again", "--no-texts")
    assert added in all_triples(data)


def test_removed_article_leaves_nothing(kg, story, data):
    before = all_triples(data)
    kg("ingest", story)
    assert all_triples(data) != before
    result = kg("remove", "envoys")
    assert result.exit_code == 0, result.output
    assert all_triples(data) == before


def all_triples(data) -> list[str]:
    with Readers(data, processes=1, seconds=60) as engine:
        from pyoxigraph import RdfFormat

        body = engine.answer("CONSTRUCT WHERE { ?s ?p ?o }", graph=RdfFormat.N_TRIPLES).body
    return sorted(body.decode().splitlines())


def test_remove_of_an_unknown_article_fails(kg):
    result = kg("remove", "nothing")
    assert result.exit_code == 1
    assert result.stderr == "kg: nothing is no article of the graph: give its IRI, its URL or its doc id\n"


def test_bad_inputs_are_named_and_the_rest_goes_on(kg, story, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "page.html").write_text("<html><body><nav>Home</nav></body></html>")
    french = "Le gouvernement a annoncé mardi de nouvelles mesures contre la hausse des prix. " * 8
    (tmp_path / "french.txt").write_text(french, encoding="utf-8")
    (tmp_path / "broken.json").write_text('{"doc": "x", "text": ')
    names = ["empty.txt", "binary.txt", "page.html", "french.txt", "broken.json", "gone.txt"]
    result = kg("ingest", *(tmp_path / name for name in names), story)
    assert result.exit_code == 1
    assert "1 added" in result.stdout
    complaints = result.stderr.splitlines()
    assert len(complaints) == len(names)
    for name, complaint in zip(names, complaints, strict=True):
        assert complaint.startswith((f"kg: {tmp_path / name} ", f"kg: {tmp_path / name}, "))
        assert complaint.count(name) == 1


def test_file_over_the_limit_is_refused(kg, tmp_path, monkeypatch):
    monkeypatch.setenv("KG_MAX_BYTES", "1000")
    (tmp_path / "long.txt").write_text("A sentence that goes on. " * 100)
    result = kg("extract", tmp_path / "long.txt")
    assert result.exit_code == 1
    assert "long.txt" in result.stderr


def test_setting_that_is_no_number_is_one_line(kg, story, monkeypatch):
    monkeypatch.setenv("KG_MAX_BYTES", "plenty")
    result = kg("extract", story)
    assert (result.exit_code, result.stderr) == (1, "kg: KG_MAX_BYTES must be a number, not 'plenty'\n")


def test_ingest_without_a_data_folder_says_what_to_do(story, tmp_path, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(tmp_path / "none"))
    result = CliRunner().invoke(cli, ["ingest", str(story)])
    assert result.exit_code == 1
    assert "kg init" in result.stderr


def test_init_refuses_a_folder_that_is_in_use(kg, data):
    result = kg("init")
    assert result.exit_code == 1
    assert str(data) in result.stderr


@pytest.mark.parametrize("base", ["localhost", "http://localhost:8000", "ftp://example.org/"])
def test_init_refuses_a_base_that_is_none(base, tmp_path):
    result = CliRunner().invoke(cli, ["init", "--data", str(tmp_path / "new"), "--base", base])
    assert result.exit_code == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "xml"])
def test_query_in_every_format_of_results(kg, story, form):
    kg("ingest", story)
    result = kg("query", "SELECT ?code WHERE { [] dip:action/skos:notation ?code } ORDER BY ?code", "--format", form)
    assert result.exit_code == 0, result.output
    assert "161" in result.output


def test_query_for_a_graph_is_turtle(kg, story):
    kg("ingest", story)
    result = kg("query", "CONSTRUCT WHERE { ?e a dip:Event ; dip:action ?a }", "--format", "turtle")
    assert result.exit_code == 0
    assert "dip:Event" in result.output


def test_query_from_file_standard_input_and_library(kg, story, tmp_path):
    kg("ingest", story)
    path = tmp_path / "count.rq"
    path.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?e a dip:Event }")
    from_file = kg("query", path, "--format", "csv").output
    assert from_file == kg("query", "-", "--format", "csv", stdin=path.read_text()).output
    assert from_file.split()[1] > "0"
    saved = kg("query", "actions-between", "--actor", "FRA", "--target", "RUS", "--since=2020-01-01", "--format", "csv")
    assert saved.exit_code == 0, saved.output
    assert "2021-03-04" in saved.output


def test_query_that_is_malformed_says_where(kg):
    result = kg("query", "SELECT * WHERE {\n ?s ?p }")
    assert result.exit_code == 1
    assert "line 2" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["no-such-query"], 1), (["busiest-pairs", "--nonsense", "1"], 1), (["busiest-pairs", "--since"], 2), ([], 2)],
)
def test_query_misused(kg, arguments, status):
    assert kg("query", *arguments).exit_code == status


def test_query_list_names_every_saved_query(kg):
    output = kg("query", "--list").output
    for path in bundled("queries").glob("*.rq"):
        assert path.stem in output


def test_stats_counts(kg, story):
    kg("ingest", story)
    counts = json.loads(kg("stats", "--json").output)
    assert counts["articles"] == 1
    assert counts["events"] >= 3
    assert "Quad classes" in kg("stats").output


def test_misused_command_exits_with_two(kg):
    assert kg("ingest").exit_code == 2
    assert kg("nonsense").exit_code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KG_PORT", "99999"),
        ("KG_PORT", "0.5"),
        ("KG_MAX_BYTES", "0.5"),
        ("KG_QUERY_SECONDS", "-1"),
        ("KG_MAX_RESULT_MB", "1.5"),
        ("KG_MIN_CONFIDENCE", "1.5"),
        ("KG_KEEP_TEXTS", "no"),
    ],
)
def test_setting_out_of_range_is_one_line(kg, story, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    result = kg("extract", story)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"kg: {name} must be ")
    assert result.stderr.count("\n") == 1


def test_folder_without_articles_is_told(kg, tmp_path):
    (tmp_path / "empty").mkdir()
    result = kg("ingest", tmp_path / "empty")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there are no articles in" in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("binary.rq", b"\xff\xfe\x00", "cannot be read as text"),
        ("empty.rq", b" \n", "the query is empty"),
        ("header.rq", b"#+ summary: [\nSELECT * {}", "the header is no YAML"),
        ("missing.rq", None, "there is no file"),
    ],
)
def test_file_that_is_no_query_is_one_line(kg, tmp_path, name, content, told):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = kg("query", path)
    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_query_list_shows_parameters_as_they_are_typed(kg):
    output = kg("query", "--list").output
    assert "--actor  The state or body that acted" in output or "--actor  " in output
    assert "Param(" not in output


def test_stats_in_json_has_numbers(kg, story):
    kg("ingest", story)
    counts = json.loads(kg("stats", "--json").output)
    assert all(isinstance(row["events"], int) for row in counts["actions"])
    assert all(isinstance(row["goldstein"], float) for row in counts["classes"])


def test_the_web_is_asked_only_on_request_and_never_a_private_address(kg):
    refused = kg("ingest", "http://127.0.0.1:9/page")
    assert refused.exit_code == 2
    assert "add --fetch" in refused.stderr
    asked = kg("ingest", "--fetch", "http://127.0.0.1:9/page")
    assert asked.exit_code == 1
    assert "was not fetched" in asked.stderr


def test_no_token_is_made_for_a_graph_on_another_engine(kg, data, monkeypatch):
    monkeypatch.setenv("KG_STORE", "http://localhost:1/query")
    result = kg("token")
    assert result.exit_code == 1
    assert "takes no writes for http://localhost:1/query" in result.stderr
    assert not (data / "token").exists()
