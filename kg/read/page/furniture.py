"""Tells the prose of a page from its furniture, one line at a time."""

import re
from enum import Enum, auto

from kg.read.dayforms import find_days, is_day_line, is_month_line
from kg.read.page import patterns


class Kind(Enum):
    """What a line of a page is."""

    PROSE = auto()
    TITLE = auto()
    """Short and without a final full stop: a title, a heading, or something else that is no sentence."""
    CAPTION = auto()
    LABEL = auto()
    """Section of the site: ``Analysis | Europe``."""
    BYLINE = auto()
    DAY = auto()
    MONTH = auto()
    """A month and its year alone: ``June 2024``."""
    BOX = auto()
    """Fundraising, newsletter."""
    NOISE = auto()
    PAUSE = auto()
    """A marker that may stand amid a story, with teasers below it: ``Read more``."""
    END = auto()
    """A marker at the end of a story: ``Leave a Reply``."""
    READ_ON = auto()
    """The end of a teaser: ``keep reading``."""
    RESUME = auto()
    """The end of links amid a story: ``end of list``."""


LONGEST_TITLE = 18
"""Words; a longer line counts as prose even without a full stop, if it reads as a sentence."""
SHORTEST_QUESTION = 4
"""Words up to which a question on its own line is taken for a heading: ``Who gains?``."""
LONGEST_QUESTION = 10
"""Words up to which it is where it begins as a question does: ``What did the two sides say?``."""
LONGEST_CAPTION = 70
"""Words beyond which a line with a photo credit at its end is taken for prose."""
LONGEST_FURNITURE = 600
"""Characters beyond which a line is a paragraph, whatever it says."""
LONGEST_SIGNATURE = 40
"""Characters of an agency's name with what stands around it."""
FEWEST_WORDS = 40
"""Words below which so long a line is no language."""
_FINAL = re.compile(r"[.!?…][)\"'”’»\]]*(?:\s?\[\d+\])*$")
_INNER_END = re.compile(r"[.!?…][)\"'”’»\]]*\s")
_SIGNED = re.compile(
    rf"\s?[-–—]*\s?[(\[]?(?:{patterns.AGENCIES}|ANI|PTI|IANS|VOA|with inputs from agencies)[)\]]$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(r"(?<=[.!?”\"’])\s(?:Enditem|ENDITEM|ENDS|END|Ends|-30-)$")
_BULLET = re.compile(r"^(?:[-–—•*▪◦‣·●]|\d{1,2}[.)])\s+")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_ASKS = re.compile(
    r"(?:what|why|who|whose|whom|how|where|when|which|is|are|was|were|do|does|did|can|could|will|would|should|has|have)\b",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"“[^“”]*”|\"[^\"]{0,1000}\"")
_KINDS = (
    (patterns.READ_ON, Kind.READ_ON),
    (patterns.END, Kind.END),
    (patterns.PAUSE, Kind.PAUSE),
    (patterns.RESUME, Kind.RESUME),
)


def kind_of(line: str) -> Kind:
    """Return what *line* is; it must be tidied, on one line and not empty."""
    if patterns.PLACEHOLDER.search(line):
        return Kind.NOISE
    if len(line) > LONGEST_FURNITURE:
        return Kind.BOX if is_asking(line) else Kind.PROSE if _has_sentences(line) else Kind.NOISE
    bare = line.strip(" :–—-|•·»›→↓…")
    for pattern, kind in _KINDS:
        if pattern.fullmatch(line) or pattern.fullmatch(bare):
            return kind
    if is_caption(line):
        return Kind.CAPTION
    if is_day_line(line):
        return Kind.DAY
    if is_month_line(line):
        return Kind.MONTH
    if patterns.BYLINE.fullmatch(line):
        return Kind.BYLINE
    if patterns.NOISE.fullmatch(line) or patterns.NOTICE.search(_QUOTES.sub("", line)):
        return Kind.NOISE
    return Kind.BOX if is_asking(line) else _prose_or_title(line)


def is_caption(line: str) -> bool:
    """Whether *line* describes or credits a picture."""
    if patterns.CAPTION.fullmatch(line):
        return True
    if len(line.split()) > LONGEST_CAPTION:
        return False
    posed = patterns.SIDES.search(line) and any(form.full for form in find_days(line))
    return bool(posed or patterns.CREDIT_AT_END.search(line))


def is_asking(line: str) -> bool:
    """Whether *line* asks readers for money, or to subscribe; what is quoted in it does not count."""
    return bool(patterns.ASKING_WORDS.search(line.lower()) and patterns.ASKING.search(_QUOTES.sub("", line)))


def is_biography(line: str) -> bool:
    """Whether *line* only says who the author is."""
    return len(line) <= LONGEST_FURNITURE and bool(patterns.BIOGRAPHY.fullmatch(line))


def is_item(line: str) -> bool:
    """Whether *line* begins as an item of a list does."""
    return bool(_BULLET.match(line))


def ends_sentence(line: str) -> bool:
    """Whether *line* ends as a sentence does."""
    return bool(_FINAL.search(strip_marks(line)))


def is_question(line: str) -> bool:
    """Whether *line* is one short question and nothing else, as many titles are."""
    return line.endswith("?") and len(line.split()) <= LONGEST_TITLE and not _INNER_END.search(line)


def strip_marks(line: str) -> str:
    """Return *line* without a bullet before it or an agency's name behind its last full stop."""
    bare = _SIGN_OFF.sub("", _BULLET.sub("", line))
    tail = max(0, len(bare) - LONGEST_SIGNATURE)
    unsigned = bare[:tail] + _SIGNED.sub("", bare[tail:])
    return unsigned if _FINAL.search(unsigned) else bare


def _has_sentences(line: str) -> bool:
    """Whether a long *line* is language: a menu on one line has no full stop."""
    closed = _FINAL.search(line) or _INNER_END.search(line)
    return bool(closed) and len(_WORD.findall(line)) >= FEWEST_WORDS


def _prose_or_title(line: str) -> Kind:
    plain = strip_marks(line)
    words = _WORD.findall(plain)
    if _FINAL.search(plain):
        return _closed(plain, words)
    reads_on = sum(word[0].islower() for word in words) * 2 >= len(words)
    is_item = plain != line and len(words) >= 5
    if reads_on and (is_item or len(words) > LONGEST_TITLE or (plain.endswith(":") and len(words) >= 8)):
        return Kind.PROSE
    return Kind.LABEL if patterns.LABEL.fullmatch(line) else Kind.TITLE


def _closed(line: str, words: list[str]) -> Kind:
    """Sort a line that ends as a sentence does."""
    if line.rstrip("\"'”’»)]").endswith("?"):
        asks = is_question(line) and (_is_capitalised(words) or (len(words) <= LONGEST_QUESTION and _ASKS.match(line)))
        headed = len(words) <= SHORTEST_QUESTION or asks
        return Kind.TITLE if headed else Kind.PROSE
    is_slogan = line.endswith("!") and len(words) <= 6
    return Kind.NOISE if len(words) < 3 or is_slogan else Kind.PROSE


def _is_capitalised(words: list[str]) -> bool:
    """Whether most of the longer *words* begin with a capital, as in a headline."""
    long_words = [word for word in words if len(word) > 3]
    return sum(word[0].isupper() for word in long_words) * 5 >= len(long_words) * 3 > 0
