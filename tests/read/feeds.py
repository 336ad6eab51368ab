"""Feeds for tests, and what is read of them. All places, people and sentences are invented."""

import io

from kg.read.feed.reader import read
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
