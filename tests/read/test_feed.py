"""Feeds of every kind: their texts, links, days and other fields."""

from datetime import date, timedelta
from html import escape

import pytest

from kg.model import Article, DateSource
from kg.read.feed.reader import TeaserError
from tests.read.feeds import BODY, CONTENT, LINK, PROSE, TEXT, atom, content, item, only, outcomes_of, rss


def test_rss_with_everything():
    names = CONTENT + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    inner = "<pubDate>Tue, 09 Mar 2021 08:00:00 +0000</pubDate><dc:creator>Ann Example</dc:creator>"
    assert only(rss(item(inner), names=names)) == Article(
        doc="feed",
        text=TEXT,
        title="Norland recalls envoy",
        published=date(2021, 3, 9),
        published_from=DateSource.METADATA,
        url="https://example.org/a1",
        source="The Example",
        authors=("Ann Example",),
    )


def test_atom_with_everything():
    entry = (
        '<entry><title type="html">Norland &lt;b&gt;recalls&lt;/b&gt; envoy</title>'
        '<link rel="enclosure" href="https://example.org/a.mp3"/><link href="https://example.org/a1"/>'
        "<published>2021-03-09T23:30:00-05:00</published><updated>2021-04-01T00:00:00Z</updated>"
        "<author><name>Ann Example</name><email>ann@example.org</email></author><author><name>Bo</name></author>"
        f'<content type="html">{escape(BODY)}</content></entry>'
    )
    article = only(atom(entry))
    assert (article.text, article.title, article.url) == (TEXT, "Norland recalls envoy", "https://example.org/a1")
    assert (article.published, article.authors) == (date(2021, 3, 9), ("Ann Example", "Bo"))


def test_atom_title_and_content_in_xhtml():
    xhtml = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY}</div></content>'
    title = '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Norland <b>recalls</b> envoy</div></title>'
    article = only(atom(f"<entry>{title}{xhtml}</entry>"))
    assert (article.text, article.title) == (TEXT, "Norland recalls envoy")


def test_rss_1_0_keeps_its_items_beside_the_channel():
    names = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" {CONTENT}'
    )
    head = '<channel rdf:about="c"><title>The Example</title><link>https://example.org/</link></channel>'
    article = only(f"<rdf:RDF {names}>{head}{item('<dc:date>2021-03-09T08:00Z</dc:date>')}</rdf:RDF>")
    assert (article.text, article.published, article.source) == (TEXT, date(2021, 3, 9), "The Example")


def test_rss_0_91_with_a_summary_of_plain_text():
    summary = escape(" ".join(PROSE))
    xml = rss(f"<item><title>x</title>{LINK}<description>{summary}</description></item>", names="")
    assert only(xml.replace('"2.0"', '"0.91"')).text == " ".join(PROSE)


@pytest.mark.parametrize(
    ("summary", "is_whole"),
    [
        (" ".join(PROSE[:3]), True),
        (" ".join(PROSE[:2]), False),
        (" ".join(PROSE) + " […]", False),
        (" ".join(PROSE) + "...", False),
        (" ".join(PROSE) + " Read more »", False),
        (BODY + "<p><a href='/a1'>Continue reading <i>Norland recalls envoy</i> →</a></p>", False),
        (BODY + "<p>The post <a href='/'>Norland recalls envoy</a> appeared first on The Example.</p>", True),
        ("Mr. Ex met Gen. Ample and Dr. Why of the U.S. Army in Portville. They talked about boats.", False),
        ("<img src='a.jpg'>", False),
        ("", False),
    ],
)
def test_whole_texts_and_teasers(summary, is_whole):
    outcome = only(rss(f"<item><title>x</title>{LINK}<description>{escape(summary)}</description></item>"))
    assert isinstance(outcome, Article if is_whole else TeaserError)
    if is_whole:
        assert "appeared first" not in outcome.text


def test_a_teaser_names_the_page_to_fetch():
    teaser = "<item><title>x</title>%s<description>One sentence.</description></item>"
    first, second = outcomes_of(rss(teaser % LINK + teaser % ""))
    assert str(first) == ", entry 1, holds only a teaser: fetch its page, https://example.org/a1"
    assert first.entry.url == "https://example.org/a1"
    assert str(second) == ", entry 2, holds only a teaser: it names no page to fetch"


def test_the_longer_text_wins():
    assert only(rss(item("<description>One sentence. […]</description>"))).text == TEXT


def test_a_content_that_only_repeats_a_short_summary_is_a_teaser():
    assert isinstance(only(rss(item(f"<description>{PROSE[0]}</description>", PROSE[0]))), TeaserError)
    assert only(rss(item("", PROSE[0]))).text == PROSE[0]


def test_what_surrounds_the_text_is_left_out():
    body = (
        "<figure><img src='b.jpg'><figcaption>Boats lie in harbour.</figcaption></figure><script>a = 'b.';</script>"
        f"{BODY}<p>Subscribe now to our newsletter.</p><table><tr><td>A cell. Another.</td></tr></table>"
    )
    assert only(rss(item("", body))).text == TEXT


def test_where_the_reader_of_pages_finds_too_little_the_paragraphs_are_taken_as_they_stand():
    first, *rest = BODY.split("</p>")
    assert only(rss(item("", f"{first}</p><div class='comments'>{'</p>'.join(rest)}</div>"))).text == TEXT


def test_paragraphs_parted_by_line_breaks():
    assert only(rss(item("", "<br><br>".join(PROSE)))).text == TEXT


def test_ids_count_the_entries():
    articles = outcomes_of(rss(item() + "<item><title>x</title></item>" + item()), stem="news")
    assert [getattr(found, "doc", "-") for found in articles] == ["news", "-", "news-3"]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/2021/a1?x=1&amp;y=2", "https://example.org/2021/a1?x=1&y=2"),
        ("a1", "https://example.org/a1"),
        ("//other.example/a1", "https://other.example/a1"),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_links_are_resolved_against_the_feed(link, url):
    found = only(rss(f"<item><title>x</title><link>{link}</link>{content(BODY)}</item>"))
    assert found.url == url


def test_a_relative_home_is_resolved_against_the_address_of_the_feed():
    found = only(
        rss(f"<item><title>x</title><link>a1</link>{content(BODY)}</item>", "<title>x</title><link>/news/</link>"),
        url="https://example.org/feeds/all.xml",
    )
    assert found.url == "https://example.org/news/a1"


def test_xml_base_and_a_permalink():
    entry = f'<entry><title>x</title><link href="a1"/><content type="html">{escape(BODY)}</content></entry>'
    based = atom(entry).replace("<feed ", '<feed xml:base="https://example.net/x/" ')
    assert only(based).url == "https://example.net/x/a1"
    guid = f"<item><title>x</title><guid>https://example.org/a9</guid>{content(BODY)}</item>"
    assert only(rss(guid)).url == "https://example.org/a9"
    assert only(rss(guid.replace("<guid>", '<guid isPermaLink="false">'))).url == ""


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tue, 09 Mar 2021 23:30:00 -0500", date(2021, 3, 9)),
        ("9 Mar 2021 08:00 GMT", date(2021, 3, 9)),
        ("2021-03-09", date(2021, 3, 9)),
        ("2021-03-09T00:30:00+09:00", date(2021, 3, 9)),
        ((date.today() + timedelta(days=40)).isoformat(), None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("31 Feb 2021", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_days(written, day):
    article = only(rss(item(f"<pubDate>{written}</pubDate>")))
    assert article.published == day
    assert article.published_from is (DateSource.METADATA if day else DateSource.UNKNOWN)


def test_the_day_of_a_change_counts_only_for_want_of_a_better_one():
    entry = (
        f'<entry><title>x</title><link href="https://example.org/%s"/><updated>2021-04-01T00:00:00Z</updated>'
        f'<content type="html">{escape(BODY)}</content></entry>'
    )
    assert only(atom(entry % "a1")).published == date(2021, 4, 1)
    dated = only(atom(entry % "2021/03/09/a1"))
    assert (dated.published, dated.published_from) == (date(2021, 3, 9), DateSource.URL)


def test_the_source_of_an_entry_is_its_outlet():
    assert only(rss(item('<source url="https://o.example/f">The Other</source>'))).source == "The Other"


def test_other_vocabularies_are_not_read():
    names = (
        CONTENT + ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    )
    inner = "<media:title>Photo</media:title><media:description>Boats.</media:description><i:author>Bo</i:author>"
    article = only(rss(item(inner), names=names))
    assert (article.title, article.authors) == ("Norland recalls envoy", ())


def test_other_languages_are_read_too():
    french = (
        "Le ministre des affaires étrangères a rappelé son ambassadeur lundi après une semaine de disputes. "
        "Il a déclaré que les bateaux devaient être rendus sans délai. Le voisin a refusé de répondre. "
    )
    first, second = outcomes_of(rss(item("", f"<p>{french}</p>") + item()))
    assert first.text == french.strip()
    assert second.text == TEXT


def test_no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a feed in a file must ask nobody")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert only(rss(item()), url="https://example.org/feed").text == TEXT
