"""Zip and tar archives. All places and sentences are invented."""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from itertools import islice

import pytest

from kg.read.container import archive
from kg.read.container.nesting import Nested
from kg.read.dispatch import read_source
from kg.read.source import Source
from tests.read.containers import LIMIT, LINE, TEXT, Pipe, all_of, outcomes, page, show, special, tar, zipped

FILES = [
    ("one.txt", TEXT), ("sub/dir/two.html", page().encode()), ("lines.jsonl", LINE * 2),
    ("three.txt.gz", gzip.compress(TEXT)),
]  # fmt: skip
DOCS = ["one", "two", "lines", "lines-2", "three"]
PACKED = {
    "a.tar": tar(FILES),
    "a.tar.gz": gzip.compress(tar(FILES)),
    "a.tgz": tar(FILES, "w:gz"),
    "a.tar.bz2": bz2.compress(tar(FILES)),
    "a.tar.xz": lzma.compress(tar(FILES, form=tarfile.PAX_FORMAT)),
    "a.zip": zipped(FILES),
    "b.zip": zipped(FILES, zipfile.ZIP_STORED),
}


def shown(data, name, **options):
    return [show(outcome) for outcome in outcomes(data, name, **options)]


@pytest.mark.parametrize("name", PACKED)
def test_each_file_is_an_input_of_its_own(name):
    assert shown(PACKED[name], name) == DOCS


@pytest.mark.parametrize("name", PACKED)
def test_streams_in_which_one_cannot_go_back(name):
    stem, dot, suffix = name.rpartition(".")
    source = Source(io.BufferedReader(Pipe(PACKED[name])), stem, dot + suffix, LIMIT)
    assert [show(outcome) for outcome in all_of(source)] == DOCS


@pytest.mark.parametrize("name", ["a.tar.gz", "a.tgz", "a.tar.xz"])
def test_a_packed_tar_needs_no_other_reader(name):
    assert shown(PACKED[name], name, read=lambda source: archive.read(source, read_source)) == DOCS


@pytest.mark.parametrize("pack", [tar, zipped])
def test_faults_name_the_member(pack):
    data = pack([("sub/dir/a.html", b" "), ("b.jsonl", LINE + b"[]\n"), ("ok.txt", TEXT), ("c,\n.txt", b"\1" * 99)])
    assert shown(data, f"a.{'tar' if pack is tar else 'zip'}") == [
        ", member sub/dir/a.html, is empty",
        "b",
        ', member b.jsonl, line 2, is no JSON object such as {"title": "…", "text": "…"}',
        "ok",
        ", member c,�.txt, is a binary file",
    ]


@pytest.mark.parametrize("pack", [tar, zipped])
def test_hidden_files_and_unknown_kinds_are_passed_over_in_silence(pack):
    names = [
        ".hidden.txt",
        "d/.git/a.txt",
        "__MACOSX/a.txt",
        "__MACOSX/d/._a.txt",
        "picture.png",
        "none",
        "p.png.gz",
        "d/a.exe",
    ]
    data = pack([(name, TEXT) for name in [*names, "./d/seen.txt"]])
    assert shown(data, f"a.{'tar' if pack is tar else 'zip'}") == ["seen"]


@pytest.mark.parametrize("pack", [tar, zipped])
def test_an_archive_without_anything_to_read_says_so(pack):
    suffix = "tar" if pack is tar else "zip"
    assert shown(pack([("picture.png", b"x")]), f"a.{suffix}") == ["holds no file of a kind that is read"]
    assert shown(pack([]), f"a.{suffix}") == ["holds no file of a kind that is read"]


@pytest.mark.parametrize("pack", [tar, zipped])
@pytest.mark.parametrize(
    "name", ["/etc/a.txt", "../a.txt", "d/../../a.txt", "..\\a.txt", "C:\\a.txt", "\\\\host\\a.txt"]
)
def test_paths_that_lead_out(pack, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = pack([(name, TEXT), ("ok.txt", TEXT)])
    reason = f", member {name}, has a path that leads out of the archive: passed over"
    assert shown(data, f"a.{'tar' if pack is tar else 'zip'}") == [reason, "ok"]
    assert not list(tmp_path.iterdir())


def test_backslashes_part_folders():
    assert shown(zipped([("sub\\dir\\a.txt", TEXT)]), "a.zip") == ["a"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (tarfile.SYMTYPE, "is a link: passed over"),
        (tarfile.LNKTYPE, "is a link: passed over"),
        (tarfile.CHRTYPE, "is a device, or no file at all: passed over"),
        (tarfile.BLKTYPE, "is a device, or no file at all: passed over"),
        (tarfile.FIFOTYPE, "is a device, or no file at all: passed over"),
        (b"?", "is a device, or no file at all: passed over"),
    ],
)
def test_what_is_no_file_in_a_tar(kind, reason):
    files = [(special("a.txt", kind, "b.txt"), b""), (special("b.txt", kind, "a.txt"), b""), ("ok.txt", TEXT)]
    assert shown(tar(files), "a.tar") == [f", member a.txt, {reason}", f", member b.txt, {reason}", "ok"]


def test_folders_are_no_members():
    assert shown(tar([(special("d.txt", tarfile.DIRTYPE), b""), ("d.txt/a.txt", TEXT)]), "a.tar") == ["a"]
    assert shown(zipped([("d.txt/", b""), ("d.txt/a.txt", TEXT)]), "a.zip") == ["a"]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [(stat.S_IFLNK, "is a link: passed over"), (stat.S_IFCHR, "is a device, or no file at all: passed over")],
)
def test_what_is_no_file_in_a_zip(mode, reason):
    info = zipfile.ZipInfo("a.txt")
    info.create_system, info.external_attr = 3, (mode | 0o644) << 16
    assert shown(zipped([(info, b"/etc/passwd"), ("ok.txt", TEXT)]), "a.zip") == [f", member a.txt, {reason}", "ok"]


def test_encrypted_and_oddly_packed_members_of_a_zip():
    data = bytearray(zipped([("a.txt", TEXT), ("ok.txt", TEXT)]))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert shown(bytes(data), "a.zip") == [", member a.txt, is encrypted: unpack it with its password", "ok"]
    data = zipped([("a.txt", TEXT)], zipfile.ZIP_BZIP2)
    assert shown(data, "a.zip") == [", member a.txt, is compressed by a method other than deflate: pack it anew"]


def nest(pack, depth):
    data, suffix = TEXT, ".txt"
    for _ in range(depth):
        data, suffix = pack([(f"a{suffix}", data)]), ".tar" if pack is tar else ".zip"
    return data, f"a{suffix}"


@pytest.mark.parametrize("pack", [tar, zipped])
def test_archives_in_archives(pack):
    assert shown(*nest(pack, 2)) == ["a"]
    suffix = "tar" if pack is tar else "zip"
    reason = f", member a.{suffix}, member a.{suffix}, is an archive inside 2 others: unpack it"
    assert shown(*nest(pack, 3)) == [reason]
    assert shown(*nest(pack, 9)) == [reason]


def test_compression_between_archives_does_not_count():
    inner = zipped([("i.tgz", tar([("a.txt.gz", gzip.compress(TEXT))], "w:gz"))])
    assert shown(gzip.compress(inner), "a.zip.gz") == ["a"]


def test_an_archive_that_holds_itself_ends():
    def itself(source):
        source.stream.read()
        again = Nested(io.BytesIO(data), "q", ".zip", LIMIT, archives=source.archives, meter=source.meter)
        return archive.read(again, itself)

    data = zipped([("q.zip", b"as if it were all of this")])
    found = outcomes(data, "q.zip", read=lambda source: archive.read(source, itself))
    assert [show(outcome) for outcome in found] == [
        ", member q.zip, member q.zip, is an archive inside 2 others: unpack it"
    ]


def test_a_member_is_no_larger_than_the_limit():
    data = zipped([("a.txt", bytes(5 << 20)), ("ok.txt", TEXT)])
    error, ok = shown(data, "a.zip")
    assert error == f", member a.txt, is larger than {LIMIT:,} bytes: split it, or set KG_MAX_BYTES"
    assert ok == "ok"


def test_a_reader_that_stops_early_leaves_nothing_behind():
    for name in PACKED:
        stem, dot, suffix = name.rpartition(".")
        found = read_source(Source(io.BytesIO(PACKED[name]), stem, dot + suffix, LIMIT))
        assert [article.doc for article in islice(found, 1)] == ["one"]
        found.close()
