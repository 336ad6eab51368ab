"""How well and how fast articles are read, beside the bare libraries, in one run.

Run ``python benchmarks/reading.py`` with DiploGraph installed (``pip install -e '.[dev]'``). Texts with known contents
are looked for in the folder that ``DIPLOGRAPH_SHARED`` names, else beside the checkout: ``gold/articles/*.html`` with
a ``.json`` each, and ``corpora/state_dept_2021_2022.jsonl.gz``. What is not there is left out.
"""

import csv
import email
import email.policy
import gzip
import json
import mailbox
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from email.message import EmailMessage
from functools import partial
from html import escape
from pathlib import Path

import feedparser
import htmldate
import trafilatura
from fastwarc import ArchiveIterator

from kg.model import Article
from kg.read import read_files
from kg.read.language import ENGLISH, tell_language

SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
MAX_BYTES = 20 << 20
REPEATS = 20
ROUNDS = 5
FROM_CORPUS = 200
"""Articles of the corpus that are written to each format."""
WORD = re.compile(r"\w+")
MEMORY = """
import resource, sys
from kg.read import read_files
count = sum(1 for _ in read_files(sys.argv[1:], 20 << 20))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def words(text: str) -> Counter[str]:
    """Return the words of *text* with their numbers."""
    return Counter(WORD.findall(text.casefold()))


def f1(found: str, wanted: str) -> float:
    """Return the F1 of the words of *found* against those of *wanted*, in [0, 1]."""
    ours, theirs = words(found), words(wanted)
    both = (ours & theirs).total()
    return 2 * both / (ours.total() + theirs.total()) if both else 0.0


def first_article(path: Path) -> Article | None:
    """Return the first article in a file, if there is one."""
    return next((one for one in read_files([str(path)], MAX_BYTES) if isinstance(one, Article)), None)


def measure_pages(pages: list[Path]) -> None:
    """Print F1 of the text and what became of the day, for us and for the bare libraries."""
    days: dict[str, Counter[str]] = {"ours": Counter(), "bare": Counter()}
    scores: dict[str, list[float]] = {"ours": [], "bare": []}
    for page in pages:
        gold = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        article, markup = first_article(page), page.read_text(encoding="utf-8", errors="replace")
        bare_text = trafilatura.extract(markup, include_comments=False, include_tables=False) or ""
        bare_day = htmldate.find_date(markup, original_date=True)
        our_day = article.day.isoformat() if article and article.day else None
        scores["ours"].append(f1(article.text if article else "", gold["text"]))
        scores["bare"].append(f1(bare_text, gold["text"]))
        for name, day in (("ours", our_day), ("bare", bare_day)):
            days[name]["exact" if day == gold["published"] else "wrong" if day else "unknown"] += 1
    for name, found in scores.items():
        told = ", ".join(f"{count} {what}" for what, count in sorted(days[name].items()))
        print(
            f"{len(pages)} pages, {name}: text F1 {sum(found) / len(found):.3f} (least {min(found):.3f}); days: {told}"
        )


def compare(name: str, ours: Callable[[], int], bare: Callable[[], int]) -> None:
    """Print articles a second of both, each the best of rounds that take turns, and their ratio."""
    best = {ours: 0.0, bare: 0.0}
    for _ in range(ROUNDS):
        for step in best:
            started = time.perf_counter()
            articles = step()
            best[step] = max(best[step], articles / (time.perf_counter() - started))
    print(f"{name}: ours {best[ours]:,.0f}/s, bare {best[bare]:,.0f}/s, ratio {best[ours] / best[bare]:.2f}")


def count(paths: Iterable[Path]) -> int:
    """Return how many articles the files give."""
    return sum(isinstance(one, Article) for one in read_files([str(path) for path in paths], MAX_BYTES))


def bare_pages(pages: list[Path]) -> int:
    """Read text, title and day of pages with trafilatura and htmldate, guess the language, and nothing else."""
    for page in pages:
        markup = page.read_text(encoding="utf-8", errors="replace")
        found = trafilatura.bare_extraction(markup, with_metadata=True, include_comments=False, include_tables=False)
        tell_language(found.text if found and found.text else "")
    return len(pages)


def records(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a compressed JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def bare_lines(path: Path) -> int:
    """Read JSON Lines with the standard library and a guess at the language."""
    return sum(1 for record in records(path) if tell_language(record["text"]) == ENGLISH)


def written(folder: Path, articles: list[dict[str, str]]) -> dict[str, tuple[Path, Callable[[Path], int]]]:
    """Write *articles* to one file of each format; return it with the bare reader of that format."""
    pages = [
        f"<html><head><title>{escape(one['title'])}</title></head><body><article><h1>{escape(one['title'])}</h1>"
        + "".join(f"<p>{escape(paragraph)}</p>" for paragraph in one["text"].split("\n\n"))
        + "</article></body></html>"
        for one in articles
    ]
    table = folder / "articles.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerows([["title", "published", "text"], *([o["title"], o["published"], o["text"]] for o in articles)])
    feed = folder / "articles.xml"
    items = "".join(
        f"<item><title>{escape(one['title'])}</title><link>https://example.org/{number}</link>"
        f"<content:encoded>{escape(page)}</content:encoded></item>"
        for number, (one, page) in enumerate(zip(articles, pages, strict=True))
    )
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    feed.write_text(f'<rss version="2.0" {names}><channel><title>News</title>{items}</channel></rss>', encoding="utf-8")
    mailbox_path = folder / "articles.mbox"
    box = mailbox.mbox(mailbox_path)
    for one in articles:
        message = EmailMessage()
        message["From"], message["Subject"] = "press@example.org", " ".join(one["title"].split())
        message.set_content(one["text"])
        box.add(message)
    box.close()
    archive = folder / "articles.warc"
    archive.write_bytes(b"".join(map(to_record, pages)))
    return {
        "CSV": (table, bare_table),
        "feed": (feed, bare_feed),
        "mbox": (mailbox_path, bare_mailbox),
        "WARC": (archive, bare_archive),
    }


def to_record(page: str) -> bytes:
    """Return the WARC record of a page that was fetched."""
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-06-27T10:00:00Z\r\n"
        "WARC-Target-URI: https://example.org/\r\nContent-Type: application/http; msgtype=response\r\n"
    )
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def bare_page(markup: str) -> int:
    """Read the text and metadata of one page with trafilatura, and guess its language."""
    found = trafilatura.bare_extraction(markup, with_metadata=True, include_comments=False, include_tables=False)
    tell_language(found.text if found and found.text else "")
    return 1


def bare_table(path: Path) -> int:
    """Read a table with the standard library, and guess the languages."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(tell_language(row["text"]) == ENGLISH for row in csv.DictReader(file))


def bare_feed(path: Path) -> int:
    """Read a feed with feedparser, and the pages in it with trafilatura."""
    bodies = (entry.content[0].value for entry in feedparser.parse(str(path)).entries)
    return sum(bare_page(f"<html><body>{body}</body></html>") for body in bodies)


def bare_mailbox(path: Path) -> int:
    """Read a mailbox with the standard library, and guess the languages."""
    factory = partial(email.message_from_binary_file, policy=email.policy.default)
    return sum(
        tell_language(message.get_body().get_content()) == ENGLISH
        for message in mailbox.mbox(path, factory=factory)  # type: ignore[arg-type]
    )


def bare_archive(path: Path) -> int:
    """Read a web archive with fastwarc, and its pages with trafilatura."""
    with path.open("rb") as stream:
        return sum(bare_page(record.reader.read().decode()) for record in ArchiveIterator(stream))


def measure_formats(corpus: Path) -> None:
    """Print the rates of the formats that hold many articles."""
    with tempfile.TemporaryDirectory() as folder:
        articles = [record for record, _ in zip(records(corpus), range(FROM_CORPUS), strict=False)]
        for name, (path, bare) in written(Path(folder), articles).items():
            compare(name, partial(count, [path]), partial(bare, path))


def measure_memory(corpus: Path) -> None:
    """Print peak memory over the corpus once and repeated."""
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder) / "long.jsonl"
        with long.open("wb") as file:
            for _ in range(REPEATS):
                with gzip.open(corpus) as lines:
                    file.writelines(lines)
        for name, path in (("once", corpus), (f"{REPEATS} times", long)):
            command = [sys.executable, "-c", MEMORY, str(path)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
            articles, peak = run.stdout.split()
            print(f"{corpus.name} {name}: {int(articles):,} outcomes, peak memory {peak} MiB")


def main() -> None:
    """Print each figure whose texts are there."""
    pages = sorted(SHARED.glob("gold/articles/*.html"))
    if pages:
        measure_pages(pages)
        compare("HTML", lambda: count(pages), lambda: bare_pages(pages))
    corpus = SHARED / "corpora" / "state_dept_2021_2022.jsonl.gz"
    if corpus.is_file():
        measure_formats(corpus)
        compare("JSON Lines", lambda: count([corpus]), lambda: bare_lines(corpus))
        measure_memory(corpus)


if __name__ == "__main__":
    main()
