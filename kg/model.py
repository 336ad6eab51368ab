"""The types that flow: an article is read, mentions of events are found in it, actors take part in them."""

import calendar
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a date is known; the values are the names of the ontology's individuals."""

    DAY = "Day"
    MONTH = "Month"
    YEAR = "Year"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year of the Gregorian calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is in no calendar (ValueError), and a day without its month."""
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """Return *day* as a date of day precision."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ``2024``, ``2024-06`` or ``2024-06-27`` (what follows a ``T`` is ignored); ValueError otherwise."""
        return cls(*(int(part) for part in text.split("T")[0].split("-")))

    @property
    def precision(self) -> Precision:
        """The finest unit that is known."""
        if self.day is not None:
            return Precision.DAY
        return Precision.YEAR if self.month is None else Precision.MONTH

    @property
    def first_day(self) -> date:
        """The first day of the span."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day of the span."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """ISO 8601 at this precision: ``2024``, ``2024-06`` or ``2024-06-27``."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)


class DateSource(StrEnum):
    """Where an article's day comes from."""

    METADATA = "metadata"
    VISIBLE_TEXT = "visible text"
    URL = "url"
    FILE_NAME = "file name"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Article:
    """One story, cleaned of what surrounded it. Offsets of mentions point into ``text``."""

    doc: str
    """The article's own id, else the stem of its file name; ``-2`` is appended for a second story in one file."""
    text: str
    """Paragraphs separated by one empty line."""
    title: str = ""
    published: date | None = None
    """First day of the span that is known."""
    published_from: DateSource = DateSource.UNKNOWN
    url: str = ""
    source: str = ""
    """Name of the outlet."""
    authors: tuple[str, ...] = ()
    language: str = "en"
    """ISO 639-1 code of the language of the text."""
    published_precision: Precision = Precision.DAY
    """How exactly ``published`` is known."""

    @property
    def day(self) -> date | None:
        """The day of publication, where the very day is known."""
        return self.published if self.published_precision is Precision.DAY else None


class ActorKind(StrEnum):
    """What an actor is; the values are the names of the ontology's classes."""

    STATE = "State"
    ORGANISATION = "Organisation"
    BLOC = "Bloc"
    GOVERNMENT_BODY = "GovernmentBody"
    PERSON = "Person"
    ARMED_GROUP = "ArmedGroup"
    COMPANY = "Company"
    GROUP = "Group"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office. ``until`` is None while it lasts or where its end is not known."""

    office: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A party that can act or be acted upon. States are keyed by ISO 3166-1 alpha-3, others by acronym or slug."""

    key: str
    """Local part of the IRI: ``RUS``, ``NATO``, ``hamas``, ``sergey-lavrov``."""
    kind: ActorKind
    label: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    acts_for: str | None = None
    """Key of the state or organisation that this actor speaks and acts for, if any."""
    belongs_to: str | None = None
    """Key of the state, or the organisation, that an armed group, company, group or agency comes from, if any."""
    terms: tuple[Term, ...] = ()
    demonyms: tuple[str, ...] = ()
    """Words for what or who belongs to it: ``Russian``, ``Russians``."""
    iso_code: str | None = None
    """ISO 3166-1 alpha-3 code of a state."""
    cow_code: int | None = None
    """Number of a state in the list of the Correlates of War project."""
    listed: bool = True
    """False for an actor that only an article introduced."""

    @property
    def party(self) -> str:
        """Key of the party whose act it is: the one acted for, else the actor itself."""
        return self.acts_for or self.key

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that ``kg extract`` prints: the party, then the state or organisation it belongs to."""
        if self.acts_for is None and self.belongs_to is not None:
            return (self.key, self.belongs_to)
        return (self.party,)


class Status(StrEnum):
    """Whether the text presents the act as done; the values are the names of the ontology's individuals."""

    ACTUAL = "Actual"
    NEGATED = "Negated"
    HYPOTHETICAL = "Hypothetical"


@dataclass(frozen=True, slots=True)
class Mention:
    """One sentence, or the clause in it, that reports an event."""

    begin: int
    """Offset of the quote's first character in the article's text."""
    quote: str
    """The exact characters of the article's text."""
    actor_text: str
    action_text: str
    target_text: str
    confidence: float
    """In [0, 1]."""

    @property
    def end(self) -> int:
        """Offset just past the quote's last character."""
        return self.begin + len(self.quote)


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, and when, with the mentions of it in one article."""

    actor: Actor
    action: str
    """CAMEO code, such as ``1313``."""
    target: Actor | None
    date: PartialDate | None
    status: Status = Status.ACTUAL
    mentions: tuple[Mention, ...] = field(default=())

    @property
    def confidence(self) -> float:
        """That of the surest mention, in [0, 1]."""
        return max((mention.confidence for mention in self.mentions), default=0.0)
