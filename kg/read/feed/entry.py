"""What a feed says of one story, out of what feedparser makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate
from time import struct_time
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from kg.model import Article, DateSource, Precision
from kg.read.markup import to_line

Raw: TypeAlias = Mapping[str, Any]
"""An entry, or the head, of a feed as feedparser gives it."""
FIRST_YEAR = 1950
"""Earlier days are placeholders for a missing one."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one story; every string is tidied and on one line."""

    number: int
    """From 1, in the order of the feed."""
    title: str
    url: str
    """Absolute, http or https; empty where there is none."""
    published: date | None
    updated: date | None
    """Day of the last change: taken only for want of a better one."""
    authors: tuple[str, ...]
    source: str
    """Name of the outlet: the entry's own source, else the feed's title."""

    def complete(self, article: Article) -> Article:
        """Return *article* with what the feed knows: title, day and outlet, and authors where it has none."""
        article = replace(
            article,
            title=self.title or article.title,
            source=self.source or article.source,
            authors=article.authors or self.authors,
        )
        is_better = self.published and article.published_from is not DateSource.METADATA
        day = self.published if is_better else None if article.published else self.updated
        if day is None:
            return article
        return replace(article, published=day, published_from=DateSource.METADATA, published_precision=Precision.DAY)


def to_entry(raw: Raw, number: int, home: str, outlet: str, is_atom: bool) -> Entry:
    """Return the entry that *raw* describes; its link is relative to *home*, its source *outlet* if it has none.

    In RSS the only day is that of publication (``pubDate``, ``dc:date``); in Atom ``updated`` is the last change.
    """
    today = date.today()
    published, updated = _day(raw, "published", today), _day(raw, "updated", today)
    if not is_atom:
        published, updated = published or updated, None
    source = raw.get("source") or {}
    return Entry(
        number,
        to_line(raw.get("title") or ""),
        _address(home, raw.get("link") or ""),
        published,
        updated,
        _authors(raw),
        to_line(source.get("title") or "") or outlet,
    )


def _address(home: str, link: str) -> str:
    try:
        url = urljoin(home, "".join(link.split()))
        return url if link and urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:  # such as an IPv6 address without its bracket
        return ""


def _authors(raw: Raw) -> tuple[str, ...]:
    names = (to_line(author.get("name") or "") for author in raw.get("authors") or ())
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name))


def _day(raw: Raw, name: str, today: date) -> date | None:
    """Return the day as it was written, in its own time zone, else in UTC; not one in the future."""
    if name not in raw:  # feedparser would hand out one date for the other, with a warning
        return None
    for day in (_written_day(str(raw[name])), _day_of(raw.get(f"{name}_parsed"))):
        if day and day.year >= FIRST_YEAR and day != _EPOCH and day <= today:
            return day
    return None


def _written_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return _day_of(parsedate(text))


def _day_of(parts: "struct_time | tuple[int, ...] | None") -> date | None:
    try:
        return date(parts[0], parts[1], parts[2]) if parts else None
    except ValueError:
        return None
