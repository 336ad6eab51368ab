"""E-mail: one message (``.eml``), or a mailbox of many (mbox); a message gives one article.

The subject is its title, the sender's name its source, the day on the sender's clock its day. A message that passes
on another one gives that one: from below its header, or attached.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email.message import Message

from kg.errors import ReadError
from kg.model import Article, DateSource
from kg.read.jsonl import numbered
from kg.read.layout import join_paragraphs
from kg.read.mail.html import to_lines, without_reply
from kg.read.mail.letter import COVER_WORDS, Letter, own_words, to_prose
from kg.read.mail.parts import Parts, Text, collect, day_of, header, name_of, parse, sender
from kg.read.page.day import day_in_name, find_visible_day
from kg.read.page.story import Story
from kg.read.source import Outcome, Source, placed, too_large

MOST_ATTACHED = 3
"""Messages attached to each other, each within the one before."""
STUB_WORDS = 40
"""Words below which the plain form of a text may only say that there is an HTML form."""
_ENVELOPE = re.compile(rb"From .{0,200}\d\d:\d\d.{0,40}\d{4}\b")
"""The line between the messages of an mbox file."""
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_PREFIX = re.compile(
    r"\A(?:(?:re|fwd?|aw|wg|tr|rv|antw)\s?(?:\[\d+\])?\s?:\s*|\[[^\[\]]{1,40}\]\s+(?=\S))+", re.IGNORECASE
)
_FORWARD = re.compile(r"(?:(?:re|aw)\s?:\s*|\[[^\[\]]{1,40}\]\s+)*(?:fwd?|wg|tr|rv)\s?(?:\[\d+\])?\s?:", re.IGNORECASE)


def is_mailbox(first: bytes) -> bool:
    """Whether *first*, the first line of a file, begins a mailbox of messages."""
    return bool(_ENVELOPE.match(first))


def read(source: Source) -> Iterator[Outcome]:
    """Yield an article, or why there is none, for each message; ReadError where a single message gives none.

    A mailbox is read message by message, each of at most ``source.max_bytes``.
    """
    first = source.stream.readline(source.max_bytes + 1)
    if not is_mailbox(first):
        data = first + source.stream.read(source.max_bytes + 1 - len(first))
        if len(data) > source.max_bytes:
            raise ReadError(too_large(source.max_bytes))
        if not data.strip():
            raise ReadError("is empty")
        yield from _read_message(data, source.stem)
        return
    for number, message in enumerate(_split(source), start=1):
        try:
            if isinstance(message, ReadError):
                raise message
            for outcome in _read_message(message, numbered(source.stem, number)):
                yield placed(f"message {number}", outcome) if isinstance(outcome, ReadError) else outcome
        except ReadError as error:
            yield placed(f"message {number}", error)


def _split(source: Source) -> Iterator[bytes | ReadError]:
    """Yield the messages of a mailbox that stands behind its first line; one over the limit is not held in memory."""
    limit = source.max_bytes
    lines: list[bytes] = []
    size, above = 0, b"\n"
    while line := source.stream.readline(limit + 1):
        if _ENVELOPE.match(line) and not above.strip():
            yield _joined(lines, size, limit)
            lines, size = [], 0
        else:
            size += len(line)
            if size > limit:
                lines = []
            else:
                lines.append(line)
        above = line
    yield _joined(lines, size, limit)


def _joined(lines: list[bytes], size: int, limit: int) -> bytes | ReadError:
    if size > limit:
        return ReadError(f"is larger than {limit:,} bytes")
    return _ESCAPED.sub(b"", b"".join(lines))


def _read_message(data: bytes, doc: str) -> Iterator[Outcome]:
    """Yield the articles of a message; ReadError where it holds no others and gives none."""
    today = date.today()
    unpacked = list(_unpack(parse(data), MOST_ATTACHED))
    for number, (message, parts) in enumerate(unpacked, start=1):
        try:
            yield _to_article(message, parts, numbered(doc, number), today)
        except ReadError as error:
            if len(unpacked) == 1:
                raise
            yield placed(f"part {number}", error)


def _unpack(message: "Message[str, str]", depth: int) -> Iterator[tuple["Message[str, str]", Parts]]:
    """Yield *message*, unless it only passes on others, and the messages attached to it."""
    parts = collect(message)
    words = sum(len((text.plain or to_lines(text.html)).split()) for text in parts.texts) if parts.messages else 0
    if not parts.messages or words >= COVER_WORDS:
        yield message, parts
    if depth:
        for attached in parts.messages:
            yield from _unpack(attached, depth - 1)


def _to_article(message: "Message[str, str]", parts: Parts, doc: str, today: date) -> Article:
    subject = header(message, "Subject")
    title = _PREFIX.sub("", subject)
    body = _read_body(parts, title, bool(_FORWARD.match(subject)))
    if not body.paragraphs:
        raise ReadError(_why_empty(parts))
    text = join_paragraphs(body.paragraphs)
    published, published_from = day_of(body.sent or header(message, "Date"), today), DateSource.METADATA
    if published is None:
        published, published_from = _other_day(Story(title, tuple(body.paragraphs)), doc, today)
    source = name_of(body.sender) if body.sender else sender(message)
    return Article(doc, text, title, published, published_from, source=source)


def _other_day(story: Story, stem: str, today: date) -> tuple[date | None, DateSource]:
    if day := find_visible_day(story, today):
        return day, DateSource.VISIBLE_TEXT
    if day := day_in_name(stem, today):
        return day, DateSource.FILE_NAME
    return None, DateSource.UNKNOWN


def _why_empty(parts: Parts) -> str:
    if parts.encrypted:
        return "is encrypted mail: save its text"
    if not parts.texts:
        return "is mail without a text: save what is attached to it as files"
    return "holds no sentences to read"


@dataclass(frozen=True, slots=True)
class _Body:
    """What the texts of a message say, and who sent it when, if it passes on another one."""

    paragraphs: list[str]
    sender: str = ""
    sent: str = ""

    def words(self) -> int:
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


def _read_body(parts: Parts, title: str, forwards: bool) -> _Body:
    bodies = [_read_text(text, title, forwards) for text in parts.texts]
    first = next((body for body in bodies if body.paragraphs), _Body([]))
    return replace(first, paragraphs=[paragraph for body in bodies for paragraph in body.paragraphs])


def _read_text(text: Text, title: str, forwards: bool) -> _Body:
    """Read the plain form of a text; the HTML form where that is missing, or a stub."""
    plain = _to_body(own_words(text.plain, forwards), title)
    if not text.html or plain.words() >= STUB_WORDS:
        return plain
    letter = own_words(to_lines(text.html), forwards)
    if not letter.sender:  # it passes nothing on, so what stands below is what it answers
        letter = own_words(to_lines(without_reply(text.html)), forwards)
    html = _to_body(letter, title)
    return html if html.words() > plain.words() else plain


def _to_body(letter: Letter, title: str) -> _Body:
    return _Body(to_prose(letter.text, title), letter.sender, letter.sent)
