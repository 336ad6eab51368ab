"""Where an endpoint may be, and which of its addresses is asked."""

import pytest
from pyoxigraph import QueryResultsFormat, parse_query_results

from kg.errors import FetchError
from kg.graph.forwarding import ask_endpoint
from kg.net import request
from kg.net.limits import Deadline
from tests.graph.endpoints import serve_endpoints, to_body

PUBLIC = "93.184.215.14"
NAMES = {
    "far.example": [PUBLIC],
    "inside.example": ["10.0.0.1"],
    "both.example": [PUBLIC, "127.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "link.example": ["169.254.169.254"],
    "localhost": ["127.0.0.1"],
}


@pytest.fixture
def far():
    with serve_endpoints() as served:
        served.add("/sparql", to_body("far"))
        yield served


@pytest.fixture
def connected(far, monkeypatch):
    """Give names addresses, and let what connects to the public one reach the server; return who was connected to."""
    seen = []
    open_socket = request.open_socket

    def look_up(host, port, **_):
        return [(0, 0, 0, "", (address, port)) for address in NAMES.get(host, [host])]

    def connect(address, port, seconds):
        seen.append((address, port))
        return open_socket("127.0.0.1", far.port, seconds)

    monkeypatch.setattr("kg.net.address.getaddrinfo", look_up)
    monkeypatch.setattr(request, "open_socket", connect)
    return seen


def ask(url, most=1000):
    found = ask_endpoint(url, "SELECT * { ?s ?p ?o }", Deadline(5), most)
    return [row["label"].value for row in parse_query_results(found.body, QueryResultsFormat.JSON)]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://far.example/sparql", (PUBLIC, 80)),
        ("http://far.example:8890/sparql", (PUBLIC, 8890)),
        ("http://127.0.0.1:3030/sparql", ("127.0.0.1", 3030)),
        ("http://10.0.0.1/sparql", ("10.0.0.1", 80)),
        ("http://[::1]:7878/sparql", ("::1", 7878)),
        ("http://localhost:7878/sparql", ("127.0.0.1", 7878)),
    ],
)
def test_the_checked_address_is_the_one_asked(connected, url, address):
    assert ask(url) == ["far"]
    assert connected == [address]


@pytest.mark.parametrize("name", ["inside", "both", "mapped", "link"])
def test_a_name_with_a_private_address_is_not_asked(connected, name):
    with pytest.raises(FetchError, match=r"it is at a private address") as caught:
        ask(f"http://{name}.example/sparql")
    assert not caught.value.is_limit
    assert connected == []


def test_the_answer_has_a_largest_size(connected):
    with pytest.raises(FetchError, match="larger than 20 bytes") as caught:
        ask("http://far.example/sparql", most=20)
    assert caught.value.is_limit
