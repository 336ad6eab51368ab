"""PDF files: paragraphs and columns, titles, authors and days, and what gives no article."""

from datetime import date, timedelta

import pytest

from kg.errors import ReadError
from kg.model import Article, DateSource, Precision
from tests.read import pdfs
from tests.read.pdfs import column, from_contents, pdf, wrap
from tests.read.releases import BODY, FIRST, SECOND, SOUND, TEXT, THIRD, TITLE, body, outcomes_of

LEFT, RIGHT = wrap(FIRST, 44), wrap(SECOND, 44)


def one(data, **options):
    (outcome,) = outcomes_of(data, **options)
    assert isinstance(outcome, Article)
    return outcome


def reason(data, **options):
    with pytest.raises(ReadError) as caught:
        outcomes_of(data, **options)
    return str(caught.value)


def test_a_press_release():
    assert one(SOUND, url="https://mfa.example/a") == Article(
        doc="release", text=TEXT, title="Norland and Sudland agree on fishing", url="https://mfa.example/a"
    )


def test_paragraphs_told_by_a_short_last_line_and_by_an_indent():
    lines = [*wrap(FIRST, 90), *wrap(SECOND, 90)]
    assert one(pdf([*TITLE, *column(lines)])).text == f"{FIRST}\n\n{SECOND}"
    texts = column([*wrap(FIRST, 60), *wrap(SECOND, 60), *wrap(THIRD, 60)])
    heads = {wrap(paragraph, 60)[0] for paragraph in (FIRST, SECOND, THIRD)}
    indented = [(x + 14 if text in heads else x, y, size, text) for x, y, size, text in texts]
    assert one(pdf([*TITLE, *indented])).text == TEXT


@pytest.mark.parametrize("row_by_row", [False, True])
def test_two_columns(row_by_row):
    texts = [*column(LEFT, x=72), *column(RIGHT, x=310)]
    if row_by_row:
        texts.sort(key=lambda text: (-text[1], text[0]))
    assert one(pdf([*TITLE, *texts])).text == f"{FIRST}\n\n{SECOND}"


def test_a_paragraph_across_two_columns_below_an_introduction_across_both():
    lines = wrap(f"{SECOND} {SECOND}", 44)
    half = len(lines) // 2
    texts = [*column(lines[:half], x=72, top=640), *column(lines[half:], x=310, top=640)]
    texts.sort(key=lambda text: (-text[1], text[0]))
    assert one(pdf([*TITLE, *column(wrap(FIRST, 90)), *texts])).text == f"{FIRST}\n\n{SECOND} {SECOND}"


def test_three_columns_row_by_row():
    said = [f"{side} {THIRD}" for side in ("Norland:", "Sudland:", "Westland:")]
    texts = [text for number, words in enumerate(said) for text in column(wrap(words, 30), x=50 + 175 * number)]
    texts.sort(key=lambda text: (-text[1], text[0]))
    assert one(pdf([*TITLE, *texts])).text == "\n\n".join(said)


def test_headers_footers_and_page_numbers_are_dropped():
    def page(number, *lines):
        header = (72, 800, 8, f"Ministry of Foreign Affairs said so in release {number} of the year.")
        return [header, *lines, (280, 30, 8, f"Page {number} of 3")]

    pages = [page(1, *TITLE, *column(body(FIRST))), page(2, *column(body(SECOND))), page(3, *column(body(THIRD)))]
    assert one(pdf(*pages)).text == TEXT


def test_a_line_told_twice_within_the_pages_is_no_header():
    again = "The talks went on until the night in the town hall of Westport on the coast."
    first, second = column(body(FIRST, again, SECOND)), column(body(THIRD, SECOND, FIRST, again))
    assert again in one(pdf([*TITLE, *first], second)).text


def test_a_paragraph_goes_on_over_a_page():
    lines = wrap(f"{FIRST} {SECOND}", 90)
    assert one(pdf([*TITLE, *column(lines[:2])], column([*lines[2:], "", *wrap(THIRD, 90)]))).text == (
        f"{FIRST} {SECOND}\n\n{THIRD}"
    )


def test_hyphens_at_the_ends_of_lines_are_undone():
    lines = [
        "The ministers signed an agree-",
        "ment on the work of vice-",
        "President Doe and on non-",
        "proliferation, as the co-",
        "ordination of both navies de-",
        "mands a coordination of their air-",
        "craft and of well-known ports in 1990-",
        "91 as well.",
    ]
    assert one(pdf([*TITLE, *column(lines)])).text == (
        "The ministers signed an agreement on the work of vice-President Doe and on non-proliferation, as the"
        " coordination of both navies demands a coordination of their aircraft and of well-known ports in 1990-91"
        " as well."
    )


def test_a_hyphen_stays_where_the_word_has_it_elsewhere():
    lines = ["A cease-fire was agreed in the strait, and the cease-", "fire was to begin at noon on the coast."]
    assert "and the cease-fire was to begin" in one(pdf([*TITLE, *column(lines)])).text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Norland and Sudland Agree on Fishing", "Norland and Sudland Agree on Fishing"),
        ("Microsoft Word - release final 3.docx", "Norland and Sudland agree on fishing"),
        ("Annual report of the central bank", "Norland and Sudland agree on fishing"),
        ("Norland", "Norland and Sudland agree on fishing"),
    ],
)
def test_the_title_in_the_information_counts_where_the_page_shows_it(title, expected):
    assert one(pdf([*TITLE, *BODY], info={"Title": title})).title == expected


def test_a_title_by_the_size_of_its_letters():
    title = [(72, 760, 18, "Norland signs.")]  # reads as a sentence
    tall = [(72, 760, 18, "Norland signs with Sudland.")]
    assert one(pdf([*title, *BODY])).title == ""
    assert one(pdf([*tall, *BODY])).title == "Norland signs with Sudland."


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("Ann Example", ("Ann Example",)),
        ("Ministry of Foreign Affairs", ("Ministry of Foreign Affairs",)),
        ("aexample", ()),
        ("Microsoft Office User", ()),
        ("ann@paper.example", ()),
        ("", ()),
    ],
)
def test_authors(author, authors):
    assert one(pdf([*TITLE, *BODY], info={"Author": author})).authors == authors


def dated(created, *lines):
    return one(pdf([*TITLE, *column(["", *lines, "", *body(FIRST, SECOND)], top=740)], info={"CreationDate": created}))


def test_a_day_on_the_first_page_goes_before_that_of_creation():
    article = dated("D:20220110080000Z", "5 March 2021")
    assert (article.published, article.published_from) == (date(2021, 3, 5), DateSource.VISIBLE_TEXT)
    assert article.published_precision is Precision.DAY


def test_a_day_in_the_header_of_each_page_is_seen():
    header = (72, 810, 8, "5 March 2021")
    assert one(pdf([header, *TITLE, *BODY], [header, *column(body(SECOND))])).published == date(2021, 3, 5)


TALKS = "The talks on the waters of the strait had begun in spring of 2021 and went on for most of the year."


@pytest.mark.parametrize("created", ["D:20210305101500+02'00'", "20210305", "D:202103"])
def test_the_month_of_creation_where_the_text_speaks_of_its_year(created):
    article = dated(created, TALKS)
    assert (article.published, article.published_precision, article.published_from) == (
        date(2021, 3, 1), Precision.MONTH, DateSource.METADATA,
    )  # fmt: skip


def test_a_file_made_in_january_may_be_of_the_year_before():
    assert dated("D:20220110", TALKS).published == date(2022, 1, 1)


@pytest.mark.parametrize(
    "created",
    ["D:20230610", "D:20201224", "D:20220210", "D:00000000", "D:20211399", "", "soon",
     f"D:{date.today() + timedelta(days=40):%Y%m%d}"],
)  # fmt: skip
def test_a_day_of_creation_that_is_not_believed(created):
    article = dated(created, TALKS)
    assert (article.published, article.published_from) == (None, DateSource.UNKNOWN)


def test_a_day_of_creation_is_not_believed_where_the_text_names_no_year():
    assert dated("D:20210305", "The talks were long.").published is None


def test_what_stands_below_the_end_of_a_release_is_dropped():
    texts = column(body(FIRST, SECOND, "###", "The ministry was founded long ago and employs many people."))
    assert one(pdf([*TITLE, *texts])).text == f"{FIRST}\n\n{SECOND}"


LOCKED = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32)
CODES = b"".join(b"%04X" % (number % 60 + 3) for number in range(200))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"Norland recalled its envoy.", "is no PDF: it does not begin with %PDF-"),
        (b"%PDF-1.4\nand nothing more", "is a damaged PDF: it cannot be parsed"),
        (SOUND[: len(SOUND) // 2], "is a damaged PDF: it cannot be parsed"),
        (pdf(BODY, encrypt=LOCKED), "is an encrypted PDF: save it without its password"),
        (pdf([]), "holds no text: it may be a scan"),
        (pdf([(280, 30, 8, "Page 1")]), "holds no text: it may be a scan"),
        (from_contents([b"q 500 0 0 500 40 40 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \0 EI Q"]), "holds no text: it may"),
        (pdf(*[[(72, 700, 10, "One page")]] * 501), "has more than 500 pages (501): split it"),
        (
            from_contents([b"BT /F1 10 Tf 72 700 Td <%s> Tj ET" % CODES], font=(pdfs.UNMAPPED, pdfs.DESCENDANT)),
            "is a PDF whose fonts do not say which letters they draw",
        ),
        (
            pdf(*[column(["The ships left. " * 20] * 60, size=2)] * 60),
            "holds more than 1,000,000 characters of text: split",
        ),
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]"
            b"/Count 999999999>>endobj trailer<</Root 1 0 R>>",
            "is a damaged PDF",
        ),
        (SOUND + b"x" * 2_000_000, "is larger than 2,000,000 bytes: split it"),
    ],
)
def test_what_gives_no_article(data, why):
    assert reason(data).startswith(why)


def test_a_signature_may_stand_behind_other_bytes():
    assert one(b"\xef\xbb\xbf\n" + SOUND).text == TEXT


def test_a_page_of_scattered_letters_takes_no_time_out_of_bounds():
    content = b"".join(
        b"BT /F1 5 Tf %d %d Td (a) Tj ET\n" % (10 + number * 7 % 570, number * 13 % 820) for number in range(20_000)
    )
    outcomes_of(from_contents([content]))
