"""Saved queries for programs."""

import json

import pytest

from tests.web.conftest import BASE

HOSTILE = [
    'x" } DROP ALL #',
    "actor:RUS } VALUES ?actor { actor:POL",
    "http://x/> } DROP ALL #",
    "a" * 10_000,
    "\x00\x07\x1b",
    "\u202eSUR\u202c",
    "'; DROP TABLE names; --",
    "%%%",
    "\ufffd",
    " ",
]


def values(response, name):
    assert response.status_code == 200, response.text
    return [row[name]["value"] for row in json.loads(response.text)["results"]["bindings"]]


def test_the_list_tells_how_to_ask(client):
    listed = {one["name"]: one for one in client.get("/api/queries").json["queries"]}
    one = listed["actions-between"]
    assert (one["own"], one["long"], one["endpoints"]) == (False, True, [])
    assert one["parameters"][2] == {
        "name": "since",
        "type": "date",
        "default": "1900-01-01",
        "description": "Earliest day to include",
    }
    assert one["answer"].endswith("/api/queries/actions-between")
    assert [param["type"] for param in listed["each-kind"]["parameters"]] == [
        "actor", "article", "action", "item", "date", "month", "integer", "decimal", "text", "boolean",
    ]  # fmt: skip
    assert listed["acted"]["own"]


@pytest.mark.parametrize("actor", ["POL", "pol", "Poland", f"{BASE}actor/POL"])
def test_an_answer_to_given_values(client, actor):
    found = client.get("/api/queries/acted", query_string={"actor": actor})
    assert set(values(found, "actor")) == {f"{BASE}actor/POL"}
    assert found.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("name", "form", "accept", "sent"),
    [
        ("acted", "", "*/*", "application/sparql-results+json"),
        ("acted", "", "text/csv", "text/csv"),
        ("acted", "csv", "application/json", "text/csv"),
        ("acted", "tsv", "*/*", "text/tab-separated-values"),
        ("acted", "xml", "*/*", "application/sparql-results+xml"),
        ("any-threat", "json", "*/*", "application/sparql-results+json"),
        ("graph-of-types", "", "*/*", "text/turtle"),
        ("graph-of-types", "nt", "*/*", "application/n-triples"),
    ],
)
def test_formats(client, name, form, accept, sent):
    query = {"format": form} if form else {}
    response = client.get(f"/api/queries/{name}", query_string=query, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, sent)
    assert response.data


@pytest.mark.parametrize(
    ("query", "parameter", "message"),
    [
        ("actr=RUS", "actr", "has no parameter actr; it has: actor, since, word, format, timeout"),
        ("actor=RUS&actor=POL", "actor", "more than once"),
        ("actor=", "actor", "is empty"),
        ("actor=Rus", "", ""),
        ("actor=Zembla", "actor", "no one actor called 'Zembla'"),
        ("since=soon", "since", "must be a day"),
        ("format=png", "format", "one of json, csv, tsv, xml"),
        ("copies=1", "copies", "has no parameter copies"),
        ("run=1", "run", "has no parameter run"),
        (f"{'x' * 5000}=1", "x" * 5000, "has no parameter xxx"),
    ],
)
def test_what_is_wrong_with_a_parameter_is_told_with_its_name(client, query, parameter, message):
    response = client.get(f"/api/queries/acted?{query}")
    assert response.status_code == (400 if message else 200)
    if message:
        assert response.mimetype == "application/problem+json"
        assert response.json["parameter"] == parameter
        assert message in response.json["detail"]
        assert len(response.json["detail"]) < 400


@pytest.mark.parametrize("timeout", ["", "0", "-1", "nan", "inf", "soon"])
def test_a_timeout_is_a_number_of_seconds(client, timeout):
    response = client.get("/api/queries/acted", query_string={"timeout": timeout})
    assert response.status_code == 400
    assert "timeout" in response.json["detail"]


def test_an_unknown_name_is_told_with_those_like_it(client):
    response = client.get("/api/queries/action-between")
    assert response.status_code == 404
    assert "did you mean actions-between" in response.json["detail"]
    assert client.get("/api/queries/" + "x" * 5000).status_code == 404


def test_a_faulty_file_is_told_with_its_fault_and_costs_nothing_else(client):
    response = client.get("/api/queries/broken")
    assert response.status_code == 404
    assert "broken.rq: a header is missing" in response.json["detail"]
    assert client.get("/api/queries").json["faults"] == [response.json["detail"]]


@pytest.mark.parametrize("value", HOSTILE)
def test_values_stay_values(client, value):
    if value.strip():
        assert set(values(client.get("/api/queries/acted", query_string={"word": value}), "word")) == {value}
    for name in ("actor", "since"):
        assert client.get("/api/queries/acted", query_string={name: value}).status_code == 400
    page = client.get("/queries/acted", query_string={"actor": value, "word": value}, headers={"Accept": "text/html"})
    assert page.status_code == (400 if value.strip() else 200)
    assert "<script>" not in page.text


def test_half_a_character_is_told_apart(client):
    assert set(values(client.get("/api/queries/acted?word=%f0%9f"), "word")) == {"%F0%9F"}
    assert client.get("/api/queries/acted?actor=%f0%9f&%ff=1").status_code == 400


def test_what_has_not_changed_is_not_sent_again(client, own):
    first = client.get("/api/queries/acted")
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/queries/acted", headers=known).status_code == 304
    (own / "acted.rq").write_text((own / "acted.rq").read_text().replace('"nothing"', '"other"'), encoding="utf-8")
    assert set(values(client.get("/api/queries/acted", headers=known), "word")) == {"other"}


def test_a_query_that_may_answer_otherwise_each_time_has_no_tag(client, own):
    (own / "chance.rq").write_text("#+ summary: By chance\nSELECT (RAND() AS ?x) {}\n", encoding="utf-8")
    (own / "known.rq").write_text("#+ summary: What is known now\nSELECT (1 AS ?x) {}\n", encoding="utf-8")
    assert "ETag" not in client.get("/api/queries/chance").headers
    assert "ETag" not in client.get("/queries/chance").headers
    assert "ETag" in client.get("/api/queries/known").headers


def test_head_and_options(client):
    head = client.head("/api/queries/acted")
    assert (head.status_code, head.data, head.mimetype) == (200, b"", "application/sparql-results+json")
    options = client.options("/api/queries/acted")
    assert {"GET", "HEAD", "OPTIONS"} <= set(options.headers["Allow"].split(", "))
    assert client.post("/api/queries/acted").status_code == 405
