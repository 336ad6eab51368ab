"""One OpenAPI document out of the files in ``web/data/openapi``: a part of the API in each."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from kg.errors import DataError

FOLDER = Path(__file__).parent.parent / "data" / "openapi"
BASE = "base.yaml"
"""The file that begins the document; the others have only what is in PARTS."""
PARTS = ("paths", "components")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it is there

Document: TypeAlias = dict[str, Any]


@cache
def read_document(folder: Path = FOLDER) -> Mapping[str, Any]:
    """Return the document of all files in *folder*, which is not to be changed.

    Raises DataError for a file that is none, and where two files say what one path or component is.
    """
    document = _read(folder / BASE)
    document.setdefault("paths", {})
    document.setdefault("components", {})
    for path in sorted(folder.glob("*.yaml")):
        if path.name == BASE:
            continue
        part = _read(path)
        if unknown := part.keys() - set(PARTS):
            raise DataError(f"{path.name} may have {' and '.join(PARTS)} only, not {min(unknown)}")
        _add(document["paths"], part.get("paths") or {}, path.name)
        for kind, components in (part.get("components") or {}).items():
            _add(document["components"].setdefault(kind, {}), components, path.name)
    return document


def _add(to: Document, part: Document, name: str) -> None:
    if twice := to.keys() & part.keys():
        raise DataError(f"{name} describes {min(twice)}, which another file describes: leave it to one of them")
    to.update(part)


def _read(path: Path) -> Document:
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), LOADER)  # noqa: S506 - both are safe loaders
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{path} cannot be read as YAML: {error}") from error
    if not isinstance(found, dict):
        raise DataError(f"{path} must be a mapping with {' and '.join(PARTS)}")
    return found
