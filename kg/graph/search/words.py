"""What people type into a search field, as an expression of FTS5.

All words are wanted; ``"a phrase"`` stands as it is, ``sanction*`` is the beginning of a word, ``-word`` or
``-"a phrase"`` must not be there. All else is quoted, so whatever is typed is a valid expression.
"""

import re
import unicodedata

MOST_CHARACTERS = 1000
MOST_WORDS = 32
"""What is typed beyond these is not looked at."""
PIECE = re.compile(r'(?P<sign>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))(?P<star>\*?)')


def to_expression(text: str) -> str:
    """Return *text* as an expression of FTS5; empty if it has no word that is wanted."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in PIECE.finditer(text[:MOST_CHARACTERS]):
        words = found["word"] or found["phrase"] or ""
        if _has_letters(words):
            star = "*" if found["star"] or words.endswith("*") else ""
            quoted = words.replace('"', " ").replace("\0", " ")
            (unwanted if found["sign"] else wanted).append(f'"{quoted}"{star}')
        if len(wanted) + len(unwanted) == MOST_WORDS:
            break
    if not wanted:
        return ""
    expression = f"({' AND '.join(wanted)})"
    return f"{expression} NOT ({' OR '.join(unwanted)})" if unwanted else expression


def to_names_beginning(text: str) -> str:
    """Return the expression for names that have all words of *text*, the last of which may be unfinished."""
    words = [word for word in re.findall(r"[^\W_]+", text[:MOST_CHARACTERS])[:MOST_WORDS] if _has_letters(word)]
    return " AND ".join(f'"{word}"' for word in words) + "*" if words else ""


def _has_letters(text: str) -> bool:
    """Whether FTS5 finds a word in *text*: a phrase without one would match nothing, and so would all beside it."""
    return any(unicodedata.category(one)[0] in "LN" for one in text)
