"""How well and how fast articles are read, beside the bare libraries, in one run.

Run ``python benchmarks/reading.py`` with DiploGraph installed (``pip install -e '.[dev]'``). Texts with known contents
are looked for in the folder that ``DIPLOGRAPH_SHARED`` names, else beside the checkout: ``gold/articles/*.html`` with
a ``.json`` each, and ``corpora/state_dept_2021_2022.jsonl.gz``. What is not there is left out.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import htmldate
import trafilatura

from kg.model import Article
from kg.read import read_files
from kg.read.language import ENGLISH, tell_language

SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
MAX_BYTES = 20 << 20
REPEATS = 20
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


def rate(step: Callable[[], int], seconds: float = 3.0) -> float:
    """Return how many articles a second *step* gives, over at least *seconds*."""
    done, started = step(), time.perf_counter()
    done = 0
    while time.perf_counter() - started < seconds:
        done += step()
    return done / (time.perf_counter() - started)


def compare(name: str, ours: Callable[[], int], bare: Callable[[], int]) -> None:
    """Print articles a second of both, and their ratio."""
    theirs, own = rate(bare), rate(ours)
    print(f"{name}: ours {own:,.0f}/s, bare {theirs:,.0f}/s, ratio {own / theirs:.2f}")


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
        compare("JSON Lines", lambda: count([corpus]), lambda: bare_lines(corpus))
        measure_memory(corpus)


if __name__ == "__main__":
    main()
