"""What the editor of queries asks the server for."""

import re

import pytest

from tests.web.conftest import BASE

QUERY_BODY = "application/sparql-query"


def check(client, query):
    response = client.post("/api/check", data=query.encode(), content_type=QUERY_BODY)
    assert response.status_code == 200
    return response.json


def test_terms_have_what_the_model_and_the_codes_call_them(client):
    answer = client.get("/api/terms")
    terms = {term["curie"]: term for term in answer.json["terms"]}
    assert len(terms) == len(answer.json["terms"])
    assert terms["dip:Event"]["kind"] == "class"
    assert terms["dip:actor"]["kind"] == "property"
    assert terms["dip:VerbalConflict"]["kind"] == "individual"
    assert terms["cameo:1313"]["label"] == "Threaten to reduce or break relations"
    assert terms["cameo:1313"]["comment"].startswith("Verbal conflict. ")
    assert answer.json["prefixes"]["actor"] == BASE + "actor/"
    assert answer.headers["ETag"]


def test_every_term_can_be_written_with_the_prefixes_that_come_with_it(client):
    answer = client.get("/api/terms").json
    assert not [term for term in answer["terms"] if term["curie"].partition(":")[0] not in answer["prefixes"]]
    names = " ".join(term["curie"] for term in answer["terms"])
    assert check(client, f"SELECT * {{ VALUES ?term {{ {names} }} }}") == {"ok": True}


def test_terms_of_other_vocabularies_are_in_the_graph(client, engine):
    terms = [term for term in client.get("/api/terms").json["terms"] if term["kind"] == "property"]
    borrowed = [term["curie"] for term in terms if not term["curie"].startswith("dip:")]
    assert borrowed
    assert [curie for curie in borrowed if b"true" not in engine.answer(f"ASK {{ ?s {curie} ?o }}").body] == []


def test_a_mistake_is_told_with_its_place(client):
    said = check(client, "SELECT * {\n  ?s foaf:name ?name }")
    assert (said["ok"], said["line"]) == (False, 2)
    assert "the prefix foaf: is not declared" in said["message"]
    assert check(client, "SELECT * { ?s dip:actor ?o }") == {"ok": True}


def test_a_query_is_checked_and_not_run(client):
    values = " ".join(f"VALUES ?v{at} {{ {' '.join(map(str, range(300)))} }}" for at in range(6))
    assert check(client, f"SELECT (COUNT(*) AS ?n) {{ {values} }}") == {"ok": True}


@pytest.mark.parametrize("query", ["CLEAR ALL", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"])
def test_what_the_endpoint_refuses_is_a_mistake_too(client, query):
    assert re.search("not allowed|update", check(client, query)["message"])


def test_a_check_wants_a_query_as_its_body(client):
    assert client.post("/api/check", data={"query": "ASK {}"}).status_code == 415
    assert client.post("/api/check", data="x" * 60_000, content_type=QUERY_BODY).status_code == 413
    assert client.get("/api/check").status_code == 405
