"""Fetching from servers on loopback that behave well or badly."""

import gzip
import shutil
import ssl
import subprocess
import time
import zlib
from dataclasses import replace

import pytest

from kg.errors import ReadError
from kg.model import Article
from kg.read.texts import read_text
from kg.read.web import request
from kg.read.web.fetch import Fetcher, FetchSettings, fetch
from tests.read.servers import serve, serve_raw

LOCAL = FetchSettings(allow_private=True, pause_seconds=0.01, total_seconds=5, read_seconds=3, max_bytes=100_000)
HURRIED = replace(LOCAL, total_seconds=0.6)
ROBOTS = "/robots.txt"
PROSE = (
    "<p>Norland recalled its ambassador from Sudland on Monday after a week of angry exchanges over fishing.</p>"
    "<p>The café of the embassy was closed. Sudland called the step regrettable and did nothing else.</p>"
)
PAGE = f"<!DOCTYPE html><html><head><title>Envoy recalled</title></head><body><h1>Envoy</h1>{PROSE}</body></html>"


@pytest.fixture
def site():
    with serve() as served:
        served.add("/", PAGE)
        yield served


def refusal(url, settings=LOCAL):
    with pytest.raises(ReadError) as caught:
        fetch(url, settings)
    reason = str(caught.value)
    assert "\n" not in reason
    assert reason.startswith("was not fetched: ")
    return reason.removeprefix("was not fetched: ")


def test_a_page(site):
    fetched = fetch(site.origin, LOCAL)
    assert (fetched.body.decode(), fetched.media_type, fetched.url) == (PAGE, "text/html", site.origin + "/")
    assert site.asked == [ROBOTS, "/"]
    assert site.headers[1]["user-agent"] == "DiploGraph/0.1 (+https://w3id.org/diplograph)"
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

    monkeypatch.setattr("kg.read.web.address.getaddrinfo", look_up)
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


# Robots


@pytest.mark.parametrize(
    ("robots", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /*.html$\n", True),
        ("User-agent: DiploGraph\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: diplograph\nAllow: /", True),
        ("User-agent: OtherBot\nDisallow: /", True),
        ("User-agent: OtherBot\nUser-agent: DiploGraph\nDisallow: /", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("<html>No such page</html>", True),
        ("\0\x01\xff", True),
        ("", True),
    ],
)
def test_robots_txt_is_respected(site, robots, is_allowed):
    site.add(ROBOTS, robots, Content_Type="text/plain")
    if is_allowed:
        assert fetch(site.origin + "/", LOCAL).body
    else:
        assert refusal(site.origin + "/") == "robots.txt forbids it"
        assert site.asked == [ROBOTS]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_that_cannot_be_read_forbids_everything(site, status):
    site.add(ROBOTS, status=status)
    assert refusal(site.origin + "/") == f"its robots.txt cannot be read: the server answered {status}"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_forbids_nothing(site, status):
    site.add(ROBOTS, status=status)
    assert fetch(site.origin + "/", LOCAL).body


def test_robots_txt_is_checked_for_where_a_redirect_leads(site):
    with serve() as other:
        other.add(ROBOTS, "User-agent: *\nDisallow: /secret")
        other.add("/secret", "x")
        site.redirect("/a", other.origin + "/secret")
        assert refusal(site.origin + "/a") == "robots.txt forbids it"
        assert other.asked == [ROBOTS]


def test_robots_txt_is_read_once_for_a_server(site):
    fetcher = Fetcher(LOCAL)
    for _ in range(3):
        fetcher.fetch(site.origin + "/")
    assert site.asked == [ROBOTS, "/", "/", "/"]


def test_a_huge_robots_txt_is_read_to_its_limit(site):
    others = "".join(f"User-agent: bot{n}\n" for n in range(9000))
    rules = others + "User-agent: *\n" + "".join(f"Disallow: /{n}/*a*b*c\n" for n in range(9000))
    site.add(ROBOTS, rules + "x" * 10_000_000)
    begin = time.monotonic()
    assert fetch(site.origin + "/", LOCAL).body
    assert refusal(site.origin + "/7/a/b/c") == "robots.txt forbids it"
    assert time.monotonic() - begin < 4


def pauses(site, fetcher, count=3):
    begin = time.monotonic()
    for _ in range(count):
        fetcher.fetch(site.origin + "/")
    return (time.monotonic() - begin) / (count - 1)


def test_requests_to_one_host_are_apart(site):
    assert pauses(site, Fetcher(replace(LOCAL, pause_seconds=0.3))) >= 0.3


def test_a_crawl_delay_is_honoured_up_to_a_bound(site):
    site.add(ROBOTS, "User-agent: *\nCrawl-delay: 0.3")
    assert 0.3 <= pauses(site, Fetcher(LOCAL)) < 1
    site.add(ROBOTS, "User-agent: *\nCrawl-delay: 86400")
    assert 0.2 <= pauses(site, Fetcher(replace(LOCAL, max_pause_seconds=0.2))) < 1


def test_a_pause_does_not_count_for_the_deadline(site):
    assert pauses(site, Fetcher(replace(HURRIED, pause_seconds=0.8)), 2) >= 0.8


# Servers that fail or attack


@pytest.mark.parametrize("status", [404, 403, 410, 429, 500, 503, 204])
def test_other_answers(site, status):
    site.add("/a", "x" if status != 204 else "", status=status)
    assert refusal(site.origin + "/a") == f"the server answered {status}"


def answering(head, rest=b"", every=0.0, count=1):
    """Return a talk that sends *head*, and then *rest* after each of *count* pauses of *every* seconds."""

    def talk(connection):
        connection.sendall(head)
        for _ in range(count):
            time.sleep(every)
            connection.sendall(rest)

    return talk


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.fixture
def unruly(monkeypatch):
    """Return what is refused of a server that talks as it likes and has no robots.txt."""
    monkeypatch.setattr("kg.read.web.robots.Robots.check", lambda *_: 0.0)

    def ask(talk, settings=LOCAL):
        with serve_raw(talk) as origin:
            begin = time.monotonic()
            reason = refusal(origin + "/", settings)
            assert time.monotonic() - begin < 3
            return reason

    return ask


@pytest.mark.parametrize(
    ("head", "rest", "every"),
    [
        (OK + b"Content-Length: 9999\r\n\r\n", b"x", 0.1),
        (OK + b"\r\n", b"x", 0.1),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.1),
        (b"", b"H", 0.1),
        (OK, b"X-A: b\r\n"[:1], 0.1),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
        (b"", b"", 5.0),
        (OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b""), 0.01),
    ],
)
def test_a_slow_server_is_ended_by_the_deadline(unruly, head, rest, every):
    assert unruly(answering(head, rest, every, 1000), HURRIED) == "the server took longer than 0.6 seconds"


def test_a_silent_server(unruly):
    assert unruly(answering(b"", b"", 5), replace(LOCAL, read_seconds=0.3)) == "the server was silent for 0.3 seconds"


@pytest.mark.parametrize(
    "head", [b"\r\n", b"Content-Length: 99999999999999999999999\r\n\r\n", b"Content-Length: -5\r\n\r\n"]
)
def test_an_endless_body(unruly, head):
    assert unruly(answering(OK + head, b"x" * 100_000, 0, 10_000)) == "it is larger than 100,000 bytes"


def test_an_endless_chunked_body(unruly):
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    assert (
        unruly(answering(head, b"2710\r\n" + b"x" * 10_000 + b"\r\n", 0, 10_000)) == "it is larger than 100,000 bytes"
    )


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(bytes(200_000_000))),
        ("deflate", zlib.compress(bytes(200_000_000))),
    ],
)
def test_a_bomb_is_unpacked_no_further_than_the_limit(site, encoding, packed):
    import tracemalloc

    site.add("/a", packed, Content_Encoding=encoding, Content_Type="text/plain")
    assert len(packed) < 2 * LOCAL.max_bytes + 10
    settings = replace(LOCAL, max_bytes=500_000)
    tracemalloc.start()
    try:
        assert refusal(site.origin + "/a", settings) == "it is larger than 500,000 bytes"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_packed_page(site):
    site.add("/a", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert fetch(site.origin + "/a", LOCAL).body.decode() == PAGE


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Content_Encoding": "gzip"}, "its packed answer is damaged"),
        ({"Content_Encoding": "br"}, "the server packs its answer as 'br', which was not asked for"),
        ({"Content_Encoding": "gzip, " * 50 + "gzip"}, "the server packs its answer as"),
        ({"Content_Type": "image/png"}, "it is no text but image/png"),
        ({"Content_Length": 200_000}, "it is larger than 100,000 bytes"),
        ({"Content_Length": 99}, "the answer broke off"),
    ],
)
def test_answers_that_do_not_fit(site, headers, reason):
    site.add("/a", PAGE[:50], **headers)
    assert refusal(site.origin + "/a").startswith(reason)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (OK + b"X-A: " + b"b" * 200_000 + b"\r\n\r\n", "the server's answer is not HTTP as it should be (LineTooLong)"),
        (OK + b"".join(b"X-%d: b\r\n" % n for n in range(5000)) + b"\r\n", "the server's answer is not HTTP"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "the server's answer is not HTTP as it should be (BadStatusLine)"),
        (b"HTTP/1.1 2x0 OK\r\n\r\n", "the server's answer is not HTTP as it should be (BadStatusLine)"),
        (b"", "the server's answer is not HTTP as it should be (RemoteDisconnected)"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "the answer broke off"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:99999/\r\n\r\n", "its address is malformed"),
        (b"HTTP/1.1 302 Found\r\nLocation: /" + b"a" * 5000 + b"\r\n\r\n", "its address is longer than 2,000"),
        (b"HTTP/1.1 302 Found\r\nLocation: /\xff\xfe\r\n\r\n", "it redirects in a circle"),
    ],
)
def test_answers_that_make_no_sense(unruly, sent, reason):
    assert unruly(answering(sent, b"", 0)).startswith(reason)


def test_nobody_listens():
    with serve() as site:
        origin = site.origin
    assert refusal(origin).startswith(
        "its robots.txt cannot be read: the server cannot be reached (connection refused)"
    )


def test_a_look_up_that_hangs_is_ended_by_the_deadline(monkeypatch):
    monkeypatch.setattr("kg.read.web.address.getaddrinfo", lambda *_, **__: time.sleep(2) or [])
    begin = time.monotonic()
    assert refusal("http://news.example/", HURRIED) == "the server took longer than 0.6 seconds"
    assert time.monotonic() - begin < 1.5


def test_an_unknown_name(monkeypatch):
    def look_up(*_, **__):
        raise OSError("no such name")

    monkeypatch.setattr("kg.read.web.address.getaddrinfo", look_up)
    assert refusal("http://news.example/") == "no server news.example is known: check its name and the network"


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the files of a certificate for ``localhost`` that nobody signed, and of its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-out", files[0], "-keyout", files[1]],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return files


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serve(context) as served:
        served.add("/", PAGE)
        yield served


def test_a_certificate_that_nobody_signed_is_refused(secure):
    assert "the server's certificate is not trusted" in refusal(f"https://localhost:{secure.port}/")
    assert secure.asked == []


def test_a_trusted_certificate_counts_for_its_name_alone(secure, certificate, monkeypatch):
    context = ssl.create_default_context(cafile=certificate[0])
    monkeypatch.setattr(request, "_trust", lambda: context)
    assert fetch(f"https://localhost:{secure.port}/", LOCAL).body.decode() == PAGE
    assert "the server's certificate is not trusted" in refusal(secure.origin + "/")


def test_a_handshake_that_never_ends_is_ended_by_the_deadline(monkeypatch):
    monkeypatch.setattr("kg.read.web.robots.Robots.check", lambda *_: 0.0)
    with serve_raw(answering(b"\x16\x03\x03\x40\x00", b"\x02", 0.1, 1000)) as origin:
        begin = time.monotonic()
        assert refusal(origin.replace("http:", "https:"), HURRIED) == "the server took longer than 0.6 seconds"
        assert time.monotonic() - begin < 1.5
