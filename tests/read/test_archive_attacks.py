"""Archives that are cut off, damaged or made to do harm."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import tracemalloc
import zipfile

import pytest

from kg.errors import ReadError
from kg.read.container import archive, nesting, tarred
from kg.read.container import zipped as zip_reader
from kg.read.finding import PACKED_SUFFIXES
from kg.read.source import Source
from tests.read.containers import LIMIT, TEXT, Pipe, all_of, outcomes, special, tar, zipped


def read_names(source):
    """Read archives as usual, and of a file its name, once all of it has been unpacked."""
    if source.suffix in (".zip", ".tar", *PACKED_SUFFIXES):
        yield from archive.read(source, read_names)
    else:
        while source.stream.read(1 << 16):
            pass
        yield source.stem


def names(data, name):
    """Return the names of the files that were read to their end, and the reasons why others were not."""
    found = outcomes(data, name, read_names)
    errors = [str(outcome) for outcome in found if isinstance(outcome, ReadError)]
    return [outcome for outcome in found if not isinstance(outcome, ReadError)], errors


def noisy_files(number, size=300):
    noise = random.Random(1)  # noqa: S311 - the same in each run
    return [(f"{count}.txt", noise.randbytes(size).hex().encode()) for count in range(number)]


@pytest.mark.parametrize("suffix", ["", ".gz", ".bz2", ".xz"])
def test_a_tar_cut_off_anywhere_gives_what_came_before_and_one_reason(suffix):
    whole = tar(noisy_files(12))
    pack = {"": lambda data: data[: 12 * 1536], ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}
    data = pack[suffix](whole)
    parts = []
    for cut in range(1, len(data), 97):
        stems, errors = names(data[:cut], f"a.tar{suffix}")
        assert len(errors) == 1
        assert stems == [str(number) for number in range(len(stems))]
        parts.append(len(stems))
    assert parts == sorted(parts)
    assert parts[-1] > 10 or suffix == ".bz2"  # which packs all of this as one block


def test_a_tar_without_its_end_mark_may_be_cut_off():
    assert names(tar(noisy_files(2))[: 2 * 1536], "a.tar") == (["0", "1"], [tarred.CUT_OFF])
    assert names(tar(noisy_files(2))[: 2 * 1536 + 512], "a.tar") == (["0", "1"], [])


def test_a_zip_cut_off_anywhere_is_none():
    data = zipped(noisy_files(5))
    for cut in range(1, len(data), 53):
        stems, errors = names(data[:cut], "a.zip")
        assert not stems
        assert len(errors) == 1
        assert errors[0].startswith("is no zip archive")


@pytest.mark.parametrize(("pack", "name"), [(tar, "a.tar"), (zipped, "a.zip")])
def test_damage_anywhere_ends_in_reasons(pack, name):
    data = pack([*noisy_files(3), ("long" * 50 + ".txt", TEXT), ("i.zip", zipped(noisy_files(2)))])
    noise = random.Random(3)  # noqa: S311
    hurt = 0
    for _ in range(1500):
        damaged = bytearray(data)
        for _ in range(noise.randint(1, 5)):
            # headers of tar archives and the list of a zip get their share
            place = noise.choice([noise.randrange(len(data)), noise.randrange(512), -noise.randrange(1, 600)])
            damaged[place] = noise.choice([0, 255, 128, ord("7"), noise.randrange(256)])
        if pack is tar:
            mend_checksum(damaged)
        hurt += bool(names(bytes(damaged), name)[1])
    assert hurt > 300


def mend_checksum(data):
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])


def test_a_member_that_claims_more_than_there_is():
    data = bytearray(tar([("a.txt", TEXT)]))
    data[124:136] = b"\x80" + bytes(3) + b"\x7f" + b"\xff" * 7  # 2^63 bytes
    mend_checksum(data)
    assert names(bytes(data), "a.tar") == ([], [tarred.CUT_OFF])
    data[124:136] = b"\xff" * 12  # one byte less than none
    mend_checksum(data)
    assert names(bytes(data), "a.tar") == ([], [tarred.CUT_OFF])


def test_a_tar_of_endless_headers_is_not_read_on():
    reason = "is not read on: the headers of a member are longer than 16,384 bytes"
    long_name = tar([("n" * 100_000 + ".txt", TEXT)])
    assert names(long_name, "a.tar") == ([], [reason])
    many = tar([("a.txt", TEXT), (special("g", tarfile.XGLTYPE), b"11 k=value\n")])
    header = many[1024:2048]
    assert names(many[:1024] + header * 100 + tar([("b.txt", TEXT)]), "a.tar") == (["a"], [reason])
    assert names(many[:1024] + header * 10 + tar([("b.txt", TEXT)]), "a.tar") == (["a", "b"], [])


def test_a_sparse_file_is_not_read():
    info = tarfile.TarInfo("s.jsonl")
    info.pax_headers = {"GNU.sparse.map": "0,512", "GNU.sparse.size": str(1 << 60), "GNU.sparse.name": "s.jsonl"}
    data = tar([("a.txt", TEXT), (info, bytes(512)), ("b.txt", TEXT)], form=tarfile.PAX_FORMAT)
    assert names(data, "a.tar") == (["a"], ["is not read on: it holds a sparse file ('s.jsonl')"])


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    data = zipped([("a.jsonl", bytes(30 << 20)), ("ok.txt", TEXT)])
    monkeypatch.setattr(nesting, "FREE_EXPANSION", 1 << 20)
    reason = "is not read on: it expands to more than 250 times its size and 1,048,576 bytes"
    assert names(data, "a.zip") == (["ok"], [f", member a.jsonl, {reason}"])


def test_bombs_inside_archives_add_up(monkeypatch):
    monkeypatch.setattr(nesting, "FREE_EXPANSION", 4 << 20)
    inner = zipped([(f"{number}.txt", bytes(3 << 20)) for number in range(20)])  # each of them may
    for name, data in (
        ("a.zip", zipped([("i.zip", inner), ("ok.txt", TEXT)])),
        ("a.tgz", tar([("i.zip", inner)], "w:gz")),
    ):
        stems, errors = names(data, name)
        assert len(stems) < 5
        assert len(errors) == 1
        assert "expands to more than" in errors[0]


def test_one_reason_is_enough_where_all_around_has_expanded_too_far(monkeypatch):
    monkeypatch.setattr(nesting, "FREE_EXPANSION", 4 << 20)
    inner = zipped([(f"{number}.txt", bytes(3 << 20)) for number in range(20)])
    stems, errors = names(gzip.compress(inner), "a.zip.gz")  # which packs the same members to nothing
    assert (stems, len(errors)) == (["0"], 1)


def test_one_reason_is_enough_where_a_reader_goes_on_after_a_fault():
    def read_halves(source):
        for _ in range(2):
            try:
                source.read_all()
            except ReadError as error:
                yield error

    data = tar([("a.txt", TEXT)])[:700]
    found = outcomes(data, "a.tar", lambda source: archive.read(source, read_halves))
    assert [str(outcome) for outcome in found] == [tarred.CUT_OFF]


def test_files_of_a_zip_that_share_their_bytes_add_up(monkeypatch):
    monkeypatch.setattr(nesting, "FREE_EXPANSION", 1 << 20)
    entry = zipped([("a.txt", bytes(500_000))])
    start = entry.index(b"PK\x01\x02")
    end = entry.index(b"PK\x05\x06")
    many = 100
    listed = entry[start:end] * many
    tail = bytearray(entry[end:])
    tail[8:10] = tail[10:12] = many.to_bytes(2, "little")
    tail[12:16] = len(listed).to_bytes(4, "little")
    stems, errors = names(entry[:start] + listed + bytes(tail), "a.zip")
    assert len(stems) < 10
    assert len(errors) == 1


def test_the_number_of_members_is_limited(monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    for pack, name in ((tar, "a.tar"), (zipped, "a.zip")):
        stems, errors = names(pack(noisy_files(5)), name)
        assert (stems, errors) == (["0", "1", "2"], ["is not read on: it holds more than 3 members"])


def test_the_list_of_a_zip_is_limited(monkeypatch):
    monkeypatch.setattr(zip_reader, "MOST_LISTED", 100_000)
    assert len(names(zipped(noisy_files(1_000, 1)), "a.zip")[0]) == 1_000
    reason = "has a list of members longer than 100,000 bytes: split it"
    assert names(zipped(noisy_files(2_000, 1)), "a.zip") == ([], [reason])


def test_a_zip_in_a_stream_is_limited(monkeypatch):
    monkeypatch.setattr(zip_reader, "MOST_SPOOLED", 100_000)
    data = zipped(noisy_files(1, 200_000), zipfile.ZIP_STORED)
    found = list(all_of(Source(io.BufferedReader(Pipe(data)), "a", ".zip", LIMIT), read_names))
    assert str(found[0]).startswith("is a zip archive of more than 100,000 bytes in a stream")
    assert names(data, "a.zip") == (["0"], [])


def read_size(source):
    return iter([len(source.read_all())])


def test_memory_does_not_grow_with_the_archive(tmp_path):
    made = tmp_path / "a.tgz"
    with tarfile.open(made, "w:gz", compresslevel=1) as file:
        for number in range(10_000):
            data = b"%d %s" % (number, TEXT * 6)
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    with made.open("rb") as stream:
        tracemalloc.start()
        try:
            size = sum(archive.read(Source(stream, "a", ".tgz", LIMIT), read_size))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert size > 18 << 20
    assert peak < 3 << 20
