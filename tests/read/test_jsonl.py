import io
import json
from datetime import date

import pytest

from kg.errors import ReadError
from kg.model import Article, DateSource
from kg.read.jsonl import is_json_line, read_document, read_lines, to_article

TEXT = "Norland recalled its envoy.\n\nSudland did the same."


def lines_of(*lines, limit=1000):
    stream = io.BytesIO(b"".join(lines))
    return list(read_lines(stream.readline(limit + 1), stream, "file", limit))


def record(**fields):
    return json.dumps({"text": TEXT, **fields}).encode() + b"\n"


def test_every_field():
    assert to_article(
        {
            "doc": "a1",
            "url": "https://example.org/a1",
            "source": "The Example",
            "published": "2021-03-05",
            "title": " Norland  recalls envoy ",
            "text": TEXT,
            "authors": ["somebody"],
        },
        "file",
    ) == Article(
        doc="a1",
        text=TEXT,
        title="Norland recalls envoy",
        published=date(2021, 3, 5),
        published_from=DateSource.METADATA,
        url="https://example.org/a1",
        source="The Example",
        authors=("somebody",),
    )


def test_text_alone_is_enough():
    article = to_article({"text": TEXT, "title": None, "published": ""}, "file")
    assert (article.doc, article.title, article.published, article.published_from) == (
        "file", "", None, DateSource.UNKNOWN,
    )  # fmt: skip


def test_a_time_of_day_is_cut_off():
    assert to_article({"text": TEXT, "published": "2021-03-05T23:30:00+02:00"}, "f").published == date(2021, 3, 5)


def test_lone_surrogates_and_null_bytes_in_escapes_are_gone():
    (article,) = lines_of(b'{"text": "Nor\\u0000land \\ud83d left."}')
    assert article.text == "Norland left."
    article.text.encode()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({}, "has no text"),
        ({"text": " \n"}, "has no text"),
        ({"text": None}, "has no text"),
        ({"text": ["a"]}, "field `text` that is no string"),
        ({"text": TEXT, "title": 5}, "field `title` that is no string"),
        ({"text": TEXT, "published": 20210305}, "field `published` that is no string"),
        ({"text": TEXT, "published": "5 March 2021"}, "no day such as 2024-06-27: '5 March 2021'"),
        ({"text": TEXT, "published": "2021-02-30"}, "no day such as"),
        ([], "is no JSON object"),
        ("text", "is no JSON object"),
        (None, "is no JSON object"),
    ],
)
def test_wrong_records(value, reason):
    with pytest.raises(ReadError) as caught:
        to_article(value, "file")
    assert reason in str(caught.value)


def test_lines_get_the_stem_and_their_number():
    articles = lines_of(record(), b"\n", record(), record(doc="own"), record())
    assert [article.doc for article in articles] == ["file", "file-2", "own", "file-4"]


def test_a_broken_line_is_named_and_the_rest_goes_on():
    first, broken, last = lines_of(record(), b'{"text": "x\n', record())
    assert (first.doc, last.doc) == ("file", "file-3")
    assert str(broken).startswith(", line 2, is not valid JSON")


def test_the_limit_is_for_each_line():
    outcomes = lines_of(record(), record(text="x" * 5000), record(), limit=200)
    assert [type(outcome) for outcome in outcomes] == [Article, ReadError, Article]
    assert str(outcomes[1]) == ", line 2, is larger than 200 bytes"


def test_a_line_over_the_limit_is_not_held_in_memory():
    class Counting(io.BytesIO):
        longest = 0

        def readline(self, size=-1):
            line = super().readline(size)
            Counting.longest = max(Counting.longest, len(line))
            return line

    stream = Counting(record(text="x" * 100_000) + record())
    outcomes = list(read_lines(stream.readline(101), stream, "file", 100))
    assert [type(outcome) for outcome in outcomes] == [ReadError, Article]
    assert Counting.longest <= 101


def test_lines_are_read_one_by_one():
    stream = io.BytesIO(record() * 3)
    outcomes = read_lines(stream.readline(), stream, "file", 1000)
    next(outcomes)
    assert stream.tell() == len(record())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": ' + b"[" * 100_000, "nested too deep"),
        (b'{"text": ' + b"9" * 5000 + b"}", "a number is too long"),
        (b'{"text": "caf\xe9 \xe9\xe9\xe9"}', "encoding"),
        (b'{"text": "a\0b"}', "binary"),
        (b"[1]", "is no JSON object"),
    ],
)
def test_hostile_lines(line, reason):
    (outcome,) = lines_of(line, limit=1_000_000)
    assert isinstance(outcome, ReadError)
    assert reason in str(outcome)


def test_document_with_one_object_over_many_lines():
    (article,) = read_document(json.dumps({"text": TEXT}, indent=1).encode(), "file")
    assert article.text == TEXT


def test_document_with_an_array():
    outcomes = list(read_document(json.dumps([{"text": TEXT}, {"title": "x"}, {"text": TEXT}]).encode(), "file"))
    assert [getattr(outcome, "doc", str(outcome)[:10]) for outcome in outcomes] == ["file", ", object 2", "file-3"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[]", "holds an empty list"),
        (b"{", "is not valid JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b"3", "no JSON object"),
    ],
)
def test_documents_that_are_none(data, reason):
    with pytest.raises(ReadError) as caught:
        list(read_document(data, "file"))
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("line", "is_line"),
    [
        (b'{"a": 1}\n', True),
        (b'\xef\xbb\xbf{"a": 1}', True),
        (b"{\n", False),
        (b"[1]\n", False),
        (b"", False),
        (b"{x", False),
    ],
)
def test_is_json_line(line, is_line):
    assert is_json_line(line) is is_line
