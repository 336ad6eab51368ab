"""Which sections of a page belong to which story, and which to none."""

from collections import Counter
from dataclasses import dataclass

from kg.read.page.furniture import Kind
from kg.read.page.sections import REAL_STORY, Section
from kg.read.page.title import TITLE_WORDS, stems

LEAST_SHARED = 3
"""Words that prose below a box or a headline has in common with the story, if it goes on with it. One does below
a list of several headlines: such a list has no teasers."""
_SIGNS = {Kind.LABEL, Kind.BYLINE, Kind.DAY}
_BREAKS = {Kind.PAUSE, Kind.END, Kind.READ_ON, Kind.BOX}


@dataclass(slots=True)
class _Stretch:
    """Sections with no break between them."""

    sections: list[Section]
    is_story: bool
    """Whether it opens as a story does: its title is repeated, or stands by a byline, day or section."""

    def opening(self) -> set[Kind]:
        return self.sections[0].kinds()

    def is_untitled(self) -> bool:
        """Whether it opens with a short line at most: below comments, that is a reader's name."""
        return all(len(title.split()) < TITLE_WORDS for title in self.sections[0].titles())

    def is_prose(self) -> bool:
        """Whether the prose of a story goes on here: teasers have a headline for every sentence or two."""
        return max(len(section.prose) for section in self.sections) >= REAL_STORY

    def paragraphs(self) -> int:
        return sum(len(section.prose) for section in self.sections)


class _Story:
    """The sections of a story, and the words that it has used so far."""

    def __init__(self, sections: list[Section]) -> None:
        self.sections: list[Section] = []
        self.told: set[str] = set()
        self.add(sections)

    def add(self, sections: list[Section]) -> None:
        """Let the story go on with *sections*."""
        self.sections += sections
        self.told.update(*(stems(paragraph) for section in sections for paragraph in section.prose))


def to_stories(sections: list[Section], counts: Counter[str]) -> list[list[Section]]:
    """Return the sections of each story; teasers are left out. *counts* tells how often the page has a line."""
    stories: list[_Story] = []
    ended = False
    stretches = _to_stretches(sections, counts)
    for number, stretch in enumerate(stretches):
        below = stretches[number + 1].opening() if number + 1 < len(stretches) else set()
        is_teaser = Kind.READ_ON in below and bool(stories) and stretch.paragraphs() <= REAL_STORY
        if stories and stretch.opening() & {Kind.END, Kind.READ_ON}:
            ended = True
        if not stories:
            if stretch.paragraphs():
                stories.append(_Story(stretch.sections))
        elif is_teaser:
            continue
        elif stretch.is_story:
            if stretch.paragraphs() >= REAL_STORY and not (ended and stretch.is_untitled()):
                stories.append(_Story(stretch.sections))
                ended = False
        elif not ended:
            stories[-1].add(_continuation(stretch, stories[-1].told))
    return [story.sections for story in stories]


def _to_stretches(sections: list[Section], counts: Counter[str]) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    for section in sections:
        titles = section.titles()
        repeated = any(counts[title.casefold()] > 1 for title in titles if len(title.split()) >= TITLE_WORDS)
        is_story = bool(titles) and (repeated or bool(section.kinds() & _SIGNS))
        begun = bool(stretches) and stretches[-1].paragraphs() >= 2
        breaks = Kind.RESUME not in section.kinds() and (section.kinds() & _BREAKS or (is_story and begun))
        if not stretches or breaks:
            stretches.append(_Stretch([section], is_story))
        else:
            stretches[-1].sections.append(section)
    return stretches


def _continuation(stretch: _Stretch, told: set[str]) -> list[Section]:
    """Return the sections of *stretch*, below a box or a list of links, in which a story that has *told* goes on."""
    if stretch.is_prose() or not stretch.sections[0].titles():
        return stretch.sections
    kept: list[Section] = []
    for section in stretch.sections:
        if not _goes_on(section, told):
            break
        kept.append(section)
    return kept


def _goes_on(section: Section, told: set[str]) -> bool:
    """Whether the prose of *section* speaks of what the story has *told*, rather than of the headline above it."""
    words = stems(" ".join(section.prose))
    headline = stems(section.titles()[-1]) if section.titles() else set()
    listed = sum(len(title.split()) >= TITLE_WORDS for title in section.titles())
    return len(words & told) >= (1 if listed > 1 else LEAST_SHARED) and len(words & headline) < 2
