"""WARC files made by code. All places, people and sentences are invented."""

import gzip
import io
import random
import zlib
from datetime import date, timedelta

import brotli
import pytest
from fastwarc.stream_io import ZstdWriter

from kg.errors import ReadError, SkipError
from kg.model import Article, DateSource
from kg.read.container import warc
from kg.read.source import Source
from tests.read.containers import LIMIT, PROSE, Pipe, all_of, answer, outcomes, page, record, show

PAGE = page().encode()
DATED = page('<meta property="article:published_time" content="2024-06-26T08:00:00Z">').encode()
BETWEEN_CHUNKS = "has a body that is cut off or damaged between its chunks"
OTHERS = [
    record(b"software: a crawler\r\n", kind="warcinfo"),
    record(b"GET /a HTTP/1.1\r\nHost: example.org\r\n\r\n", kind="request"),
    record(b"fetchTimeMs: 12\r\n", kind="metadata"),
    record(answer(PAGE, status="404 Not Found")),
    record(answer(b"", "Location: /b\r\n", status="301 Moved")),
    record(answer(b"%PDF-1.7", media_type="application/pdf")),
    record(answer(PAGE), kind="revisit"),
    record(b"not over HTTP at all").replace(b"application/http", b"text/dns"),
]


def zstd(data):
    made = io.BytesIO()
    with ZstdWriter(made) as file:
        file.write(data)
    return made.getvalue()


def chunked(data, size=100):
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%X;note=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def read(*records, name="a.warc", limit=LIMIT):
    return outcomes(b"".join(records), name, warc.read, limit)


def shown(*records, **options):
    return [show(outcome) for outcome in read(*records, **options)]


def read_one(*records, **options):
    (article,) = read(*records, **options)
    assert not isinstance(article, ReadError), article
    return article


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_page_is_an_article(version):
    article = read_one(record(answer(DATED), version=version))
    assert article.text == "\n\n".join(PROSE)
    assert (article.doc, article.title, article.url) == ("a", "Norland recalls envoy", "https://example.org/a")
    assert (article.published, article.published_from) == (date(2024, 6, 26), DateSource.METADATA)


def test_other_records_are_passed_over_and_counted():
    bad = record(answer(b" "), uri="https://example.org/x,y")
    assert shown(*OTHERS, record(answer(PAGE)), *OTHERS, bad, record(answer(PAGE))) == [
        "a",
        ", record 18 (https://example.org/x%2Cy), is empty",
        "a-3",
    ]
    assert shown(*OTHERS) == ["holds no HTML page among 8 records"]


def test_compressed_record_by_record_or_as_a_whole():
    records = [*OTHERS, record(answer(PAGE)), record(answer(PAGE))]
    for data in (b"".join(map(gzip.compress, records)), gzip.compress(b"".join(records))):
        assert [show(outcome) for outcome in outcomes(data, "a.warc.gz")] == ["a", "a-2"]
        assert [show(outcome) for outcome in outcomes(data, "a.gz", warc.read)] == ["a", "a-2"]


def test_a_stream_in_which_one_cannot_go_back():
    for data in (record(answer(PAGE)) * 3, gzip.compress(record(answer(PAGE))) * 3):
        source = Source(io.BufferedReader(Pipe(data)), "standard-input", "", LIMIT)
        docs = [show(outcome) for outcome in all_of(source, warc.read)]
        assert docs == ["standard-input", "standard-input-2", "standard-input-3"]


def test_the_day_it_was_fetched_and_the_name_of_the_file_say_nothing_about_publication():
    article = read_one(record(answer(PAGE)), name="crawl-2024-06-26.warc")
    assert (article.published, article.published_from) == (None, DateSource.UNKNOWN)


@pytest.mark.parametrize(
    ("fetched", "is_believed"),
    [
        ("2024-06-01T00:00:00Z", True),
        ("2024-05-31T10:00:00Z", True),  # somewhere it was June already
        ("2024-05-31T10:00:00.123456789Z", True),
        ("2024-05-31T12:00:00+02:00", True),
        ("2024-05-31T09:59:59Z", False),
        ("2024-05-20T12:00:00Z", False),
        ("none", True),
        ("0001-01-01T00:00:00Z", True),
        ("9999-12-31T23:59:59Z", True),
    ],
)
def test_no_day_after_it_was_fetched_is_believed(fetched, is_believed):
    dated = page('<meta property="article:published_time" content="2024-06-01T08:00:00Z">').encode()
    article = read_one(record(answer(dated), day=fetched))
    assert article.published == (date(2024, 6, 1) if is_believed else None)


def test_no_day_in_the_future_is_believed_whenever_it_was_fetched():
    later = date.today() + timedelta(days=40)
    dated = page(f'<meta property="article:published_time" content="{later}T08:00:00Z">').encode()
    assert read_one(record(answer(dated), day=f"{later.year + 1}-01-01T00:00:00Z")).published is None


@pytest.mark.parametrize(
    ("uri", "url"),
    [
        ("<https://example.org/b>", "https://example.org/b"),
        ("http://example.org/ü", "http://example.org/ü"),
        ("dns:example.org", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_address(uri, url):
    assert read_one(record(answer(PAGE), uri=uri)).url == url


def test_the_address_that_a_page_gives_itself_goes_first():
    named = page('<link rel="canonical" href="https://example.org/story">').encode()
    assert read_one(record(answer(named))).url == "https://example.org/story"


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ("Transfer-Encoding: chunked\r\n", chunked),
        ("content-encoding: gzip\r\n", gzip.compress),
        ("Content-Encoding: x-gzip\r\n", gzip.compress),
        ("Content-Encoding: deflate\r\n", zlib.compress),
        ("Content-Encoding: br\r\n", brotli.compress),
        ("Content-Encoding: zstd\r\n", zstd),
        ("Content-Encoding: identity\r\n", bytes),
        ("Content-Encoding: gzip, br\r\n", lambda data: brotli.compress(gzip.compress(data))),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", lambda data: chunked(gzip.compress(data))),
    ],
)
def test_bodies_are_unpacked_or_as_the_crawler_unpacked_them(headers, pack):
    assert read_one(record(answer(pack(PAGE), headers))).text == "\n\n".join(PROSE)
    assert read_one(record(answer(PAGE, headers))).text == "\n\n".join(PROSE)


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ("Content-Encoding: gzip\r\n", b"\x1f\x8bno", "has a body that is not the gzip data that its header announces"),
        ("Content-Encoding: br\r\n", b"\xff" * 50, "has a body that is not the br data that its header announces"),
        ("Content-Encoding: lzw\r\n", PAGE, "has a body in the unknown content encoding 'lzw'"),
        ("Content-Encoding: gzip,gzip,gzip,gzip\r\n", PAGE, "is compressed more than 3 times over"),
        (
            "Transfer-Encoding: chunked\r\n",
            chunked(PAGE)[:-300],
            "has a body that is cut off or damaged between its chunks",
        ),
        (
            "Transfer-Encoding: chunked\r\n",
            b"5\r\nabcdefghij",
            "has a body that is cut off or damaged between its chunks",
        ),
        ("", b"\0\1\2\3", "is a binary file"),
        ("", b"<html><body>" + b"<div>" * 10_000, "is HTML without an article"),
        ("X: " + "y" * 100_000 + "\r\n", PAGE, "has HTTP headers that cannot be read"),
    ],
)
def test_a_broken_page_is_named_and_the_rest_goes_on(headers, body, reason):
    ok = record(answer(PAGE))
    error, last = shown(record(answer(body, headers), uri="https://example.org/bad"), ok)[-2:]
    assert error.startswith(f", record 1 (https://example.org/bad), {reason}")
    assert last in ("a", "a-2")


def test_a_page_in_another_language_without_a_story_stays_skipped():
    foreign = page(prose=["Le ministre a quitté la capitale hier soir après une longue journée de travail. " * 4] * 3)
    bare = "<html><body><p>Le ministre a quitté la capitale hier soir, sans un mot de plus</p></body></html>"
    story, error = read(record(answer(foreign.encode())) + record(answer(bare.encode())))
    assert story.text.startswith("Le ministre")
    assert isinstance(error, SkipError)


@pytest.mark.parametrize(
    ("headers", "pack"),
    [("", bytes), ("Content-Encoding: gzip\r\n", gzip.compress), ("Content-Encoding: br\r\n", brotli.compress)],
)
def test_bodies_over_the_limit(headers, pack):
    large = record(answer(pack(bytes(3_000_000)), headers))
    assert shown(large, record(answer(PAGE)), limit=200_000) == [
        ", record 1 (https://example.org/a), is larger than 200,000 bytes: split it, or set KG_MAX_BYTES",
        "a-2",
    ]


def test_the_charset_of_the_header_is_used():
    prose = [sentence.replace("Norland", "Ñorlánd") for sentence in PROSE]
    body = page(prose=prose).encode("cp1250", errors="xmlcharrefreplace")
    article = read_one(record(answer(body, media_type="text/html; charset=windows-1250")))
    assert article.text.startswith("Ñorlánd recalled")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_cut_off_anywhere_it_gives_what_came_before_and_one_reason(pack, monkeypatch):
    monkeypatch.setattr(warc, "from_html", quick)
    noise = random.Random(1)  # noqa: S311 - the same in each run
    bodies = [noise.randbytes(100).hex().encode() for _ in range(6)]
    records = [pack(record(answer(body))) for body in bodies]
    data, parts = b"".join(records), []
    ends = {sum(map(len, records[:count])) for count in range(7)}
    for cut in range(1, len(data)):
        *articles, last = outcomes(data[:cut], "a.warc", warc.read)
        if cut in ends:  # nothing tells that more was to come
            articles.append(last)
        else:
            assert isinstance(last, ReadError), cut
        assert [article.text for article in articles] == [body.decode() for body in bodies[: len(articles)]]
        parts.append(len(articles))
    assert parts == sorted(parts)
    assert parts[-1] >= 5


def quick(text, stem, today, url):
    return Article(stem, text, url=url)


@pytest.mark.parametrize("length", [-1, 0, 60, "99999999999999999999", "many"])
def test_a_wrong_length_ends_the_file_with_one_reason(length):
    found = shown(record(answer(PAGE)), record(answer(PAGE), length=length), record(answer(PAGE)))
    assert found[0] == "a"
    assert found[-1] == ", record 3, is damaged: nothing from it on is read"
    assert len(found) <= 3


def test_a_length_beyond_the_end_of_the_file():
    found = shown(record(answer(PAGE)), record(answer(PAGE), length=100_000), record(answer(PAGE)))
    assert found == ["a", "is cut off: its last record is not complete"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\r\n", "is no WARC file"),
        (b"an ordinary text\n" * 50, "is no WARC file"),
        (gzip.compress(b"an ordinary text\n" * 50, mtime=0), "is no WARC file"),
        (b"WARC/1.0\r\n" + b"X: y\r\n" * 100_000, "is no WARC file"),
    ],
)
def test_what_is_no_warc(data, reason):
    assert shown(data) == [reason]


def test_damage_anywhere_ends_in_reasons(monkeypatch):
    monkeypatch.setattr(warc, "from_html", quick)
    noise = random.Random(2)  # noqa: S311
    data = b"".join([*OTHERS, record(answer(chunked(PAGE), "Transfer-Encoding: chunked\r\n")), record(answer(PAGE))])
    tokens = [
        b"\r\n",
        b":",
        b"WARC/1.0",
        b"\0",
        b"\xff",
        b"-9",
        b"9" * 30,
        b"charset=punycode",
        b"Content-Encoding: br\r\n",
    ]
    hurt = 0
    for _ in range(1500):
        damaged = bytearray(data)
        for _ in range(noise.randint(1, 4)):
            place = noise.randrange(len(damaged))
            damaged[place : place + noise.randint(0, 20)] = noise.choice(tokens)
        hurt += any(isinstance(outcome, ReadError) for outcome in read(bytes(damaged)))
    assert hurt > 500


def test_a_stream_that_fails_gives_what_came_before():
    class Failing(Pipe):
        def readinto(self, buffer):
            size = super().readinto(memoryview(buffer)[:300])
            if not size:
                raise OSError(5, "Input/output error")
            return size

    data = record(answer(PAGE)) + record(answer(PAGE))[:-200]
    found = warc.read(Source(io.BufferedReader(Failing(data)), "a", ".warc", LIMIT))
    assert next(found).doc == "a"
    with pytest.raises(OSError, match="Input/output"):
        next(found)
