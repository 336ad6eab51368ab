import zlib

import pytest

from kg.errors import ReadError
from kg.read.container.payload import decode_html, unchunk, unpack_body

WORD = "café “au lait”"


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("utf-8", WORD.encode()),
        ("", WORD.encode()),
        ("iso-8859-1", WORD.encode()),  # UTF-8 whatever the header says
        ("iso-8859-1", WORD.encode("cp1252")),  # what browsers take it for
        ("ISO-8859-1", WORD.encode("cp1252")),
        ('"windows-1252"', WORD.encode("cp1252")),
        ("utf-16le", WORD.encode("utf-16le")),
        ("utf-16", WORD.encode("utf-16")),
        ("utf-8", WORD.encode("cp1252") + b"<meta charset=windows-1252>"),
        ("windows-1250", WORD.encode("cp1250") + b"<meta charset=windows-1251>"),  # the header goes first
        ("no-such-charset", b"<meta charset=windows-1252>" + WORD.encode("cp1252")),
        ("punycode", WORD.encode()),
        ("zip", WORD.encode()),
        ("a\0b", WORD.encode()),
    ],
)
def test_charsets(charset, body):
    assert WORD in decode_html(body, charset)


def test_encodings_of_python_are_no_charsets():
    assert decode_html(b"the old caf\xe9 \\u0041", "unicode_escape") == "the old café \\u0041"


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        (b"5\r\nabcde\r\n0\r\n\r\n", b"abcde"),
        (b"3;a=b\r\nabc\r\nA \r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", b"abc0123456789"),
        (b"0\r\n\r\n", b""),
        (b"<p>put together already</p>", b"<p>put together already</p>"),
        (b"abc: a word that could be a number", b"abc: a word that could be a number"),
    ],
)
def test_chunks(body, plain):
    assert unchunk(body, "Chunked") == plain
    assert unchunk(body, "") == body


@pytest.mark.parametrize("body", [b"5\r\nab", b"5\r\nabcde\r\n", b"5\r\nabcdefgh\r\n0\r\n\r\n", b"ffffffff\r\nabc\r\n"])
def test_broken_chunks(body):
    with pytest.raises(ReadError, match="between its chunks"):
        unchunk(body, "chunked")


def test_a_body_may_unpack_to_the_limit_and_no_further():
    assert unpack_body(zlib.compress(bytes(1000)), "deflate", 1000) == bytes(1000)
    with pytest.raises(ReadError, match="is larger than 999 bytes"):
        unpack_body(zlib.compress(bytes(1000)), "deflate", 999)
