"""The lines of a page in sections: what is no prose, and the prose below it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.read.page.furniture import LONGEST_CAPTION, Kind, ends_sentence, is_item, is_question, kind_of, strip_marks
from kg.read.page.title import TITLE_WORDS

REAL_STORY = 3
"""Paragraphs of prose that a second story has at least; fewer make a teaser."""
SHORT_SENTENCE = 8
"""Words below which a sentence above the title is a slogan, and no standfirst."""
TEASER_WORDS = 35
"""Words that the one paragraph of a teaser has at most."""
MOST_REPEATS = 3
"""Times that a page shows a title at most; what it shows more often is a button or a running head."""
LONGEST_QUOTE = 250
"""Characters of a quotation that may be told in large print."""
MOST_QUOTES = 50
"""Such quotations that are looked for on a page."""
_LISTS = {Kind.PAUSE, Kind.READ_ON}


@dataclass(slots=True)
class Section:
    """Lines that are no prose, and the prose below them."""

    head: list[tuple[Kind, str]] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)

    def kinds(self) -> set[Kind]:
        """What kinds of line stand above the prose."""
        return {kind for kind, _ in self.head}

    def titles(self) -> list[str]:
        """The lines above the prose that may be titles."""
        return [line for kind, line in self.head if kind is Kind.TITLE]


def to_sections(lines: Sequence[str]) -> list[Section]:
    """Sort *lines* into sections; a question without prose above is a title or a heading.

    Prose that is told again counts once, and not at all where it follows itself: then it is a caption.
    """
    counts = Counter(line.casefold() for line in lines)
    pulled = _pull_quotes(lines)
    sections = [Section()]
    seen: set[str] = set()
    for number, line in enumerate(lines):
        above, below = lines[number - 1] if number else "", lines[number + 1] if number + 1 < len(lines) else ""
        kind, key = _kind_in_place(line, above, below, sections), line.casefold()
        if (kind is Kind.PROSE and (key in seen or line in pulled)) or (
            kind is Kind.TITLE and counts[key] > MOST_REPEATS
        ):
            kind = Kind.NOISE
        seen.add(key)
        if kind is Kind.PROSE:
            sections[-1].prose.append(strip_marks(line))
        else:
            if sections[-1].prose:
                sections.append(Section())
            sections[-1].head.append((kind, line))
    return sections


def _pull_quotes(lines: Sequence[str]) -> set[str]:
    """Return the quotations among *lines* that only repeat in large print what another line says."""
    quotations = [line for line in dict.fromkeys(lines) if len(line) <= LONGEST_QUOTE and line[0] in "“\"‘'"]
    text = "\n".join(lines)
    return {line for line in quotations[:MOST_QUOTES] if text.count(line.strip("“”\"‘’' .…")) > lines.count(line)}


def _kind_in_place(line: str, above: str, below: str, sections: list[Section]) -> Kind:
    """Return what *line* is, given its neighbours and the sections so far."""
    kind = kind_of(line)
    if kind is Kind.TITLE and len(line.split()) >= TITLE_WORDS:
        if line.endswith(":") and is_item(below):
            return Kind.PROSE  # "The two sides agreed:"
        if line in (above, below) and (len(sections) > 1 or sections[-1].prose):
            return Kind.CAPTION  # once for those who cannot see the picture
    if kind is not Kind.PROSE:
        return kind
    if line == below and len(line.split()) < LONGEST_CAPTION:
        return Kind.CAPTION
    if sections[-1].prose:
        return kind
    is_linked = len(sections) > 1 and sections[-1].kinds() & _LISTS and not ends_sentence(line)
    return Kind.TITLE if is_linked or is_question(line) else kind  # an item below "Most read", a heading


def main_onwards(sections: list[Section]) -> list[Section]:
    """Return *sections* without what stands above the main story: slogans, notices, placeholder text."""
    for number, section in enumerate(sections):
        is_titled = any(len(title.split()) >= TITLE_WORDS for title in section.titles())
        if is_titled and any(len(paragraph.split()) >= SHORT_SENTENCE for paragraph in section.prose):
            slogans = sections[:number]
            few = sum(len(paragraph.split()) for above in slogans for paragraph in above.prose)
            rest = sum(len(paragraph.split()) for below in sections[number:] for paragraph in below.prose)
            return sections[number:] if few * 4 < rest else sections
    return sections


def without_trailing_teasers(sections: list[Section]) -> list[Section]:
    """Return *sections* without two or more short teasers at the end: a headline with one sentence each."""
    last = len(sections)
    while last and not sections[last - 1].prose:
        last -= 1
    first = last
    while first > 1 and _is_teaser(sections[first - 1]):
        first -= 1
    above = sum(len(section.prose) for section in sections[:first])
    return sections[:first] if last - first >= 2 and above >= REAL_STORY else sections


def _is_teaser(section: Section) -> bool:
    headline = any(len(title.split()) > TITLE_WORDS for title in section.titles())
    return headline and len(section.prose) == 1 and len(section.prose[0].split()) <= TEASER_WORDS
