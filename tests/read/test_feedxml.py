"""What is left of a feed's XML before feedparser sees it."""

from kg.read.feed.xml import clean_feed

NAMES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'


def cleaned(inner, root=f"<rss {NAMES}>", head=""):
    return clean_feed(f"{head}{root}<channel>{inner}</channel></rss>".encode()).xml.decode()


def test_only_what_is_read_is_left():
    xml = cleaned(
        "<title>T</title><cloud domain='x'/><item>stray<title>A<!-- c --></title>stray<media:title>M</media:title>"
        "<category>C</category><?php x ?><description>D <b>E</b></description><enclosure url='u'/></item>"
    )
    assert "<title>T</title>" in xml
    assert "<item><title>A</title><description>D <b>E</b></description></item>" in xml


def test_no_dtd_and_no_entity_is_left():
    head = '<?xml version="1.0"?><!-- a --><!DOCTYPE rss [<!ENTITY a "b">\n<!ENTITY c SYSTEM "file:///d">] >\n'
    xml = cleaned("<item><description>&a;&c;&lt;&#65;&eacute;</description></item>", head=head)
    assert "DOCTYPE" not in xml
    assert "ENTITY" not in xml
    assert "<description>&amp;a;&amp;c;&lt;Aé</description>" in xml


def test_a_base_is_kept_only_where_it_cannot_grow():
    inner = '<item xml:base="b/"><title>A</title><description xml:base="https://example.org/">D</description></item>'
    xml = cleaned(inner)
    assert 'xml:base="b/"' not in xml
    assert 'xml:base="https://example.org/"' in xml


def test_fields_are_cut_to_a_sane_length():
    xml = cleaned(
        f"<item><author>{'a' * 5000}</author><title>{'b' * 5000}</title><description>{'c' * 5000}</description></item>"
    )
    assert [xml.count(letter * 5000) for letter in "abc"] == [0, 0, 1]
    assert "a" * 301 not in xml
    assert "b" * 2000 in xml


def test_an_undeclared_prefix_means_what_it_means_elsewhere():
    xml = cleaned("<item><dc:creator>Ann</dc:creator><content:encoded>C</content:encoded></item>", root="<rss>")
    assert '="http://purl.org/dc/elements/1.1/">Ann</' in xml
    assert '="http://purl.org/rss/1.0/modules/content/">C</' in xml


def test_an_element_inside_another_that_was_never_closed():
    xml = cleaned("<item><title>A<link>https://example.org/</link><description>D</description></item><item/>")
    assert "<item><title>A</title><link>https://example.org/</link><description>D</description></item><item/>" in xml
