"""The child process that parses PDF files: its bounds of memory and time, its faults and its use again."""

import zlib

import pytest

from kg.errors import ReadError
from kg.read.pdf import process as pdf_process
from kg.read.pdf.process import SIZE, PdfProcess, shared_process
from tests.read.pdfs import from_contents, pdf
from tests.read.releases import SOUND, TITLE, outcomes_of


@pytest.fixture
def small():
    process = PdfProcess(seconds=30, memory_mb=160)
    yield process
    process.end()


def bomb(layers):
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(200)) + packer.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data)
    return from_contents([data], filters=b"[" + b" /FlateDecode" * layers + b"]")


@pytest.mark.parametrize(
    "data",
    [
        bomb(1),
        bomb(2),
        from_contents([b"/X0 Do\n"], forms=[b"/X%d Do\n" % (number + 1) * 30 for number in range(9)]),
        from_contents([b"q " * 3_000_000]),
    ],
    ids=["stream", "stream in a stream", "forms in forms", "states"],
)
def test_what_needs_too_much_memory_costs_the_child_and_not_the_next_file(small, data):
    with pytest.raises(ReadError, match="is a PDF that needs more than 160 MB to parse, or crashes the parser"):
        small.describe(data)
    assert small.describe(SOUND)["pages"]


def test_a_deadline():
    process = PdfProcess(seconds=0.01)
    try:
        with pytest.raises(ReadError, match=r"is a PDF that takes more than 0.01 s to parse"):
            process.describe(SOUND)
    finally:
        process.end()


def test_a_child_that_died_between_two_files_is_replaced(small):
    small.describe(SOUND)
    small._process.kill()
    assert small.describe(SOUND)["pages"]


def test_an_interrupt_does_not_leave_an_answer_for_the_next_file(small, monkeypatch):
    def interrupted(process, data):
        process.stdin.write(SIZE.pack(len(data)) + data)
        process.stdin.flush()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pdf_process, "_exchange", interrupted)
        with pytest.raises(KeyboardInterrupt):
            small.describe(pdf([(72, 700, 10, "The file that was interrupted")]))
    assert small.describe(SOUND)["pages"][0][0][0][0] == TITLE[0][3]


def test_one_child_reads_one_file_after_the_other():
    outcomes_of(SOUND)
    child = shared_process()._process.pid
    outcomes_of(SOUND)
    assert shared_process()._process.pid == child
