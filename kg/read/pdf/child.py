"""The program of a child process that parses PDF files, one after the other, until its parent is gone.

Started by `kg.read.pdf.process`, because the parser is in C++ and may crash, hang or ask for any memory. It limits
itself: memory by the kernel, time by an alarm (its parent kills it a little earlier, unless the parent is dead).

A file comes as its length (8 bytes) and its bytes; the answer is a length and JSON: ``{"error": …}``, or ``title``,
``author``, ``created`` and ``pages``. A page is a list of lines, a line a list of pieces with wide gaps between, a
piece ``[text, left, right, top, bottom]`` in points from the lower left corner. A hyphen that parts a word at a line's
end is a soft hyphen.
"""

import ctypes
import json
import math
import re
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from typing import Any, BinaryIO, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from kg.read.pdf.process import SIZE

MOST_PAGES = 500
MOST_CHARACTERS = 1_000_000
MOST_UNMAPPED = 0.2
"""Share of characters without a meaning from which the rest is not believed either."""
EVERY = 32
"""Of so many characters one is asked for its meaning."""
WIDE_GAP = 1.1
"""Heights of a line; a wider gap may part two columns."""
HYPHEN = "\ufffe"
"""What the parser writes for a hyphen at a line's end, in place of the end."""
_LINE = re.compile(f"[^\r\n{HYPHEN}]+{HYPHEN}?")
_WORD = re.compile(r"\S+")

Piece: TypeAlias = tuple[str, float, float, float, float]


class _Refusal(Exception):  # noqa: N818  # a reason, and no fault of the program
    """Why a file gives no text."""


def describe(data: bytes) -> dict[str, Any]:
    """Return the answer for one file."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            if len(document) > MOST_PAGES:
                raise _Refusal(f"has more than {MOST_PAGES} pages ({len(document):,}): split it")
            pages = _read_pages(document)
            info = document.get_metadata_dict(skip_empty=True)
            return {
                "title": info.get("Title", ""),
                "author": info.get("Author", ""),
                "created": info.get("CreationDate", ""),
                "pages": pages,
            }
    except pypdfium2.PdfiumError as error:
        return {"error": _reason(error)}
    except _Refusal as refusal:
        return {"error": str(refusal)}
    except MemoryError:
        return {"error": "needs too much memory to parse: save it as text or HTML"}


def _reason(error: pypdfium2.PdfiumError) -> str:
    code = getattr(error, "err_code", None)
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return "is an encrypted PDF: save it without its password"
    return "is a damaged PDF: it cannot be parsed"


def _read_pages(document: pypdfium2.PdfDocument) -> list[list[list[Piece]]]:
    pages: list[list[list[Piece]]] = []
    characters = asked = unmapped = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:  # one damaged page costs itself
            continue
        with closing(page), closing(page.get_textpage()) as text:
            count = text.count_chars()
            characters += count
            if characters > MOST_CHARACTERS:
                raise _Refusal(f"holds more than {MOST_CHARACTERS:,} characters of text: split it")
            asked += len(range(0, count, EVERY))
            unmapped += sum(pdfium.FPDFText_HasUnicodeMapError(text, i) == 1 for i in range(0, count, EVERY))
            pages.append(_read_lines(text, count))
    if not pages and len(document):
        raise _Refusal("is a damaged PDF: none of its pages can be parsed")
    if unmapped > MOST_UNMAPPED * asked:
        raise _Refusal("is a PDF whose fonts do not say which letters they draw: save it as text or HTML")
    return pages


def _read_lines(page: pypdfium2.PdfTextPage, count: int) -> list[list[Piece]]:
    text = page.get_text_range() if count else ""
    if len(text) != count:  # it leaves out what has no character; the places below count all
        text = "".join(chr(pdfium.FPDFText_GetUnicode(page, i) or 32) for i in range(count)).replace("\x02", HYPHEN)
    return [_to_pieces(page, match) for match in _LINE.finditer(text) if not match[0].isspace()]


def _to_pieces(page: pypdfium2.PdfTextPage, line: re.Match[str]) -> list[Piece]:
    """Part *line*, a match whose offsets are numbers of characters on the page, at wide gaps."""
    text = line[0]
    begin, end = line.start() + len(text) - len(text.lstrip()), line.start() + len(text.rstrip())
    cuts = [begin, *(_wide_gaps(page, line) if _is_composed(page, begin, end) else ()), end]
    return [_to_piece(page, line.string[start:stop], start) for start, stop in pairwise(cuts)]


def _is_composed(page: pypdfium2.PdfTextPage, begin: int, end: int) -> bool:
    """Whether more than one operator drew a line: columns are not drawn by one."""
    first, last = (pdfium.FPDFText_GetTextObject(page, number) for number in (begin, end - 1))
    return not first or not last or ctypes.addressof(first.contents) != ctypes.addressof(last.contents)


def _wide_gaps(page: pypdfium2.PdfTextPage, line: re.Match[str]) -> Iterator[int]:
    """Yield where the words begin that stand behind a wide gap."""
    right = math.inf
    for word in _WORD.finditer(line[0]):
        start = line.start() + word.start()
        left, end, top, bottom = _box(page, start)
        if left - right > WIDE_GAP * (top - bottom):
            yield start
        right = end if len(word[0]) == 1 else _box(page, line.start() + word.end() - 1)[1]


def _to_piece(page: pypdfium2.PdfTextPage, text: str, begin: int) -> Piece:
    left, _, top, bottom = _box(page, begin)
    _, right, end_top, end_bottom = _box(page, begin + len(text.rstrip()) - 1)
    return text.strip().replace(HYPHEN, "\xad"), left, right, max(top, end_top), min(bottom, end_bottom)


def _box(page: pypdfium2.PdfTextPage, number: int) -> tuple[float, float, float, float]:
    """Return left, right, top and bottom of a character, of the same height for all of a font."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, number, box)
    return box.left, box.right, box.top, box.bottom


def serve(requests: BinaryIO, answers: BinaryIO, seconds: float) -> None:
    """Answer each of *requests* within *seconds*, until there are no more."""
    while len(head := requests.read(SIZE.size)) == SIZE.size:
        data = requests.read(SIZE.unpack(head)[0])
        signal.setitimer(signal.ITIMER_REAL, seconds)
        answer = json.dumps(describe(data)).encode()
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(SIZE.pack(len(answer)) + answer)
        answers.flush()


def main() -> None:
    """Run as ``python -m kg.read.pdf.child MEBIBYTES SECONDS``."""
    mebibytes, seconds = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the pipe
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (int(mebibytes) << 20, int(mebibytes) << 20))
    serve(sys.stdin.buffer, sys.stdout.buffer, float(seconds))


if __name__ == "__main__":
    main()
