"""Writes over HTTP: who may, how they are answered, and what they cannot do."""

import pytest

from kg.graph.engine import open_empty
from kg.graph.store import Store
from kg.graph.updates import Update
from kg.settings import Settings
from kg.tokens import drop_token, make_token
from tests.web.conftest import BASE
from web import create_app

INSERT = "INSERT DATA { <urn:a> <urn:b> 'c' }"
UPDATE = {"content_type": "application/sparql-update"}


@pytest.fixture
def store():
    with Store(open_empty(), BASE) as made:
        yield made


@pytest.fixture
def site(tmp_path, store):
    make_token(tmp_path)
    return create_app(Settings(data=tmp_path, max_query_bytes=5_000, max_write_bytes=50_000), store, editor=store)


@pytest.fixture
def headers(site, tmp_path):
    return {"Authorization": f"Bearer {make_token(tmp_path)}"}


@pytest.fixture
def client(site):
    return site.test_client()


def test_without_a_writer_nobody_writes(tmp_path, store):
    client = create_app(Settings(data=tmp_path), store).test_client()
    for response in (
        client.post("/sparql", data=INSERT, **UPDATE),
        client.put("/graph-store?default", data="", content_type="text/turtle"),
        client.delete("/graph-store?default"),
        client.post("/api/ledger/checkpoint", data="{}"),
    ):
        assert response.status_code == 403
        assert "kg token" in response.json["detail"]


@pytest.mark.parametrize(
    "given", [None, "Bearer", "Bearer wrong", "Basic d3Jvbmc6d3Jvbmc=", "bearer ", "Bearer \u00fc"]
)
def test_without_the_right_token_nobody_writes(client, store, given):
    headers = {"Authorization": given} if given else {}
    response = client.post("/sparql", data=INSERT, headers=headers, **UPDATE)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert len(store._open) == 0


def test_a_token_that_is_taken_back_is_worth_nothing_at_once(client, headers, tmp_path):
    assert client.post("/sparql", data=INSERT, headers=headers, **UPDATE).status_code == 204
    drop_token(tmp_path)
    assert client.post("/sparql", data=INSERT, headers=headers, **UPDATE).status_code == 403


def test_an_update_comes_by_form_too(client, headers):
    assert client.post("/sparql", data={"update": INSERT}, headers=headers).status_code == 204
    answer = client.get("/sparql", query_string={"query": "ASK { <urn:a> <urn:b> 'c' }"})
    assert answer.json["boolean"] is True


def test_a_malformed_update_is_told_with_line_and_column(client, headers):
    response = client.post("/sparql", data="INSERT DATA {\n oops }", headers=headers, **UPDATE)
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.json["line"] == 2


def test_who_has_the_token_may_send_more(client, headers):
    long = f"INSERT DATA {{ <urn:a> <urn:b> '{'x' * 10_000}' }}"
    assert client.post("/sparql", data=long, headers=headers, **UPDATE).status_code == 204
    assert client.post("/sparql", data=long, **UPDATE).status_code == 413
    longer = f"INSERT DATA {{ <urn:a> <urn:b> '{'x' * 60_000}' }}"
    assert client.post("/sparql", data=longer, headers=headers, **UPDATE).status_code == 413


def test_a_graph_comes_back_in_the_format_that_was_asked_for(client, headers):
    assert client.put("/graph-store?graph=urn:g", data="<urn:a> <urn:b> 1 .", headers=headers).status_code == 201
    response = client.get("/graph-store?graph=urn:g", headers={"Accept": "application/n-triples"})
    assert response.mimetype == "application/n-triples"
    assert response.text.startswith("<urn:a> <urn:b>")
    assert client.get("/graph-store?graph=urn:g", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/graph-store", 400),
        ("PUT", "/graph-store", 400),
        ("DELETE", "/graph-store", 400),
        ("GET", "/graph-store?graph=urn:a&graph=urn:b", 400),
        ("GET", "/graph-store?graph=urn:a&default", 400),
        ("GET", "/graph-store/own?graph=urn:a", 400),
        ("GET", "/graph-store?graph=relative", 400),
        ("GET", "/graph-store?graph=urn:%3E%20", 400),
        ("GET", "/graph-store?graph=urn:none", 404),
        ("DELETE", "/graph-store?graph=urn:none", 404),
        ("PATCH", "/graph-store?default", 405),
    ],
)
def test_a_request_that_makes_no_sense_is_told_so(client, headers, method, address, status):
    response = client.open(address, method=method, headers=headers)
    assert response.status_code == status
    assert response.json["detail"]


def test_a_large_graph_comes_in_pieces(client, store):
    store.update(Update(f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:a> <urn:b> '{'x' * 600_000}' }} }}"))
    response = client.get("/graph-store?graph=urn:g", headers={"Accept": "application/n-triples"})
    assert response.mimetype == "application/n-triples"
    pieces = [len(piece) for piece in response.response]
    assert len(pieces) > 1
    assert sum(pieces) == response.content_length


def test_what_is_no_rdf_is_refused_by_its_type(client, headers):
    response = client.put("/graph-store?graph=urn:g", data="x", headers=headers, content_type="image/png")
    assert response.status_code == 415
    assert "text/turtle" in response.json["detail"]


def test_files_of_a_form_are_read_by_their_names(client, headers):
    import io

    files = [(io.BytesIO(b"<urn:a> <urn:b> 1 ."), "one.ttl"), (io.BytesIO(b"<urn:a> <urn:b> <urn:c> ."), "two.nt")]
    response = client.post("/graph-store?graph=urn:g", data={"files": files}, headers=headers)
    assert response.status_code == 201
    assert client.get("/graph-store?graph=urn:g", headers={"Accept": "application/n-triples"}).text.count("\n") == 2


PART = '--x\r\nContent-Disposition: form-data; name="graph"\r\n\r\n{}\r\n'


def test_all_texts_of_a_form_are_read(client, headers, store):
    long = f"<urn:a> <urn:b> '{'x' * 4_000}' ."
    text = PART.format("<urn:a> <urn:b> 1 .") + PART.format("<urn:a> <urn:b> 2 .") + PART.format(long) + "--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    assert client.post("/graph-store?graph=urn:g", data=text, headers=headers, content_type=kind).status_code == 201
    assert len(store._open) == 3


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("text", ["", PART.format("<urn:a> <urn:b> 1 ."), "--y--\r\n"])
def test_a_form_that_cannot_be_read_empties_no_graph(client, headers, store, kind, text):
    client.put("/graph-store?graph=urn:g", data="<urn:a> <urn:b> 1 .", headers=headers)
    response = client.put("/graph-store?graph=urn:g", data=text, headers=headers, content_type=kind)
    assert response.status_code == 400
    assert len(store._open) == 1


def test_a_new_graph_may_be_empty(client, headers):
    made = client.post("/graph-store", data="", headers=headers)
    assert made.status_code == 201
    assert client.get(made.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("graph", "condition", "status"),
    [
        ("urn:g", {"If-None-Match": "*"}, 412),
        ("urn:new", {"If-None-Match": "*"}, 201),
        ("urn:g", {"If-Match": "*"}, 204),
        ("urn:new", {"If-Match": "*"}, 412),
        ("urn:g", {"If-Match": '"a"'}, 412),
    ],
)
def test_a_graph_that_is_not_as_the_client_thinks_is_not_written(client, headers, store, graph, condition, status):
    client.put("/graph-store?graph=urn:g", data="<urn:a> <urn:b> 1 .", headers=headers)
    before = store.generation
    response = client.put(f"/graph-store?graph={graph}", data="", headers={**headers, **condition})
    assert response.status_code == status
    assert (store.generation == before) == (status == 412)


def test_browsers_of_other_sites_may_ask_what_is_allowed(client):
    response = client.options("/graph-store?default", headers={"Origin": "https://other.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
    assert "PUT" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("name", "body"), [("add", b"{}"), ("holds", b"[]"), ("remove", b"\xff"), ("add", b"{" * 9_000)]
)
def test_a_call_that_nobody_of_ours_would_make_is_refused(client, headers, name, body):
    response = client.post(f"/api/ledger/{name}", data=body, headers=headers, content_type="application/json")
    assert response.status_code == 400
    assert "same version" in response.json["detail"]


def test_an_unknown_call_is_not_found(client, headers):
    assert client.post("/api/ledger/close", data=b"{}", headers=headers).status_code == 404


def test_the_iri_of_a_copy_leads_to_what_it_holds(client, headers, store):
    iri = f"{store.base}graph/wikidata"
    assert client.get("/graph/wikidata").status_code == 404
    document = f'<{iri}> <http://purl.org/dc/terms/title> "Some of it" .'
    client.put(
        "/graph-store", query_string={"graph": iri}, data=document, headers={**headers, "Content-Type": "text/turtle"}
    )
    turtle = client.get("/graph/wikidata", follow_redirects=True, headers={"Accept": "text/turtle"})
    assert (turtle.mimetype, "Some of it" in turtle.text) == ("text/turtle", True)
    page = client.get("/graph/wikidata", follow_redirects=True, headers={"Accept": "text/html"})
    assert (page.mimetype, "Some of it" in page.text) == ("text/html", True)
