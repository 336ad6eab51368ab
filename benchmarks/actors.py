"""Which parties are found in news whose entities are known, and how fast, in one run.

Run ``python benchmarks/actors.py [--misses]`` with DiploGraph installed; ``--sample`` prints links to check by hand.
The texts are looked for in the folder that ``DIPLOGRAPH_SHARED`` names, else beside the checkout:
``corpora/current_events_dev.jsonl`` (news items with linked entities; what the linked pages are about, and for whom, is
labelled by hand in ``current_events_titles.tsv``), ``gold/dev`` (annotated articles: each party in its quote alone),
``gold/sentences_dev.jsonl`` (sentences with their source and target) and ``corpora/state_dept_2021_2022.jsonl.gz`` (for
the speed). What is not there is left out.
"""

import gc
import gzip
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.actors import list_actors
from kg.extract.parties import Parties
from kg.extract.recognition import Recognition, recognise
from kg.pipeline import load_parser
from kg.read.tidy import tidy
from kg.reference import read_lexicon, read_rows

SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
TITLES = Path(__file__).with_name("current_events_titles.tsv")
KINDS = ("state", "organisation", "person", "body", "people", "company", "place")
TERRITORIES = {"GRL": "DNK", "FRO": "DNK", "GIB": "GBR", "HKG": "CHN", "MAC": "CHN", "NCL": "FRA", "PYF": "FRA"}
"""Dependent territories that are actors of their own, and the states that the labels give them to."""
SAMPLE = 300
SPEED_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what is recognised in it."""

    text: str
    found: list[Recognition]

    def inside(self, begin: int, end: int) -> list[Recognition]:
        """Return what is recognised in words that overlap ``text[begin:end]``."""
        return [one for one in self.found if one.begin < end and one.begin + len(one.text) > begin]


def recognise_all(texts: Iterable[tuple[str, date | None]]) -> Iterator[Text]:
    """Yield each text, of a day, with what is recognised in it."""
    parser, gazetteer, lexicon = load_parser(), list_actors().gazetteer, read_lexicon()
    for text, day in texts:
        parties = Parties(gazetteer, lexicon, day)
        doc = parser(text := tidy(text))
        parties.enter(doc)
        yield Text(text, list(recognise(doc, parties)))


def codes_of(found: Iterable[Recognition]) -> set[str]:
    """Return the parties of what is recognised, with the states and organisations that they come from."""
    codes = {code for one in found for code in (one.actor.key, *one.actor.codes)}
    return codes | {TERRITORIES[code] for code in codes & TERRITORIES.keys()}


def read_items() -> list[dict[str, object]]:
    """Return the news items with linked entities."""
    path = SHARED / "corpora" / "current_events_dev.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def measure_links(show_misses: bool) -> None:
    """Print which share of the linked entities is recognised as the right party, by kind."""
    items = read_items()
    labels = {row["title"]: (row["kind"], row["party"]) for _, row in read_rows(TITLES)}
    texts = recognise_all((item["text"], date.fromisoformat(item["date"])) for item in items)
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    misses: Counter[tuple[str, str, str]] = Counter()
    for item, text in zip(items, texts, strict=True):
        for entity in item["entities"]:
            kind, party = labels[entity["title"]]
            begin = text.text.find(entity["surface"])
            if kind not in KINDS or begin < 0 or not party:
                continue
            wanted[kind] += 1
            codes = codes_of(text.inside(begin, begin + len(entity["surface"])))
            if party in codes:
                right[kind] += 1
            else:
                misses[kind, entity["surface"], party] += 1
    for kind in KINDS:
        print(f"{kind}: {right[kind]} of {wanted[kind]} ({100 * right[kind] / max(1, wanted[kind]):.1f} %)")
    if show_misses:
        for (kind, surface, party), count in misses.most_common():
            print(f"  {count} {kind}: {surface} -> {party}")


def measure_sentences() -> None:
    """Print in which share of the labelled sentences the words of source and target hold a party."""
    path = SHARED / "gold" / "sentences_dev.jsonl"
    if not path.is_file():
        return
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = recognise_all((row["text"], None) for row in rows)
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for row, text in zip(rows, texts, strict=True):
        for role in ("source", "target"):
            words = row["events"][0][f"{role}_text"]
            begin = text.text.find(words) if words else -1
            if begin >= 0:
                wanted[role] += 1
                found[role] += bool(text.inside(begin, begin + len(words)))
    for role in wanted:
        print(f"{role} of a sentence holds a party: {found[role]} of {wanted[role]} ({found[role] / wanted[role]:.1%})")


def measure_gold() -> None:
    """Print in which share of the required events of annotated articles each party is recognised as the right one."""
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for path in sorted((SHARED / "gold" / "dev").glob("*.json")):
        events = json.loads(path.read_text(encoding="utf-8"))["events"]
        for event in events:
            (text,) = recognise_all([(event["quote"], None)])
            for role in ("actor", "target"):
                words = event.get(f"{role}_text") or ""
                begin = text.text.find(words) if words and event.get("required", True) else -1
                if begin >= 0 and event[role]:
                    wanted[role] += 1
                    found[role] += bool(codes_of(text.inside(begin, begin + len(words))) & set(event[role]))
    for role in wanted:
        print(f"{role} in a quote of gold: {found[role]} of {wanted[role]} right ({found[role] / wanted[role]:.1%})")


def measure_speed() -> None:
    """Print the time to recognise parties in a million characters, and that of the parse."""
    path = SHARED / "corpora" / "state_dept_2021_2022.jsonl.gz"
    if not path.is_file():
        return
    paragraphs: list[list[str]] = []
    size = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)["text"].split("\n\n")
            paragraphs.append(article)
            size += sum(map(len, article))
            if size > SPEED_CHARACTERS:
                break
    parser, gazetteer, lexicon = load_parser(), list_actors().gazetteer, read_lexicon()
    gc.freeze()  # as load_extractor does
    parsing = resolving = 0.0
    for article in paragraphs:
        started = time.perf_counter()
        docs = list(parser.pipe(article, batch_size=32))
        parsed = time.perf_counter()
        parties = Parties(gazetteer, lexicon, date(2021, 6, 1))
        for doc in docs:
            parties.enter(doc)
            for _ in recognise(doc, parties):
                pass
        parsing += parsed - started
        resolving += time.perf_counter() - parsed
    print(f"{size:,} characters: parse {parsing:.1f} s, parties {resolving:.2f} s beyond it")


def print_sample() -> None:
    """Print links picked at random, to be checked by hand."""
    items = read_items()
    texts = recognise_all((item["text"], date.fromisoformat(item["date"])) for item in items)
    links = [(text.text, one) for text in texts for one in text.found]
    random.seed(5)
    for text, one in random.sample(links, SAMPLE):
        context = text[max(0, one.begin - 60) : one.begin + len(one.text) + 40].replace("\n", " ")
        print(f"{one.text} -> {one.actor.key} ({'/'.join(one.actor.codes)}; {one.clue.name}) | {context}")


def main() -> None:
    """Print the figures, or with ``--sample`` links to check."""
    if "--sample" in sys.argv:
        print_sample()
        return
    gc.disable()  # as load_extractor does
    started = time.perf_counter()
    actors = list_actors()
    print(f"{len(actors.actors):,} actors and {len(actors.names):,} names, ", end="")
    _ = actors.gazetteer
    print(f"loaded in {time.perf_counter() - started:.2f} s")
    gc.enable()
    if read_items():
        measure_links("--misses" in sys.argv)
    measure_gold()
    measure_sentences()
    measure_speed()


if __name__ == "__main__":
    main()
