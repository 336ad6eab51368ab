"""Fetching pages from servers on loopback: what becomes of them, redirects and private addresses."""

from dataclasses import replace

import pytest

from kg import __version__
from kg.errors import ReadError
from kg.model import Article
from kg.net import request
from kg.read.texts import read_text
from kg.read.web.fetch import Fetcher, fetch
from tests.read.fetching import LOCAL, PAGE, ROBOTS, refusal
from tests.read.servers import serve


@pytest.fixture
def site():
    with serve() as served:
        served.add("/", PAGE)
        yield served


def test_a_page(site):
    fetched = fetch(site.origin, LOCAL)
    assert (fetched.body.decode(), fetched.media_type, fetched.url) == (PAGE, "text/html", site.origin + "/")
    assert site.asked == [ROBOTS, "/"]
    assert site.headers[1]["user-agent"] == f"DiploGraph/{__version__} (+https://w3id.org/diplograph)"
    assert not {"cookie", "authorization", "referer"} & site.headers[1].keys()


@pytest.mark.parametrize(
    ("path", "media_type", "stem", "suffix"),
    [
        ("/2024/06/27/envoy-recalled.php?x=1", "text/html; charset=utf-8", "envoy-recalled", ".html"),
        ("/statement.PDF", "application/octet-stream", "statement", ".pdf"),
        ("/feed/", "application/rss+xml", "127.0.0.1", ".xml"),
        ("/", "TEXT/HTML", "127.0.0.1", ".html"),
        ("/" + "a" * 300, "text/plain", "a" * 80, ".txt"),
        ("/caf%C3%A9 & bar", None, "café-bar", ""),
    ],
)
def test_what_is_fetched_becomes_an_input(site, path, media_type, stem, suffix):
    asked = path.replace(" ", "%20")
    site.add(asked, "x", Content_Type=media_type)
    source = fetch(site.origin + path, LOCAL).to_source(50)
    assert (source.stem, source.suffix, source.url) == (stem, suffix, site.origin + asked)
    assert (source.read_all(), source.max_bytes) == (b"x", 50)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "x-unknown", "iso-8859-1"])
@pytest.mark.parametrize("written", ["utf-8", "cp1252"])
def test_a_wrong_charset_spoils_no_page(site, charset, written):
    site.add("/a", PAGE.encode(written), Content_Type=f"text/html; charset={charset}")
    source = fetch(site.origin + "/a", LOCAL).to_source(LOCAL.max_bytes)
    (article,) = read_text(source.read_all(), source.stem, source.suffix, source.url)
    assert isinstance(article, Article)
    assert "The café of the embassy" in article.text


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site, status):
    site.redirect("/old", "/new?x=1", status)
    site.add("/new?x=1", "here")
    fetched = fetch(site.origin + "/old", LOCAL)
    assert (fetched.body, fetched.url) == (b"here", site.origin + "/new?x=1")


def test_five_redirects_and_no_more(site):
    for number in range(6):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.add("/6", "here")
    assert fetch(site.origin + "/1", LOCAL).body == b"here"
    assert refusal(site.origin + "/0") == "it redirects more than 5 times"


def test_a_redirect_in_utf_8(site):
    site.redirect("/old", "/café".encode().decode("latin-1"))
    site.add("/caf%C3%A9", "here")
    assert fetch(site.origin + "/old", LOCAL).body == b"here"


def test_a_redirect_loop(site):
    site.redirect("/a", "/b")
    site.redirect("/b", "/a#again")
    assert refusal(site.origin + "/a") == "it redirects in a circle"
    assert site.asked == [ROBOTS, "/a", "/b"]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "only http and https are, not file"),
        ("ftp://127.0.0.1/", "only http and https are, not ftp"),
        ("javascript:alert(1)", "only http and https are, not javascript"),
        ("http://user:word@127.0.0.1/", "its address holds a user name"),
        ("http://[::1", "its address is malformed"),
        ("", "the server answered 302 without saying where to go"),
    ],
)
def test_a_redirect_to_what_is_not_fetched(site, location, reason):
    site.redirect("/a", location)
    assert refusal(site.origin + "/a").startswith(reason)


# Addresses


PUBLIC = "93.184.215.14"


@pytest.fixture
def world(site, monkeypatch):
    """Let the site be a public server: names have addresses here, and what connects to `PUBLIC` reaches it."""
    names = {
        "news.example": [PUBLIC],
        "inside.example": ["10.0.0.1"],
        "both.example": [PUBLIC, "127.0.0.1"],
    }
    connected = []
    open_socket = request.open_socket

    def look_up(host, port, **_):
        if host.replace(".", "").isdigit() or ":" in host:
            return [(0, 0, 0, "", (host, port))]
        if host not in names:
            raise OSError("no such name")
        return [(0, 0, 0, "", (address, port)) for address in names[host]]

    def connect(address, port, seconds):
        connected.append((address, port))
        return open_socket("127.0.0.1", site.port if address == PUBLIC else port, seconds)

    monkeypatch.setattr("kg.net.address.getaddrinfo", look_up)
    monkeypatch.setattr(request, "open_socket", connect)
    return names, connected


STRICT = replace(LOCAL, allow_private=False)


def test_the_checked_address_is_the_one_connected_to(site, world):
    connected = world[1]
    assert fetch("http://news.example", STRICT).body.decode() == PAGE
    assert connected == [(PUBLIC, 80)] * 2
    assert site.headers[1]["host"] == "news.example"


def test_a_name_is_not_looked_up_again_to_connect(world, monkeypatch):
    names, connected = world
    fetcher = Fetcher(STRICT)
    fetcher.fetch("http://news.example/")
    names["news.example"] = ["127.0.0.1"]
    with pytest.raises(ReadError, match=r"it is at a private address \(127\.0\.0\.1\)"):
        fetcher.fetch("http://news.example/")
    assert {address for address, _ in connected} == {PUBLIC}


@pytest.mark.parametrize(
    ("location", "address"),
    [
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://10.0.0.1/", "10.0.0.1"),
        ("http://inside.example/", "10.0.0.1"),
        ("http://both.example/", "127.0.0.1"),
        ("//169.254.169.254/latest/meta-data", "169.254.169.254"),
        ("http://[::1]/", "::1"),
        ("http://[::ffff:10.0.0.1]/", "::ffff:a00:1"),
    ],
)
def test_a_redirect_to_a_private_address_is_refused(site, world, location, address):
    site.redirect("/a", location)
    reason = refusal("http://news.example/a", STRICT)
    assert reason.startswith("it redirects to a private address (")
    assert address in reason or "::ffff:10.0.0.1" in reason
    assert {asked for asked, _ in world[1]} == {PUBLIC}


def test_a_robots_txt_at_a_private_address_is_not_asked_for(site, world):
    site.redirect(ROBOTS, "http://inside.example/robots.txt")
    reason = refusal("http://news.example/", STRICT)
    assert reason == "its robots.txt cannot be read: it redirects to a private address (10.0.0.1)"
    assert {asked for asked, _ in world[1]} == {PUBLIC}
