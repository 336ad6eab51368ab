"""Tells a whole text from one that was cut off to make readers click."""

import re

_FOOTER = re.compile(r"(?:the (?:post|article) .{1,300} )?(?:first )?appeared (?:first )?on .{1,120}", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(more\W*\))[\s»›→>]*$", re.IGNORECASE)
_READ_ON = re.compile(
    r"\W*(?:(?:continue|keep) reading\b.{0,300}|(?:read|see|view) (?:more|on|it all)"
    r"|(?:read|see|view) (?:the )?(?:full|whole|entire|rest of (?:the|this)|original) .{0,60}"
    r"|(?:click|tap) here (?:to|for)\b.{0,60}|full (?:story|article|text)|more)\W*",
    re.IGNORECASE,
)
_LAST_LINK = re.compile(
    r"[.!?…][\"'”’)]?\s+((?:read more|continue reading|read the full (?:story|article))\W*)$", re.IGNORECASE
)
_END = re.compile(r"\b(\w++)[\"'”’)\]]*[.!?]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9]|\s*$)")
_ABBREVIATIONS = frozenset("mr mrs ms dr st gen sen rep gov lt col capt sgt prof rev no vs jr sr".split())


def without_footer(lines: list[str]) -> list[str]:
    """Return *lines* without the notes at the end that say where the text first appeared."""
    end = len(lines)
    while end and _FOOTER.fullmatch(lines[end - 1][:500]):
        end -= 1
    return lines[:end]


def is_cut_off(lines: list[str]) -> bool:
    """Whether the text ends in dots or in a link to the rest of it: ``[…]``, ``Read more``."""
    if not lines:
        return False
    last = lines[-1][-400:]
    return bool(_GOES_ON.search(last) or _READ_ON.fullmatch(last) or _LAST_LINK.search(last))


def count_sentences(text: str) -> int:
    """Return how many sentences end in *text*; a title (``Mr.``) or an initial ends none."""
    return sum(len(word[1]) > 1 and word[1].lower() not in _ABBREVIATIONS for word in _END.finditer(text))
