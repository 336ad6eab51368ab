"""What is ingested while the site runs goes through the site."""

import os
import signal

import pytest

from kg.errors import StoreError
from kg.graph.readers import Readers
from kg.graph.served import ServedStore, open_for_writing
from kg.graph.store import Store
from kg.results import rows
from kg.tokens import make_token
from tests.servers import fetch, free_port, serving, start


@pytest.fixture
def token(data):
    return make_token(data)


def count_articles(folder):
    with Readers(folder, processes=1) as readers:
        (row,) = rows(readers.answer("SELECT (COUNT(*) AS ?n) WHERE { ?x a dip:Article }"))
    return int(row["n"].value)


def writer_of(folder) -> int:
    return int((folder / "lock").read_text().split()[0])


def test_articles_go_through_the_site_and_everybody_sees_them(kg, data, token, story, monkeypatch):
    with serving(data) as (address, _):
        refused = kg("ingest", story)
        assert refused.exit_code == 1
        assert "set KG_TOKEN" in refused.output
        monkeypatch.setenv("KG_TOKEN", "wrong")
        assert "does not take this token" in kg("ingest", story).output
        monkeypatch.setenv("KG_TOKEN", token)
        assert "1 added" in kg("ingest", story).output
        assert "1 unchanged" in kg("ingest", story).output
        assert count_articles(data) == 1
        assert b"France" in fetch(f"{address}/events")[1]
        assert "is removed" in kg("remove", "envoys").output
        assert count_articles(data) == 0


def count_texts(folder) -> int:
    with Readers(folder, processes=1) as readers:
        (row,) = rows(readers.answer("SELECT (COUNT(*) AS ?n) WHERE { ?x a dip:Article ; dip:text ?text }"))
    return int(row["n"].value)


def test_texts_are_kept_through_the_site_unless_it_may_not(kg, data, token, story, monkeypatch):
    monkeypatch.setenv("KG_TOKEN", token)
    monkeypatch.setenv("KG_KEEP_TEXTS", "0")
    with serving(data):
        assert "1 added" in kg("ingest", story, "--texts").output
        assert "text added" not in kg("ingest", story, "--texts").output
        assert count_texts(data) == 0, "the site's own setting counts"
    monkeypatch.delenv("KG_KEEP_TEXTS")
    with serving(data):
        assert "text added" not in kg("ingest", story, "--no-texts").output
        assert "1 text added" in kg("ingest", story).output
        assert count_texts(data) == 1


def test_once_the_site_has_ended_the_folder_is_opened_as_before(kg, data, token, story):
    with serving(data):
        pass
    assert "1 added" in kg("ingest", story).output


def test_a_writer_that_dies_in_mid_ingest_costs_nothing(data, token, stories_of):
    with serving(data), open_for_writing(data, token) as store:
        assert isinstance(store, ServedStore)
        for number, article in enumerate(stories_of(6)):
            if number == 3:
                os.kill(writer_of(data), signal.SIGKILL)
            assert store.add(article, [], "2026-11-22-test").outcome == "added"
        assert all(store.holds(article) for article in stories_of(6))
    assert count_articles(data) == 6


def test_a_site_that_is_gone_is_told(data, token, monkeypatch):
    monkeypatch.setattr("kg.graph.served.PAUSE_SECONDS", 0.0)
    with pytest.raises(StoreError, match="is `kg serve` still running"):
        ServedStore(f"http://127.0.0.1:{free_port()}", "http://localhost:8000/", token).find_article("x")


def test_without_a_token_the_site_leaves_the_folder_to_others(kg, data, story):
    with serving(data):
        assert "1 added" in kg("ingest", story).output


def test_a_site_that_cannot_have_the_folder_does_not_start(data, token):
    with Store.open(data):
        process = start(data, free_port())
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "in use by process" in errors
    assert errors.count("\n") == 1, "and does not say first that it does"


def test_a_second_site_is_told_where_the_first_one_is(data, token):
    with serving(data) as (address, _):
        process = start(data, free_port())
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert f"is served at {address} already" in errors


@pytest.fixture
def stories_of():
    from kg.model import Article

    def make(number):
        return [Article(f"story-{n}", f"Some text {n}.", url=f"https://news.example/{n}") for n in range(number)]

    return make
