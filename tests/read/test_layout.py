import textwrap

import pytest

from kg.read.layout import to_paragraphs

FIRST = (
    "Norland and Sudland signed a treaty on fishing rights on Monday after nine months of talks, and both sides "
    "said that the first boats would leave port before the end of the week."
)
SECOND = "The two ministers shook hands. Neither took questions, and the crowd outside went home early in the rain."
THIRD = "A third round is planned."


@pytest.mark.parametrize("width", [50, 68, 72, 80, 100])
def test_hard_wrapped_text_is_joined(width):
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in (FIRST, SECOND, THIRD))
    assert to_paragraphs(wrapped) == [FIRST, SECOND, THIRD]


def test_hard_wrapped_text_with_indented_paragraphs():
    wrapped = "\n".join(textwrap.fill(paragraph, 66, initial_indent="    ") for paragraph in (FIRST, SECOND, THIRD))
    assert to_paragraphs(wrapped) == [FIRST, SECOND, THIRD]


def test_hyphen_at_the_end_of_a_wrapped_line_takes_no_space():
    wrapped = textwrap.fill(FIRST.replace("nine months of talks", "nine-month-long-talks"), 70)
    assert "nine-month-long-talks" in to_paragraphs(wrapped)[0]


def test_one_paragraph_per_line_stays_so():
    assert to_paragraphs(f"{FIRST}\n{SECOND}\n{THIRD}") == [FIRST, SECOND, THIRD]


def test_short_sentences_one_per_line_stay_apart():
    lines = ["Norland expelled two envoys.", "Sudland did the same a day later.", "Talks go on."]
    assert to_paragraphs("\n".join(lines)) == lines


def test_lines_of_spaces_separate_paragraphs():
    assert to_paragraphs("one\n \u00a0 \ntwo\n\n\n\nthree") == ["one", "two", "three"]


@pytest.mark.parametrize("nothing", ["", " \n\t\n ", "\u200b\n\ufeff"])
def test_no_text_gives_no_paragraphs(nothing):
    assert to_paragraphs(nothing) == []


def test_menus_and_lists_around_wrapped_prose_do_not_hide_the_wrapping():
    menu = "Home\nWorld\nPolitics of the north\n"
    links = "References\n   1. http://example.org/one\n   2. http://example.org/two\n   3. http://example.org/three"
    prose = (
        "Norland recalled its ambassador from Sudland on Monday after a week\n"
        "of angry exchanges over the rights to fish in the grey waters between\n"
        "the two countries, which both of them have claimed since the war of\n"
        "1941 and which neither of them has ever marked on a map."
    )
    assert " ".join(prose.split()) in to_paragraphs(f"{menu}\n{prose}\n\n{links}")


def test_addresses_and_page_numbers_stay_on_lines_of_their_own():
    text = (
        "Printed from the archive of The Valley Example and of its sisters\n"
        "http://www.example.org/archive/1960/09/20/a-rather-long-address\n"
        "Page 1 of 2\n"
        "Norland recalled its ambassador from Sudland on Monday after a week\n"
        "of angry exchanges over the rights to fish in the waters between\n"
        "the two countries."
    )
    assert to_paragraphs(text)[1:3] == [
        "http://www.example.org/archive/1960/09/20/a-rather-long-address",
        "Page 1 of 2",
    ]
