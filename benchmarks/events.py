"""How well events are coded, and how fast beside the bare parse, in one run.

Run ``python benchmarks/events.py`` with DiploGraph installed. The texts are looked for in the folder that
``DIPLOGRAPH_SHARED`` names, else beside the checkout: ``gold/dev`` (annotated articles) with ``gold/articles`` and
``seeds``, ``gold/sentences_dev.jsonl`` (sentences labelled with a PLOVER type) and
``corpora/state_dept_2021_2022.jsonl.gz`` (for the speed). What is not there is left out. How rules and models do on
held-aside sentences of our own corpus is printed by ``python -m kg.learn --measure``.
"""

import gzip
import json
import os
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.evaluation import Level, evaluate, read_gold
from kg.ids import Minter
from kg.model import Article
from kg.pipeline import load_extractor, load_parser, to_line
from kg.read import find_files, read_files
from kg.reference import DATA, read_rows

SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
OLDER_TYPES = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""Types of PLOVER that its earlier version, which the labels follow, has as one."""
SPEED_ARTICLES = 120
ROUNDS = 5
"""The parse and the coder take turns this often."""
BANDS = (0.0, 0.3, 0.5, 0.7, 0.85, 1.0)


def measure_articles() -> None:
    """Print the scores on annotated articles."""
    if not (SHARED / "gold" / "dev").is_dir():
        return
    gold = read_gold(SHARED / "gold" / "dev")
    paths = find_files([str(SHARED / "gold" / "articles"), str(SHARED / "seeds")])
    minter, extractor = Minter("http://localhost:8000/"), load_extractor()
    predicted: dict[str, list[dict[str, Any]]] = {}
    for article in read_files([path for path in paths if not path.endswith(".html")], 20 << 20):
        if isinstance(article, Article) and article.doc in gold and article.doc not in predicted:
            lines = [to_line(article, event, minter) for event in extractor.extract(article).events]
            predicted[article.doc] = lines
    found = evaluate(gold, predicted)
    for level, score in found.levels.items():
        dates = f", dates {score.dates:.3f}" if level is Level.ROOT else ""
        print(f"{level}: P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}{dates}")
    false = {id(event) for _, event in found.false}
    for least, bound in pairwise(BANDS):
        band = [
            event for events in predicted.values() for event in events if least <= float(event["confidence"]) < bound
        ]
        if band:
            right = sum(id(event) not in false for event in band) / len(band)
            print(f"confidence {least:.2f} to {bound:.2f}: {len(band)} events, right {right:.2f}")


def measure_sentences() -> None:
    """Print in which share of labelled sentences an event of the labelled type is found."""
    path = SHARED / "gold" / "sentences_dev.jsonl"
    if not path.is_file():
        return
    types = {row["code"]: row["plover_type"] for _, row in read_rows(DATA / "cameo.tsv")}
    extractor = load_extractor()
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        told = {types.get(event.action, "") for event in extractor.extract(Article("a", record["text"])).events}
        told = {OLDER_TYPES.get(name, name) for name in told} - {""}
        right = told & {event["event_code"] for event in record["events"]}
        counts.update(sentences=1, any=bool(told), right=bool(right), told=len(told), fit=len(right))
    total = counts["sentences"]
    print(
        f"{total} sentences: an event in {counts['any'] / total:.3f}, of the labelled type in"
        f" {counts['right'] / total:.3f};"
        f" {counts['fit'] / max(1, counts['told']):.3f} of the types told are the labelled one"
    )


def measure_speed() -> None:
    """Print words a second of the coder and of the bare parse."""
    path = SHARED / "corpora" / "state_dept_2021_2022.jsonl.gz"
    if not path.is_file():
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(SPEED_ARTICLES), strict=False)]
    parser, extractor = load_parser(), load_extractor()
    words = sum(len(text.split()) for text in texts)
    bare, ours = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for text in texts:
            for _doc in parser.pipe(text.split("\n\n"), batch_size=32):
                pass
        parsed = time.perf_counter()
        for number, text in enumerate(texts):
            extractor.extract(Article(str(number), text))
        bare.append(parsed - started)
        ours.append(time.perf_counter() - parsed)
    ratios = sorted(one / other for one, other in zip(ours, bare, strict=True))
    print(
        f"parse {words / min(bare):,.0f} words/s, coder {words / min(ours):,.0f} words/s;"
        f" time {ratios[len(ratios) // 2]:.2f} of the parse (median), {ratios[0]:.2f} to {ratios[-1]:.2f}"
    )


def main() -> None:
    """Print each figure whose texts are there."""
    measure_articles()
    measure_sentences()
    measure_speed()


if __name__ == "__main__":
    main()
