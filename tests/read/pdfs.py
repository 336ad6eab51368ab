"""A small writer of PDF files: what the tests of the reader need, sound and hostile."""

import zlib
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 595, 842
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
UNMAPPED = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [%d 0 R] >>"
DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /FontDescriptor << /Type /FontDescriptor /FontName /X"
    b" /Flags 4 /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
)
Text = tuple[float, float, float, str]
"""Left edge, base line, size of the letters, all in points, and what is written."""


def show(x: float, y: float, size: float, text: str) -> bytes:
    """Return the operators that write *text*."""
    string = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, string)


def column(lines: Sequence[str], x: float = 72, top: float = 700, size: float = 10, leading: float = 12) -> list[Text]:
    """Return *lines* below each other; an empty one leaves half a line."""
    texts: list[Text] = []
    y = top
    for line in lines:
        if line:
            texts.append((x, y, size, line))
        y -= leading if line else leading / 2
    return texts


def wrap(text: str, width: int) -> list[str]:
    """Return the lines of *text*, each of at most *width* characters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def pdf(*pages: Sequence[Text], info: Mapping[str, str] | None = None, encrypt: bytes = b"") -> bytes:
    """Return a file of *pages*."""
    contents = [b"".join(show(*text) for text in page) for page in pages]
    return from_contents(contents, info or {}, encrypt=encrypt)


def from_contents(
    contents: Sequence[bytes],
    info: Mapping[str, str] | None = None,
    *,
    font: Sequence[bytes] = (HELVETICA,),
    forms: Sequence[bytes] = (),
    encrypt: bytes = b"",
    filters: bytes = b"/FlateDecode",
) -> bytes:
    """Return a file whose pages have these streams, compressed where they are not yet; *forms* are named /X0, /X1 …."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    names = b" ".join(b"/X%d %d 0 R" % (number, 3 + len(font) + number) for number in range(len(forms)))
    resources = b"<< /Font << /F1 3 0 R >> /XObject << %s >> >>" % names
    objects += [part.replace(b"%d", b"4") for part in font]
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources %s" % resources
    objects += [_stream(form, head) for form in forms]
    kids = []
    for content in contents:
        objects.append(_stream(content, b"/Filter %s" % filters if filters != b"/FlateDecode" else b""))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources %s >>"
            % (WIDTH, HEIGHT, len(objects), resources)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    entries = b"".join(b"/%s <%s>" % (key.encode(), _utf16(value)) for key, value in (info or {}).items())
    objects.append(b"<< %s >>" % entries)
    trailer = b"/Info %d 0 R" % len(objects)
    if encrypt:
        objects.append(encrypt)
        trailer += b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects)
    return _to_file(objects, trailer)


def _stream(data: bytes, head: bytes) -> bytes:
    if b"/Filter" not in head:
        data = zlib.compress(data)
        head += b" /Filter /FlateDecode"
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(data), data)


def _utf16(text: str) -> bytes:
    return (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode()


def _to_file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    data = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(data)
