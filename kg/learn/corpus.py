"""The annotated sentences, laid on the parser's tokens."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.errors import DataError
from kg.extract.coding import Coded, RuleCoder
from kg.extract.confidence import Confidence
from kg.extract.dating import Dating
from kg.extract.gazetteer import Gazetteer
from kg.extract.learned import Mentioned, find_mentions
from kg.extract.lexicon import Lexicon
from kg.extract.parties import Parties
from kg.reference import DATA

CORPUS = DATA / "corpus"
FIELDS = {"actor", "action", "target", "code", "status", "date"}
STATUSES = {"actual", "negated", "hypothetical"}


@dataclass(frozen=True, slots=True)
class Act:
    """One act that a sentence tells, as it was annotated."""

    actor: Span
    action: Span
    target: Span | None
    code: str
    status: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text of one sentence or a few, with its acts, what the rules make of it, and its parties."""

    doc: Doc
    acts: tuple[Act, ...]
    parties: Parties
    coded: tuple[Coded, ...]
    mentions: dict[int, list[Mentioned]] = field(default_factory=dict)
    """By the place of the sentence's first token."""


def read_corpus(codes: set[str], folder: Path = CORPUS) -> list[dict[str, Any]]:
    """Return the lines of the files in *folder*; DataError that names file and line of a faulty one."""
    lines: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                line = json.loads(text)
            except ValueError as error:
                raise DataError(f"{path.name}:{number}: is not valid JSON: {error}") from error
            if fault := next(find_faults(line, codes), None):
                raise DataError(f"{path.name}:{number}: {fault}")
            lines.append(line)
    return lines


def find_faults(line: dict[str, Any], codes: set[str]) -> Iterator[str]:
    """Yield what is wrong with one annotated line."""
    for act in line["acts"]:
        if unknown := set(act) - FIELDS:
            yield f"unknown fields {sorted(unknown)}"
        if act["code"] not in codes:
            yield f"there is no CAMEO code {act['code']!r}"
        if act["status"] not in STATUSES:
            yield f"{act['status']!r} is no status"
        for name in ("actor", "action", "target", "date"):
            words = act.get(name)
            if words and words not in line["text"]:
                yield f"{name} {words!r} is not in the text"
            if not words and name in ("actor", "action"):
                yield f"an act needs its {name}"


def lay(
    lines: Sequence[dict[str, Any]], parser: Language, gazetteer: Gazetteer, lexicon: Lexicon
) -> Iterator[Annotated]:
    """Parse the texts of *lines* and lay their acts on the tokens."""
    for line, doc in zip(lines, parser.pipe([line["text"] for line in lines], batch_size=64), strict=True):
        parties = Parties(gazetteer, lexicon, date.fromisoformat(line["day"]) if line.get("day") else None)
        parties.enter(doc)
        rules, dating = RuleCoder(lexicon, parties, Confidence(None)), Dating(doc, None, 0)
        coded = tuple(one for sentence in doc.sents for one in rules.code(sentence, 0, dating))
        acts = tuple(act for found in line["acts"] if (act := _to_act(found, doc)))
        mentions = {sentence.start: find_mentions(sentence, parties) for sentence in doc.sents}
        yield Annotated(doc, acts, parties, coded, mentions)


def _to_act(found: dict[str, Any], doc: Doc) -> Act | None:
    action = _find(found["action"], doc, 0)
    if action is None:
        return None
    actor = _find(found["actor"], doc, action.start_char)
    target = _find(found["target"], doc, action.start_char) if found.get("target") else None
    return Act(actor, action, target, found["code"], found["status"]) if actor is not None else None


def _find(words: str, doc: Doc, near: int) -> Span | None:
    """Return the tokens of *words* in *doc*, those nearest to the character *near* where they stand there twice."""
    places = [found.start() for found in re.finditer(re.escape(words), doc.text)]
    if not places:
        return None
    begin = min(places, key=lambda place: abs(place - near)) if near else places[0]
    return doc.char_span(begin, begin + len(words), alignment_mode="expand")
