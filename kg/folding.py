"""Words as they are compared, however they are written: small letters, none with a mark."""

import unicodedata

LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
"""Small letters that Unicode takes for no letter with a mark, and that are written as one where there are none."""


def fold(text: str) -> str:
    """Return *text* in small letters without marks; what is no letter stays as it is."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))
