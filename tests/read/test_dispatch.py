"""Each format reaches its reader, through the one door."""

import gzip
import io
import json
import tarfile
import zipfile

import pytest

from kg.model import Article
from kg.read import read_files
from tests.read.containers import answer, record

TEXT = "Norway recalled its ambassador from Sweden on Monday. Sweden answered with a note of protest the next day."
PAGE = f"<html><head><title>Envoy recalled</title></head><body><article><h1>Envoy recalled</h1><p>{TEXT}</p></article>"
MORE = TEXT.replace("Monday", "Tuesday")
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Sample Wire</title><link>https://wire.example/</link><item><title>Envoy recalled</title>
<link>https://wire.example/1</link><c:encoded><![CDATA[<p>{TEXT}</p><p>{MORE}</p>]]></c:encoded>
</item></channel></rss>"""
HEAD = "From: Ministry <press@ministry.example>\nSubject: Envoy recalled\nDate: Mon, 3 Jun 2024 10:00:00 +0000\n"
MAIL = f"{HEAD}\n{TEXT}\n"


def zip_of(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def tar_of(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


LINE = json.dumps({"doc": "one", "text": TEXT}).encode() + b"\n"
FILES = {
    "a.html": PAGE.encode(),
    "a.txt": TEXT.encode(),
    "a.jsonl": LINE,
    "a.jsonl.gz": gzip.compress(LINE),
    "a.csv": f"title;text\nEnvoy recalled;{TEXT}\n".encode(),
    "a.eml": MAIL.encode(),
    "a.mbox": f"From press@ministry.example Mon Jun  3 10:00:00 2024\n{MAIL}\n".encode(),
    "a.xml": RSS.encode(),
    "a.zip": zip_of("inner/page.html", PAGE.encode()),
    "a.tar.gz": tar_of("inner/lines.jsonl", LINE),
    "a.tgz": tar_of("inner/page.txt", TEXT.encode()),
    "a.warc": record(answer(PAGE.encode())),
    "a.warc.gz": gzip.compress(record(answer(PAGE.encode()))),
    "b.zip": zip_of("inner/lines.jsonl.gz", gzip.compress(LINE)),
}


@pytest.mark.parametrize("name", FILES)
def test_format_is_read_by_its_suffix(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    outcomes = list(read_files([str(path)], 1 << 20))
    assert len(outcomes) == 1, outcomes
    assert isinstance(outcomes[0], Article), outcomes
    assert "recalled its ambassador" in outcomes[0].text


CONTAINERS = [name for name in FILES if name.endswith(("gz", "zip", "warc"))]


@pytest.mark.parametrize("name", CONTAINERS)
def test_containers_are_told_by_their_first_bytes_on_standard_input(name):
    stdin = io.BufferedReader(io.BytesIO(FILES[name]))
    (outcome,) = read_files(["-"], 1 << 20, stdin)
    assert isinstance(outcome, Article), outcome
    assert "recalled its ambassador" in outcome.text


def test_pdf_is_told_by_its_first_bytes_whatever_its_name(tmp_path):
    path = tmp_path / "release.bin"
    path.write_bytes(b"%PDF-1.4\nno more")
    (outcome,) = read_files([str(path)], 1 << 20)
    assert "PDF" in outcome.reason


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.jsonl.gz", "a.pdf", "a.warc", "a.csv", "a.eml"])
def test_what_is_no_file_of_its_kind_is_one_clear_line(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\x00\x01\x02 no such thing")
    (outcome,) = read_files([str(path)], 1 << 20)
    assert not isinstance(outcome, Article)
    assert name in outcome.reason
    assert "\n" not in outcome.reason


TEASER = RSS.replace("c:encoded", "description").replace(MORE, "Read more").replace(TEXT, "An envoy was recalled […]")
FRENCH = "Le ministre a rappelé lundi son ambassadeur. Son homologue a fait de même le lendemain matin."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("feed.xml", TEASER.encode()),
        ("feeds.zip", zip_of("inner/feed.xml", TEASER.encode())),
        ("feeds.tgz", tar_of("inner/feed.xml", TEASER.encode())),
        ("a.jsonl", json.dumps({"text": FRENCH}).encode() + b"\n" + json.dumps({"text": FRENCH}).encode()),
        ("a.json", json.dumps([{"text": FRENCH}]).encode()),
        ("a.csv", f"text\n{FRENCH}\n".encode()),
        ("pages.zip", zip_of("inner/page.txt", FRENCH.encode())),
        ("lines.zip", zip_of("inner/lines.jsonl", json.dumps({"text": FRENCH}).encode())),
    ],
)
def test_what_is_sound_but_not_wanted_is_skipped_however_deep_it_lies(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    outcomes = list(read_files([str(path)], 1 << 20))
    assert outcomes
    assert all(outcome.skipped for outcome in outcomes), outcomes
