"""PDF: the text of its pages, and what its document information says where that can be believed.

The title in the information counts where the first page shows it, the author where it reads as a name. The day of
creation is that of a file, and a file is often made again years later: where nothing else tells the day, its month
counts if the text speaks of that year and of none later, or of the year before in January; else the day is unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from kg.errors import ReadError
from kg.model import Article, DateSource, Precision
from kg.read.mail.letter import find_end
from kg.read.page.day import latest_year
from kg.read.pdf.columns import Line
from kg.read.pdf.layout import Paragraph, to_paragraphs
from kg.read.pdf.process import shared_process
from kg.read.signs import is_pdf
from kg.read.source import Outcome, Source
from kg.read.texts import from_page
from kg.read.tidy import fold, tidy

FEWEST_LETTERS = 20
"""Letters below which the pages hold pictures, and at most a page number."""
TITLE_WORDS = range(3, 31)
VISIBLE = 0.8
"""Share of a title's words that the first page shows."""
TALL = 1.15
"""Heights of the body's letters that a heading has at least."""
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|untitled|document|dokument|slide|presentation|print|https?:)\b.*"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|pptx?|xlsx?|html?|txt|pages)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*)(?: (?:(?:of|de|van|von|der|bin|al|and|the|for) )*[A-Z][\w.'’-]*){1,6}")
_NO_NAME = re.compile(
    r"\b(?:user|admin|administrator|owner|author|unknown|microsoft|adobe|office|acer|dell|hp|pc)\b", re.I
)
_CREATED = re.compile(r"D?:?(\d{4})(\d\d)")
_WORD = re.compile(r"\w+")


def read(source: Source) -> Iterator[Outcome]:
    """Yield the articles in a PDF file, and why a part of it gives none; ReadError for a fault of the whole."""
    data = source.read_all()
    if not is_pdf(data):
        raise ReadError("is no PDF: it does not begin with %PDF-")
    document = shared_process().describe(data)
    pages = [[[Line(*piece) for piece in line] for line in page] for page in document["pages"]]
    paragraphs = to_paragraphs(pages)
    if sum(map(str.isalpha, "".join(paragraph.text for paragraph in paragraphs))) < FEWEST_LETTERS:
        raise ReadError("holds no text: it may be a scan, so run text recognition (OCR) over it first")
    paragraphs = paragraphs[: find_end([paragraph.text for paragraph in paragraphs])]
    today = date.today()
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    for number, outcome in enumerate(from_page(text, source.stem, today, source.url)):
        yield outcome if number or not isinstance(outcome, Article) else _complete(outcome, document, paragraphs, today)


def _complete(article: Article, info: dict[str, Any], paragraphs: list[Paragraph], today: date) -> Article:
    """Return the main story with what the document's information and the size of its letters add."""
    title = _shown_title(fold(tidy(info["title"])), paragraphs) or article.title or _largest(paragraphs)
    author = fold(tidy(info["author"]))
    authors = (author,) if _NAME.fullmatch(author) and not _NO_NAME.search(author) else ()
    article = replace(article, title=title, authors=authors)
    month = _month(info["created"], article, today) if article.published is None else None
    if month is None:
        return article
    return replace(article, published=month, published_from=DateSource.METADATA, published_precision=Precision.MONTH)


def _shown_title(title: str, paragraphs: list[Paragraph]) -> str:
    """Return the title in the document's information, empty where it is none or the first page does not show it."""
    words = _WORD.findall(title.casefold())
    if len(words) not in TITLE_WORDS or _NO_TITLE.fullmatch(title):
        return ""
    shown = {word for part in paragraphs if part.page == 0 for word in _WORD.findall(part.text.casefold())}
    return title if sum(word in shown for word in words) >= VISIBLE * len(words) else ""


def _largest(paragraphs: list[Paragraph]) -> str:
    """Return the heading of the first page in the tallest letters, empty where none stands out."""
    body = sorted(paragraphs, key=lambda part: part.height)
    half, passed = sum(len(part.text) for part in body) / 2, 0
    usual = body[0].height
    for part in body:
        usual, passed = part.height, passed + len(part.text)
        if passed >= half:
            break
    tall = [part for part in paragraphs if part.page == 0 and part.height >= TALL * usual]
    fitting = [part for part in tall if len(part.text.split()) in TITLE_WORDS]
    return max(fitting, key=lambda part: part.height).text if fitting else ""


def _month(created: str, article: Article, today: date) -> date | None:
    """Return the first day of the month of creation, by the rule above, or None."""
    match = _CREATED.match(created)
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) == 0:
        return None
    month = date(int(match[1]), int(match[2]), 1)
    latest = latest_year((article.title, article.text), today)
    if latest is None or month > today:
        return None
    return month if latest == month.year or (month.month == 1 and latest == month.year - 1) else None
