"""Events over time as a chart: cooperation above the line, conflict below, by month, quarter or year.

All numbers here are drawn by the server. A chart has a table twin, which has the same bars.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from web import words
from web.events.month_counts import MonthCounts

WIDTH, HEIGHT = 1136, 268
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 22, 26
ABOVE = ("MaterialCooperation", "VerbalCooperation")
BELOW = ("MaterialConflict", "VerbalConflict")
"""Classes on either side of the line, from it outwards."""
UNITS = {"month": 1, "quarter": 3, "year": 12}
MOST_BARS = 62
WIDEST = 90
"""Place that a bar has at most; few bars leave some of the chart empty."""
EARLY_SHARE = 0.03
"""Of all events, that are put into one bar where they lie so far back that the rest would be cramped."""
GAP = 0.12
"""Between two bars, of the place of one."""
TICKS = 6
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a bar that stands for one class."""

    quad_class: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """Events of some months that follow each other."""

    label: str
    since: str
    """First month, ``2024-01``; empty for all before."""
    until: str
    """Last month."""
    counts: Mapping[str, int]
    x: float
    width: float
    pieces: tuple[Piece, ...]

    @property
    def total(self) -> int:
        """How many events it stands for."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The chart."""

    unit: str
    """What a bar is: ``month``, ``quarter``, ``year``."""
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    """Numbers of events, beside the chart."""
    years: tuple[Tick, ...]
    """Below it."""
    zero: float
    """Where the line is."""
    chosen: tuple[float, float, str] | None
    """Place and width of the period that is looked at, and its words."""
    dated: int
    """Events that the bars stand for."""
    undated: int
    """Events whose month is not known, which are in no bar."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def draw_timeline(counts: MonthCounts, since: str = "", until: str = "") -> Timeline | None:
    """Return the chart of *counts*, with the months from *since* to *until* as the period that is looked at.

    None where no event has a month.
    """
    numbered = {_to_number(month): classes for month, classes in counts.by_month.items() if is_month(month)}
    if not numbered:
        return None
    first, last = _find_start(numbered), max(numbered)
    unit = next((name for name, size in UNITS.items() if (last - first) // size < MOST_BARS), "year")
    size = UNITS[unit]
    groups: dict[int, Counter[str]] = {place: Counter() for place in range(first // size, last // size + 1)}
    early: Counter[str] = Counter()
    for month, classes in numbered.items():
        (groups[month // size] if month // size >= first // size else early).update(classes)
    spans = [(place * size, place * size + size - 1, found) for place, found in groups.items()]
    if early:
        spans.insert(0, (-1, first // size * size - 1, early))
    zero, scale, ticks = _scale([found for _, _, found in spans])
    bars = tuple(_to_bars(spans, zero, scale))
    dated = sum(bar.total for bar in bars)
    chosen = _find_chosen(bars, since, until)
    return Timeline(unit, bars, ticks, _label_years(spans, bars), zero, chosen, dated, counts.total - dated)


def is_month(text: str) -> bool:
    """Whether *text* is a month that a chart can show, such as ``2024-06``; an update may have written anything."""
    year, _, month = text.partition("-")
    return year.isdecimal() and month.isdecimal() and 1 <= int(month) <= MONTHS_OF_YEAR


def _to_number(month: str) -> int:
    return int(month[:-3]) * MONTHS_OF_YEAR + int(month[-2:]) - 1


def to_month(number: int) -> str:
    """Return the month that is *number* months after January of the year 0: ``2024-06``."""
    return f"{number // MONTHS_OF_YEAR:04d}-{number % MONTHS_OF_YEAR + 1:02d}"


def _find_start(numbered: Mapping[int, Mapping[str, int]]) -> int:
    """Return the first month of the chart: the first of all, or a later one where few events lie far back."""
    months = sorted(numbered)
    rest = EARLY_SHARE * sum(sum(classes.values()) for classes in numbered.values())
    start = months[0]
    for month in months:
        start = month
        rest -= sum(numbered[month].values())
        if rest < 0:
            break
    return start if (months[-1] - start) * 2 < months[-1] - months[0] else months[0]


def _sides(counts: Mapping[str, int]) -> tuple[int, int]:
    return sum(counts.get(name, 0) for name in ABOVE), sum(counts.get(name, 0) for name in BELOW)


def _scale(groups: Sequence[Mapping[str, int]]) -> tuple[float, float, tuple[Tick, ...]]:
    """Return where the line is, how high one event is, and the marks beside the chart."""
    above = max(_sides(found)[0] for found in groups)
    below = max(_sides(found)[1] for found in groups)
    step = _nice_step((above + below) / TICKS)
    above, below = (max(step, -(-side // step) * step) for side in (above, below))
    scale = (HEIGHT - TOP - BOTTOM) / (above + below)
    zero = TOP + above * scale
    marks = range(-below, above + step, step)
    return zero, scale, tuple(Tick(round(zero - mark * scale, 1), f"{abs(mark):,}") for mark in marks)


def _nice_step(least: float) -> int:
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor >= least:
                return step * factor
        step *= 10


def _to_bars(spans: Sequence[tuple[int, int, Mapping[str, int]]], zero: float, scale: float) -> Iterator[Bar]:
    place = min((WIDTH - LEFT - RIGHT) / len(spans), WIDEST)
    for index, (first, last, counts) in enumerate(spans):
        yield Bar(
            _span_words(first, last),
            to_month(first) if first >= 0 else "",
            to_month(last),
            counts,
            round(LEFT + (index + GAP / 2) * place, 1),
            round(place * (1 - GAP), 1),
            tuple(_to_pieces(counts, zero, scale)),
        )


def _to_pieces(counts: Mapping[str, int], zero: float, scale: float) -> Iterator[Piece]:
    for names, direction in ((ABOVE, -1), (BELOW, 1)):
        edge = zero
        for name in names:
            height = counts.get(name, 0) * scale
            if height:
                yield Piece(name, round(edge - height if direction < 0 else edge, 1), round(height, 1))
            edge += direction * height


def _span_words(first: int, last: int) -> str:
    if first < 0:
        return f"before {words.month_words(to_month(last + 1))}"
    return words.period_words(to_month(first), to_month(last))


def _label_years(spans: Sequence[tuple[int, int, object]], bars: Sequence[Bar]) -> tuple[Tick, ...]:
    """Return the years to write below, in the middle of their bars, as many as have room."""
    middles: dict[int, list[float]] = {}
    for (first, _, _), bar in zip(spans, bars, strict=True):
        if first >= 0:
            middles.setdefault(first // MONTHS_OF_YEAR, []).append(bar.x + bar.width / 2)
    step = _nice_step(len(middles) / 14)
    found = [Tick(round(sum(at) / len(at), 1), str(year)) for year, at in middles.items() if year % step == 0]
    early = [Tick(bars[0].x + bars[0].width / 2, "…")] if spans[0][0] < 0 else []
    return (*early, *found)


def _find_chosen(bars: Sequence[Bar], since: str, until: str) -> tuple[float, float, str] | None:
    if not since and not until:
        return None
    inside = [bar for bar in bars if (not since or bar.until >= since) and (not until or bar.since <= until)]
    if not inside:
        return None
    begin, end = inside[0].x, inside[-1].x + inside[-1].width
    return round(begin - 2, 1), round(end - begin + 4, 1), words.period_words(since, until)
