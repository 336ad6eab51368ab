"""What may be asked for, and where."""

import pytest

from kg.errors import ReadError
from kg.net.address import is_private, parse_target
from kg.net.limits import FetchSettings

SETTINGS = FetchSettings()


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://example.org", "http://example.org/"),
        ("https://example.org:443/a?b=c#d", "https://example.org/a?b=c"),
        ("HTTP://Example.ORG:80/A", "http://example.org/A"),
        ("  https://example.org/a b?c d  ", "https://example.org/a%20b?c%20d"),
        ("https://example.org/a%20b/café", "https://example.org/a%20b/caf%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org.", "https://example.org./"),
        ("https://example.org:80/", "https://example.org:80/"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_urls(url, asked):
    assert parse_target(url, SETTINGS).url == asked


def test_a_relative_url():
    assert parse_target("../c?d", SETTINGS, "https://example.org/a/b").url == "https://example.org/c?d"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("example.org/a", "only http and https are, not an address without a scheme"),
        ("", "only http and https are"),
        ("file:///etc/passwd", "only http and https are, not file"),
        ("gopher://example.org/", "only http and https are, not gopher"),
        ("https://user:word@example.org/", "holds a user name"),
        ("https://example.org@127.0.0.1/", "holds a user name"),
        ("http://example.org:22/", "port 22 is not one of 80, 443"),
        ("http://example.org:0/", "port 0 is not one of 80, 443"),
        ("http://example.org:99999/", "malformed"),
        ("http://example.org:x/", "malformed"),
        ("http:///a", "names no server"),
        ("http://exa mple.org/", "names no server"),
        ("http://example.org\\@127.0.0.1/", "holds a user name"),
        ("http://example.org\\.evil.example/", "names no server"),
        ("http://-example.org/", "names no server"),
        ("http://a..b/", "names no server"),
        ("http://exa\x00mple.org/", "names no server"),
        ("http://" + "a" * 64 + ".org/", "names no server"),
        ("http://" + "ü" * 300 + "/", "names no server"),
        ("http://[fe80::1%25eth0]/", "names no server"),
        ("http://[::1/", "malformed"),
        ("http://2130706433/", "written as a number"),
        ("http://0x7f000001/", "written as a number"),
        ("http://0x7f.1/", "written as a number"),
        ("http://0177.0.0.1/", "written as a number"),
        ("http://127.1/", "written as a number"),
        ("http://127.0.0.1.5/", "written as a number"),
        ("http://１２７.１/", "written as a number"),
        ("https://example.org/" + "a" * 2000, "longer than 2,000 characters"),
    ],
)
def test_what_is_not_fetched(url, reason):
    with pytest.raises(ReadError, match=reason) as caught:
        parse_target(url, SETTINGS)
    assert str(caught.value).startswith("was not fetched: ")
    assert len(str(caught.value)) < 200


def test_a_port_may_be_allowed():
    allowed = FetchSettings(allow_private=True)
    assert parse_target("http://localhost:8000/", allowed).url == "http://localhost:8000/"


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.9.9.9 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1 "
    "224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1 fe80::1%eth0 fc00::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 "
    "::ffff:10.0.0.1 64:ff9b::a00:1 2002:7f00:1:: 2001:0:5db8:d70e::f5ff:fffe ::7f00:1".split(),
)
def test_addresses_that_are_not_public(address):
    assert is_private(address)


@pytest.mark.parametrize("address", "93.184.215.14 8.8.8.8 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split())
def test_public_addresses(address):
    assert not is_private(address)
