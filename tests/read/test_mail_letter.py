"""What of a letter is the article: its lines, its HTML, what stands around it, and what it forwards."""

from datetime import date

import pytest

from tests.read.mails import FIRST, HTML, SECOND, TEXT, mail, one, raw


def test_lines_wrapped_at_72_columns_are_joined():
    wrapped = (
        "Norland and Sudland signed an agreement on fishing in the strait on\nFriday, after eleven months of talks"
        " that had been broken off twice.\n\nUnder the text each side may send forty vessels a year into the\n"
        "waters of the other, and a joint commission will meet every spring to\nsettle disputes.\n"
    )
    assert one(mail(wrapped)).text == TEXT


def test_flowed_lines_are_joined():
    flowed = TEXT.replace(", ", ", \n").replace("\n\n", "\n \n")
    assert one(raw(flowed, "text/plain; charset=utf-8; format=flowed")).text == TEXT


def test_flowed_lines_with_deleted_spaces_are_joined():
    flowed = TEXT.replace(", ", ",  \n")
    assert one(raw(flowed, "text/plain; charset=utf-8; format=flowed; DelSp=yes")).text == TEXT


def test_html_alone_laid_out_in_tables():
    cells = f"<tr><td><p>{FIRST}</p></td></tr><tr><td>{SECOND}<br></td></tr>"
    html = (
        "<html><head><style>p {color: red}</style></head><body><table><tr><td><table>"
        f'<tr><td><a href="https://x.example">View this email in your browser</a></td></tr>{cells}'
        '<tr><td>You are receiving this because you asked. <a href="#">Unsubscribe</a>.</td></tr>'
        "</table></td></tr></table></body></html>"
    )
    article = one(raw(html, "text/html; charset=utf-8"))
    assert article.text == TEXT


def test_html_that_is_short():
    html = "<div>The minister travels to Westport on Monday.</div><div>She meets the king.</div>"
    assert one(raw(html, "text/html")).text == "The minister travels to Westport on Monday.\n\nShe meets the king."


def test_html_without_the_reply_below():
    html = HTML.replace("</body>", '<div class="gmail_quote">On Monday the desk asked for a comment.</div></body>')
    assert one(raw(html, "text/html")).text == TEXT


def test_html_that_holds_what_no_tree_takes():
    preview = "<div style='display: none'>A preview that nobody is to see.</div>"
    html = f"{preview}<div>&#1;\uffff{FIRST}</div><div>{SECOND}\x0b</div>"
    assert one(raw(html, "text/html")).text == TEXT


@pytest.mark.parametrize(
    "end",
    [
        "\n-- \nJane Example\nMinistry of Foreign Affairs. We serve the country.\n",
        "\n###\n\nThe ministry was founded in 1890 and employs many people.\n",
        "\n- Ends -\n\nNotes to editors\n\nThe ministry was founded in 1890.\n",
        "\nMedia contact:\nJane Example, tel. 555 0100. She is there until six.\n",
        "\nYou are receiving this message because you subscribed. To unsubscribe, write to us.\n",
        "\nThis e-mail and its attachments are confidential. They are for you alone.\n",
        "\n> When will it be signed?\n> We need to know it.\n",
        "\nOn Thu, 4 Mar 2021 at 09:12, Ann Example <ann@paper.example> wrote:\n> When will it be signed?\n",
        "\nOn Thu, 4 Mar 2021 at 09:12, Ann Example\n<ann@paper.example> wrote:\n\n> When?\n",
        "\n-----Original Message-----\nFrom: Ann Example\nSent: Today\nTo: Press\nSubject: When?\n\nPlease do.\n",
        "\n________________\nFrom: Ann Example\nSent: Today\nTo: Press\nSubject: When?\n\nPlease tell us soon.\n",
        "\nKind regards,\nJane Example\n",
    ],
)
def test_what_stands_below_a_letter_is_dropped(end):
    assert one(mail(TEXT + "\n" + end)).text == TEXT


def test_what_stands_above_a_letter_is_dropped():
    above = "View this email in your browser at our site.\n\nFOR IMMEDIATE RELEASE\n\nDear colleagues,\n\n"
    assert one(mail(above + "Agreement on fishing in the strait\n\n" + TEXT)).text == TEXT


def test_links_in_brackets_are_dropped():
    assert one(mail(TEXT.replace("strait", "strait <https://mfa.example/a?b=c>", 1))).text == TEXT


def test_dashes_within_a_letter_begin_no_signature():
    many = "\n\n".join(f"{SECOND} This was said {number} times." for number in range(50))
    assert one(mail(f"{FIRST}\n\n--\n\n{many}")).text == f"{FIRST}\n\n{many}"


FORWARDED = (
    "FYI, see below. Can we run it?\n\n---------- Forwarded message ---------\n"
    "From: Ministry of Foreign Affairs <press@mfa.example>\nDate: Fri, 5 Mar 2021 at 10:00\n"
    f"Subject: Agreement\nTo: <desk@paper.example>\n\n\n{TEXT}\n"
)


def test_a_forwarded_message_is_the_article():
    article = one(
        mail(FORWARDED, "Fwd: Agreement", sender="Ann <ann@x.example>", date="Mon, 08 Mar 2021 08:00:00 +0000")
    )
    assert (article.text, article.title) == (TEXT, "Agreement")
    assert (article.source, article.published) == ("Ministry of Foreign Affairs", date(2021, 3, 5))


def test_a_forward_without_a_marker_is_told_by_its_subject():
    below = (
        f"FYI.\n\nFrom: Press Office\nSent: Friday, March 5, 2021 10:00 AM\nTo: Desk\nSubject: Agreement\n\n{TEXT}\n"
    )
    article = one(mail(below, "FW: Agreement", date="Mon, 08 Mar 2021 08:00:00 +0000"))
    assert (article.text, article.source, article.published) == (TEXT, "Press Office", date(2021, 3, 5))


def test_a_forward_of_a_forward_whose_lines_are_quoted():
    quoted = "".join(f"> {line}\n" for line in FORWARDED.split("\n"))
    outer = "Begin forwarded message:\n\n> From: Bob <b@x.org>\n> Date: 6 May 2021\n> Subject: Fwd: A\n> To: me\n>\n"
    article = one(mail(outer + quoted, "Fwd: Fwd: A"))
    assert (article.text, article.source) == (TEXT, "Ministry of Foreign Affairs")


def test_a_forward_in_html():
    html = "".join(f"<div>{line}</div>" for line in FORWARDED.replace("<", "&lt;").split("\n"))
    article = one(raw(html, "text/html", subject="Fwd: Agreement"))
    assert (article.text, article.source) == (TEXT, "Ministry of Foreign Affairs")
    assert article.published == date(2021, 3, 5)
