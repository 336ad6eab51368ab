"""All of the graph, as a file that is downloaded."""

import gzip
import io

import pytest
from pyoxigraph import RdfFormat, parse

from kg.graph.dumps import Dumps
from kg.graph.federation import FederatedReaders
from kg.settings import Settings
from web import create_app
from web.endpoint.dump import DUMPS, to_age, to_size

FILE = "/dump/graph.nq.gz"


@pytest.fixture
def app(data):
    with FederatedReaders(data, (), processes=1) as readers:
        made = create_app(Settings(data=data), readers)
        yield made
        made.extensions[DUMPS].close()


def fetch(client, path=FILE, **headers):
    """Return the answer, of which all is read."""
    return client.get(path, headers=headers, buffered=True)


@pytest.fixture
def waiting(app, monkeypatch):
    """Let nobody wait for a dump to be made."""
    monkeypatch.setattr("web.endpoint.dump.WAIT", 0.0)
    return app.test_client()


@pytest.fixture
def client(app, monkeypatch):
    monkeypatch.setattr("web.endpoint.dump.WAIT", 30.0)
    return app.test_client()


def test_a_small_graph_is_sent_at_once(client):
    response = fetch(client)
    assert (response.status_code, response.mimetype) == (200, "application/gzip")
    assert "Content-Encoding" not in response.headers, "what is saved is the packed file"
    assert response.headers["Content-Length"] == str(len(response.data))
    assert response.headers["Content-Disposition"] == "attachment; filename=graph.nq.gz"
    quads = list(parse(gzip.decompress(response.data), RdfFormat.N_QUADS))
    assert client.get("/dump.json").json["quads"] == len(quads) > 1000


def test_who_has_it_gets_it_again_only_when_there_is_another(client):
    first = fetch(client)
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        assert fetch(client, **condition).status_code == 304
    assert fetch(client, **{"If-None-Match": '"another"'}).status_code == 200


def test_a_download_that_broke_off_is_taken_up_again(client):
    whole = fetch(client)
    head = {"Range": "bytes=1000-", "If-Range": whole.headers["ETag"]}
    rest = fetch(client, **head)
    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes 1000-{len(whole.data) - 1}/{len(whole.data)}"
    assert whole.data[:1000] + rest.data == whole.data
    assert fetch(client, **{**head, "If-Range": '"another"'}).data == whole.data
    assert fetch(client, Range=f"bytes={len(whole.data)}-").status_code == 416
    assert client.head(FILE, buffered=True).headers["Accept-Ranges"] == "bytes"


def test_who_comes_before_it_is_made_is_told_when_to_ask_again(waiting, app):
    response = fetch(waiting)
    assert response.status_code == 503
    assert "being made" in response.json["detail"]
    assert int(response.headers["Retry-After"]) >= 5
    assert waiting.get("/dump.json").json["state"] == "none"
    app.extensions[DUMPS]._process.wait(30)
    assert fetch(waiting).status_code == 200


def test_the_page_tells_of_the_dump_that_there_is(client):
    def page():
        return client.get("/dump", headers={"Accept": "text/html"}).text

    assert "Nobody has asked for it yet" in page()
    assert "http://localhost/dump/graph.nq.gz" in page()
    fetch(client)
    assert "as the graph is now" in page()
    assert "less than a minute ago" in page()
    assert "kg restore" in page()
    assert client.get("/dump.csv").text.startswith("address,state,quads,bytes,made")
    assert 'href="/dump"' in client.get("/about", headers={"Accept": "text/html"}).text


def test_the_page_tells_that_the_graph_has_changed_since(client, app, monkeypatch):
    fetch(client)
    monkeypatch.setattr(Dumps, "is_current", lambda self, dump: False)
    assert client.get("/dump.json").json["state"] == "older"
    assert "has changed since" in client.get("/dump", headers={"Accept": "text/html"}).text


def test_the_description_of_the_data_set_leads_to_it(client):
    told = client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).text
    assert "<http://rdfs.org/ns/void#dataDump> <http://localhost/dump/graph.nq.gz>" in told
    assert "<http://www.w3.org/ns/dcat#downloadURL> <http://localhost/dump/graph.nq.gz>" in told


@pytest.mark.parametrize("path", ["/dump", FILE])
def test_where_there_is_none_it_is_told_where_to_ask_instead(app, data, engine, path):
    off = create_app(Settings(data=data, dump=False), app.extensions["diplograph-engine"]).test_client()
    elsewhere = create_app(Settings(data=data), engine).test_client()
    for client in (off, elsewhere):
        response = client.get(path)
        assert response.status_code == 404
        assert "/graph-store?default" in response.json["detail"]
        assert b"dataDump" not in client.get("/.well-known/void").data
        assert 'href="/dump"' not in client.get("/about", headers={"Accept": "text/html"}).text


def test_a_dump_that_goes_while_it_is_asked_for_is_looked_for_again(client, app, monkeypatch):
    fetch(client)
    offered = app.extensions[DUMPS]
    gone = offered.newest
    found = [type(gone)(gone.path.with_name("1-1-1.nq.gz"), "1-1", 1, 1, 1.0), gone]
    monkeypatch.setattr(offered, "get", lambda seconds: found.pop(0))
    response = fetch(client)
    assert response.status_code == 200
    with gzip.open(io.BytesIO(response.data)) as text:
        assert text.readline().startswith(b"# DiploGraph dump of")


def test_ages_and_sizes_are_told_in_words():
    assert [to_age(one) for one in (5, 61, 7200, 90000)] == ["less than a minute", "1 minute", "2 hours", "1 day"]
    assert [to_size(one) for one in (12, 1_400, 2_345_678, 4_000_000_000_000)] == [
        "12 bytes",
        "1.4 kB",
        "2.3 MB",
        "4.0 TB",
    ]
