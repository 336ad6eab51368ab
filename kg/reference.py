"""What ships with the program: the action lexicon, the ontology, queries and sample articles."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from kg.errors import DataError
from kg.extract.discards import Discards, Topic
from kg.extract.lexicon import Frame, Lexicon, Operator, parse_frame

PACKAGE = Path(__file__).parent
DATA = PACKAGE / "data"
MODELS = DATA / "learned.npz"
"""What was learned from the corpus; ``python -m kg.learn`` makes it."""


def bundled(name: str) -> Path:
    """Return the folder *name* (``ontology``, ``queries``, ``examples``), as installed or in the checkout."""
    installed = PACKAGE / "bundled" / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def ontology_files() -> list[Path]:
    """Return the Turtle files that every store holds: terms, action codes, shapes are not among them."""
    return [bundled("ontology") / name for name in ("diplomacy.ttl", "actions.ttl")]


def shapes_file() -> Path:
    """Return the Turtle file of the shapes that every graph conforms to."""
    return bundled("ontology") / "shapes.ttl"


def read_rows(
    path: Path, required: Iterable[str] = (), allowed: Iterable[str] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and fields of each row of a tab-separated file; lines that begin with # are comments.

    The first line names the columns. Raises DataError where one of *required* is missing, one is not *allowed*, or a
    row has too many or too few fields, and for a file that cannot be read.
    """
    columns: list[str] | None = None
    for number, line in enumerate(_read_lines(path), 1):
        if line.startswith("#") or not line:
            continue
        fields = line.split("\t")
        if columns is None:
            columns = fields
            _check_columns(f"{path.name}:{number}", columns, required, columns if allowed is None else allowed)
        elif len(fields) == len(columns):
            yield number, dict(zip(columns, fields, strict=True))
        else:
            raise DataError(f"{path.name}:{number}: has {len(fields)} columns, not {len(columns)}; tabs part them")
    if columns is None:
        raise DataError(f"{path.name}: has no first line that names the columns")


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {(error.strerror or type(error).__name__).lower()}") from error


def _check_columns(place: str, columns: Sequence[str], required: Iterable[str], allowed: Iterable[str]) -> None:
    if missing := [name for name in required if name not in columns]:
        raise DataError(f"{place}: has no column {missing[0]!r}; the first line must name the columns, parted by tabs")
    if unknown := [name for name in columns if name not in allowed]:
        raise DataError(f"{place}: has an unknown column {unknown[0]!r}; there are {', '.join(allowed)}")
    if len(set(columns)) < len(columns):
        raise DataError(f"{place}: names a column twice")


@cache
def read_lexicon() -> Lexicon:
    """Return the action lexicon with its operators and classes of nouns."""
    operators = {row["word"]: Operator(row["operator"]) for _, row in read_rows(DATA / "operators.tsv")}
    transforms = {(Operator(row["operator"]), row["act"]): row["code"] for _, row in read_rows(DATA / "transforms.tsv")}
    nouns = {row["class"]: frozenset(row["lemmas"].split("|")) for _, row in read_rows(DATA / "nouns.tsv")}
    lemmas = {row["written"]: row["lemma"] for _, row in read_rows(DATA / "lemmas.tsv")}
    short_names = {row["name"]: row["key"] for _, row in read_rows(DATA / "short_names.tsv")}
    return Lexicon(read_frames(), operators, transforms, nouns, lemmas, short_names)


@cache
def read_discards() -> Discards:
    """Return what tells sentences whose acts are none: of sport, films, markets, the weather."""
    return Discards(
        Topic(row["topic"], tuple(row["roots"].split("|")), frozenset(row["words"].split("|")))
        for _, row in read_rows(DATA / "discards.tsv")
    )


@cache
def read_frames() -> tuple[Frame, ...]:
    """Return the frames of ``kg/data/actions/``; DataError names the file and line of a faulty one."""
    codes = {row["code"] for _, row in read_rows(DATA / "cameo.tsv")}
    frames = []
    for path in sorted((DATA / "actions").glob("*.tsv")):
        for number, row in read_rows(path):
            if row["code"] not in codes:
                raise DataError(f"{path.name}:{number}: there is no CAMEO code {row['code']!r}")
            try:
                frames.append(parse_frame(row["pattern"], row["code"], row["example"]))
            except DataError as error:
                raise DataError(f"{path.name}:{number}: {error}") from error
    return tuple(frames)
