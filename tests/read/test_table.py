import csv
import io
from datetime import date, timedelta

import pytest

from kg.errors import ReadError
from kg.model import Article, DateSource, Precision
from kg.read.source import Source
from kg.read.table.reader import read

TEXT = "Norland recalled its envoy, and said so on Monday."


def source_of(data, limit=10_000):
    return Source(io.BytesIO(data if isinstance(data, bytes) else data.encode()), "table", ".csv", limit)


def outcomes_of(data, limit=10_000):
    return list(read(source_of(data, limit)))


def table(*rows, **options):
    text = io.StringIO()
    csv.writer(text, **options).writerows(rows)
    return text.getvalue()


def column(name, value):
    (outcome,) = outcomes_of(table(["text", name], [TEXT, value]))
    return outcome


def test_every_column_by_its_plain_name():
    header = ["doc", "url", "source", "published", "title", "text", "authors", "language"]
    row = ["a1", "https://example.org/a1", "The Example", "2021-03-05", " Norland  recalls envoy ", TEXT,
           "Ann Example; Bob Sample", "en"]  # fmt: skip
    assert outcomes_of(table(header, row)) == [
        Article(
            doc="a1",
            text=TEXT,
            title="Norland recalls envoy",
            published=date(2021, 3, 5),
            published_from=DateSource.METADATA,
            url="https://example.org/a1",
            source="The Example",
            authors=("Ann Example", "Bob Sample"),
        )
    ]


def test_other_names_in_any_case_and_order():
    header = ["HEADLINE", "Pub_Date", "By-line", "Body Text", "Outlet", "Link", "ID", "row"]
    row = ["Envoy recalled", "2021-03-05", "Ann Example", TEXT, "The Example", "https://example.org/a1", "a1", "17"]
    (article,) = outcomes_of(table(header, row))
    assert (article.title, article.authors, article.text, article.source, article.url, article.doc) == (
        "Envoy recalled", ("Ann Example",), TEXT, "The Example", "https://example.org/a1", "a1",
    )  # fmt: skip
    assert article.published == date(2021, 3, 5)


def test_the_better_of_two_names_wins():
    (article,) = outcomes_of(table(["content", "text", "id", "doc"], ["A teaser of it.", TEXT, "5", "a1"]))
    assert (article.text, article.doc) == (TEXT, "a1")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter):
    (article,) = outcomes_of(table(["title", "text"], ["Envoy, recalled; or|not", TEXT], delimiter=delimiter))
    assert (article.title, article.text) == ("Envoy, recalled; or|not", TEXT)


def test_a_spreadsheet_may_name_its_delimiter():
    (article,) = outcomes_of("sep=;\r\n" + table(["title", "text"], ["a,b", TEXT], delimiter=";"))
    assert article.title == "a,b"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(encoding):
    text = "Norland’s envoy to the café talks said “no” again on Monday, officials say."
    (article,) = outcomes_of(table(["text", "title"], [text, "Café"]).encode(encoding))
    assert (article.text, article.title) == (text, "Café")


def test_big_endian_utf_16():
    assert outcomes_of(b"\xfe\xff" + table(["text"], [TEXT]).encode("utf-16-be"))[0].text == TEXT


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end):
    outcomes = outcomes_of(table(["text"], [TEXT], [TEXT], lineterminator=end))
    assert [outcome.doc for outcome in outcomes] == ["table", "table-2"]


def test_quoted_paragraphs():
    (article,) = outcomes_of(table(["text", "title"], [f'{TEXT}\n\nSudland called it "a farce".', "x"]))
    assert article.text == f'{TEXT}\n\nSudland called it "a farce".'


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("2021-03-05", date(2021, 3, 5), Precision.DAY),
        ("2021-03-05T23:30:00+02:00", date(2021, 3, 5), Precision.DAY),
        ("2021-03-05 23:30:00", date(2021, 3, 5), Precision.DAY),
        ("2021/3/5", date(2021, 3, 5), Precision.DAY),
        ("20210305", date(2021, 3, 5), Precision.DAY),
        ("20210305101500", date(2021, 3, 5), Precision.DAY),
        ("5 March 2021", date(2021, 3, 5), Precision.DAY),
        ("Fri, 05 Mar 2021 10:00:00 GMT", date(2021, 3, 5), Precision.DAY),
        ("25/3/2021", date(2021, 3, 25), Precision.DAY),
        ("2021-03", date(2021, 3, 1), Precision.MONTH),
        ("March 2021", date(2021, 3, 1), Precision.MONTH),
        ("2021", date(2021, 1, 1), Precision.YEAR),
    ],
)
def test_days(cell, day, precision):
    article = column("date", cell)
    assert (article.published, article.published_precision, article.published_from) == (
        day, precision, DateSource.METADATA,
    )  # fmt: skip


@pytest.mark.parametrize("cell", ["", "NaN", "null", "N/A", (date.today() + timedelta(days=2)).isoformat()])
def test_a_day_that_is_missing_or_to_come_is_unknown(cell):
    article = column("date", cell)
    assert (article.published, article.published_from) == (None, DateSource.UNKNOWN)


@pytest.mark.parametrize("cell", ["3/4/2021", "soon", "2021-02-30", "20211305", "2021-1-2-3", "9" * 5000])
def test_a_cell_that_is_no_day_for_sure_is_named(cell):
    outcome = column("date", cell)
    assert str(outcome).startswith(", row 2, has no day such as 2024-06-27 in its column of days: ")
    assert len(str(outcome)) < 120


@pytest.mark.parametrize("language", ["en", "EN-us", "eng", "English", ""])
def test_english(language):
    assert column("lang", language).language == "en"


@pytest.mark.parametrize("language", ["fr", "FR", "fr-CA"])
def test_a_cell_may_tell_the_language(language):
    assert column("lang", language).language == "fr"


def test_a_faulty_row_is_named_as_a_spreadsheet_counts_and_the_rest_goes_on():
    data = table(["text", "title"], [TEXT, "a"], [], ["", "b"], [TEXT, "c", "d"], [TEXT], [f"{TEXT}\n\nSo.", "e", ""])
    outcomes = outcomes_of(data)
    assert [getattr(outcome, "doc", str(outcome)) for outcome in outcomes] == [
        "table",
        ", row 4, has no text: the field `text` is missing or empty",
        ", row 5, has more cells than columns (3, not 2): a text with a delimiter needs quotes",
        "table-4",
        "table-5",
    ]


def test_a_quote_within_a_quoted_text_is_no_silent_damage():
    first, broken, last = outcomes_of(f'text,title\n{TEXT[:20]},a\n"He said "no" to it.",b\n{TEXT[:20]},c\n')
    assert (first.title, last.title) == ("a", "c")
    assert str(broken).startswith(", row 3, is not quoted well")


def test_a_quotation_mark_left_open_costs_no_more_than_the_limit():
    filler = "".join(f"Sentence {number} of a long table.,x\n" for number in range(100))
    outcomes = outcomes_of(f'text,title\n"{TEXT},a\n{filler}', limit=1000)
    assert str(outcomes[0]) == ", row 2, is larger than 1,000 bytes: is a quotation mark left open?"
    assert sum(isinstance(outcome, Article) for outcome in outcomes) > 60


def test_a_quotation_mark_left_open_at_the_end():
    (outcome,) = outcomes_of(f'text,title\n"{TEXT},a\n')
    assert str(outcome) == ", row 2, is not quoted well: unexpected end of data"


def test_a_long_text_within_the_limit_is_read():
    (article,) = outcomes_of(table(["text"], [TEXT + " word" * 60_000]), limit=1_000_000)
    assert len(article.text) > 300_000


def test_a_line_over_the_limit_is_not_held_in_memory():
    class Counting(io.BytesIO):
        longest = 0

        def readline(self, size=-1):
            line = super().readline(size)
            Counting.longest = max(Counting.longest, len(line))
            return line

    stream = Counting(table(["text"], ["x" * 100_000], [TEXT]).encode())
    outcomes = list(read(Source(stream, "table", ".csv", 100)))
    assert str(outcomes[0]) == ", row 2, is larger than 100 bytes"
    assert outcomes[1].text == TEXT
    assert Counting.longest <= 101


def test_rows_are_read_one_by_one():
    source = source_of(table(["text"], *[[TEXT]] * 3))
    next(read(source))
    assert source.stream.tell() == len(table(["text"], [TEXT]))


def test_bytes_that_are_no_text_cost_their_row():
    first, binary, unknown, last = outcomes_of(
        b"text,title\n" + TEXT.split(",")[0].encode() + b",a\nNor\0land,b\n\xe0\xe8\xec\xf2\xe0 \xe0\xe8,c\n"
        b"Norland left again on Monday.,d\n"
    )
    assert (first.title, last.title) == ("a", "d")
    assert str(binary) == ", row 3, is a binary file"
    assert str(unknown).startswith(", row 4, is in an unknown encoding")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\n \r\n", "is empty"),
        (b"text,title\n", "names columns, but has no rows"),
        (b"%PDF-1.4\n", "is a PDF file"),
        (b"x" * 20_000, "is larger than 10,000 bytes"),
        (table(["text"], [TEXT * 200]).encode("utf-16"), "is larger than 10,000 bytes: split it"),
        (b"\xff\xfea", "is not in the encoding utf-16"),
    ],
)
def test_what_is_no_table(data, reason):
    with pytest.raises(ReadError) as caught:
        outcomes_of(data)
    assert str(caught.value).startswith(reason)


def test_a_table_without_a_text_says_what_it_has_and_what_it_may_have():
    with pytest.raises(ReadError) as caught:
        outcomes_of(table(["Name", "Sum\u202e"], ["a", "1"], delimiter=";"))
    assert str(caught.value) == (
        "has no column `text` (or fulltext, articletext, maintext, bodytext, articlebody, body, content, story,"
        " article): its first row has `Name`, `Sum�`"
    )


def test_a_wide_table_is_not_listed_whole():
    with pytest.raises(ReadError) as caught:
        outcomes_of(table([f"column {'x' * 500} {number}" for number in range(50)]), limit=100_000)
    assert len(str(caught.value)) < 700
    assert str(caught.value).endswith(", …")
