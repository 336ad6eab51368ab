"""The table of CAMEO codes is whole, and actions.ttl is what the table says."""

import csv
import re
import runpy
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, XSD, Graph, Literal, Namespace

from kg.vocab import CAMEO, DIP, PLOVER

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
TABLE = ONTOLOGY.parent / "kg" / "data" / "cameo.tsv"
NOTES = ONTOLOGY / "action_notes.tsv"
COLUMNS = [
    "code",
    "label",
    "parent",
    "quad_class",
    "goldstein",
    "goldstein_source",
    "plover_type",
    "plover_mode",
]
# GDELT numbers these four a second time.
TWICE = {"0356", "0357", "1641", "1642", "1643", "1661", "1662", "1663"}

cameo, plover, dip = Namespace(CAMEO), Namespace(PLOVER), Namespace(DIP)


def quad_class(code: str) -> int:
    """Return the quad class of a code's root: words of cooperation, deeds, words of conflict, deeds."""
    root = int(code[:2])
    return 1 + (root > 5) + (root > 8) + (root > 13)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def test_table_has_each_of_the_322_codes_once_in_order(rows):
    codes = [row["code"] for row in rows]
    assert len(codes) == 322
    assert codes == sorted(set(codes))
    assert all(None not in row and None not in row.values() for row in rows)


def test_each_parent_is_the_code_without_its_last_digit(rows):
    codes = {row["code"] for row in rows}
    for row in rows:
        if len(row["code"]) == 2:
            assert row["parent"] == ""
        else:
            assert row["parent"] == row["code"][:-1]
            assert row["parent"] in codes


def test_quad_class_follows_from_the_root(rows):
    wrong = [row["code"] for row in rows if int(row["quad_class"]) != quad_class(row["code"])]
    assert wrong == []


def test_goldstein_scores_are_within_ten_and_inherited_ones_equal_their_source(rows):
    scores = {row["code"]: Decimal(row["goldstein"]) for row in rows}
    assert all(-10 <= score <= 10 for score in scores.values())
    for row in rows:
        source, _, code = row["goldstein_source"].partition(":")
        assert source in {"icews", "inherited"}
        if source == "inherited":
            assert row["code"].startswith(code)
            assert scores[row["code"]] == scores[code]


def test_labels_are_clean_and_in_sentence_case(rows):
    for row in rows:
        label = row["label"]
        assert label == label.strip(" ._`'"), label
        assert label == label[0].upper() + label[1:].lower(), label
        assert "_" not in label
        assert "`" not in label


def test_only_what_gdelt_numbers_twice_shares_a_label(rows):
    labels = Counter(row["label"] for row in rows)
    assert {row["code"] for row in rows if labels[row["label"]] > 1} == TWICE


def test_only_statements_and_appeals_have_no_plover_type(rows):
    assert {row["code"][:2] for row in rows if not row["plover_type"]} == {"01", "02"}
    assert len({row["plover_type"] for row in rows} - {""}) == 16


def test_actions_file_equals_a_fresh_build():
    build = runpy.run_path(str(ONTOLOGY / "build_actions.py"))
    fresh = build["to_turtle"](build["read_table"](TABLE), build["read_notes"](NOTES))
    assert (ONTOLOGY / "actions.ttl").read_bytes() == fresh.encode(), "run python ontology/build_actions.py"


def test_scheme_has_a_concept_for_each_row(actions: Graph, rows):
    in_scheme = set(actions.subjects(SKOS.inScheme, cameo[""]))
    assert in_scheme == {cameo[row["code"]] for row in rows}
    for row in rows:
        code = cameo[row["code"]]
        assert actions.value(code, SKOS.notation) == Literal(row["code"])
        assert actions.value(code, SKOS.prefLabel) == Literal(row["label"], lang="en")
        score = actions.value(code, dip.goldstein)
        assert score.datatype == XSD.decimal
        assert score.value == Decimal(row["goldstein"])


def test_each_code_and_type_is_defined_and_exemplified_in_words_of_its_own(actions: Graph):
    concepts = set(actions.subjects(RDF.type, SKOS.Concept))
    for predicate in (SKOS.definition, SKOS.example):
        told = Counter(str(text) for concept in concepts for text in actions.objects(concept, predicate))
        assert told.total() == len(concepts)
        assert {text for text, count in told.items() if count > 1} == set()
        assert all(text.endswith(".") and 4 < len(text.split()) < 50 for text in told)


def test_a_definition_names_only_codes_that_exist(actions: Graph, rows):
    codes = {row["code"] for row in rows}
    for concept, text in actions.subject_objects(SKOS.definition):
        named = set(re.findall(r"\b\d{2,4}\b", str(text)))
        assert named <= codes, concept


def test_an_inherited_score_says_so(actions: Graph, rows):
    for row in rows:
        source, _, code = row["goldstein_source"].partition(":")
        note = actions.value(cameo[row["code"]], SKOS.editorialNote)
        assert (note is None) == (source == "icews")
        assert note is None or f"that of {code}." in note


def test_each_concept_hangs_under_a_top_concept_of_its_scheme(actions: Graph):
    for scheme in (cameo[""], plover[""]):
        tops = set(actions.objects(scheme, SKOS.hasTopConcept))
        assert tops == set(actions.subjects(SKOS.topConceptOf, scheme))
        assert tops
        for concept in actions.subjects(SKOS.inScheme, scheme):
            assert tops & set(actions.transitive_objects(concept, SKOS.broader))


def test_each_code_has_a_quad_class_of_the_ontology(actions: Graph, ontology: Graph):
    for code in actions.subjects(SKOS.inScheme, cameo[""]):
        (found,) = actions.objects(code, dip.quadClass)
        assert (found, RDF.type, dip.QuadClass) in ontology


def test_a_known_code(actions: Graph):
    code = cameo["1313"]
    assert actions.value(code, SKOS.prefLabel) == Literal("Threaten to reduce or break relations", lang="en")
    assert actions.value(code, SKOS.broader) == cameo["131"]
    assert actions.value(code, dip.quadClass) == dip.VerbalConflict
    assert actions.value(code, dip.goldstein) == Literal(Decimal("-5.8"))
    assert actions.value(code, SKOS.closeMatch) == plover.THREATEN
    assert "ambassador" in actions.value(code, SKOS.definition)
    assert actions.value(plover.THREATEN, SKOS.prefLabel) == Literal("Threaten", lang="en")
