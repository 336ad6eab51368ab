import pytest

from web.charts.timeline import draw_timeline, to_month
from web.events.month_counts import MonthCounts

COOPERATION, CONFLICT = "VerbalCooperation", "MaterialConflict"


def counts(**months: dict[str, int]) -> MonthCounts:
    by_month = {name[1:].replace("_", "-"): found for name, found in months.items()}
    by_class = {name: sum(found.get(name, 0) for found in by_month.values()) for name in (COOPERATION, CONFLICT)}
    return MonthCounts(by_month, by_class)


def test_no_month_no_chart():
    assert draw_timeline(MonthCounts({}, {COOPERATION: 3})) is None


@pytest.mark.parametrize(
    ("last", "unit", "bars"),
    [("2024_03", "month", 3), ("2029_01", "month", 61), ("2034_12", "quarter", 44), ("2079_06", "year", 56)],
)
def test_bars_are_as_fine_as_they_have_room(last, unit, bars):
    chart = draw_timeline(counts(m2024_01={COOPERATION: 5}, **{f"m{last}": {CONFLICT: 5}}))
    assert (chart.unit, len(chart.bars)) == (unit, bars)


def test_bars_stand_for_all_events_that_have_a_month():
    found = counts(m2024_01={COOPERATION: 5, CONFLICT: 2}, m2024_02={CONFLICT: 1})
    chart = draw_timeline(MonthCounts(found.by_month, {COOPERATION: 9, CONFLICT: 3}))
    assert [bar.total for bar in chart.bars] == [7, 1]
    assert (chart.dated, chart.undated) == (8, 4)


def test_cooperation_is_above_the_line_and_conflict_below():
    bar = draw_timeline(counts(m2024_01={COOPERATION: 6, CONFLICT: 3})).bars[0]
    chart = draw_timeline(counts(m2024_01={COOPERATION: 6, CONFLICT: 3}))
    above, below = ({piece.quad_class: piece for piece in bar.pieces}[name] for name in (COOPERATION, CONFLICT))
    assert above.y + above.height == pytest.approx(chart.zero, abs=0.1)
    assert below.y == pytest.approx(chart.zero, abs=0.1)
    assert above.height == pytest.approx(2 * below.height, abs=0.2)
    assert chart.top <= above.y
    assert below.y + below.height <= chart.bottom


def test_few_events_far_back_are_one_bar_before_the_rest():
    recent = {f"m2024_{month:02d}": {COOPERATION: 20} for month in range(1, 13)}
    chart = draw_timeline(counts(m1953_07={CONFLICT: 1}, m1990_02={CONFLICT: 2}, **recent))
    assert chart.unit == "month"
    assert (chart.bars[0].since, chart.bars[0].until, chart.bars[0].total) == ("", "2023-12", 3)
    assert chart.bars[0].label == "before January 2024"
    assert chart.dated == 243


def test_the_period_looked_at_is_marked_and_named():
    chart = draw_timeline(counts(m2024_01={COOPERATION: 1}, m2024_09={COOPERATION: 1}), "2024-02", "2024-04")
    begin, width, label = chart.chosen
    assert label == "February – April 2024"
    assert begin <= chart.bars[1].x
    assert chart.bars[3].x < begin + width < chart.bars[4].x
    assert draw_timeline(counts(m2024_01={COOPERATION: 1}), "2030-01", "2030-04").chosen is None


def test_a_month_that_is_none_is_left_out():
    chart = draw_timeline(MonthCounts({"2024-13": {COOPERATION: 1}, "2024-05": {COOPERATION: 1}}, {COOPERATION: 2}))
    assert chart.undated == 1
    assert chart.bars[0].label == "May 2024"


def test_months_count_from_the_year_zero():
    assert to_month(2024 * 12 + 5) == "2024-06"
