"""The text of a letter: what its sender wrote, without quoted replies, signature and footers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.read.layout import to_paragraphs
from kg.read.page.furniture import Kind, kind_of, strip_marks
from kg.read.tidy import tidy

LONG_LINE = 9
"""Words from which a line without a final full stop is kept, as in HTML pages."""
LONGEST_SIGNATURE = 40
"""Lines below ``-- `` up to which they are a signature."""
MOST_FORWARDS = 5
"""Headers of forwarded messages, one within the other, that are looked at."""
COVER_WORDS = 60
"""Words between two such headers up to which the first message only passes on the second."""
LONGEST_FIELD = 500
"""Characters of a line that are looked at for a field of a header."""
_MARKER = 120
"""Characters of a line that are looked at for a marker."""
_HEAD = re.compile(r"[> ]*\*?(From|Date|Sent|Subject|To|Cc|Bcc|Reply-To):\*?(?:[^\S\n]+(.*))?$", re.IGNORECASE)
_FORWARDED = re.compile(r"[>\s]*-*\s*(?:begin )?forwarded (?:message|by)\b.{0,60}", re.IGNORECASE)
_ORIGINAL = re.compile(r"[>\s]*-{2,}\s*original (?:message|appointment)\s*-{2,}\s*", re.IGNORECASE)
_RULE = re.compile(r"\s*[_=*-]{5,}\s*")
_WROTE = re.compile(r"^(?:on|le|am)\b[^\n]{6,160}(?:\n[^\n]{1,80})?(?:wrote|schrieb|a écrit)\s?:\s*$", re.I | re.M)
_QUOTED = re.compile(r">(?!From )")
_SIGNATURE = re.compile(r"--\s?")
_LINK = re.compile(r"[^\S\n]?[<\[(] ?(?:https?://|mailto:|www\.)[^\s<>()\[\]]{1,2000} ?[>\])]")
_ENDERS = re.compile(
    r"[-–—*\s]*(?:#\s?#\s?#+|30|ends?|end of (?:the )?(?:statement|press release|text))[-–—*\s]*", re.I
)
_FOOTER = re.compile(
    r"\bunsubscribe\b|\bopt[- ]out of\b|\byou(?:'|’)?(?: a|)re (?:receiving|subscribed)|\byou (?:have )?received this"
    r"|\b(?:manage|update|change) your (?:e-?mail |mailing )?(?:subscription|preference|profile|setting)"
    r"|\b(?:view|read|open) (?:it|this)\b.{0,30}\b(?:online|browser)|\bprivileged (?:and|or) confidential\b"
    r"|\bthis (?:e-?mail|message|communication)\b.{0,60}\b(?:confidential|intended|privileged|sent (?:to|by)\b)"
    r"|\bmailing list\b|^(?:media|press) (?:contacts?|enquir|inquir)|^contacts?( for (?:the )?(?:media|press))?\s?:"
    r"|^(?:for|if you (?:need|want|would like)) (?:any )?(?:more|further|additional) (?:information|details)\b"
    r"|^notes? to (?:the )?editors?\b|^about (?:the|us|our)\b.{0,60}$|^sent from my\b|^follow us\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """The text of a message, and what the header of the message that it passes on says."""

    text: str
    sender: str = ""
    sent: str = ""


def unflow(text: str, delete_space: bool = False) -> str:
    """Return ``format=flowed`` *text* with its paragraphs on one line each (RFC 3676).

    A line that ends in a space goes on in the next; *delete_space* (``DelSp=yes``) says that this space is no part
    of the text.
    """
    lines: list[str] = []
    soft = False
    for line in tidy(text).split("\n"):
        line = line.removeprefix(" ")  # space-stuffing
        if soft and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
        if soft and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def own_words(text: str, forwards: bool) -> Letter:
    """Return what a message says itself, or the message that it passes on; *forwards* if its subject says so."""
    letter = _without_head(tidy(text), forwards)
    lines = letter.text.split("\n")
    signature = next((n for n in range(len(lines)) if _is_signature(lines, n)), len(lines))
    return Letter("\n".join(lines[:signature]), letter.sender, letter.sent)


def to_prose(text: str, subject: str) -> list[str]:
    """Return the paragraphs of a letter, or of a press release, without its *subject*, headings and footers."""
    paragraphs: list[str] = []
    lines = to_paragraphs(_LINK.sub("", text))
    for number, line in enumerate(lines[: find_end(lines)]):
        if len(line) < 1000 and _FOOTER.search(line):
            if paragraphs and number * 2 >= len(lines):
                break
            continue
        if line.casefold() != subject.casefold() and _is_kept(line):
            paragraphs.append(strip_marks(line))
    return paragraphs


def find_end(lines: Sequence[str]) -> int:
    """Return the number of the line that marks the end of a press release (``###``, ``- Ends -``), else of lines.

    More text below than above is no addition, but another release.
    """
    for number, line in enumerate(lines):
        if len(line) <= _MARKER and _ENDERS.fullmatch(line):
            above, below = (sum(map(len, part)) for part in (lines[:number], lines[number:]))
            return number if below < above else len(lines)
    return len(lines)


def _is_kept(line: str) -> bool:
    kind = kind_of(line)
    return kind is Kind.PROSE or (kind is Kind.TITLE and len(line.split()) >= LONG_LINE)


def _is_signature(lines: list[str], number: int) -> bool:
    below = len(lines) - number - 1
    return bool(_SIGNATURE.fullmatch(lines[number])) and below <= LONGEST_SIGNATURE and number > 0


def _without_head(text: str, forwards: bool) -> Letter:
    """Drop replies below a header or ``… wrote:``, or keep what stands below it where the message is a forward."""
    letter = Letter(text)
    for _ in range(MOST_FORWARDS):
        lines = letter.text.split("\n")
        place = _find_head(lines)
        if place is None:
            break
        marker, first, last = place
        is_forward = forwards or any(_FORWARDED.fullmatch(line[:_MARKER]) for line in lines[marker:first])
        above = sum(len(line.split()) for line in lines[:marker])
        if not is_forward or (letter.sender and above > COVER_WORDS):
            letter = Letter("\n".join(lines[:marker]), letter.sender, letter.sent)
            break
        letter = _passed_on(lines[first:last], lines[last:])
    return Letter(_without_quotes(letter.text), letter.sender, letter.sent)


def _find_head(lines: list[str]) -> tuple[int, int, int] | None:
    """Return where the header of another message stands: its marker, its first line, and the line below it.

    Empty lines may stand between its fields: in HTML each may be a block.
    """
    names: set[str] = set()
    first = last = 0
    for number, line in enumerate([*lines, "."]):
        if match := _HEAD.fullmatch(line[:LONGEST_FIELD]):
            first = first if names else number
            last = number + 1
            names.add(match[1].lower())
        elif line.strip(" >"):
            if "from" in names and len(names) > 2:
                return _above(lines, first), first, last
            names.clear()
    return None


def _above(lines: list[str], number: int) -> int:
    """Return the first of the empty lines, rules and markers right above a line."""
    while number and (
        not lines[number - 1].strip(" >")
        or any(pattern.fullmatch(lines[number - 1][:_MARKER]) for pattern in (_RULE, _FORWARDED, _ORIGINAL))
    ):
        number -= 1
    return number


def _passed_on(head: list[str], body: list[str]) -> Letter:
    filled = [line for line in body if line.strip()]
    if sum(line.startswith(">") for line in filled) * 2 > len(filled):
        body = [line.removeprefix(">").removeprefix(" ") for line in body]
    fields = {match[1].lower(): match[2] or "" for line in head if (match := _HEAD.fullmatch(line[:LONGEST_FIELD]))}
    sent = fields.get("date") or fields.get("sent", "")
    return Letter("\n".join(body), fields["from"], sent)


def _without_quotes(text: str) -> str:
    """Return *text* without the lines quoted by ``>`` and the line that says who wrote them."""
    own = "\n".join(line for line in text.split("\n") if not _QUOTED.match(line))
    return _WROTE.sub("", own)
