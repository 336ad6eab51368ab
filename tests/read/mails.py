"""Letters, made by code, and a reader of all that lies in them. All places and sentences are invented."""

import io
from email.message import EmailMessage

from kg.model import Article
from kg.read.mail.reader import read
from kg.read.source import Source

FIRST = (
    "Norland and Sudland signed an agreement on fishing in the strait on Friday, after eleven months of talks that"
    " had been broken off twice."
)
SECOND = (
    "Under the text each side may send forty vessels a year into the waters of the other, and a joint commission"
    " will meet every spring to settle disputes."
)
TEXT = f"{FIRST}\n\n{SECOND}"
HTML = f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"


def mail(text=TEXT, subject="Agreement on fishing in the strait", **headers):
    message = EmailMessage()
    message["From"] = headers.pop("sender", "Ministry of Foreign Affairs <press@mfa.example>")
    message["To"] = "desk@paper.example"
    message["Subject"] = subject
    message["Date"] = headers.pop("date", "Fri, 05 Mar 2021 23:30:00 +0200")
    for name, value in headers.items():
        message[name] = value
    message.set_content(text)
    return message


def raw(body, content_type="text/plain; charset=utf-8", subject="Agreement on fishing", **headers):
    lines = {"From": "Press <p@mfa.example>", "Subject": subject, "Date": "Fri, 05 Mar 2021 10:00:00 +0000",
             "MIME-Version": "1.0", "Content-Type": content_type, **headers}  # fmt: skip
    data = "".join(f"{name}: {value}\n" for name, value in lines.items() if value is not None)
    return data.encode() + b"\n" + (body if isinstance(body, bytes) else body.encode())


def outcomes_of(message, limit=100_000):
    data = message if isinstance(message, bytes) else bytes(message)
    return list(read(Source(io.BytesIO(data), "letter", ".eml", limit)))


def one(message, **options):
    (outcome,) = outcomes_of(message, **options)
    assert isinstance(outcome, Article)
    return outcome
