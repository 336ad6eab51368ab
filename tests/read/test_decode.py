import pytest

from kg.errors import ReadError
from kg.read.decode import decode

TEXT = "Türkiye’s envoy said “no” – twice."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_that_are_told_apart(encoding):
    assert decode(TEXT.encode(encoding)) == TEXT


def test_big_endian_utf16_with_its_mark():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_html_may_declare_its_encoding():
    page = '<html><head><meta charset="iso-8859-2"></head><body>Wałęsa in Łódź</body></html>'
    assert "Wałęsa in Łódź" in decode(page.encode("iso-8859-2"), is_html=True)


def test_one_damaged_character_does_not_turn_utf8_into_windows_1252():
    data = (TEXT * 40).encode() + b" \xe2\x80 end"
    assert decode(data).startswith(TEXT)
    assert decode(data).endswith("\ufffd end")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x7fELF\x01\x00\x00\x02 text", "is a binary file"),
        (bytes(range(1, 32)) * 9, "is a binary file"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "office"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"{\\rtf1\\ansi Hello}", "RTF"),
        (TEXT.encode("utf-16-le"), "UTF-16 without its byte order mark"),
        (b"\xff\xfea\x00b", "is not in the encoding utf-16"),
        ("Министр уехал в Москву".encode("koi8-r"), "unknown encoding (not UTF-8 from byte 0 on)"),
        ("大臣は会談した".encode("shift-jis"), "unknown encoding"),
    ],
)
def test_what_is_no_text_says_so(data, reason):
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert reason in str(caught.value)


@pytest.mark.parametrize("declared", ["klingon-1", "punycode", "unicode-escape"])
def test_html_that_declares_an_encoding_that_is_none(declared):
    with pytest.raises(ReadError, match=f"unknown encoding '{declared}'"):
        decode(f'<meta charset="{declared}">'.encode() + b"caf\xe9 x", is_html=True)


@pytest.mark.parametrize("declared", ["utf-8", "utf-16", "base64", "euc-jp"])
def test_html_that_is_not_in_the_encoding_that_it_declares(declared):
    with pytest.raises(ReadError, match="is not in the encoding"):
        decode(f'<meta charset="{declared}">'.encode() + b"caf\xe9 x", is_html=True)


@pytest.mark.parametrize("declared", ["iso-8859-1", "latin1", "ascii", "windows-1252"])
def test_latin_1_is_read_as_browsers_read_it_with_its_quotes(declared):
    page = f'<meta charset="{declared}">'.encode() + TEXT.encode("cp1252")
    assert decode(page, is_html=True).endswith(TEXT)
