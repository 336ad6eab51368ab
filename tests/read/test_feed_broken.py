"""Feeds that are broken, oddly encoded, hostile or no feeds at all."""

import time

import pytest

from kg.errors import ReadError
from kg.model import Article
from tests.read.feeds import BODY, PROSE, TEXT, atom, item, only, outcomes_of, rss


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
