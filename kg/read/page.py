"""Takes a page saved as plain text apart into its stories, and leaves out all that is no story."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.read.furniture import LONGEST_CAPTION, Kind, is_biography, is_question, kind_of, strip_marks
from kg.read.layout import to_paragraphs
from kg.read.story import Story

REAL_STORY = 3
"""Paragraphs of prose that a second story has at least; fewer make a teaser."""
TITLE_WORDS = 4
"""Words that a title has at least, where the page offers a choice."""
SHORT_SENTENCE = 8
"""Words below which a sentence above the title is a slogan, and no standfirst."""
TEASER_WORDS = 35
"""Words that the one paragraph of a teaser has at most."""
LONGEST = 25
"""Words that a title has at most."""
NEARLY_BEST = 0.6
"""Part of the highest score that the first title needs."""
LEAD = 4
"""Paragraphs that a title is compared with."""
STEM = 5
"""Letters of a word that are compared."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_URL_LINE = re.compile(r"(?:(?:url|link|source|permalink)\s*:\s*)?(https?://[^\s/]+/\S+)", re.IGNORECASE)
_TITLE_MARK = re.compile(r"^(?:title|headline|subject)\s*:\s*", re.IGNORECASE)
_SIGNS = {Kind.LABEL, Kind.BYLINE, Kind.DAY}
_BREAKS = {Kind.PAUSE, Kind.END, Kind.READ_ON, Kind.BOX}


@dataclass(slots=True)
class _Section:
    """Lines that are no prose, and the prose below them."""

    head: list[tuple[Kind, str]] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)

    def kinds(self) -> set[Kind]:
        return {kind for kind, _ in self.head}

    def titles(self) -> list[str]:
        return [line for kind, line in self.head if kind is Kind.TITLE]


def take_apart(text: str) -> list[Story]:
    """Return the stories of a page that was saved as text, the main one first; none where there is no prose.

    The first line that can be a title, with prose below it, begins the main story. Headings within it are
    left out. It goes on until a marker such as ``Leave a Reply``, or a title with a byline, day or section,
    or one that the page repeats: then another story begins, which counts if it has `REAL_STORY` paragraphs,
    or more than that where ``keep reading`` stands below.
    """
    lines = to_paragraphs(text)
    counts = Counter(line.casefold() for line in lines)
    sections = _without_trailing_teasers(_main_onwards(_to_sections(lines)))
    groups = _to_stories(_to_stretches(sections, counts))
    return [_to_story(group, counts) for group in groups]


def _to_sections(lines: Sequence[str]) -> list[_Section]:
    """Sort the lines; a question without prose above is a title or a heading.

    Prose that is told again counts once, and not at all where it follows itself: then it is a caption.
    """
    sections = [_Section()]
    seen: set[str] = set()
    for number, line in enumerate(lines):
        kind, key = kind_of(line), line.casefold()
        again = key in seen
        seen.add(key)
        if kind is Kind.PROSE and again:
            kind = Kind.NOISE
        elif kind is Kind.PROSE and line in lines[number + 1 : number + 2] and len(line.split()) < LONGEST_CAPTION:
            kind = Kind.CAPTION
        elif kind is Kind.PROSE and not sections[-1].prose and is_question(line):
            kind = Kind.TITLE
        if kind is Kind.PROSE:
            sections[-1].prose.append(strip_marks(line))
        else:
            if sections[-1].prose:
                sections.append(_Section())
            sections[-1].head.append((kind, line))
    return sections


def _main_onwards(sections: list[_Section]) -> list[_Section]:
    """Drop what stands above the main story: slogans, notices, placeholder text."""
    for number, section in enumerate(sections):
        is_titled = any(len(title.split()) >= TITLE_WORDS for title in section.titles())
        if is_titled and any(len(paragraph.split()) >= SHORT_SENTENCE for paragraph in section.prose):
            slogans = sections[:number]
            few = sum(len(paragraph.split()) for above in slogans for paragraph in above.prose)
            rest = sum(len(paragraph.split()) for below in sections[number:] for paragraph in below.prose)
            return sections[number:] if few * 4 < rest else sections
    return sections


def _without_trailing_teasers(sections: list[_Section]) -> list[_Section]:
    """Drop two or more short teasers at the end: a headline with one sentence each."""
    last = len(sections)
    while last and not sections[last - 1].prose:
        last -= 1
    first = last
    while first > 1 and _is_teaser(sections[first - 1]):
        first -= 1
    above = sum(len(section.prose) for section in sections[:first])
    return sections[:first] if last - first >= 2 and above >= REAL_STORY else sections


def _is_teaser(section: _Section) -> bool:
    headline = any(len(title.split()) > TITLE_WORDS for title in section.titles())
    return headline and len(section.prose) == 1 and len(section.prose[0].split()) <= TEASER_WORDS


@dataclass(slots=True)
class _Stretch:
    """Sections with no break between them."""

    sections: list[_Section]
    is_story: bool
    """Whether it opens as a story does: its title is repeated, or stands by a byline, day or section."""

    def opening(self) -> set[Kind]:
        return self.sections[0].kinds()

    def is_prose(self) -> bool:
        """Whether the prose of a story goes on here: teasers have a headline for every sentence or two."""
        return max(len(section.prose) for section in self.sections) >= REAL_STORY

    def paragraphs(self) -> int:
        return sum(len(section.prose) for section in self.sections)


def _to_stretches(sections: list[_Section], counts: Counter[str]) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    for section in sections:
        repeated = any(counts[title.casefold()] > 1 for title in section.titles())
        is_story = bool(section.titles()) and (repeated or bool(section.kinds() & _SIGNS))
        begun = bool(stretches) and stretches[-1].paragraphs() >= 2
        breaks = Kind.RESUME not in section.kinds() and (section.kinds() & _BREAKS or (is_story and begun))
        if not stretches or breaks:
            stretches.append(_Stretch([section], is_story))
        else:
            stretches[-1].sections.append(section)
    return stretches


def _to_stories(stretches: list[_Stretch]) -> list[list[_Section]]:
    """Gather the stretches of each story; teasers are left out."""
    stories: list[list[_Section]] = []
    ended = False
    for number, stretch in enumerate(stretches):
        below = stretches[number + 1].opening() if number + 1 < len(stretches) else set()
        is_teaser = Kind.READ_ON in below and bool(stories) and stretch.paragraphs() <= REAL_STORY
        if stories and stretch.opening() & {Kind.END, Kind.READ_ON}:
            ended = True
        long_enough = stretch.paragraphs() >= REAL_STORY
        if not stories:
            if stretch.paragraphs():
                stories.append(stretch.sections)
        elif is_teaser:
            continue
        elif stretch.is_story:
            if long_enough:
                stories.append(stretch.sections)
                ended = False
        elif not ended and (stretch.is_prose() or not stretch.sections[0].titles()):
            stories[-1] = stories[-1] + stretch.sections
    return stories


def _to_story(sections: list[_Section], counts: Counter[str]) -> Story:
    paragraphs = [paragraph for section in sections for paragraph in section.prose]
    for _ in range(2):
        if len(paragraphs) > 1 and is_biography(paragraphs[-1]):
            paragraphs.pop()
    head = list(_head(sections))
    title = _title([line for kind, line in head if kind is Kind.TITLE], paragraphs, counts)
    place = next((number for number, (_, line) in enumerate(head) if line == title), 0)
    below = [line for kind, line in head[place:] if kind in (Kind.DAY, Kind.BYLINE)]
    above = [line for kind, line in head[:place] if kind in (Kind.DAY, Kind.BYLINE)]
    captions = dict.fromkeys(line for section in sections for kind, line in section.head if kind is Kind.CAPTION)
    url = next((match[1] for _, line in head if (match := _URL_LINE.fullmatch(line))), "")
    return Story(_TITLE_MARK.sub("", title), tuple(paragraphs), tuple(below or above), tuple(captions), url)


def _head(sections: list[_Section]) -> Iterator[tuple[Kind, str]]:
    """Yield the lines above the story's second paragraph that are no prose."""
    paragraphs = 0
    for section in sections:
        yield from section.head
        paragraphs += len(section.prose)
        if paragraphs > 1:
            return


def _title(titles: Sequence[str], paragraphs: Sequence[str], counts: Counter[str]) -> str:
    """Return the title: the first line of some length that shares about as many words with the lead as any other.

    A line that the page repeats is preferred. Where all are short it is the last one.
    """
    fitting = [title for title in titles if TITLE_WORDS <= len(title.split()) <= LONGEST]
    if not fitting:
        return titles[-1] if titles else ""
    lead = _stems(" ".join(paragraphs[:LEAD]))
    scores = [len(_stems(title) & lead) + 2 * (counts[title.casefold()] > 1) for title in fitting]
    best = next(title for title, score in zip(fitting, scores, strict=True) if score >= NEARLY_BEST * max(scores))
    # "Talks fail again" rather than "Talks fail again | The Example"
    return min((title for title in fitting if best.startswith(title)), key=len)


def _stems(text: str) -> set[str]:
    """Return the longer words of *text*, cut so that most forms of a word are one."""
    return {word[:STEM] for word in _WORD.findall(text.casefold())}
