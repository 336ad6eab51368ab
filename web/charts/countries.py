"""Codes, places and flags of states: facts that the graph does not hold."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import url_for

from kg.reference import read_rows
from web.assets import BUILT
from web.static_files import FOLDER

TABLE = Path(__file__).parent.parent / "data" / "countries.tsv"
FLAGS = FOLDER / BUILT / "flags"
"""Where the build puts the flags, by alpha-2 code; a checkout that was not built has none."""


@dataclass(frozen=True, slots=True)
class Country:
    """A state, or a union that has a code and a flag like one."""

    key: str
    """Of the actor in the gazetteer, which for states is the alpha-3 code."""
    alpha2: str
    """Empty for a former state that never had one."""
    numeric: str
    """Three digits of ISO 3166; empty where there are none."""
    place: tuple[float, float] | None
    """Latitude and longitude in degrees of where it is marked on a map; None for a union."""


@cache
def countries() -> dict[str, Country]:
    """Return all of them by the key of the actor; raises DataError if the table is not as it must be."""
    return {
        row["alpha3"]: Country(
            row["alpha3"],
            row["alpha2"],
            row["numeric"],
            (float(row["lat"]), float(row["lon"])) if row["lat"] else None,
        )
        for _, row in read_rows(TABLE, ("alpha3", "alpha2", "numeric", "lat", "lon"))
    }


def alpha2(key: str) -> str:
    """Return the two-letter code of the state whose actor has this key; empty if it has none, or is no state."""
    known = countries().get(key)
    return known.alpha2 if known else ""


def flag(key: str) -> str | None:
    """Return the address of the flag of the state whose actor has this key; None where there is none to show."""
    code = alpha2(key)
    return url_for("static_files.static", filename=f"{BUILT}/flags/{code}.svg") if code in _built_flags() else None


@cache
def _built_flags() -> frozenset[str]:
    return frozenset(path.stem for path in FLAGS.glob("*.svg"))
