"""Writes ``actions.ttl``, the CAMEO codes as a SKOS scheme, from ``kg/data/cameo.tsv`` and ``action_notes.tsv``.

Run ``python ontology/build_actions.py`` after each change of a table. The same tables give the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal

from kg.reference import read_rows
from kg.vocab import CAMEO, DCTERMS, DIP, PLOVER, SKOS

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "kg" / "data" / "cameo.tsv"
NOTES = ROOT / "ontology" / "action_notes.tsv"
TARGET = ROOT / "ontology" / "actions.ttl"

CAMEO_NOTE = (
    "The codes of the CAMEO codebook 1.1b3 and of the tables of ICEWS and GDELT, with the Goldstein scores "
    "of ICEWS or, where it has none, that of the code above. Examples are sentences in our own words: some tell "
    "what happened, most are invented, and none is evidence of anything."
)
PLOVER_NOTE = "The types of PLOVER, the successor of CAMEO, that codes of CAMEO are matched to."
LICENSE = "https://creativecommons.org/licenses/by/4.0/"

QUAD_CLASSES = {
    "1": "VerbalCooperation",
    "2": "MaterialCooperation",
    "3": "VerbalConflict",
    "4": "MaterialConflict",
}


@dataclass(frozen=True, slots=True)
class Note:
    """What a code or type stands for, and an invented act of that kind, in our own words."""

    definition: str
    example: str


@dataclass(frozen=True, slots=True)
class Action:
    """One row of the table; the field names are those of its columns."""

    code: str
    label: str
    parent: str
    """Empty for a root."""
    quad_class: str
    """``1`` to ``4``, as in GDELT."""
    goldstein: float
    """In [-10, 10]."""
    scored_by: str
    """The code above whose score this is, where ICEWS has none for the code itself; else empty."""
    plover_type: str
    """Empty where PLOVER has no equivalent."""


def read_table(path: Path) -> list[Action]:
    """Return the rows of the table at *path* in the order of their codes; KeyError for a missing column."""
    actions = [
        Action(
            row["code"],
            row["label"],
            row["parent"],
            row["quad_class"],
            float(row["goldstein"]),
            row["goldstein_source"].partition(":")[2],
            row["plover_type"],
        )
        for _, row in read_rows(path)
    ]
    return sorted(actions, key=lambda action: action.code)


def read_notes(path: Path) -> dict[str, Note]:
    """Return what the table at *path* says of each code and type; KeyError for a missing column."""
    return {row["notation"]: Note(row["definition"], row["example"]) for _, row in read_rows(path)}


def to_turtle(actions: Sequence[Action], notes: Mapping[str, Note]) -> str:
    """Return both schemes, CAMEO and the PLOVER types that it is matched to, as Turtle.

    KeyError for a code or type that has no note.
    """
    types = sorted({action.plover_type for action in actions if action.plover_type})
    roots = [action.code for action in actions if not action.parent]
    blocks = [
        _prefixes(),
        _scheme("cameo", "CAMEO: Conflict and Mediation Event Observations", CAMEO_NOTE, roots),
        *(_concept(action, notes[action.code], _find_doubles(action, actions)) for action in actions),
        _scheme("plover", "PLOVER: Political Language Ontology for Verifiable Event Records", PLOVER_NOTE, types),
        *(_plover_type(name, notes[name]) for name in types),
    ]
    return "\n".join(blocks)


def _prefixes() -> str:
    names = {"dip": DIP, "cameo": CAMEO, "plover": PLOVER, "skos": SKOS, "dcterms": DCTERMS}
    lines = [
        "# Written by ontology/build_actions.py from kg/data/cameo.tsv and ontology/action_notes.tsv: change those."
    ]
    return "\n".join(lines + [f"@prefix {name}: <{iri}> ." for name, iri in names.items()]) + "\n"


def _scheme(prefix: str, title: str, note: str, tops: Iterable[str]) -> str:
    return _block(
        f"{prefix}:",
        [
            "a skos:ConceptScheme",
            f"dcterms:title {_english(title)}",
            f"dcterms:description {_english(note)}",
            f"dcterms:license <{LICENSE}>",
            "skos:hasTopConcept " + ",\n        ".join(f"{prefix}:{top}" for top in tops),
        ],
    )


def _find_doubles(action: Action, actions: Iterable[Action]) -> list[str]:
    """Return the other codes of the same act: GDELT numbers four of the codebook's a second time."""
    return [one.code for one in actions if one.label == action.label and one.code != action.code]


def _concept(action: Action, note: Note, doubles: Iterable[str]) -> str:
    same = [f"skos:exactMatch cameo:{code}" for code in doubles]
    return _block(f"cameo:{action.code}", [*_facts(action, note), *same])


def _facts(action: Action, note: Note) -> Iterator[str]:
    yield "a skos:Concept"
    yield f"skos:notation {Literal(action.code)}"
    yield f"skos:prefLabel {_english(action.label)}"
    yield from _explain(note)
    yield f"skos:broader cameo:{action.parent}" if action.parent else "skos:topConceptOf cameo:"
    yield "skos:inScheme cameo:"
    yield f"dip:quadClass dip:{QUAD_CLASSES[action.quad_class]}"
    yield f"dip:goldstein {action.goldstein}"  # a float prints its point, so Turtle reads an xsd:decimal
    if action.scored_by:
        yield f"skos:editorialNote {_english(f'ICEWS has no score for this code: it is that of {action.scored_by}.')}"
    if action.plover_type:
        yield f"skos:closeMatch plover:{action.plover_type}"


def _explain(note: Note) -> Iterator[str]:
    yield f"skos:definition {_english(note.definition)}"
    yield f"skos:example {_english(note.example)}"


def _plover_type(name: str, note: Note) -> str:
    return _block(
        f"plover:{name}",
        [
            "a skos:Concept",
            f"skos:notation {Literal(name)}",
            f"skos:prefLabel {_english(name.capitalize())}",
            *_explain(note),
            "skos:topConceptOf plover:",
            "skos:inScheme plover:",
        ],
    )


def _english(text: str) -> str:
    return str(Literal(text, language="en"))


def _block(subject: str, facts: Sequence[str]) -> str:
    return f"{subject} " + " ;\n    ".join(facts) + " .\n"


if __name__ == "__main__":
    TARGET.write_text(to_turtle(read_table(TABLE), read_notes(NOTES)), encoding="utf-8", newline="\n")
