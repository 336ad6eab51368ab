"""Suggestions while somebody types."""

import pytest


@pytest.fixture
def suggest(client):
    def run(what: str, prefix: str, **more: object) -> list[dict]:
        return client.get(f"/api/reconcile/suggest/{what}", query_string={"prefix": prefix, **more}).json["result"]

    return run


@pytest.mark.parametrize("prefix", ["RUS", "Q159", "Russia", "russ", "Russian Fed"])
def test_actor_is_suggested_by_name_beginning_and_identifier(suggest, prefix):
    first = suggest("entity", prefix)[0]
    assert first["id"] == "RUS"
    assert first["notable"] == [{"id": "State", "name": "State"}]


def test_namesakes_are_told_apart(suggest):
    told = [one["description"] for one in suggest("entity", "Ivanov")]
    assert len(told) == len(set(told)) > 3


def test_cursor_skips(suggest):
    first, next_page = suggest("entity", "uni"), suggest("entity", "uni", cursor=10)
    assert len(first) == 10
    assert not {one["id"] for one in first} & {one["id"] for one in next_page}
    assert suggest("entity", "uni", cursor=9)[0] == first[9]
    assert suggest("entity", "uni", cursor=10**11) == []


def test_types_and_properties(suggest):
    assert [one["id"] for one in suggest("type", "gov")] == ["GovernmentBody"]
    assert [one["id"] for one in suggest("property", "iso")] == ["isoCode"]
    assert "date" in [one["id"] for one in suggest("property", "da")]
    assert len(suggest("type", "")) == 9
    assert suggest("type", "", cursor=8)[0] == suggest("type", "")[8]


def test_odd_requests(client, suggest):
    assert suggest("entity", "") == []
    assert suggest("entity", "\0") == suggest("entity", "()") == []
    for cursor in ("-1", "x", "1.5"):
        assert client.get(f"/api/reconcile/suggest/entity?prefix=a&cursor={cursor}").status_code == 400
    assert client.get("/api/reconcile/suggest/planet?prefix=a").status_code == 404
