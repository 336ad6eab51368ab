from datetime import date

import pytest

from kg.model import Precision
from web import words

DAY = date(2024, 6, 27)


@pytest.mark.parametrize(
    ("day", "precision", "in_words", "machine"),
    [
        (DAY, Precision.DAY, "27 June 2024", "2024-06-27"),
        (DAY, Precision.MONTH, "June 2024", "2024-06"),
        (DAY, Precision.YEAR, "2024", "2024"),
        (DAY, None, "27 June 2024", "2024-06-27"),
        (None, None, "date unknown", ""),
    ],
)
def test_dates_are_told_as_exactly_as_they_are_known(day, precision, in_words, machine):
    assert words.date_words(day, precision) == in_words
    assert words.machine_date(day, precision) == machine


@pytest.mark.parametrize(
    ("score", "text"), [(3.4, "+3.4"), (-5.8, "−5.8"), (0.0, "0.0"), (-0.04, "0.0"), (-10.0, "−10.0")]
)
def test_scores_have_their_sign(score, text):
    assert words.score_words(score) == text


@pytest.mark.parametrize("text", ["", "soon", "2024-13-01", "2024"])
def test_what_is_no_day_is_none(text):
    assert words.parse_day(text) is None


def test_day_of_a_date_or_a_time():
    assert words.parse_day("2024-06-27") == words.parse_day("2024-06-27T10:00:00Z") == DAY


@pytest.mark.parametrize(
    ("since", "until", "text"),
    [
        ("2018-01", "2018-12", "2018"),
        ("2018-01", "2018-09", "January – September 2018"),
        ("2018-06", "2018-06", "June 2018"),
        ("2018-11", "2019-02", "November 2018 – February 2019"),
        ("", "2013-12", "until December 2013"),
        ("2014-01", "", "since January 2014"),
        ("", "", "all time"),
    ],
)
def test_periods_are_said_as_people_do(since, until, text):
    assert words.period_words(since, until) == text
