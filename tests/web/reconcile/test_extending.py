"""Values of properties of matched actors."""

import json

import pytest

from web.reconcile.schema import PROPERTIES

ENDPOINT = "/api/reconcile"


@pytest.fixture
def extend(client):
    """Return a function from ids and properties with settings to the values of each."""

    def run(*ids: str, **properties: dict) -> dict:
        asked = {"ids": ids, "properties": [{"id": name, "settings": told} for name, told in properties.items()]}
        response = client.post(ENDPOINT, data={"extend": json.dumps(asked)})
        assert response.status_code == 200, response.text
        assert [one["id"] for one in response.json["meta"]] == list(properties)
        return response.json["rows"]

    return run


def test_values_come_in_the_forms_of_the_protocol(extend):
    every = {name: {} for name, one in PROPERTIES.items() if one.extends}
    rows = extend("RUS", "sergey-lavrov", **every)
    russia, lavrov = rows["RUS"], rows["sergey-lavrov"]
    assert russia["label"] == [{"str": "Russia"}]
    assert {"str": "Russian Federation"} in russia["alias"]
    assert (russia["kind"], russia["isoCode"]) == ([{"str": "State"}], [{"str": "RUS"}])
    assert (russia["cowCode"], russia["wikidata"]) == ([{"int": 365}], [{"str": "Q159"}])
    assert lavrov["actsFor"] == [{"id": "RUS", "name": "Russia"}]
    assert lavrov["office"][0] == {"str": "Minister of Foreign Affairs"}
    assert lavrov["isoCode"] == []


def test_events_of_a_state_are_those_of_its_people_too(extend):
    rows = extend("RUS", "sergey-lavrov", "FRA", "hostile", events={}, firstEvent={}, lastEvent={})
    assert rows["RUS"]["events"] == [{"int": 4}]
    assert rows["RUS"]["firstEvent"] == [{"date": "2022-01-21T00:00:00Z"}], "one is dated by its year alone"
    assert rows["RUS"]["lastEvent"] == [{"date": "2024-06-27T00:00:00Z"}]
    assert rows["sergey-lavrov"]["events"] == [{"int": 2}]
    assert rows["sergey-lavrov"]["firstEvent"] == [{"date": "2022-01-21T00:00:00Z"}]
    assert rows["hostile"]["lastEvent"] == [{"date": "2020-05-05T00:00:00Z"}]
    assert rows["FRA"] == {"events": [{"int": 0}], "firstEvent": [], "lastEvent": []}


def test_offices_are_those_of_the_date(extend):
    def offices(**settings: object) -> list[str]:
        return [one["str"] for one in extend("josep-borrell-esp", office=settings)["josep-borrell-esp"]["office"]]

    assert offices(date="2019") == ["Minister of Foreign Affairs"]
    assert offices(date="2022-01-01") == []
    assert len(extend("sergei-ivanov", office={"limit": 2})["sergei-ivanov"]["office"]) == 2
    assert len(extend("sergei-ivanov", office={"limit": "0"})["sergei-ivanov"]["office"]) > 2


def test_unknown_actor_has_no_values(extend):
    ids = ("nobody", "> x", "a/b", "%")
    assert extend(*ids, label={}, events={}) == {one: {"label": [], "events": []} for one in ids}
    assert extend(label={}) == {}


@pytest.mark.parametrize(
    "sent",
    [
        "", "{", "null", "[]", "{}", '{"ids": "RUS", "properties": []}', '{"ids": [null], "properties": []}',
        '{"ids": [""], "properties": []}', '{"ids": [["RUS"]], "properties": []}', '{"ids": [], "properties": [null]}',
        '{"ids": [], "properties": [{"id": "colour"}]}', '{"ids": [], "properties": [{"id": "date"}]}',
        '{"ids": [], "properties": [{"id": ["label"]}]}',
        '{"ids": [], "properties": [{"id": "label", "settings": []}]}',
        '{"ids": [], "properties": [{"id": "office", "settings": {"date": "yesterday"}}]}',
        '{"ids": [], "properties": [{"id": "label", "settings": {"limit": -1}}]}',
        '{"ids": [], "properties": [{"id": "office", "settings": {"limit": "many"}}]}',
        '{"ids": [], "properties": [{"id": "office", "settings": {"limit": 1e999}}]}',
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_with_what_to_send(client, sent):
    response = client.post(ENDPOINT, data={"extend": sent})
    assert response.status_code == 400
    assert response.json["detail"]


def test_too_many_actors_at_once(client):
    asked = {"ids": [f"a{number}" for number in range(201)], "properties": [{"id": "label"}]}
    assert client.post(ENDPOINT, data={"extend": json.dumps(asked)}).status_code == 413


def test_properties_are_proposed_for_a_type(client):
    def propose(**asked: object) -> dict:
        return client.get(f"{ENDPOINT}/properties", query_string=asked).json

    states = [one["id"] for one in propose(type="State")["properties"]]
    assert "isoCode" in states
    assert "office" not in states
    assert "office" in [one["id"] for one in propose(type="Person")["properties"]]
    assert propose(type="State", limit=2) == {"properties": propose()["properties"][:2], "type": "State", "limit": 2}
    assert client.get(f"{ENDPOINT}/properties?limit=-1").status_code == 400
