"""Feeds of every kind, whole and broken. All places, people and sentences are invented."""

import io
import time
from datetime import date, timedelta
from html import escape

import pytest

from kg.errors import ReadError
from kg.model import Article, DateSource
from kg.read.feed.reader import TeaserError, read
from kg.read.source import Source

PROSE = [
    "Norland recalled its ambassador from Sudland on Monday after a week of angry exchanges over fishing rights.",
    "The foreign minister told reporters that the envoy would stay at home until the seized boats were released.",
    "Sudland called the step regrettable. It said that its coast guard had acted within the law of the sea.",
    "Traders in both capitals fear that the quarrel will spread to the ferry lines, which carry most of the goods.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)
TEXT = "\n\n".join(PROSE)
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
LINK = "<link>https://example.org/a1</link>"


def outcomes_of(xml, url="", stem="feed", limit=1 << 20):
    data = xml if isinstance(xml, bytes) else xml.encode()
    return list(read(Source(io.BytesIO(data), stem, ".xml", limit, url)))


def rss(items, head="<title>The Example</title><link>https://example.org/</link>", names=CONTENT):
    return f'<?xml version="1.0"?><rss version="2.0" {names}><channel>{head}{items}</channel></rss>'


def item(inner="", body=BODY):
    return f"<item><title>Norland recalls envoy</title>{LINK}{inner}{content(body)}</item>"


def content(body):
    return f"<content:encoded><![CDATA[{body}]]></content:encoded>" if body else ""


def atom(entries):
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Example</title>{entries}</feed>'


def only(xml, **options):
    (outcome,) = outcomes_of(xml, **options)
    return outcome


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


def test_undefined_entities_lone_ampersands_and_missing_namespaces_are_mended():
    entry = item("<author>Ann&nbsp;Example &copy;</author>").replace("envoy", "envoy & goes &nowhere; on")
    article = only(rss(entry, names=""))
    assert article.text.replace("&nowhere;", "").startswith(PROSE[0][:50])
    assert article.title == "Norland recalls envoy & goes &nowhere; on"
    assert article.authors == ("Ann Example ©",)


def test_a_tag_that_is_never_closed_costs_no_other_entry():
    broken = item().replace("</title>", "", 1)
    outcomes = outcomes_of(rss(item() + broken + item()))
    assert [isinstance(found, Article) for found in outcomes] == [True, True, True]
    assert outcomes[2].text == outcomes[0].text == TEXT


def test_an_entry_that_is_cut_off_is_named_and_the_others_count():
    xml = rss(item() + item())
    first, second = outcomes_of(xml[: xml.rindex("Traders")])
    assert first.text == TEXT
    assert str(second) == ", entry 2, is cut off: the feed breaks off in it"
    (alone,) = outcomes_of(xml[: xml.index("Traders")])
    assert str(alone) == ", entry 1, is cut off: the feed breaks off in it"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "iso-8859-15"])
def test_encodings(encoding):
    xml = rss(item("", BODY + "<p>The café was closed – nobody knew why.</p>")).replace("–", "-")
    data = xml.replace('"1.0"', f'"1.0" encoding="{encoding.removesuffix("-sig")}"', 1).encode(encoding)
    assert only(data).text.endswith("The café was closed - nobody knew why.")


def test_a_wrong_declaration_of_utf_8_text_is_overruled():
    xml = rss(item("", BODY + "<p>The café was closed.</p>")).replace('"1.0"', '"1.0" encoding="us-ascii"', 1)
    assert only(xml).text.endswith("The café was closed.")


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("The password is swordfish.")
    declared = f'<!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY a "expanded "><!ENTITY b "&a;&a;&a;">'
    for doctype in (f"<!DOCTYPE rss [{declared}]>", f"<!-- x --><!DOCTYPE rss SYSTEM 'x.dtd' [ {declared} ] >"):
        article = only(doctype + rss(item(f"<author>&a;</author><description>{BODY} &file; &b;</description>")))
        assert "swordfish" not in str(article)
        assert "expanded" not in str(article)


ENDLESS = ("a", "a.", "'", ".", "… ", "a b", "\n", "a.\n", "&lt;p")


@pytest.mark.parametrize(
    "xml",
    [
        f"<!DOCTYPE r [<!ENTITY a '{'a' * 50_000}'>]>" + rss(item(f"<description>{'&a;' * 50_000}</description>")),
        rss("<item>" * 50_000),
        rss("<a>" * 50_000 + item()),
        rss(item(f"<author>{'a' * 500_000}</author>")),
        *(rss(item(f"<description>{text * 200_000}</description>", "")) for text in ENDLESS),
        rss(item(f"<pubDate>{'1 ' * 300_000}</pubDate>")),
        rss("<item " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>"),
        rss(item("", "<p " + " ".join(f"a{n}" for n in range(50_000)) + ">")),
        rss(item("", "<div>" * 50_000 + PROSE[0])),
        rss(item("", "<" * 300_000)),
        rss(item("<description>" + "&" * 300_000 + "</description>")),
        rss("".join(f'<item xml:base="{"b/" * 900}">' for _ in range(300))),
        rss(item("<description>&#0;&#xFFFFFFFF;&#99999999;&#xD800;\x01\x1b\ufffe</description>")),
        rss("<item/>" * 12_000),
        "<!--" * 100_000 + rss(item()),
        "<rss",
        "<rss>",
        "\0" * 1000,
    ],
)  # fmt: skip
def test_hostile_feeds_end_soon_in_a_reason(xml):
    begin = time.monotonic()
    try:
        outcomes = outcomes_of(xml, limit=4 << 20)
    except ReadError as error:
        outcomes = [error]
    assert all(isinstance(found, Article | ReadError) for found in outcomes)
    assert all(len(str(found)) < 2000 for found in outcomes)
    assert outcomes
    assert time.monotonic() - begin < 20


def test_only_so_many_entries_are_read(monkeypatch):
    monkeypatch.setattr("kg.read.feed.xml.MOST_ENTRIES", 2)
    monkeypatch.setattr("kg.read.feed.reader.MOST_ENTRIES", 2)
    outcomes = outcomes_of(rss(item() * 4))
    assert [type(found) for found in outcomes] == [Article, Article, ReadError]
    assert str(outcomes[2]) == ", entry 3 and what follows, is not read: split the feed"


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("", "is empty"),
        ("<html><body><p>Norland left.</p></body></html>", "is no RSS or Atom feed"),
        ("Norland left.", "is no RSS or Atom feed"),
        (rss(""), "is a feed without entries"),
        (atom(""), "is a feed without entries"),
        (rss("x" * 3000), "is larger than 2,000 bytes"),
        ("<rss>" + "<a/>" * 400, "without entries"),
    ],
)
def test_what_is_no_feed(xml, reason):
    with pytest.raises(ReadError, match=reason):
        outcomes_of(xml, limit=2000)


def test_no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a feed in a file must ask nobody")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert only(rss(item()), url="https://example.org/feed").text == TEXT
