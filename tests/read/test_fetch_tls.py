"""Fetching by TLS: certificates that are trusted or not, and handshakes that never end."""

import shutil
import ssl
import subprocess
import time

import pytest

from kg.net import request
from kg.read.web.fetch import fetch
from tests.read.fetching import HURRIED, LOCAL, PAGE, answering, refusal
from tests.read.servers import serve, serve_raw


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the files of a certificate for ``localhost`` that nobody signed, and of its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-out", files[0], "-keyout", files[1]],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return files


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serve(context) as served:
        served.add("/", PAGE)
        yield served


def test_a_certificate_that_nobody_signed_is_refused(secure):
    assert "the server's certificate is not trusted" in refusal(f"https://localhost:{secure.port}/")
    assert secure.asked == []


def test_a_trusted_certificate_counts_for_its_name_alone(secure, certificate, monkeypatch):
    context = ssl.create_default_context(cafile=certificate[0])
    monkeypatch.setattr(request, "_trust", lambda: context)
    assert fetch(f"https://localhost:{secure.port}/", LOCAL).body.decode() == PAGE
    assert "the server's certificate is not trusted" in refusal(secure.origin + "/")


def test_a_handshake_that_never_ends_is_ended_by_the_deadline(monkeypatch):
    monkeypatch.setattr("kg.read.web.robots.Robots.check", lambda *_: 0.0)
    with serve_raw(answering(b"\x16\x03\x03\x40\x00", b"\x02", 0.1, 1000)) as origin:
        begin = time.monotonic()
        assert refusal(origin.replace("http:", "https:"), HURRIED) == "the server took longer than 0.6 seconds"
        assert time.monotonic() - begin < 1.5
