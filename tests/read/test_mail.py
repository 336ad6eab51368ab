"""Mail and mailboxes: headers, encodings, parts, attached messages, and what gives no article."""

import io
from base64 import encodebytes
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest

from kg.errors import ReadError
from kg.model import Article, DateSource
from kg.read.mail.reader import is_mailbox, read
from kg.read.source import Source
from tests.read.mails import FIRST, HTML, SECOND, TEXT, mail, one, outcomes_of, raw


def reason(message, **options):
    with pytest.raises(ReadError) as caught:
        outcomes_of(message, **options)
    return str(caught.value)


def test_a_press_release():
    assert one(mail()) == Article(
        doc="letter",
        text=TEXT,
        title="Agreement on fishing in the strait",
        published=date(2021, 3, 5),  # the sender's day, though the next one had begun farther east
        published_from=DateSource.METADATA,
        source="Ministry of Foreign Affairs",
    )


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?q?Minister_to_visit_Caf=C3=A9?= =?utf-8?b?IFJveWFs?=", "Minister to visit Café Royal"),
        ("RE: Fwd: FW: Minister to visit", "Minister to visit"),
        ("[press-list] Re[2]: Minister to visit", "Minister to visit"),
        ("Report: the minister to visit [update] soon", "Report: the minister to visit [update] soon"),
        ("=?utf-8?b?a?= stays", "=?utf-8?b?a?= stays"),
        ("=?no-such?q?Minister?= visits", "Minister visits"),
        ("Minister\n to visit", "Minister to visit"),
        ("Café visit", "Café visit"),
        ("x" * 50_000, "x" * 4000),
    ],
)
def test_subjects(subject, title):
    assert one(raw(TEXT, subject=subject)).title == title


def test_a_raw_header_in_windows_1252():
    assert one(raw(TEXT, subject="X").replace(b"Subject: X", b"Subject: Caf\xe9 visit")).title == "Café visit"


@pytest.mark.parametrize(
    ("sender", "source"),
    [
        ("press@mfa.example", "mfa.example"),
        ('"Press Office, MFA" <press@mfa.example>', "Press Office, MFA"),
        ("=?iso-8859-1?q?Caf=E9?= <p@mfa.example>", "Café"),
        ("'Press Office' via Releases <list@groups.example>", "Press Office"),
        ("press@mfa.example <press@mfa.example>", "mfa.example"),
        ("(" * 3000, ""),
        ("", ""),
    ],
)
def test_senders(sender, source):
    assert one(raw(TEXT, From=sender)).source == source


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(format_datetime(datetime.now(UTC) + timedelta(days=3)), id="in three days"),
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "Fri, 32 Mar 2021 10:00:00 +0000",
        "9" * 5000,
        "",
        None,
    ],
)
def test_a_day_that_cannot_be_believed_is_looked_for_elsewhere(day):
    unknown, seen = one(raw(TEXT, Date=day)), one(raw(f"WESTPORT, March 5, 2021 (NNA) - {TEXT}", Date=day))
    assert (unknown.published, unknown.published_from) == (None, DateSource.UNKNOWN)
    assert (seen.published, seen.published_from) == (date(2021, 3, 5), DateSource.VISIBLE_TEXT)


@pytest.mark.parametrize("day", ["2021-03-05 10:00", "Fri, 05 Mar 2021 10:00:00 +9999999", "5 March 2021"])
def test_other_forms_of_the_day(day):
    assert one(raw(TEXT, Date=day)).published == date(2021, 3, 5)


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize(("charset", "name"), [("utf-8", "Ċoast"), ("iso-8859-2", "Čoast"), ("windows-1251", "Жoast")])
def test_encodings(encoding, charset, name):
    message = mail()
    message.set_content(TEXT.replace("Norland", name), charset=charset, cte=encoding)
    assert one(message).text == TEXT.replace("Norland", name)


def test_utf_16():
    data = raw(
        encodebytes(TEXT.encode("utf-16")), "text/plain; charset=utf-16", **{"Content-Transfer-Encoding": "base64"}
    )
    assert one(data).text == TEXT


@pytest.mark.parametrize("charset", ["us-ascii", "iso-8859-1", "no-such", "idna", "zlib"])
def test_a_charset_that_is_wrong_or_unknown(charset):
    said = TEXT.replace("Norland", "Côte d’Norland")
    assert one(raw(said, f"text/plain; charset={charset}")).text == said


def test_plain_is_preferred_to_html():
    message = mail()
    message.add_alternative("<html><body><p>Another sentence stands here.</p></body></html>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="release.pdf")
    message.add_attachment("Attached lines are no part of the letter.", filename="notes.txt")
    assert one(message).text == TEXT


def test_html_in_place_of_a_stub():
    message = mail("Your program cannot show this message. Please open it on our site.")
    message.add_alternative(HTML, subtype="html")
    assert one(message).text == TEXT


def test_texts_around_an_attachment_are_one_letter():
    body = (
        f"--b\nContent-Type: text/plain\n\n{FIRST}\n\n--b\nContent-Type: image/png\n\nxx\n"
        f"--b\nContent-Type: text/plain\n\n{SECOND}\n\n--b\nContent-Type: text/plain\n\n"
        "_______\nReleases mailing list\nreleases@list.example\n--b--\n"
    )
    assert one(raw(body, "multipart/mixed; boundary=b")).text == TEXT


def test_an_attached_message_is_the_article():
    outer = mail("Please find it attached.", "Fwd: two releases")
    outer.add_attachment(mail())
    outer.add_attachment(mail(TEXT.replace("Norland", "Eastland"), "Eastland agrees"))
    first, second = outcomes_of(outer)
    assert (first.doc, first.text, first.title) == ("letter", TEXT, "Agreement on fishing in the strait")
    assert (second.doc, second.title) == ("letter-2", "Eastland agrees")


def test_a_letter_with_an_attached_message_gives_both():
    outer = mail(f"{TEXT} {TEXT.replace('Norland', 'Eastland')}")
    outer.add_attachment(mail("No", "Empty"))
    article, failed = outcomes_of(outer)
    assert article.text.startswith(FIRST)
    assert str(failed) == ", part 2, holds no sentences to read"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "is empty"),
        (b"Norland recalled its envoy.\n", "is no mail: it does not begin with headers"),
        (raw("Hi"), "holds no sentences to read"),
        (raw("xx", "application/pdf"), "is mail without a text: save what is attached"),
        (raw("xx", "application/pkcs7-mime"), "is encrypted mail: save its text"),
        (raw(b"\0\1\2" * 100), "is a binary file"),
        (raw("x" * 200_000), "is larger than 100,000 bytes: split it"),
        (raw("<p", "text/html"), "holds no sentences to read"),
        (raw("", "multipart/mixed; boundary=b"), "is mail without a text"),
        (raw(TEXT, "multipart/mixed"), "is mail without a text"),
    ],
)
def test_what_gives_no_article(data, why):
    assert reason(data).startswith(why)


def nested(depth):
    parts = (f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n" for number in range(depth))
    return "Subject: x\n" + "".join(parts) + f"Content-Type: text/plain\n\n{TEXT}"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (nested(30), "is mail nested too deep"),
        (nested(3000), "is mail nested too deep"),
        ("Subject: x\n" + "Content-Type: message/rfc822\n\n" * 3000, "is mail nested too deep"),
        (raw("--b\n\nx\n" * 100_000, "multipart/mixed; boundary=b").decode(), "is mail in more than 20,000 parts"),
        (raw(TEXT, "multipart/mixed" + "; a=b" * 150_000).decode(), "is mail without a text"),
        (raw("<" * 500_000, "text/html").decode(), ""),
        (raw("<div class=" * 50_000, "text/html").decode(), ""),
        (raw(" " * 900_000).decode(), "holds no sentences"),
        (raw("> " * 400_000).decode(), "holds no sentences"),
        (raw("\n".join(["From: a", "To: b", "Subject: c", ""] * 20_000)).decode(), "holds no sentences"),
    ],
)
def test_mail_that_is_built_to_choke(data, why):
    assert reason(data.encode(), limit=2_000_000).startswith(why)


def test_parts_within_parts_to_a_depth():
    assert one(nested(10).encode()).text == TEXT


def mailbox(*messages):
    envelope = b"From press@mfa.example Fri Mar  5 10:11:12 2021\n"
    return b"".join(envelope + bytes(message).replace(b"\nFrom ", b"\n>From ") + b"\n\n" for message in messages)


def test_a_mailbox_message_by_message():
    long = mail(TEXT + "\n\nFrom the strait itself no ships were seen to leave on Friday.")
    data = mailbox(mail(), mail("No."), long, raw("x" * 150_000), mail())
    outcomes = outcomes_of(data)
    assert [getattr(outcome, "doc", str(outcome)) for outcome in outcomes] == [
        "letter",
        ", message 2, holds no sentences to read",
        "letter-3",
        ", message 4, is larger than 100,000 bytes",
        "letter-5",
    ]
    assert outcomes[2].text.endswith("From the strait itself no ships were seen to leave on Friday.")


def test_a_mailbox_is_read_as_it_goes_on():
    stream = io.BytesIO(mailbox(*[mail()] * 50))
    next(read(Source(stream, "letters", ".mbox", 100_000)))
    assert stream.tell() < len(stream.getvalue()) / 20


def test_an_attached_message_in_a_mailbox_is_named():
    outer = mail("See this.")
    outer.add_attachment(mail())
    outer.add_attachment(mail("No."))
    _, article, failed = outcomes_of(mailbox(mail(), outer))
    assert (article.doc, str(failed)) == ("letter-2", ", message 2, part 2, holds no sentences to read")


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (b"From - Fri Mar 05 10:11:12 2021\n", True),
        (b"From 123@xxx Fri Mar 05 10:11:12 +0000 2021\r\n", True),
        (b"From: press@mfa.example\n", False),
        (b"From Monday on, ships may leave.\n", False),
    ],
)
def test_the_line_that_begins_a_mailbox(line, is_one):
    assert is_mailbox(line) is is_one
