import pytest

from web.charts.periods import Period, read_period


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        ("2018-01", "2018-09", Period("2018-01", "2018-09")),
        ("2018", "2019", Period("2018-01", "2019-12")),
        ("2018-03-15", " 2018-04 ", Period("2018-03", "2018-04")),
        ("2018-09", "2018-01", Period("2018-01", "2018-09")),
        ("2018-13", "soon", Period()),
        ("", "2018", Period("", "2018-12")),
    ],
)
def test_a_period_is_typed_as_in_the_list_of_events(since, until, period):
    assert read_period(since, until) == period
