import io
import json
import os
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article, DateSource
from kg.read import Unread, find_files, read_files

LIMIT = 20_000
TEXT = "Norland recalled its envoy on Monday.\n\nSudland did the same a day later, and closed its ports to ships."
PAGE = f"Norland recalls its envoy\n\n{TEXT}\n\nBoth sides said that they would talk again in the spring.\n"


def one(path, **options):
    (outcome,) = read_files([str(path)], options.pop("max_bytes", LIMIT), **options)
    return outcome


def write(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_plain_text(tmp_path):
    article = one(write(tmp_path / "recall.txt", PAGE))
    assert (article.doc, article.title, article.published_from) == (
        "recall", "Norland recalls its envoy", DateSource.UNKNOWN,
    )  # fmt: skip
    assert article.text.startswith(TEXT)


def test_markdown(tmp_path):
    article = one(write(tmp_path / "recall.md", "# Norland recalls its envoy\n\n" + TEXT.replace("envoy", "**envoy**")))
    assert (article.title, article.text) == ("Norland recalls its envoy", TEXT)


def test_html_and_its_day(tmp_path):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n"))
    head = '<meta property="article:published_time" content="2021-03-05">'
    article = one(
        write(tmp_path / "recall.html", f"<html><head>{head}</head><body><article>{body}</article></body></html>")
    )
    assert (article.published, article.published_from) == (date(2021, 3, 5), DateSource.METADATA)
    assert article.text == TEXT


def test_html_with_a_day_in_its_url_only(tmp_path):
    head = '<link rel="canonical" href="https://example.org/2021/03/05/recall">'
    body = f"<html><head>{head}</head><body><article><p>{TEXT}</p></article></body></html>"
    article = one(write(tmp_path / "recall.html", body))
    assert (article.published, article.published_from) == (date(2021, 3, 5), DateSource.URL)


def test_day_in_the_visible_text_goes_before_that_in_the_name(tmp_path):
    path = write(tmp_path / "2024-01-01-recall.txt", PAGE.replace("\n\n", "\n\nPublished 5 March 2021\n\n", 1))
    assert (one(path).published, one(path).published_from) == (date(2021, 3, 5), DateSource.VISIBLE_TEXT)


def test_day_in_the_name_of_the_file(tmp_path):
    path = write(tmp_path / "20240101_recall.txt", PAGE)
    assert (one(path).published, one(path).published_from) == (date(2024, 1, 1), DateSource.FILE_NAME)


def test_second_story_gets_a_number(tmp_path):
    again = PAGE.replace("Norland", "Eastland").replace("Sudland", "Westland").replace("Both", "The two")
    path = write(
        tmp_path / "two.txt",
        PAGE.replace("\n\n", "\n\nBy Ann Example\n\n", 1) + "\n" + again.replace("\n\n", "\n\nBy Bob Sample\n\n", 1),
    )
    assert [article.doc for article in read_files([str(path)], LIMIT)] == ["two", "two-2"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", json.dumps({"text": TEXT})),
        ("a.json", json.dumps({"text": TEXT}, indent=2)),
        ("a.json", json.dumps([{"text": TEXT}])),
        ("a.jsonl", json.dumps({"text": TEXT})),
        ("a.ndjson", "\ufeff" + json.dumps({"text": TEXT}) + "\n\n"),
        ("a.data", json.dumps({"text": TEXT})),
        ("a", "\n" + json.dumps({"text": TEXT}, indent=2)),
        ("a.json", json.dumps({"text": TEXT}).encode("utf-16")),
        ("a.data", f"<html><body><article><p>{TEXT}</p></article></body></html>"),
        ("a.txt", f"<!-- saved --><!DOCTYPE html><html><body><p>{TEXT}</p></body></html>"),
        ("a.log", TEXT.encode("utf-16")),
    ],
)
def test_kinds_are_told_by_suffix_and_content(tmp_path, name, data):
    article = one(write(tmp_path / name, data))
    assert article.doc == "a"
    assert article.text.split() == TEXT.split()


def test_json_lines_may_be_larger_than_the_limit(tmp_path):
    path = write(tmp_path / "many.json", (json.dumps({"text": TEXT}) + "\n") * 50)
    assert [type(outcome) for outcome in read_files([str(path)], 500)] == [Article] * 50


UNKNOWN_ENCODING = " is in an unknown encoding (not UTF-8 from byte 0 on): save it as UTF-8"
FRENCH = "Le ministre a rappelé lundi son ambassadeur. Son homologue a fait de même le lendemain."


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", " is empty"),
        ("a.txt", b" \n\n", " is empty"),
        ("a.txt", b"\xef\xbb\xbf", " holds no sentences to read"),
        ("a.jsonl", b"\n\n", " is empty"),
        ("a.json", b"", " is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0", " is a binary file"),
        ("a.html", b"<html>\0\0\0", " is a binary file"),
        ("a.html", b"<html><body></body></html>", " is HTML without an article"),
        ("a.txt", b"x" * (LIMIT + 1), " is larger than 20,000 bytes: split it, or set KG_MAX_BYTES"),
        ("a.json", b"[" + b" " * LIMIT + b"]", " is larger than 20,000 bytes: split it, or set KG_MAX_BYTES"),
        ("a.txt", FRENCH.encode(), " is not in English (looks like fr): skipped"),
        ("a.json", json.dumps({"text": FRENCH}, indent=1).encode(), " is not in English (looks like fr): skipped"),
        ("a.txt", "外相は月曜日に大使を召還したと発表した。".encode(), " is not in English (looks like ja): skipped"),
        ("a.html", f"<html><body><p>{FRENCH}</p></body>".encode(), " is not in English (looks like fr): skipped"),
        ("a.json", b"[" * 15_000, " holds JSON that is nested too deep"),
        ("a.json", b'{"text": }', " is not valid JSON: Expecting value at line 1, column 10"),
        ("a.txt", b"Home\nWorld\nSport\n", " holds no sentences to read"),
        ("a.txt", "Министр уехал.".encode("koi8-r"), UNKNOWN_ENCODING),
    ],
)  # fmt: skip
def test_bad_files_say_why(tmp_path, name, data, reason):
    path = write(tmp_path / name, data)
    assert one(path) == Unread(str(path), f"{path}{reason}")


def test_a_broken_line_names_file_and_line(tmp_path):
    path = write(tmp_path / "a.jsonl", f"{json.dumps({'text': TEXT})}\n{{broken\n{json.dumps({'text': FRENCH})}\n")
    article, broken, french = read_files([str(path)], LIMIT)
    assert article.text == TEXT
    assert broken.reason.startswith(f"{path}, line 2, is not valid JSON: ")
    assert french.reason.startswith(f"{path}, article a-3, is not in English (looks like fr)")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json"])
def test_languages_that_are_asked_for_are_let_through(tmp_path, name):
    text = {"a.txt": FRENCH, "a.html": f"<html><body><p>{FRENCH}</p></body>", "a.json": json.dumps({"text": FRENCH})}
    path = write(tmp_path / name, text[name])
    (article,) = read_files([str(path)], LIMIT, languages={"en", "fr"})
    assert (article.text, article.language) == (FRENCH, "fr")
    (skipped,) = read_files([str(path)], LIMIT, languages={"en", "de"})
    assert skipped.skipped


def test_missing_file_folder_and_loop(tmp_path):
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    reasons = [
        outcome.reason for outcome in read_files([str(tmp_path / "gone.txt"), str(tmp_path), str(loop), "a\0b"], LIMIT)
    ]
    assert reasons[0] == f"{tmp_path / 'gone.txt'} cannot be read: no such file or directory"
    assert reasons[1] == f"{tmp_path} cannot be read: is a directory"
    assert "symbolic links" in reasons[2]
    assert reasons[3].endswith("cannot be read: no file's name holds a null byte")
    assert "\0" not in reasons[3]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(tmp_path):
    path = write(tmp_path / "a.txt", PAGE)
    path.chmod(0)
    assert one(path).reason == f"{path} cannot be read: permission denied"


def test_a_bad_file_does_not_stop_the_rest(tmp_path):
    paths = [write(tmp_path / "a.txt", b"\0\0"), write(tmp_path / "b.txt", PAGE)]
    assert [type(outcome) for outcome in read_files(map(str, paths), LIMIT)] == [Unread, Article]


def test_reason_is_one_line_whatever_the_name(tmp_path):
    path = write(tmp_path / os.fsdecode(b"a\nb\xff.txt"), b"")
    (outcome,) = read_files([str(path)], LIMIT)
    assert outcome.path == str(path)
    assert outcome.reason.splitlines() == [outcome.reason]
    outcome.reason.encode()


def test_standard_input():
    article = one("-", stdin=io.BytesIO(PAGE.encode()))
    assert (article.doc, article.title) == ("standard-input", "Norland recalls its envoy")
    assert one("-", stdin=io.BytesIO()).reason == "standard input is empty"
    lines = io.BytesIO((json.dumps({"text": TEXT}) + "\n").encode() * 2)
    assert [article.doc for article in read_files(["-"], LIMIT, stdin=lines)] == ["standard-input", "standard-input-2"]
    assert "larger than" in one("-", stdin=io.BytesIO(b"x" * (LIMIT + 1))).reason


def test_devices_do_not_run_on():
    assert "larger than" in one("/dev/zero", max_bytes=1000).reason


@pytest.fixture
def tree(tmp_path):
    for name in (
        "b.txt",
        "a.html",
        "c.JSON",
        "d.jsonl",
        "e.ndjson",
        "f.md",
        "g.htm",
        "h.text",
        "i.xhtml",
        "j.pdf",
        ".k.txt",
        "l",
    ):
        write(tmp_path / name, "x")
    for folder in ("sub", ".hidden"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "m.txt", "x")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    return tmp_path


def test_folders_give_known_files_sorted(tree):
    found = [str(Path(path).relative_to(tree)) for path in find_files([str(tree)])]
    names = ["a.html", "b.txt", "c.JSON", "d.jsonl", "e.ndjson", "f.md", "g.htm", "h.text", "i.xhtml"]
    names += ["j.pdf", "sub/m.txt"]
    assert found == names


def test_files_named_stay_whatever_their_suffix(tree):
    named = [str(tree / "j.pdf"), "-", str(tree / "gone"), str(tree / ".k.txt"), str(tree / "j.pdf")]
    assert find_files(named) == named[:4]


def test_broken_link_in_a_folder_is_reported(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    (path,) = find_files([str(tmp_path)])
    assert one(path).reason.endswith("cannot be read: no such file or directory")


GOLD = Path(os.environ.get("DIPLOGRAPH_SHARED", Path(__file__).parents[3] / "shared")) / "gold" / "articles"


@pytest.mark.skipif(not GOLD.is_dir(), reason="the reference articles are not here")
def test_reference_articles_are_read_as_they_are():
    paths = [path for path in find_files([str(GOLD)]) if path.endswith(".json")]
    assert paths
    for path in paths:
        record, article = json.loads(Path(path).read_text()), one(path, max_bytes=1 << 20)
        assert (article.doc, str(article.published), article.title) == (
            record["doc"],
            record["published"],
            record["title"],
        )
        assert article.text.split() == record["text"].split()
