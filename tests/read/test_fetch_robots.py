"""Fetching as robots.txt allows, with pauses between the requests to one server."""

import time
from dataclasses import replace

import pytest

from kg.read.web.fetch import Fetcher, fetch
from tests.read.fetching import HURRIED, LOCAL, PAGE, ROBOTS, refusal
from tests.read.servers import serve


@pytest.fixture
def site():
    with serve() as served:
        served.add("/", PAGE)
        yield served


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
