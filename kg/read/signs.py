"""Signatures of file formats: how their files begin."""

GZIP = b"\x1f\x8b"
BZIP2 = b"BZh"
XZ = b"\xfd7zXZ\x00"
_CONTAINERS = (
    (0, b"PK\x03\x04", ".zip"),
    (0, GZIP, ".gz"),
    (0, BZIP2, ".bz2"),
    (0, XZ, ".xz"),
    (0, b"WARC/1.", ".warc"),
    (257, b"ustar", ".tar"),
)
"""Where a container has its signature, the signature, and the suffix of such files."""
LONGEST_HEAD = 262
"""Bytes that are enough to tell any container."""


def guess_container(head: bytes) -> str:
    """Return the suffix of the container that begins with *head*; empty where it is none."""
    return next((suffix for at, sign, suffix in _CONTAINERS if head.startswith(sign, at)), "")


def is_pdf(data: bytes) -> bool:
    """Whether *data* is a PDF file, before which a few bytes may stand."""
    return b"%PDF-" in data[:1024]
