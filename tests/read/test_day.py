from dataclasses import replace
from datetime import date

import pytest

from kg.model import DateSource, PartialDate
from kg.read.dayforms import day_order, find_days, is_day_line, years_beside
from kg.read.page.day import day_in_name, day_in_url, find_visible_date, find_visible_day, latest_year
from kg.read.page.story import Story
from kg.read.texts import from_html

TODAY = date(2026, 6, 1)


def story(*paragraphs, labels=(), captions=(), title="Norland recalls its ambassador"):
    return Story(title, paragraphs or ("The envoy left the capital and said no more.",), tuple(labels), tuple(captions))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 March 2021", date(2021, 3, 5)),
        ("the 5th of March, 2021", date(2021, 3, 5)),
        ("March 5th, 2021", date(2021, 3, 5)),
        ("Mar. 5, 2021", date(2021, 3, 5)),
        ("Sept 9 2019", date(2019, 9, 9)),
        ("MARCH 5, 2021", date(2021, 3, 5)),
        ("2021-03-05T10:00:00Z", date(2021, 3, 5)),
        ("05.03.2021", date(2021, 3, 5)),
        ("25/03/2021", date(2021, 3, 25)),
        ("03/25/2021", date(2021, 3, 25)),
        ("Friday, 5 March 2021", date(2021, 3, 5)),
    ],
)
def test_full_days(text, day):
    assert [form.full for form in find_days(text)] == [day]


@pytest.mark.parametrize(
    "text", ["03/04/2021", "March 2021", "may 5 people", "30.5 percent", "2021-13-05", "5 marches"]
)
def test_what_is_no_day(text):
    assert [form.full for form in find_days(text)] == []


@pytest.mark.parametrize("text", ["31 February 2021", "Monday, 5 March 2021"])
def test_days_that_cannot_be(text):
    assert [form.full for form in find_days(text)] == [None]


@pytest.mark.parametrize(
    "line",
    [
        "March 5, 2021",
        "Published 5 March 2021 at 10:30 GMT",
        "Updated: 2021-03-05",
        "Jane Doe | March 5, 2021 | 3 min read",
        "PARIS, 5 March 2021, 4:15 p.m.",
        "Fri 5 Mar 2021 10.30 CET",
    ],
)
def test_day_lines(line):
    assert is_day_line(line)


@pytest.mark.parametrize(
    "line",
    ["Statement on the events of March 5, 2021 in Norland", "The envoy left on 5 March 2021.", "Norland recalls envoy"],
)
def test_lines_that_say_more_than_a_day(line):
    assert not is_day_line(line)


@pytest.mark.parametrize(
    ("labels", "day"),
    [
        (["Published 5 March 2021"], date(2021, 3, 5)),
        (["By Ann Example | March 5, 2021"], date(2021, 3, 5)),
        (["Updated: 2021-03-06", "Published: 2021-03-05"], date(2021, 3, 5)),
        (["Published: 2021-03-05 Updated: 2021-03-06"], date(2021, 3, 5)),
        (["Updated: 2021-03-06"], date(2021, 3, 6)),
        (["March 5, 2021", "March 7, 2021"], None),
        (["March 5, 2021", "5 March 2021"], date(2021, 3, 5)),
        (["March 5, 2031"], None),
        (["March 5"], None),
    ],
)
def test_day_of_a_line_of_its_own(labels, day):
    assert find_visible_day(story(labels=labels), TODAY) == day


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("PORT NORD, March 5, 2021 (Agency) - Norland recalled its envoy.", date(2021, 3, 5)),
        ("Port Nord, 5 March 2021 — Norland recalled its envoy.", date(2021, 3, 5)),
        (
            "PORT NORD, March 5 (Agency) - Norland recalled its envoy on Friday, a year after the 2020 clash.",
            date(2021, 3, 5),
        ),
        ("PORT NORD, March 5 (Agency) - Norland recalled its envoy on Thursday, a year after the 2020 clash.", None),
        ("PORT NORD, March 5 (Agency) - Norland recalled its envoy, a year after the 2020 clash.", None),
        ("PORT NORD, March 5 (Agency) - Norland recalled its envoy on Friday.", None),
        ("On March 5, 2021 - a day of rain - the two armies met.", None),
        ("Until March 5, 2021 — the last day of the truce — nobody fired.", None),
    ],
)
def test_datelines(lead, day):
    assert find_visible_day(story(lead), TODAY) == day


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Norland said on Thursday (June 27) that it had had enough of the 2024 quota.", date(2024, 6, 27)),
        ("Norland said on Thursday, June 27, that the pact of 2022 was dead.", date(2024, 6, 27)),
        ("On Thursday 27 June, Norland left the 2019 pact.", date(2019, 6, 27)),
        ("On Thursday June 27, Norland set out its plans for the elections of 2025.", date(2024, 6, 27)),
        ("On Thursday June 27, Norland set out what it wants to reach by 2025.", None),
        ("Norland said on Thursday (June 27) that it had had enough.", None),
        ("The ministers will meet on Thursday (June 27), the third time in 2024.", None),
        ("On Thursday (June 27) it was ten years since the accord of 2009.", None),
        ("Norland spoke on Wednesday (June 27) of the crisis of 2024.", None),
    ],
)
def test_weekday_with_a_day_in_the_lead(lead, day):
    assert find_visible_day(story(lead), TODAY) == day


@pytest.mark.parametrize(
    ("labels", "day_first", "day"),
    [
        (["Published 04/06/2024"], True, date(2024, 6, 4)),
        (["Published 04/06/2024"], False, date(2024, 4, 6)),
        (["Published 04/06/2024"], None, None),
        (["Tuesday 04/06/2024"], None, date(2024, 6, 4)),
        (["Saturday 04/06/2024"], None, date(2024, 4, 6)),
        (["Sunday 04/06/2024"], None, None),
        (["25/06/2024"], False, date(2024, 6, 25)),
    ],
)
def test_the_order_of_day_and_month(labels, day_first, day):
    assert find_visible_day(replace(story(labels=labels), day_first=day_first), TODAY) == day


@pytest.mark.parametrize(
    ("lines", "order"),
    [
        (["04/06/2024", "25/06/2024"], True),
        (["04/06/2024", "Posted 06/25/2024"], False),
        (["25/06/2024", "06/25/2024"], None),
        (["04/06/2024"], None),
        (["a share of 25/30 and 25/06/20245"], None),
    ],
)
def test_day_order(lines, order):
    assert day_order(lines) is order


@pytest.mark.parametrize(
    ("lead", "years", "day"),
    [
        ("Norland said on Tuesday (4 June) that it had had enough.", (2024,), date(2024, 6, 4)),
        ("Norland said on Tuesday (4 June) that it had had enough.", (2023,), None),
        ("Norland said on Tuesday (4 June) that it had had enough.", (2019, 2024), None),
        ("Norland said on Tuesday (4 June) that it had had enough.", (2023, 2024), date(2024, 6, 4)),
        ("Norland said on Tuesday (4 June) that the pact of 2018 was dead.", (2024,), date(2019, 6, 4)),
        ("PORT NORD, June 4 (Agency) - Norland recalled its envoy on Tuesday.", (2024,), date(2024, 6, 4)),
        ("PORT NORD, June 4 (Agency) - Norland recalled its envoy on Tuesday.", (2023,), None),
    ],
)
def test_years_around_a_story_serve_where_it_names_none(lead, years, day):
    assert find_visible_day(replace(story(lead), page_years=years), TODAY) == day


def test_years_of_dates_and_of_copyright_lines():
    lines = ["Published 3 June 2024", "© Example 2023", "Copyright 2001-2022 The Example", "a history of 1958"]
    assert years_beside(lines) == (2022, 2023, 2024)


def test_a_year_that_is_yet_to_come_is_not_the_year_of_the_story():
    text = "PORT NORD, Nov 21 (Agency) - Norland agreed on Thursday to a visit. It is expected in 1986."
    assert find_visible_day(story(text), TODAY) == date(1985, 11, 21)
    past = "PORT NORD, Nov 21 (Agency) - Norland agreed on Thursday to a visit. It is the first since 1986."
    assert find_visible_day(story(past), TODAY) == date(1986, 11, 21)


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (["June 2004"], PartialDate(2004, 6)),
        (["By Ann Example", "Published June 2004"], PartialDate(2004, 6)),
        (["June 2004", "5 June 2004"], PartialDate(2004, 6, 5)),
        (["June 2004", "July 2004"], None),
        (["July 2026"], None),
        (["June in 2004"], None),
    ],
)
def test_a_month_serves_where_there_is_no_day(labels, found):
    assert find_visible_date(story(labels=labels), TODAY) == found


def test_a_weekday_with_a_day_far_below_is_not_the_day_of_publication():
    filler = "The talks of 2024 went on."
    assert (
        find_visible_day(story(filler, filler + " ", filler + "  ", "It began on Thursday (June 27)."), TODAY) is None
    )


CAPTION = "11 June 2025, Norland, Port Nord: Boats lie in the harbour."


@pytest.mark.parametrize(
    ("lead", "captions", "day"),
    [
        ("Norland said Wednesday that catches had fallen since 2024.", [CAPTION], date(2025, 6, 11)),
        ("Norland said Wednesday that catches had fallen since 2024.", [CAPTION, CAPTION.replace("11", "12")], None),
        ("Norland said Thursday that catches had fallen since 2024.", [CAPTION], None),
        ("Norland said that catches had fallen since 2024.", [CAPTION], None),
        ("Norland said Wednesday that catches had fallen in 2026.", [CAPTION], None),
        ("Norland said Wednesday that catches had fallen.", [CAPTION.replace("2025", "2031")], None),
    ],
)
def test_a_caption_serves_only_where_nothing_contradicts_it(lead, captions, day):
    assert find_visible_day(story(lead, captions=captions), TODAY) == day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("the war of 1967 and the pact of 2010", 2010),
        ("a rise to 2,019 and $2024", None),
        ("cuts by 2025, through the end of 2024, after 2019", 2019),
        ("a plan for 2040 made in 2023", 2023),
        ("no year", None),
    ],
)
def test_latest_year(text, year):
    assert latest_year([text], TODAY) == year


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/world/2024/06/27/recall", date(2024, 6, 27)),
        ("https://example.org/recall-2024-06-27.html", date(2024, 6, 27)),
        ("https://example.org/2013/0606/recall", date(2013, 6, 6)),
        ("https://example.org/20240627/recall", date(2024, 6, 27)),
        ("https://example.org/20240627IPR06132/recall", None),
        ("https://example.org/2024/06/recall", None),
        ("https://example.org/2031/06/27/recall", None),
        ("https://example.org/recall?day=2024-06-27", None),
        ("https://2024-06-27.example.org/recall", None),
        ("", None),
    ],
)
def test_day_in_url(url, day):
    assert day_in_url(url, TODAY) == day


@pytest.mark.parametrize(
    ("stem", "day"),
    [
        ("2024-06-27-recall", date(2024, 6, 27)),
        ("20240627_recall", date(2024, 6, 27)),
        ("recall_2024.06.27", date(2024, 6, 27)),
        ("2024-02-31-recall", None),
        ("article-20240627123456", None),
        ("2024-recall-6-27", None),
        ("recall", None),
    ],
)
def test_day_in_name(stem, day):
    assert day_in_name(stem, TODAY) == day


@pytest.mark.parametrize(
    ("day", "told"),
    [("2024-06-05", ["a: published 2024-06-03 by its metadata, though 2024-06-05 by its url"]), ("2024-06-04", [])],
)
def test_days_that_contradict_each_other_are_told_and_metadata_win(caplog, day, told):
    caplog.set_level("INFO", "kg.read")
    url = f"https://example.org/{day.replace('-', '/')}/envoy"
    head = '<meta property="article:published_time" content="2024-06-03">'
    prose = "<p>Norland recalled its ambassador from Sudland after a week of angry exchanges over fishing.</p>" * 2
    article = from_html(f"<html><head>{head}</head><body><article>{prose}</article></body></html>", "a", TODAY, url)
    assert (str(article.published), article.published_from) == ("2024-06-03", DateSource.METADATA)
    assert [record.getMessage() for record in caplog.records] == told
