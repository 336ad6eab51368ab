"""The gateway on its own, as where the system has no network namespaces."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from kg.errors import LimitError, QueryError, ServiceError
from kg.graph.engine import open_empty
from kg.graph.gateway import MOST_REQUESTS, Gateway, Session
from kg.graph.guard import Call
from tests.graph.endpoints import serve_endpoints, to_body


@pytest.fixture(scope="module")
def gateway():
    made = Gateway()
    made.listen()
    return made


@pytest.fixture
def far():
    with serve_endpoints() as served:
        served.add("/good", to_body("far"))
        served.add("/busy", status=429)
        yield served


def post(address, query=b"SELECT * { ?s ?p ?o }"):
    request = Request(address, query, {"Content-Type": "application/sparql-query"})
    try:
        with urlopen(request, timeout=5) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


def test_only_addresses_of_the_query_at_hand_are_answered(gateway, far):
    call = Call(far.origin + "/good", False, 1, 1)
    with gateway.open_session(5) as session:
        address = session.address(call)
        assert post(address) == (200, to_body("far"))
        origin, _, rest = address.removeprefix("http://").partition("/")
        secret = rest.partition("/")[0]
        for path in (
            "",
            "/",
            "/0",
            "/x/0",
            f"/{secret}",
            f"/{secret}/1",
            f"/{secret}/-1",
            f"/{secret}/0/",
            f"/{secret}x/0",
        ):
            assert post(f"http://{origin}{path}")[0] == 502
    assert post(address)[0] == 502
    with gateway.open_session(5):
        assert post(address)[0] == 502
    assert len(far.asked) == 1


def test_nothing_but_a_post_is_answered(gateway, far):
    with gateway.open_session(5) as session, pytest.raises(HTTPError, match="501"):
        urlopen(session.address(Call(far.origin + "/good", False, 1, 1)), timeout=5)
    assert far.asked == []


def test_the_engine_reads_what_it_hands_on(gateway, far):
    with gateway.open_session(5) as session:
        address = session.address(Call(far.origin + "/good", False, 1, 1))
        (row,) = open_empty().query(f"SELECT ?label {{ SERVICE <{address}> {{ ?s ?p ?label }} }}")
    assert row["label"].value == "far"


def test_a_failure_is_raised_at_the_end_even_if_the_engine_overlooked_it(gateway, far):
    with pytest.raises(ServiceError, match="answered 429"), gateway.open_session(5) as session:
        post(session.address(Call(far.origin + "/busy", False, 1, 1)))
    with gateway.open_session(5) as session:
        assert post(session.address(Call(far.origin + "/busy", True, 1, 1)))[0] == 502


def test_another_fault_of_the_query_is_raised_as_it_is(gateway):
    with pytest.raises(QueryError, match="something else"), gateway.open_session(5):
        raise QueryError("something else")


def test_the_secret_never_leaves(far):
    session = Session("http://gate", 5)
    call = Call(far.origin + "/good", True, 1, 1)
    assert session.answer(call, f"SELECT * {{ SERVICE <{session.address(call)}> {{ ?s ?p ?o }} }}") is None
    with pytest.raises(QueryError, match="inside SERVICE"):
        session.check()
    assert far.asked == []


def test_requests_are_counted(far):
    session = Session("http://gate", 5)
    call = Call(far.origin + "/good", False, 1, 1)
    for number in range(MOST_REQUESTS):
        assert session.answer(call, f"SELECT * {{ ?s ?p {number} }}")
    session.check()
    assert session.answer(call, "SELECT * { ?s ?p ?o }") is None
    with pytest.raises(LimitError, match="more than 50 times"):
        session.check()
    assert len(far.asked) == MOST_REQUESTS


def test_all_answers_together_have_a_largest_size(far, monkeypatch):
    monkeypatch.setattr("kg.graph.gateway.MOST_BYTES", len(to_body("far")) * 2 - 1)
    session = Session("http://gate", 5)
    call = Call(far.origin + "/good", False, 1, 1)
    assert session.answer(call, "SELECT * { ?s ?p 1 }")
    assert session.answer(call, "SELECT * { ?s ?p 2 }") is None
    with pytest.raises(LimitError, match="it is larger than"):
        session.check()
