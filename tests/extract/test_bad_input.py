"""Texts that are no prose: no crash, no time beyond their length, no invented event."""

import time

import pytest

BAD = {
    "five thousand words": " ".join(["the minister of the state of the north and"] * 625) + " France.",
    "five thousand words of prose": "France " + "and Germany, which met Italy and warned Spain, " * 560 + "met.",
    "quotes that never close": '"We said "they said "he said "we told them "that they said "' * 40,
    "a table": "\n\n".join(
        f"{year} | Russia | {year % 7}.{year % 10} | China | {year % 5}" for year in range(1980, 2020)
    ),
    "tabs": "\n".join("Iran\t12\tIraq\t14\tSyria\t9" for _ in range(60)),
    "names": ", ".join(("Emmanuel Macron", "Olaf Scholz", "Vladimir Putin", "Xi Jinping", "Narendra Modi")) + ".",
    "capitals": "FRANCE GERMANY ITALY SPAIN " * 60,
    "one character": "a" * 20_000,
    "one character with spaces": "x " * 4_000,
    "punctuation": "?!,.;" * 3_000,
    "brackets": "(" * 3_000 + "Iran" + ")" * 3_000,
    "controls": "\x00\x01\x02\ufeff\u202eRussia\u202c" * 300,
    "emoji": "🇫🇷🤝🇩🇪 " * 500,
}
INVENTED = {"five thousand words of prose"}
"""Texts in which acts do stand, over and over."""


@pytest.mark.parametrize("name", BAD)
def test_text_that_is_no_prose_gives_nothing(extract, name):
    found = extract(BAD[name]).events
    assert name in INVENTED or found == ()


@pytest.mark.parametrize("unit", ["France and Germany, which met Italy and warned Spain, ", "«Iran (said ", "RUSSIA "])
def test_time_grows_with_the_text_and_not_with_its_square(extract, unit):
    def seconds(repeats):
        started = time.perf_counter()
        extract(unit * repeats)
        return time.perf_counter() - started

    seconds(20)
    assert seconds(800) < 16 * max(seconds(100), 0.05)
