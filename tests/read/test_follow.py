"""Following the teasers of a feed to their pages, on loopback. All sentences are invented."""

import time
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from kg.errors import ReadError
from kg.model import Article, DateSource, Precision
from kg.read.feed.entry import Entry
from kg.read.feed.reader import TeaserError
from kg.read.feed.reader import read as read_feed
from kg.read.source import Source
from kg.read.texts import read_text
from kg.read.web.fetch import Fetcher, FetchSettings
from kg.read.web.follow import fetch_entries
from tests.read.servers import serve

SETTINGS = FetchSettings(allow_private=True, pause_seconds=0.01, total_seconds=5)
PROSE = (
    "<p>Norland recalled its ambassador from Sudland on Monday after a week of angry exchanges over fishing.</p>"
    "<p>The embassy was closed. Sudland called the step regrettable and did nothing else about it.</p>"
)


def read(source: Source):
    data = source.read_all()
    if data.startswith(b"<rss"):
        yield from read_feed(Source(type(source.stream)(data), source.stem, ".xml", source.max_bytes, source.url))
    else:
        yield from read_text(data, source.stem, source.suffix, source.url)


def page(title="Envoy recalled by Norland", head=""):
    body = f"<h1>{title}</h1>{PROSE}"
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><main>{body}</main></body></html>"


def teaser(url, number=1, **fields):
    given = {"title": "", "published": None, "updated": None, "authors": (), "source": "The Example"} | fields
    return TeaserError(Entry(number=number, url=url, **given))


@pytest.fixture
def site():
    with serve() as served:
        served.add("/a1", page())
        yield served


def follow(outcomes, settings=SETTINGS):
    return list(fetch_entries(outcomes, Fetcher(settings), read))


def test_a_teaser_becomes_the_article_of_its_page(site):
    known = {"title": "Envoy recalled", "published": date(2021, 3, 9), "authors": ("Ann",)}
    (article,) = follow([teaser(site.origin + "/a1", **known)])
    assert article.text.startswith("Norland recalled its ambassador")
    assert (article.doc, article.url, article.source) == ("a1", site.origin + "/a1", "The Example")
    assert (article.title, article.authors) == ("Envoy recalled", ("Ann",))
    assert (article.published, article.published_from) == (date(2021, 3, 9), DateSource.METADATA)


def test_the_day_in_the_metadata_of_the_page_comes_first(site):
    site.add("/a2", page(head='<meta property="article:published_time" content="2021-03-08">'))
    (article,) = follow([teaser(site.origin + "/a2", published=date(2021, 3, 9))])
    assert article.published == date(2021, 3, 8)


@pytest.mark.parametrize(
    ("path", "fields", "day"),
    [
        ("/a1", {}, None),
        ("/a1", {"updated": date(2021, 4, 1)}, date(2021, 4, 1)),
        ("/2021/03/09/a", {"updated": date(2021, 4, 1)}, date(2021, 3, 9)),
        ("/2021/03/09/a", {"published": date(2021, 3, 10)}, date(2021, 3, 10)),
    ],
)
def test_which_day_counts(site, path, fields, day):
    site.add("/2021/03/09/a", page())
    (article,) = follow([teaser(site.origin + path, **fields)])
    assert article.published == day


def test_a_day_of_the_feed_is_a_whole_day():
    article = Article("a", "Text.", published=date(2021, 3, 1), published_precision=Precision.MONTH)
    entry = teaser("https://example.org/", published=date(2021, 3, 9)).entry
    assert entry.complete(article).day == date(2021, 3, 9)


def test_articles_and_errors_pass_through(site):
    article, error = Article("a", "Norland left."), ReadError(", entry 2, is cut off")
    unlinked = teaser("", 3)
    assert follow([article, error, unlinked]) == [article, error, unlinked]
    assert site.asked == []


def test_what_cannot_be_fetched_is_named_and_the_rest_goes_on(site):
    site.add("/empty", "<html><body></body></html>")
    urls = [f"{site.origin}/{path}" for path in ("gone", "empty", "a1")] + ["http://[::1", "ftp://x/"]
    outcomes = follow([teaser(url, number) for number, url in enumerate(urls, start=1)])
    assert str(outcomes[0]) == ", entry 1, was not fetched: the server answered 404"
    assert str(outcomes[1]) == ", entry 2, is HTML without an article"
    assert isinstance(outcomes[2], Article)
    assert str(outcomes[3]).startswith(", entry 4, was not fetched: its address is malformed")
    assert str(outcomes[4]) == ", entry 5, was not fetched: only http and https are, not ftp"


def test_a_page_is_fetched_once(site):
    first, second = follow([teaser(site.origin + "/a1"), teaser(site.origin + "/a1", 2)])
    assert isinstance(first, Article)
    assert str(second) == ", entry 2, names the page of an earlier entry"
    assert site.asked == ["/robots.txt", "/a1"]


def test_pages_of_one_host_are_asked_for_one_at_a_time_and_apart(site):
    times, serving = [], [0, 0]

    def answer(request):
        serving[0] += 1
        serving[1] = max(serving)
        times.append(time.monotonic())
        time.sleep(0.05)
        serving[0] -= 1
        site.pages["/a1"](request)

    for number in range(3):
        site.pages[f"/{number}"] = answer
    outcomes = follow([teaser(f"{site.origin}/{number}") for number in range(3)], replace(SETTINGS, pause_seconds=0.3))
    assert [type(found) for found in outcomes] == [Article] * 3
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(times))
    assert serving[1] == 1


def test_pages_are_fetched_one_by_one_as_they_are_asked_for(site):
    site.add("/b", page())
    outcomes = fetch_entries([teaser(site.origin + "/a1"), teaser(site.origin + "/b")], Fetcher(SETTINGS), read)
    next(outcomes)
    assert site.asked == ["/robots.txt", "/a1"]


def test_the_address_of_a_feed(site):
    items = f"<item><title>One</title><link>/a1</link><description>{'Norland left. ' * 4}</description></item>"
    items += "<item><title>Two</title><link>/a1</link><description>It left.</description></item>"
    items += "<item><title>Three</title><link>/none</link></item>"
    site.add(
        "/feed", f"<rss><channel><title>Ours</title><link>/</link>{items}</channel></rss>", Content_Type="text/xml"
    )
    one, two, three = follow([site.origin + "/feed"])
    assert (one.title, one.url, two.title, two.source) == ("One", site.origin + "/a1", "Two", "Ours")
    assert two.text.startswith("Norland recalled its ambassador")
    assert str(three) == ", entry 3, was not fetched: the server answered 404"


def test_a_feed_behind_a_teaser_is_not_followed_again(site):
    item = "<item><title>One</title><link>/a1</link></item>"
    site.add("/feed", f"<rss><channel>{item}</channel></rss>", Content_Type="text/xml")
    (outcome,) = follow([teaser(site.origin + "/feed", 7)])
    assert str(outcome).startswith(", entry 7, entry 1, holds only a teaser")
    assert "/a1" not in site.asked


def test_an_address_that_is_not_fetched(site):
    with pytest.raises(ReadError, match="was not fetched: the server answered 404"):
        follow([site.origin + "/gone"])
