"""A press release as a PDF file, and a reader of such files. All places and sentences are invented."""

import io

from kg.read.pdf.reader import read
from kg.read.source import Source
from tests.read.pdfs import column, pdf, wrap

FIRST = (
    "Norland and Sudland signed an agreement on fishing in the strait on Friday, after eleven months of talks that"
    " had been broken off twice. The ministers of both countries put their names to it in the port of Westport."
)
SECOND = (
    "Under the text each side may send forty vessels a year into the waters of the other, and a joint commission"
    " of eight members will meet every spring to settle what disputes may arise between their crews."
)
THIRD = (
    "The agreement enters into force once both parliaments have ratified it. The opposition in Norland has said"
    " that it will vote against a text which it had no part in."
)
TEXT = "\n\n".join([FIRST, SECOND, THIRD])
TITLE = [(72, 760, 18, "Norland and Sudland agree on fishing")]


def body(*paragraphs, width=90):
    return [line for paragraph in paragraphs for line in [*wrap(paragraph, width), ""]]


BODY = column(body(FIRST, SECOND, THIRD))
SOUND = pdf([*TITLE, *BODY])


def outcomes_of(data, limit=2_000_000, url=""):
    return list(read(Source(io.BytesIO(data), "release", ".pdf", limit, url)))
