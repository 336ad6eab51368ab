"""Events held against annotated ones. All articles are invented."""

import json

import pytest

from kg.errors import ReadError
from kg.evaluation import Level, evaluate, read_gold

SEEN = {"actor": ["FRA"], "action": "161", "target": ["RUS"], "date": "2021-03-04"}


def scores(gold, told, level=Level.ROOT):
    score = evaluate({"a": gold}, {"a": told}).levels[level]
    return score.right, score.wrong, score.missed, score.dated


@pytest.mark.parametrize(
    ("gold", "told", "expected"),
    [
        ([SEEN], [SEEN], (1, 0, 0, 1)),
        ([SEEN], [], (0, 0, 1, 0)),
        ([], [SEEN], (0, 1, 0, 0)),
        ([SEEN], [SEEN, SEEN], (1, 1, 0, 1)),
        ([SEEN], [SEEN | {"date": "2021-03"}], (1, 0, 0, 1)),
        ([SEEN], [SEEN | {"date": "2021"}], (1, 0, 0, 0)),
        ([SEEN | {"date": "2021-03"}], [SEEN], (1, 0, 0, 1)),
        ([SEEN | {"date": None}], [SEEN], (1, 0, 0, 0)),
        ([SEEN], [SEEN | {"action": "111"}], (0, 1, 1, 0)),
        ([SEEN | {"also": ["111"]}], [SEEN | {"action": "112"}], (1, 0, 0, 1)),
        ([SEEN | {"required": False}], [SEEN], (0, 0, 0, 0)),
        ([SEEN | {"status": "negated"}], [], (0, 0, 0, 0)),
        ([SEEN], [SEEN | {"status": "negated"}], (0, 0, 1, 0)),
        ([SEEN], [SEEN | {"actor": ["RUS"], "target": ["FRA"]}], (0, 1, 1, 0)),
        ([SEEN | {"action": "040"}], [SEEN | {"action": "042", "actor": ["RUS"], "target": ["FRA"]}], (1, 0, 0, 1)),
        ([SEEN | {"actor": ["DEU", "FRA"]}], [SEEN, SEEN | {"actor": ["DEU"]}], (1, 0, 0, 1)),
        ([SEEN | {"target": []}], [SEEN | {"target": []}], (1, 0, 0, 1)),
        ([SEEN | {"target": []}], [SEEN], (0, 1, 1, 0)),
    ],
)
def test_what_counts_as_right(gold, told, expected):
    assert scores(gold, told) == expected


def test_levels_ask_for_less_and_less():
    told = [SEEN | {"action": "172"}]
    assert scores([SEEN], told, Level.QUAD)[:3] == (1, 0, 0)
    assert scores([SEEN], [SEEN | {"action": "010"}], Level.QUAD)[:3] == (0, 1, 1)
    assert scores([SEEN], [SEEN | {"action": "010"}], Level.DYAD)[:3] == (1, 0, 0)


def test_shares():
    score = evaluate({"a": [SEEN, SEEN | {"target": ["CHN"]}]}, {"a": [SEEN]}).levels[Level.ROOT]
    assert (score.precision, score.recall, round(score.f1, 3), score.dates) == (1.0, 0.5, 0.667, 1.0)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"doc": "a"}', '{"doc": "a", "events": [{"actor": []}]}', '{"events": 1}']
)
def test_a_faulty_gold_file_is_named(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(ReadError, match=r"a\.json holds no annotated article"):
        read_gold(tmp_path)


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(ReadError, match="holds no annotated articles"):
        read_gold(tmp_path)


def test_the_command_tells_figures_misses_and_false_ones(kg, tmp_path):
    gold = tmp_path / "gold"
    gold.mkdir()
    missed = SEEN | {"target": ["CHN"], "quote": "France broke with China."}
    right = {"actor": ["NOR"], "action": "111", "target": ["SWE"], "date": "2024-06-03", "quote": "…"}
    (gold / "story.json").write_text(json.dumps({"doc": "story", "events": [missed, right]}))
    story = tmp_path / "story.txt"
    story.write_text(
        "Envoys\n\n3 June 2024\n\nNorway condemned Sweden on Monday. Chile expelled the ambassador of Peru on Monday."
    )
    result = kg("evaluate", gold, story)
    assert result.exit_code == 0, result.output
    assert "Missed: 1" in result.output
    assert "story: FRA 161 CHN 2021-03-04" in result.output
    assert "False: 1" in result.output
    figures = json.loads(kg("evaluate", gold, story, "--json").output)
    assert figures["levels"]["root"]["right"] == 1
    assert figures["roots"]["11"]["f1"] == 1.0
