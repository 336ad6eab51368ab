from datetime import date

import pytest

from kg.extract.dates import find_dates

FRIDAY = date(2023, 12, 22)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("signed on 27 June 2024 in Paris", "2024-06-27"),
        ("signed on June 27, 2024, in Paris", "2024-06-27"),
        ("on Friday", "2023-12-22"),
        ("last Friday", "2023-12-15"),
        ("on Thursday", "2023-12-21"),
        ("yesterday", "2023-12-21"),
        ("three days ago", "2023-12-19"),
        ("on October 7", "2023-10-07"),
        ("on 5 January", "2023-01-05"),
        ("in February 2022", "2022-02"),
        ("in October", "2023-10"),
        ("in early January", "2023-01"),
        ("earlier this month", "2023-12"),
        ("earlier in the month", "2023-12"),
        ("last month", "2023-11"),
        ("over the last week", "2023-12"),
        ("the 2008 war", "2008"),
        ("last year", "2022"),
        ("two years ago", "2021"),
        ("in the spring of 2022", "2022"),
        ("recently", "2023"),
        ("on 27.06.2024", "2024-06-27"),
        ("on 2024/06/27", "2024-06-27"),
        ("on Wednesday, December 6,", "2023-12-06"),
        ("on Thursday 14 September", "2023-09-14"),
        ("over the weekend", "2023-12"),
        ("a fortnight ago", "2023-12"),
        ("two decades ago", "2003"),
        ("twenty years ago", "2003"),
        ("a couple of weeks ago", "2023-12"),
        ("on Christmas Day last year", "2022-12-25"),
        ("on New Year's Day", "2023-01-01"),
        ("last December", "2022-12"),
        ("in October last", "2023-10"),
        ("this past summer", "2023"),
    ],
)
def test_expression_is_resolved_at_its_precision(text, meant):
    assert [str(found.date) for found in find_dates(text, FRIDAY)] == [meant]


@pytest.mark.parametrize("text", ["2,000 people and 2000 troops", "it may march on", "$2019 a head", "no date here"])
def test_quantities_and_verbs_are_no_dates(text):
    assert find_dates(text, FRIDAY) == []


def test_a_day_ahead_of_publication_by_months_lies_in_the_year_before():
    assert str(find_dates("on 20 December", date(2024, 1, 10))[0].date) == "2023-12-20"
    assert str(find_dates("on 15 January", date(2023, 12, 22))[0].date) == "2023-01-15"


def test_recently_is_unknown_in_january():
    assert find_dates("recently", date(2024, 1, 10))[0].date is None


def test_relative_dates_are_unknown_without_a_day_of_publication():
    assert [found.date for found in find_dates("on Friday, yesterday and in June", None)] == [None, None, None]


def test_impossible_day_is_unknown():
    assert find_dates("on 31 February 2020", FRIDAY)[0].date is None
