"""Bytes to text, or a clear reason why they are none."""

import codecs
import re

from kg.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "is a PDF file: save it as text or HTML"),
    (b"{\\rtf", "is an RTF file: save it as text or HTML"),
    (b"PK\x03\x04", "is a zipped or office file: unpack it, or save it as text or HTML"),
    (b"\x1f\x8b", "is a compressed file: unpack it"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b") | {127})
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_UTF8_CHARACTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
_NO_CHARSETS = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
"""Encodings of Python that no page is in, some of which read escapes into it."""
_WINDOWS = {"ascii", "iso8859-1"}
"""What a browser reads as Windows-1252, which puts quotes where these have control characters."""
MOST_CONTROLS = 0.01
"""Share of control characters from which a file counts as binary."""
MOST_FOREIGN_LETTERS = 0.12
"""Share of letters beyond A to Z above which text in an undeclared encoding is not believed (French has
0.04)."""


def decode(data: bytes, is_html: bool = False) -> str:
    """Return the text in *data*; HTML may declare its encoding.

    Raises ReadError, its message a clause without a subject, for what is binary or in an unknown encoding.
    """
    for signature, reason in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(reason)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding)
    _refuse_binary(data)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if len(_UTF8_CHARACTER.findall(data)) > 20 * _faults(data):
            return data.decode(errors="replace")  # UTF-8 with a damaged character here and there
        first_fault = error.start
    declared = _DECLARED.search(data, 0, 4096) if is_html else None
    if declared:
        label = declared[1].decode("ascii")
        if not (encoding := name_encoding(label)):
            raise ReadError(f"declares the unknown encoding {label!r}: save it as UTF-8")
        return _decode_as(data, encoding)
    return _decode_windows(data, first_fault)


def name_encoding(label: str) -> str:
    """Return Python's name of the encoding that a page or a server calls *label*; empty where it is none."""
    try:
        name = codecs.lookup(label.strip(" \"'")).name
    except (LookupError, ValueError):
        return ""
    if name in _NO_CHARSETS:
        return ""
    return "cp1252" if name in _WINDOWS else name


def _refuse_binary(data: bytes) -> None:
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    halves = sorted((sample[::2].count(0), sample[1::2].count(0)))
    if halves[0] * 20 < halves[1] and halves[1] * 4 > len(sample):  # every other byte is zero
        raise ReadError("is a binary file, or UTF-16 without its byte order mark: save it as UTF-8")
    if b"\0" in data or controls > MOST_CONTROLS * len(sample):
        raise ReadError("is a binary file")


def _faults(data: bytes) -> int:
    return data.decode(errors="replace").count("\ufffd")


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError):
        raise ReadError(f"is not in the encoding {encoding} that it declares: save it as UTF-8") from None


def _decode_windows(data: bytes, first_fault: int) -> str:
    """Read *data* as Windows-1252, where the result can be English."""
    reason = f"is in an unknown encoding (not UTF-8 from byte {first_fault} on): save it as UTF-8"
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise ReadError(reason) from None
    letters = [character for character in text if character.isalpha()]
    foreign = sum(character > "\x7f" for character in letters)
    if foreign > MOST_FOREIGN_LETTERS * len(letters):
        raise ReadError(reason)
    return text
