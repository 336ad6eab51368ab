"""``kg validate``: files, articles, standard input and the graph of a data folder, held against the shapes."""

import json
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, Namespace

from kg.graph.store import Store
from kg.jsonld import to_object
from kg.model import Mention
from kg.reference import bundled

EXAMPLES = bundled("ontology") / "examples"
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
SH = Namespace("http://www.w3.org/ns/shacl#")


def expected(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expects: ")


def test_valid_examples_conform_and_are_counted(kg):
    done = kg("validate", EXAMPLES / "valid")
    assert done.exit_code == 0, done.output
    assert "8 events" in done.stdout
    assert done.stdout.endswith("all conform\n")


@pytest.mark.parametrize("path", INVALID[::6], ids=lambda path: path.stem)
def test_an_invalid_file_draws_its_message_and_exit_status_1(kg, path):
    done = kg("validate", path)
    assert done.exit_code == 1
    assert expected(path) in done.stdout
    assert done.stdout.endswith("1 rule broken\n")


def test_turtle_on_standard_input_and_the_report_as_json(kg):
    path = EXAMPLES / "invalid" / "unknown-status.ttl"
    done = kg("validate", "-", "--format", "json", stdin=path.read_bytes())
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert not report["conforms"]
    (found,) = report["violations"]
    assert found["message"] == expected(path)
    assert found["node"].startswith("http://localhost:8000/event/")
    assert found["shape"] == "https://w3id.org/diplograph/shapes#Event"


def test_the_report_in_turtle_is_a_shacl_report_as_pyshacl_writes_it(kg):
    path = EXAMPLES / "invalid" / "two-actors.ttl"
    done = kg("validate", path, "--format", "turtle")
    ours = Graph().parse(data=done.stdout, format="turtle")
    data = Graph().parse(path)
    for name in ("diplomacy.ttl", "actions.ttl"):
        data.parse(bundled("ontology") / name)
    _, theirs, _ = pyshacl.validate(data, shacl_graph=Graph().parse(bundled("ontology") / "shapes.ttl"), inplace=True)
    assert isinstance(theirs, Graph)
    told = "conforms focusNode resultPath resultMessage resultSeverity sourceConstraintComponent"
    for predicate in told.split():
        assert set(ours.objects(None, SH[predicate])) == set(theirs.objects(None, SH[predicate])), predicate


def test_events_under_another_base_find_the_listed_actors(kg, tmp_path):
    path = tmp_path / "other.nt"
    text = (EXAMPLES / "valid" / "talks-at-a-place.ttl").read_text(encoding="utf-8")
    text = text.replace("http://localhost:8000/", "https://graph.example/kg/").split("<actor/PRT> a dip:State")[0]
    path.with_suffix(".ttl").write_text(text, encoding="utf-8")
    done = kg("validate", path.with_suffix(".ttl"))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("listed", [False, True])
def test_a_json_ld_document_of_a_site_is_read_without_its_host(kg, tmp_path, listed):
    triples = [quad.triple for quad in parse(path=EXAMPLES / "valid" / "talks-at-a-place.ttl")]
    event = next(triple.subject.value for triple in triples if triple.object.value.endswith("#Event"))
    path = tmp_path / "event.jsonld"
    address = "https://no.example/ontology/context.jsonld"
    found = to_object(triples, event, address)
    path.write_text(json.dumps([{**found, "@context": [address, {"extra": "http://a.example/"}]}] if listed else found))
    done = kg("validate", path)
    assert done.exit_code == 0, done.output
    assert "1 event," in done.stdout


def test_a_misspelt_term_is_found(kg, tmp_path):
    path = tmp_path / "graph.ttl"
    text = (EXAMPLES / "valid" / "talks-at-a-place.ttl").read_text(encoding="utf-8")
    path.write_text(text.replace("dip:targetText", "dip:targettext"), encoding="utf-8")
    done = kg("validate", path)
    assert done.exit_code == 1
    assert "is it misspelt?" in done.stdout
    assert "dip:targettext" in done.stdout


def test_a_graph_of_something_else_does_not_conform(kg, tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text("<http://a.example/x> a <http://a.example/Y> .")
    done = kg("validate", path)
    assert done.exit_code == 1
    assert done.stdout == "nothing to check: the graph has no node of a class of the ontology\n"


def test_files_under_two_bases_are_checked_together(kg, tmp_path):
    folder = tmp_path / "graphs"
    folder.mkdir()
    text = (EXAMPLES / "valid" / "talks-at-a-place.ttl").read_text(encoding="utf-8")
    text = text.split("<actor/PRT> a dip:State")[0]
    for base in ("http://localhost:8000/", "https://graph.example/kg/", "urn:x/"):
        name = f"{abs(hash(base))}.ttl"
        (folder / name).write_text(text.replace("http://localhost:8000/", base), encoding="utf-8")
    done = kg("validate", folder)
    assert done.exit_code == 0, done.output
    assert "3 events" in done.stdout


def test_hidden_files_are_passed_over(kg, tmp_path):
    folder = tmp_path / "graphs"
    (folder / ".venv").mkdir(parents=True)
    (folder / ".venv" / "broken.ttl").write_text("<")
    (folder / "good.ttl").write_bytes((EXAMPLES / "valid" / "talks-at-a-place.ttl").read_bytes())
    assert kg("validate", folder).exit_code == 0


def test_an_unknown_format_is_refused(kg, tmp_path):
    path = tmp_path / "graph.xyz"
    path.write_text("<http://a.example/x> a <http://a.example/Y> .")
    done = kg("validate", path)
    assert done.exit_code == 1
    assert "is of no known format" in done.stderr


def test_what_the_gate_would_refuse_of_an_article_is_in_the_report(kg, tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(
        "Norway expelled two Russian diplomats on Thursday. Poland thanked Norway on Friday.", encoding="utf-8"
    )
    monkeypatch.setattr(Mention, "end", property(lambda mention: mention.begin + len(mention.quote) + 1))
    done = kg("validate", path)
    assert done.exit_code == 1
    assert "dip:end minus dip:begin must be the length of the quote." in done.stdout


@pytest.mark.parametrize(
    "text",
    [
        "Hamas militants attacked Israel on 7 March 2021.",
        "Kurdish rebels attacked Turkey on 7 March 2021.",
        "European activists criticised Russia on 7 March 2021.",
        "Armed Syrian rebels attacked Turkey on 3 March 2021. On 4 March 2021 armed Syrian rebels attacked Iran.",
        "Taliban fighters attacked Pakistan on 7 March 2021. Arab protesters demonstrated against Israel.",
    ],
)
def test_groups_of_any_owner_pass_the_gate(kg, tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    done = kg("ingest", path)
    assert done.exit_code == 0, done.output
    assert "rejected" not in done.stdout
    assert " 0 events" not in done.stdout


def test_articles_are_coded_and_their_graph_checked(kg):
    done = kg("validate", bundled("examples") / "articles")
    assert done.exit_code == 0, done.output
    assert "all conform" in done.stdout
    assert "articles" in done.stdout


def test_the_graph_of_the_data_folder_is_checked_and_not_changed(kg, data):
    assert kg("validate").exit_code == 0
    store = Store.open(data)
    store._open.load(
        b"<http://localhost:8000/actor/FRA> a <https://w3id.org/diplograph/ontology#Bloc> .", RdfFormat.TURTLE
    )
    store._dirty = True
    store.close()
    done = kg("validate")
    assert done.exit_code == 1
    assert "An actor needs exactly one kind" in done.stdout
    assert "actor:FRA" in done.stdout


def test_many_faults_are_counted_and_few_are_shown(kg, tmp_path):
    path = tmp_path / "dyads.ttl"
    lines = ["@prefix dip: <https://w3id.org/diplograph/ontology#> ."]
    lines += [f"<http://localhost:8000/dyad/{number}> a dip:Dyad ." for number in range(1200)]
    path.write_text("\n".join(lines), encoding="utf-8")
    done = kg("validate", path, "--show", "2")
    assert "A dyad needs an rdfs:label.\n  1,000 times or more:\n" in done.stdout
    assert done.stdout.count("dyad:") == 4
    assert "… and 998 more" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.ttl", b"<a> <b>", "broken.ttl is no Turtle"),
        ("broken.jsonld", b"{", "broken.jsonld is no JSON-LD"),
        ("latin.nt", b'<http://a> <http://b> "\xe9" .', "latin.nt is no N-Triples"),
        ("missing.ttl", None, "missing.ttl cannot be read"),
    ],
)
def test_what_cannot_be_read_is_one_line(kg, tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = kg("validate", tmp_path / name)
    assert done.exit_code == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
