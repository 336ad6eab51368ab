"""Compressed files. All places and sentences are invented."""

import bz2
import gzip
import io
import lzma
import random
import tracemalloc
import zlib

import pytest

from kg.errors import ReadError
from kg.read.container import nesting, packed
from kg.read.source import Source
from tests.read.containers import LIMIT, LINE, TEXT, outcomes, show

PACKERS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def unpacked(data, name="a.txt.gz", limit=LIMIT):
    stem, dot, suffix = name.rpartition(".")
    return packed.unpack(Source(io.BytesIO(data), stem, dot + suffix, limit))


@pytest.mark.parametrize("suffix", PACKERS)
def test_what_is_inside_is_read_as_if_it_were_not_packed(suffix):
    (article,) = outcomes(PACKERS[suffix](TEXT), f"story.txt{suffix}")
    assert (article.doc, article.text) == ("story", TEXT.decode())


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("a.jsonl.gz", ("a", ".jsonl")), ("a.HTML.gz", ("a", ".html")), ("a.b.tar.xz", ("a.b", ".tar")),
        ("a.tgz", ("a", ".tar")), ("a.tbz2", ("a", ".tar")), ("a.txz", ("a", ".tar")), ("a.gz", ("a", "")),
        ("standard-input.", ("standard-input", "")),
    ],
)  # fmt: skip
def test_the_name_inside(name, inside):
    stem, dot, suffix = name.rpartition(".")
    source = packed.unpack(Source(io.BytesIO(gzip.compress(b"x")), stem, dot + suffix if suffix else "", LIMIT))
    assert (source.stem, source.suffix) == inside


def test_streams_behind_one_another_are_one():
    parts = [LINE * number for number in range(1, 40)]
    data = b"\0\0\0".join(gzip.compress(part) for part in parts) + b"\0" * 100
    assert unpacked(data).stream.read() == b"".join(parts)


def test_an_empty_stream_is_empty():
    assert unpacked(gzip.compress(b"")).stream.read() == b""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"plain text", "is no gzip, bzip2 or xz file: name it after what it is"),
        (gzip.compress(TEXT) + b"rubbish behind it", "is damaged (after 320 unpacked bytes): fetch or pack it again"),
        (gzip.compress(gzip.compress(TEXT)), "is a compressed file: unpack it"),
    ],
)
def test_what_cannot_be_unpacked(data, reason):
    assert [show(outcome) for outcome in outcomes(data, "a.txt.gz")] == [reason]


def test_compressed_twice_is_refused():
    assert show(outcomes(gzip.compress(gzip.compress(TEXT)), "a.txt.gz.gz")[0]) == "is compressed twice: unpack it"


def test_a_file_that_unpacks_to_itself_ends():
    def always(source):
        return packed.read(source, always)

    data = TEXT
    for _ in range(50):
        data = gzip.compress(data)
    assert [show(outcome) for outcome in outcomes(data, "quine.gz", always)] == ["is compressed twice: unpack it"]


@pytest.mark.parametrize("suffix", PACKERS)
def test_cut_off_anywhere_it_gives_what_came_before_and_one_reason(suffix):
    lines = [LINE.replace(b"Monday", b"day %d" % number) for number in range(200)]
    data = PACKERS[suffix](b"".join(lines))
    read = [len(check_cut(outcomes(data[:cut], f"a.jsonl{suffix}"))) for cut in range(1, len(data), 7)]
    assert read == sorted(read)
    assert read[-1] > 100 or suffix == ".bz2"  # which packs all of this as one block


def check_cut(found):
    *articles, error = found
    assert all(not isinstance(article, ReadError) for article in articles)
    assert "is cut off (after" in str(error) or "is no gzip" in str(error)
    return articles


def test_half_of_a_large_file_that_is_cut_off_in_the_middle_is_read():
    noise = random.Random(1)  # noqa: S311 - the same in each run
    lines = [b'{"text": "Norland left on day %d."}\n' % noise.getrandbits(200) for _ in range(5000)]
    data = gzip.compress(b"".join(lines))
    read = []
    with pytest.raises(ReadError, match="is cut off"):
        read.extend(unpacked(data[: len(data) // 2], "a.jsonl.gz").stream)
    assert 2000 < len(read) < 3000
    assert read == lines[: len(read)]


@pytest.mark.parametrize("suffix", PACKERS)
def test_damage_anywhere_is_found(suffix):
    data = PACKERS[suffix](TEXT * 20)
    noise = random.Random(2)  # noqa: S311
    for _ in range(200):
        damaged = bytearray(data)
        damaged[noise.randrange(12, len(data))] ^= 1 << noise.randrange(8)
        (outcome,) = outcomes(bytes(damaged), f"a.txt{suffix}")
        assert isinstance(outcome, ReadError) or outcome.text.startswith("Norland")


def bomb(size):
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1 << 20)
    return b"".join(packer.compress(zeros) for _ in range(size >> 20)) + packer.flush()


def test_a_bomb_is_not_read_on(monkeypatch):
    data = bomb(64 << 20)
    monkeypatch.setattr(nesting, "FREE_EXPANSION", 1 << 20)
    tracemalloc.start()
    try:
        # lines over the limit are passed over without end
        found = outcomes(data, "a.jsonl.gz")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "it expands to more than 250 times its size" in show(found[-1])
    assert peak < 8 << 20


def test_what_is_small_may_expand_as_far_as_it_likes():
    assert len(unpacked(bomb(8 << 20)).stream.read()) == 8 << 20


def test_one_article_is_no_larger_than_its_limit():
    (error,) = outcomes(bomb(2 << 20), "a.txt.gz", limit=10_000)
    assert show(error).startswith("is larger than 10,000 bytes")


def test_xz_with_a_huge_dictionary_is_refused():
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 200 << 20}]
    data = lzma.compress(TEXT, filters=filters)
    assert "is damaged" in show(outcomes(data, "a.txt.xz")[0])
