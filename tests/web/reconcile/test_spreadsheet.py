"""A spreadsheet as OpenRefine sends it, over HTTP: which of its cells are matched, and which are left to a person."""

import csv
import json
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

SHEET = Path(__file__).with_name("spreadsheet.csv")
HINTS = ("state", "date")


def read_sheet() -> list[dict[str, str]]:
    with SHEET.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def to_query(row: dict[str, str]) -> dict[str, object]:
    hints = [{"pid": name, "v": row[name]} for name in HINTS if row[name]]
    query: dict[str, object] = {"query": row["name"], "limit": 3, "type_strict": "should", "properties": hints}
    return query | ({"type": row["kind"]} if row["kind"] else {})


def post(endpoint: str, **form: object) -> dict:
    body = urlencode({name: json.dumps(value) for name, value in form.items()}).encode()
    with urlopen(Request(endpoint, body), timeout=20) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        return json.load(response)


@pytest.fixture(scope="module")
def answers(endpoint):
    batch = {f"q{number}": to_query(row) for number, row in enumerate(read_sheet())}
    return post(endpoint, queries=batch)


@pytest.mark.parametrize("number", range(20))
def test_cell_finds_its_actor(answers, number):
    row, found = read_sheet()[number], answers[f"q{number}"]["result"]
    matched = [one["id"] for one in found if one["match"]]
    assert matched == ([row["actor"]] if row["certain"] == "yes" else []), found
    if row["actor"]:
        assert found[0]["id"] == row["actor"]
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_matched_column_is_extended(endpoint, answers):
    ids = [found["id"] for one in answers.values() for found in one["result"] if found["match"]]
    asked = {"ids": ids, "properties": [{"id": "isoCode"}, {"id": "office", "settings": {"date": "2019-05-01"}}]}
    rows = post(endpoint, extend=asked)["rows"]
    assert rows["KOR"]["isoCode"] == [{"str": "KOR"}]
    assert {"str": "Minister of Foreign Affairs"} in rows["sergey-lavrov"]["office"]
    assert set(rows) == set(ids)


def test_types_are_guessed_from_a_sample_without_types(endpoint):
    """OpenRefine asks so for ten cells, and offers the types of what comes back."""
    sample = {f"q{number}": {"query": name, "limit": 3} for number, name in enumerate(("Russia", "France", "Iran"))}
    kinds = [one["result"][0]["type"][0] for one in post(endpoint, queries=sample).values()]
    assert kinds == [{"id": "State", "name": "State"}] * 3
