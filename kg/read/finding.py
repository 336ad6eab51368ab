"""Finds the files that paths and folders name."""

from collections.abc import Iterable, Iterator
from pathlib import Path

STANDARD_INPUT = "-"
JSON_LINES_SUFFIXES = {".jsonl", ".ndjson"}
JSON_SUFFIXES = JSON_LINES_SUFFIXES | {".json"}
HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
TABLE_SUFFIXES = {".csv", ".tsv", ".tab"}
MAIL_SUFFIXES = {".eml", ".mbox", ".mbx"}
FEED_SUFFIXES = {".rss", ".atom", ".xml"}
ARCHIVE_SUFFIXES = {".zip", ".tar"}
PACKED_SUFFIXES = {".gz": "", ".bz2": "", ".xz": "", ".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}
"""Of compressed files, with the suffix of what is inside where the rest of the name does not say it."""
STREAMED_SUFFIXES = (
    JSON_LINES_SUFFIXES | TABLE_SUFFIXES | {".mbox", ".mbx", ".warc"} | ARCHIVE_SUFFIXES | PACKED_SUFFIXES.keys()
)
"""Of files that hold many articles, and may be of any size."""
SUFFIXES = (
    JSON_SUFFIXES | HTML_SUFFIXES | MAIL_SUFFIXES | FEED_SUFFIXES | STREAMED_SUFFIXES | {".txt", ".text", ".md", ".pdf"}
)
"""What counts inside a folder."""


def find_files(paths: Iterable[str]) -> list[str]:
    """Return the files that *paths* name, each once; a folder gives those with a known suffix in it, sorted.

    Hidden files and folders, and folders met again through a link, are passed over. ``-`` (standard input)
    stays, and so does a missing path: reading it says so.
    """
    found: list[str] = []
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            found += sorted(_files_in(Path(path)))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _files_in(top: Path) -> Iterator[str]:
    folders, seen = [top], set()
    while folders:
        folder = folders.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        except OSError:
            yield str(folder)  # reading it says why
            continue
        for entry in entries:
            if entry.is_dir():
                folders.append(entry)
            elif entry.suffix.lower() in SUFFIXES and (entry.is_file() or entry.is_symlink()):
                yield str(entry)
