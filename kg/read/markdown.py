"""Markdown to the plain lines that it shows."""

import re

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\([^)\s]{0,2000}(?: \"[^\"]*\")?\)")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)([^*_\n]{1,300}?)(?<=\S)\1(?!\w)")
_QUOTE = re.compile(r"^[ ]{0,3}>[ ]?", re.MULTILINE)


def to_plain(text: str) -> str:
    """Return Markdown *text* without its marks; a heading stands on a line of its own."""
    text = _FRONT_MATTER.sub("", text.replace("\r\n", "\n"))
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _HEADING.sub(lambda match: f"\n{match[1].rstrip('.')}\n", text)
    return _QUOTE.sub("", _EMPHASIS.sub(r"\2", text))
