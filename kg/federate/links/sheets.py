"""Candidates as a table that people decide in: CSV out, decisions back."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import vocab
from kg.errors import DataError
from kg.federate.links.candidates import Candidate
from kg.federate.links.offers import ID

COLUMNS = ("actor", "label", "kind", "home", "events", "id", "name", "description", "score", "address", "decision")
NEEDED = ("actor", "id", "decision")
YES, NO = frozenset(("yes", "y", "true", "1", "x")), frozenset(("no", "n", "false", "0"))
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would take for a formula."""
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of one candidate."""

    actor: str
    id: str
    is_same: bool


def write_csv(candidates: Iterable[Candidate], path: Path) -> int:
    """Write a row for each candidate, with an empty column ``decision``; return how many. DataError if it cannot be."""
    rows = [
        (one.actor, one.label, one.kind, one.home, str(one.events), one.id, one.name, one.description,
         f"{one.score:g}", vocab.WIKIDATA + one.id, "")
        for one in candidates
    ]  # fmt: skip
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows([_disarm(cell) for cell in row] for row in rows)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {(error.strerror or type(error).__name__).lower()}") from error
    return len(rows)


def read_csv(path: Path) -> list[Decision]:
    """Return the decisions in the file *path*; DataError, which names the line, where one cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: save it as CSV in UTF-8") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count))
    if missing := [name for name in NEEDED if name not in (reader.fieldnames or ())]:
        raise DataError(
            f"{path.name}: has no column {missing[0]!r}: make it anew with kg link --list --csv {path.name}"
        )
    try:
        found = [one for row in reader if (one := _to_decision(row, f"{path.name}:{reader.line_num}"))]
    except csv.Error as error:
        raise DataError(f"{path.name}:{reader.line_num}: is no CSV ({error})") from error
    _refuse_two(found, path.name)
    return found


def _to_decision(row: dict[str, str], place: str) -> Decision | None:
    actor, identity, said = ((row[name] or "").strip() for name in NEEDED)
    if not said:
        return None
    if said.casefold() not in YES | NO:
        raise DataError(f"{place}: the decision is yes or no, or empty, not {said[:40]!r}")
    if not actor or not ID.fullmatch(identity):
        raise DataError(f"{place}: has no actor, or no Wikidata id such as Q159")
    return Decision(actor, identity, said.casefold() in YES)


def _refuse_two(found: Sequence[Decision], name: str) -> None:
    chosen: dict[str, str] = {}
    for one in found:
        if one.is_same and chosen.setdefault(one.actor, one.id) != one.id:
            raise DataError(f"{name}: {one.actor} is {chosen[one.actor]} and {one.id}: say yes to one of them only")


def _disarm(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
