"""The parts of an e-mail that can be read: its headers and texts, and the messages attached to it."""

import re
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr, parsedate_to_datetime

from kg.errors import ReadError
from kg.read.dayforms import find_days
from kg.read.decode import decode
from kg.read.mail.letter import unflow
from kg.read.tidy import fold, tidy

MOST_DEPTH = 20
"""Multiparts within each other."""
MOST_PARTS = 20_000
"""Lines that may part the parts of one message; parsing takes half a second for as many."""
LONGEST_HEADER = 4000
"""Characters of a header that are kept: the time for its parameters grows with their square."""
EARLIEST = date(1982, 8, 13)
"""Before RFC 822 there was no such mail: a clock was not set."""
_CHARSET = re.compile(r"(?:utf|iso|windows|cp|koi8|gb|hz|big5|euc|shift|mac|ks|tis)[\w:.-]*", re.IGNORECASE)
_ASCII_LIKE = re.compile(r"(?:us-)?ascii|iso-?8859-1|latin-?1|windows-1252|cp1252|utf-?8", re.IGNORECASE)
_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}


class _Bounded(Compat32):
    """Parses headers as written: the newer policies put them through a grammar that hostile ones break."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


@dataclass(slots=True)
class Text:
    """One text of a message, in the forms that it is offered in."""

    plain: str = ""
    html: str = ""


@dataclass(slots=True)
class Parts:
    """What a message holds."""

    texts: list[Text] = field(default_factory=list)
    messages: list["Message[str, str]"] = field(default_factory=list)
    encrypted: bool = False


def parse(data: bytes) -> "Message[str, str]":
    """Return the message in *data*; ReadError for what is none or is built to choke a reader."""
    if data.count(b"\n--") > MOST_PARTS:
        raise ReadError(f"is mail in more than {MOST_PARTS:,} parts")
    try:
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=_Bounded())
    except RecursionError:
        raise ReadError("is mail nested too deep") from None
    if not any(name in message for name in ("From", "Subject", "Date", "Content-Type", "Received")):
        raise ReadError("is no mail: it does not begin with headers such as From and Subject")
    return message


def header(message: "Message[str, str]", name: str) -> str:
    """Return a header's text on one line, its encoded words decoded; empty where it is missing."""
    return _decode_words(_raw(message, name.lower()))


def sender(message: "Message[str, str]") -> str:
    """Return the display name of the sender, else the domain of the address."""
    return name_of(_raw(message, "from"))


def name_of(address: str) -> str:
    """Return the display name in *address* (``Press Office <press@example.org>``), else its domain."""
    if "@" not in address:
        return _decode_words(address).strip("'\"<>() ")
    try:
        name, mailbox = parseaddr(address[:1000])
    except RecursionError:  # comments within comments
        return ""
    name = re.sub(r"\s+via\s.*", "", _decode_words(name)).strip("'\" ")
    return name if name and "@" not in name else mailbox.rpartition("@")[2].strip(">] ")


def day_of(text: str, today: date) -> date | None:
    """Return the day in a ``Date`` header as its sender's clock showed it; None where it cannot be believed."""
    try:
        day = parsedate_to_datetime(text[:200]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        found = next((form.full for form in find_days(text[:200]) if form.full), None)
        if found is None:
            return None
        day = found
    return day if EARLIEST <= day <= today else None


def collect(message: "Message[str, str]") -> Parts:
    """Return the texts of *message* and the messages attached to it; other attachments are left out."""
    parts = Parts()
    parts.texts = _texts(message, parts, MOST_DEPTH)
    return parts


def _texts(part: "Message[str, str]", parts: Parts, depth: int) -> list[Text]:
    kind = part.get_content_type()
    parts.encrypted |= kind in _ENCRYPTED
    if part.is_multipart():
        children = [child for child in part.get_payload() if isinstance(child, Message)]
        return _texts_within(kind, children, parts, depth)
    if kind not in ("text/plain", "text/html") or _is_attached(part):
        return []
    text = _decode_body(part, is_html=kind == "text/html")
    return [Text(html=text) if kind == "text/html" else Text(plain=_plain(part, text))]


def _texts_within(kind: str, children: list["Message[str, str]"], parts: Parts, depth: int) -> list[Text]:
    if not depth:
        raise ReadError("is mail nested too deep")
    if kind == "message/rfc822":
        parts.messages += children
        return []
    if kind == "multipart/related":  # what follows is shown within the first
        children = children[:1]
    texts = [text for child in children for text in _texts(child, parts, depth - 1)]
    if kind != "multipart/alternative":
        return texts
    plain, html = ([getattr(text, form) for text in texts] for form in ("plain", "html"))
    return [Text("\n\n".join(filter(None, plain)), "\n".join(filter(None, html)))]


def _is_attached(part: "Message[str, str]") -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _plain(part: "Message[str, str]", text: str) -> str:
    if _parameter(part, "format") != "flowed":
        return tidy(text)
    return unflow(text, delete_space=_parameter(part, "delsp") == "yes")


def _parameter(part: "Message[str, str]", name: str) -> str:
    value = part.get_param(name)
    return value.lower() if isinstance(value, str) else ""


def _decode_body(part: "Message[str, str]", is_html: bool) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = _parameter(part, "charset")
    if charset and _CHARSET.fullmatch(charset) and not _ASCII_LIKE.fullmatch(charset):
        try:
            return data.decode(charset, errors="replace")
        except LookupError:
            pass
    return decode(data, is_html=is_html)


def _raw(message: "Message[str, str]", name: str) -> str:
    value = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    data = value.encode("ascii", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _decode_words(value: str) -> str:
    try:
        chunks = decode_header(value[:LONGEST_HEADER])
    except (HeaderParseError, ValueError):
        return fold(tidy(value))
    return fold(tidy("".join(_decode_chunk(chunk, charset) for chunk, charset in chunks)))


def _decode_chunk(chunk: bytes | str, charset: str | None) -> str:
    if isinstance(chunk, str):
        return chunk
    if charset is None:
        return chunk.decode("raw-unicode-escape", errors="replace")
    try:
        return chunk.decode(charset if _CHARSET.fullmatch(charset) else "latin-1", errors="replace")
    except LookupError:
        return chunk.decode("latin-1")
