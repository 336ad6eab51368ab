"""What servers say in their own words, fit to be repeated."""

READ = 4096
"""Characters that are looked at."""
SHOWN = 200
"""Characters that are repeated."""


def plain(text: str) -> str:
    """Return the beginning of *text*, which others wrote, as one line that does nothing to a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text[:READ]).split())[:SHOWN]
