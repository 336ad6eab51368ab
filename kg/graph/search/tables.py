"""The tables of the search index.

Each kind of text has three: the texts, each once (``quote``), what bears them (``quote_link``), and SQLite's FTS5 index
of their words (``quote_words``), which keeps no texts of its own. A link stands for one triple of the graph.
"""

from collections.abc import Iterator, Mapping

NAME = "search.sqlite"
"""File of the data folder."""
VERSION = 1
"""Of the tables and of how texts are cut into words; a file of another version is made anew."""
NAMES = "unicode61 remove_diacritics 2"
ENGLISH = f"porter {NAMES}"
"""Sentences are found in any English form of a word (sanction, sanctions, sanctioned); names as they are."""
KINDS: Mapping[str, str] = {
    "actor": f"tokenize='{NAMES}', prefix='1 2 3'",
    "quote": f"tokenize='{ENGLISH}'",
    "title": f"tokenize='{ENGLISH}'",
}
"""Kinds of text, and how each is cut into words. Names are completed as they are typed; an index of the beginnings of
all words of the sentences would triple the file."""

_STATE = """
CREATE TABLE state (built INTEGER NOT NULL, behind INTEGER NOT NULL, boot TEXT NOT NULL);
INSERT INTO state VALUES (0, 1, '');
CREATE TABLE pending (iri TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_KIND = """
CREATE TABLE {kind} (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, text TEXT NOT NULL, plain TEXT NOT NULL);
CREATE TABLE {kind}_link (iri TEXT NOT NULL, id INTEGER NOT NULL, main INTEGER NOT NULL, language TEXT NOT NULL,
                          PRIMARY KEY (iri, id, main, language)) WITHOUT ROWID;
CREATE INDEX {kind}_bearer ON {kind}_link (id);
CREATE VIRTUAL TABLE {kind}_words USING fts5 (text, content='{kind}', content_rowid='id', {cut});
"""
_NAMES = "CREATE INDEX actor_plain ON actor (plain) WHERE plain <> '';"


def write_schema() -> str:
    """Return the statements that make the tables, and an index in them that is behind the graph."""
    kinds = "".join(_KIND.format(kind=kind, cut=cut) for kind, cut in KINDS.items())
    return f"BEGIN; {_STATE} {kinds} {_NAMES} PRAGMA user_version = {VERSION}; COMMIT;"


def statements_to_empty() -> Iterator[str]:
    """Yield the statements that leave nothing in the tables but the state."""
    for kind in KINDS:
        yield f"INSERT INTO {kind}_words ({kind}_words) VALUES ('delete-all')"  # noqa: S608  # names of our own
        yield f"DELETE FROM {kind}_link"  # noqa: S608
        yield f"DELETE FROM {kind}"  # noqa: S608
