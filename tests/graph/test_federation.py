"""Queries that call other endpoints, over readers in processes of their own and real HTTP."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import LimitError, QueryError, ServiceError, StoreError
from kg.graph.federation import FederatedReaders
from kg.graph.store import Store
from kg.net.service import Service
from kg.results import rows
from tests.graph.endpoints import serve_endpoints, to_body

SMALL = "SELECT ?label { actor:RUS skos:prefLabel ?label }"
SECONDS = 2.0


@pytest.fixture(scope="module")
def far():
    with serve_endpoints() as served:
        served.add("/good", to_body("far"))
        yield served


PATHS = """good other xml slow trickle busy broken html empty half broken-json yes redirect endless heavy bytes silent
gone""".split()


@pytest.fixture(scope="module")
def readers(far, tmp_path_factory, few_actors):
    folder = tmp_path_factory.mktemp("federated") / "data"
    Store.create(folder, "http://localhost:8000/", [], [one for one in few_actors if one.key in ("RUS", "USA")]).close()
    services = [Service(f"{far.origin}/{path}") for path in PATHS]
    with FederatedReaders(folder, [*services, Service("http://127.0.0.1:9/")], processes=1, seconds=SECONDS) as pool:
        yield pool


@pytest.fixture(autouse=True)
def forget(far):
    far.asked.clear()


def call(endpoint, inside="?s rdfs:label ?label", silent=""):
    return f"SELECT ?label {{ SERVICE {silent} <{endpoint}> {{ {inside} }} }}"


def labels(engine, query):
    return [row["label"] and row["label"].value for row in rows(engine.answer(query))]


def failure(readers, endpoint, kind=ServiceError):
    """Return why a call fails; the next query has to be answered, by the same process."""
    pids = readers.pids
    began = time.monotonic()
    with pytest.raises(kind) as caught:
        readers.answer(call(endpoint))
    assert time.monotonic() - began < SECONDS + 1
    assert f"SERVICE <{endpoint}>" in str(caught.value)
    assert labels(readers, SMALL) == ["Russia"]
    assert readers.pids >= pids
    return str(caught.value).partition(f"<{endpoint}> ")[2]


def test_an_allowed_endpoint_is_asked(readers, far):
    query = f"SELECT ?label ?near {{ actor:RUS skos:prefLabel ?near SERVICE <{far.origin}/good> {{ ?s ?p ?label }} }}"
    (row,) = rows(readers.answer(query))
    assert (row["label"].value, row["near"].value) == ("far", "Russia")
    (asked,) = far.asked
    assert asked.query.split()[-9:] == "SELECT * WHERE { ?s ?p ?label . }".split()
    assert asked.headers["user-agent"].startswith("DiploGraph/")
    assert "sparql-results+json" in asked.headers["accept"]
    assert asked.headers["host"] == f"127.0.0.1:{far.port}"
    assert not asked.headers.keys() & {"cookie", "authorization", "referer"}


def test_rows_in_xml(readers, far):
    rows_in_xml = (
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="label"/></head><results>'
        '<result><binding name="label"><literal>far</literal></binding></result></results></sparql>'
    )
    url = far.add("/xml", rows_in_xml.encode(), media_type="application/sparql-results+xml; charset=utf-8")
    assert labels(readers, call(url)) == ["far"]


def test_two_endpoints_in_one_query(readers, far):
    other = far.add("/other", to_body("other"))
    query = f"SELECT ?label {{ {{ SERVICE <{far.origin}/good> {{ ?a ?b ?label }} }} UNION "
    query += f"{{ SERVICE <{other}> {{ ?a ?b ?label }} }} }} ORDER BY ?label"
    assert labels(readers, query) == ["far", "other"]


def test_the_same_question_is_asked_once(readers, far):
    query = f"SELECT ?label {{ VALUES ?label {{ 'near' 'far' 'off' }} FILTER EXISTS {{ SERVICE <{far.origin}/good> "
    readers.answer(query + "{ ?s ?p ?label } } }")
    assert len(far.asked) == 1
    readers.answer(query + "{ ?s ?p ?label } } }")
    assert len(far.asked) == 2


def test_other_endpoints_are_refused_by_name(readers, far):
    with pytest.raises(QueryError, match=r"SERVICE may only call <http://127\.0\.0\.1") as caught:
        readers.answer("SELECT *\n{ SERVICE <http://far.example/> { ?s ?p ?o } }")
    assert (caught.value.line, caught.value.column) == (2, 3)
    with pytest.raises(QueryError, match="SERVICE may only call"):
        readers.answer(f"SELECT * {{ ?s ?p <{far.origin}/good> SERVICE ?s {{ ?s ?p ?o }} }}")
    assert far.asked == []


def test_a_call_inside_a_call_never_leaves(readers, far):
    for silent in ("", "SILENT"):
        with pytest.raises(QueryError, match="SERVICE inside SERVICE"):
            readers.answer(call(far.origin + "/good", f"SERVICE <{far.origin}/good> {{ ?s ?p ?label }}", silent))
    assert far.asked == []


@pytest.mark.parametrize(
    ("path", "answer", "reason"),
    [
        ("/busy", {"status": 429}, "failed: the server answered 429"),
        ("/broken", {"status": 500, "body": to_body("x")}, "failed: the server answered 500"),
        (
            "/html",
            {"body": b"<html>", "media_type": "text/html"},
            "failed: it answered with text/html and not with rows",
        ),
        (
            "/bytes",
            {"body": to_body("x"), "media_type": ""},
            "failed: it answered with no media type and not with rows",
        ),
        ("/half", {"body": to_body("x", "y")[:-30]}, "failed: its answer is malformed or broke off"),
        ("/broken-json", {"body": b"<html>"}, "failed: its answer is malformed or broke off"),
        ("/yes", {"body": b'{"head":{},"boolean":true}'}, "failed: it answered with yes or no and not with rows"),
        ("/gone", {"body": b"x", "Content-Length": "999"}, "failed: the answer broke off"),
        (
            "/redirect",
            {"status": 307, "Location": "http://127.0.0.1/good"},
            "failed: it redirects to http://127.0.0.1/good, which is not followed",
        ),
    ],
)
def test_an_endpoint_that_fails(readers, far, path, answer, reason):
    url = far.add(path, **answer)
    assert failure(readers, url) == reason
    assert len(far.asked) == 1
    assert labels(readers, call(url, silent="SILENT")) == [None]
    assert labels(readers, call(far.origin + "/good")) == ["far"]


def test_a_failure_is_told_with_its_place(readers, far):
    url = far.add("/busy", status=429)
    with pytest.raises(ServiceError) as caught:
        readers.answer(f"SELECT *\n{{ SERVICE <{url}> {{ ?s ?p ?o }} }}")
    assert (caught.value.line, caught.value.column) == (2, 3)


@pytest.mark.parametrize("filtered", ["EXISTS", "NOT EXISTS"])
def test_a_failure_inside_of_a_filter_is_no_answer(readers, far, filtered):
    """The engine itself takes the failure for a truth value."""
    url = far.add("/busy", status=429)
    with pytest.raises(ServiceError, match="answered 429"):
        readers.answer(f"SELECT * {{ VALUES ?x {{ 1 2 }} FILTER {filtered} {{ SERVICE <{url}> {{ ?s ?p ?x }} }} }}")
    assert len(far.asked) == 1


def test_nobody_listens(readers):
    assert failure(readers, "http://127.0.0.1:9/") == "failed: the server cannot be reached (connection refused)"


def test_a_slow_endpoint(readers, far):
    url = far.let("/slow", lambda _: far.done.wait(10))
    reason = "was ended as the server took longer than 1 seconds: ask it for less at once"
    assert failure(readers, url, LimitError) == reason
    assert labels(readers, call(url, silent="SILENT")) == [None]


def test_an_endpoint_that_trickles(readers, far):
    def trickle(request):
        request.send_response(200)
        request.send_header("Content-Type", "application/sparql-results+json")
        request.end_headers()
        while not far.done.wait(0.05):
            request.wfile.write(b" ")

    assert "took longer than 1 seconds" in failure(readers, far.let("/trickle", trickle), LimitError)


def test_a_client_that_waits_for_less_gets_its_answer_in_time(readers, far):
    url = far.let("/slow", lambda _: far.done.wait(10))
    began = time.monotonic()
    with pytest.raises(LimitError, match=r"took longer than 0\.5 seconds"):
        readers.answer(call(url), seconds=1)
    assert time.monotonic() - began < 1


def test_an_endless_answer(readers, far):
    def pour(request):
        request.send_response(200)
        request.send_header("Content-Type", "application/sparql-results+json")
        request.end_headers()
        while not far.done.is_set():
            request.wfile.write(b" " * (1 << 20))

    assert "33,554,432 bytes" in failure(readers, far.let("/endless", pour), LimitError)


def test_slow_endpoints_leave_other_queries_alone(readers, far):
    url = far.let("/slow", lambda _: far.done.wait(10))
    with ThreadPoolExecutor() as threads:
        slow = [threads.submit(readers.answer, call(url)) for _ in range(3)]
        answered = 0
        while not all(one.done() for one in slow):
            assert labels(readers, SMALL) == ["Russia"]
            answered += 1
    messages = sorted(str(one.exception()) for one in slow)
    assert ["busy" in message for message in messages] == [False, False, True]
    assert answered > 20


def test_only_the_gateway_has_the_network(readers, far):
    """Where the system lets a process leave the network."""
    allowed = subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True, check=False)  # noqa: S607
    if allowed.returncode != 0:
        pytest.skip("this system has no network namespaces for us")
    sealed = set(readers._all)
    assert labels(readers, call(far.origin + "/good")) == ["far"]
    ours = Path("/proc/self/ns/net").readlink()
    for pid in readers.pids:
        spaces = {path.readlink() for path in Path(f"/proc/{pid}/task").glob("*/ns/net")}
        assert Path(f"/proc/{pid}/task/{pid}/ns/net").readlink() != ours
        assert (ours in spaces) == (pid not in {one.pid for one in sealed})


def test_without_endpoints_every_call_is_refused(folder):
    with FederatedReaders(folder, [], processes=1) as pool:
        with pytest.raises(QueryError, match="SERVICE is not allowed here"):
            pool.answer(call("http://127.0.0.1:9/"))
        assert len(pool.pids) == 1


def test_close_ends_all_processes(folder, far):
    pool = FederatedReaders(folder, [Service(far.origin + "/good")], processes=1)
    assert labels(pool, call(far.origin + "/good")) == ["far"]
    assert len(pool.pids) == 3
    pool.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pool.pids)
    with pytest.raises(StoreError, match="closed"):
        pool.answer(call(far.origin + "/good"))
