"""HTML pages in several layouts. All places, people and sentences are invented."""

from contextlib import suppress
from datetime import date

import pytest

from kg.errors import ReadError
from kg.read.page.html import read_page

TODAY = date(2026, 6, 1)
PROSE = [
    "Norland recalled its ambassador from Sudland on Monday after a week of angry exchanges over fishing rights.",
    "The foreign minister told reporters that the envoy would stay at home until the seized boats were released.",
    "Sudland called the step regrettable. It said that its coast guard had acted within the law of the sea.",
    "Traders in both capitals fear that the quarrel will spread to the ferry lines, which carry most of the goods.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)


def page(head="", body=BODY, above=""):
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Norland recalls envoy</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
        f"<main><article><h1>Norland recalls envoy</h1>{above}{body}</article></main>"
        "<footer><p>© The Example. All rights reserved.</p></footer></body></html>"
    )


def test_text_is_the_prose_alone():
    body = (
        f"<p>{PROSE[0]}</p><h2>Boats and bruises</h2><figure><img src='b.jpg'><figcaption>Boats lie in harbour "
        f"(AP Photo/Cam Era)</figcaption></figure><p>{PROSE[1]}</p><p>Read more: Five things to know about cod</p>"
        f"<p>{PROSE[2]}</p><p>Subscribe now to our newsletter.</p><p>{PROSE[3]}</p>"
    )
    assert list(read_page(page(body=body), TODAY).story.paragraphs) == PROSE


def test_title_source_and_url():
    head = (
        '<meta property="og:site_name" content="The Example | News of the North">'
        '<link rel="canonical" href="https://example.org/recall">'
    )
    found = read_page(page(head), TODAY)
    assert (found.story.title, found.source) == ("Norland recalls envoy", "The Example")
    assert found.story.url == "https://example.org/recall"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2021-03-09T23:30:00Z">',
        '<meta name="date" content="2021-03-09">',
        '<meta itemprop="datePublished" content="2021-03-09">',
        '<meta name="pubdate" content="20210309">',
        '<meta name="DC.date.issued" content="2021-03-09">',
        '<script type="application/ld+json">{"@type":"Article","datePublished":"2021-03-09T08:00:00+01:00"}</script>',
        '<meta property="article:modified_time" content="2022-01-01">'
        '<meta property="article:published_time" content="2021-03-09">',
    ],
)
def test_day_in_metadata(head):
    assert read_page(page(head), TODAY).published == date(2021, 3, 9)


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta property="article:modified_time" content="2022-01-01">',
        '<meta property="og:image" content="https://example.org/2019/04/03/boat.jpg">',
        '<meta itemprop="copyrightYear" content="2019">',
        '<link rel="canonical" href="https://example.org/2021/03/09/recall">',
        '<meta name="date" content="2031-03-09">',
    ],
)
def test_what_is_no_day_of_publication_in_the_metadata(head):
    assert read_page(page(head), TODAY).published is None


@pytest.mark.parametrize(
    ("above", "labels"),
    [
        ('<time datetime="2021-03-09T10:00Z">9 March</time>', ("9 March", "2021-03-09")),
        ('<p class="post-date">Published 9 March 2021</p>', ("Published 9 March 2021",)),
        ('<p class="byline">By Ann Example</p>', ()),
    ],
)
def test_labels_near_the_headline(above, labels):
    assert read_page(page(above=above), TODAY).story.labels == labels


def test_xml_declaration_and_fragment():
    assert list(read_page('<?xml version="1.0" encoding="utf-8"?>' + page(), TODAY).story.paragraphs) == PROSE
    assert read_page(f"<p>{PROSE[0]}</p>", TODAY).story.paragraphs == (PROSE[0],)


@pytest.mark.parametrize(
    "text",
    [
        "<html></html>",
        "<html><body></body></html>",
        "<html><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav></body></html>",
        "<html><body><p>Please enable JavaScript to view this page.</p></body></html>",
        "<html><body><form><input name='q'></form></body></html>",
        "<html><head><script>var a = 'Norland recalled its envoy on Monday.';</script></head></html>",
    ],
)
def test_html_without_an_article(text):
    with pytest.raises(ReadError, match="without an article"):
        read_page(text, TODAY)


@pytest.mark.parametrize(
    "text", ["<div>" * 20_000, "<p><b><i>" * 3000 + PROSE[0], "<!DOCTYPE html>" + "<" * 9999, "<html>\x01"]
)
def test_hostile_html_gives_an_article_or_a_reason(text):
    with suppress(ReadError):
        assert read_page(text, TODAY).story.paragraphs


def test_a_day_after_today_is_not_believed_and_not_made_the_first_of_its_month():
    page = (
        '<html><head><meta property="article:published_time" content="2024-06-26"><title>Talks resume</title></head>'
        "<body><article><h1>Talks resume</h1><p>Norway and Sweden resumed their talks on fishing in Oslo.</p>"
        "<p>The ministers met for two hours and will meet again in the autumn, they said.</p></article></body></html>"
    )
    assert read_page(page, date(2024, 6, 20)).published is None
    assert read_page(page, date(2024, 6, 26)).published == date(2024, 6, 26)
