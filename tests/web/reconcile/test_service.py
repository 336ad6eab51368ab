"""The manifest, the protocol's forms of request, and what is refused."""

import json

import pytest

from kg.settings import Settings
from web import create_app
from web.reconcile.reading import BATCH, LONGEST

ENDPOINT = "/api/reconcile"


def one(**query: object) -> str:
    return json.dumps({"q0": {"query": "France", **query}})


def test_manifest_names_addresses_that_answer(client):
    response = client.get(ENDPOINT)
    manifest = response.json
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == "https://graph.example/actor/"
    assert manifest["batchSize"] == BATCH
    places = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    addresses = [place["service_url"] + place["service_path"] for place in places]
    addresses += [manifest[name]["url"].replace("{{id}}", "RUS") for name in ("view", "preview")]
    for address in [*addresses, manifest["documentation"]]:
        assert client.get(address, follow_redirects=True).status_code == 200, address
    assert {one["name"] for one in manifest["extend"]["property_settings"]} == {"date", "limit"}


@pytest.mark.parametrize(
    "path", ["", "/suggest/entity?prefix=x", "/suggest/type?prefix=x", "/suggest/property?prefix=x", "/properties"]
)
def test_pages_of_other_sites_may_ask(client, path):
    assert client.get(ENDPOINT + path).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options(ENDPOINT + path.partition("?")[0], headers={"Origin": "https://refine.example"})
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/embed/actor/RUS").headers["Access-Control-Allow-Origin"] == "*"


def test_batch_comes_by_get_and_by_either_form(client):
    by_get = client.get(ENDPOINT, query_string={"queries": one()}).json
    assert by_get == client.post(ENDPOINT, data={"queries": one()}).json
    assert by_get == client.post(ENDPOINT, data={"queries": one()}, content_type="multipart/form-data").json
    assert by_get["q0"]["result"][0]["id"] == "FRA"
    assert client.post(ENDPOINT, data={"queries": "{}"}).json == {}


@pytest.mark.parametrize(
    "queries",
    [
        "", "{", "null", "[]", '"France"', "NaN", "[" * 100_000, '{"q0": null}', '{"q0": "France"}', '{"q0": {}}',
        '{"q0": {"query": ""}}', '{"q0": {"query": null}}', '{"q0": {"query": 7}}', '{"q0": {"properties": []}}',
        one(limit=0), one(limit=-1), one(limit="3"), one(limit=True), one(limit=[]),
        one(type="Planet"), one(type=[7]), one(type={"id": None}), one(type_strict="maybe"), one(type_strict=[]),
        one(properties={}), one(properties=[1]), one(properties=[{"v": 1}]), one(properties=[{"pid": "date"}]),
        one(properties=[{"pid": 1, "v": 1}]), one(properties=[{"pid": "date", "v": {"name": "x"}}]),
        one(properties=[{"pid": "date", "v": [["x"]]}]), one(properties=[{"pid": "x", "v": 1}] * 1000),
        one(query="x" * (LONGEST + 1)), one(properties=[{"pid": "state", "v": "x" * 100_000}]),
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused_with_what_to_send(client, queries):
    response = client.post(ENDPOINT, data={"queries": queries})
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.json["detail"]


@pytest.mark.parametrize(
    "query",
    [
        one(limit=10**9), one(limit=1e300), one(limit=2.0), one(limit=None, type=None, properties=None),
        one(properties=[{"pid": "date", "v": None}, {"pid": "state", "v": ""}, {"pid": "isoCode", "v": [None, "FRA"]}]),
        one(properties=[{"pid": "date", "v": value} for value in ("0000", "99999-99-99", "9" * 900, "-", True)]),
        one(properties=[{"pid": "state", "v": "\ud800"}, {"pid": "wikidata", "v": "\ud800"}]),
        one(properties=[{"pid": "state", "v": '> } # "'}, {"pid": "wikidata", "v": 'Q1> } INSERT "'}]),
    ],
)  # fmt: skip
def test_odd_but_sound_query_is_answered(client, query):
    response = client.post(ENDPOINT, data={"queries": query})
    assert response.status_code == 200
    assert response.json["q0"]["result"][0]["id"] == "FRA"


@pytest.mark.parametrize(
    "text", ["\ud800", "\0", "()", '"', "of the", "-" * 900, "a " * 400, "Q" + "9" * 900, "https://graph.example/actor/",
             "https://graph.example/actor/> x", "<script>", "🙂", "的", "President of of of", "'; DROP TABLE"]
)  # fmt: skip
def test_any_text_is_answered(client, text):
    response = client.post(ENDPOINT, data={"queries": one(query=text)})
    assert response.status_code == 200
    assert not any(found["match"] for found in response.json["q0"]["result"])


def test_larger_batches_than_the_manifest_says_are_too_large(client):
    def send(number: int) -> int:
        return client.post(ENDPOINT, data={"queries": json.dumps({str(i): {"query": "x"} for i in range(number)})})

    assert send(BATCH).status_code == 200
    refused = send(BATCH + 1)
    assert refused.status_code == 413
    assert "several requests" in refused.json["detail"]


def test_other_requests_are_told_what_to_send(client):
    assert client.post(ENDPOINT).status_code == 415
    assert client.post(ENDPOINT, json={"queries": {}}).status_code == 415
    assert "queries" in client.post(ENDPOINT, data={"query": "France"}).json["detail"]
    assert client.get(ENDPOINT, query_string={"query": "France"}).status_code == 400


def test_limit_is_kept(reconcile):
    assert len(reconcile("Kim", limit=2)) == 2
    assert len(reconcile("Kim", limit=10**9)) <= 50


def test_without_an_index_it_says_so(engine, tmp_path):
    client = create_app(Settings(data=tmp_path), engine).test_client()
    assert client.get(ENDPOINT).status_code == 200
    assert client.post(ENDPOINT, data={"queries": one()}).status_code == 503
