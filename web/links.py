"""From IRIs to addresses that a page may link to, and back."""

from urllib.parse import quote, unquote, urlsplit

from pyoxigraph import NamedNode


def mint(base: str, kind: str, key: str) -> NamedNode:
    """Return the IRI of the instance of this kind whose unquoted key is *key*."""
    return NamedNode(f"{base}{kind}/{quote(key, safe='')}")


def key_of(iri: str) -> str:
    """Return what follows the last slash of *iri*, unquoted: ``RUS``, ``sergey-lavrov``."""
    return unquote(iri.rpartition("/")[2])


def local_path(iri: str, base: str) -> str | None:
    """Return the path of an instance at this site, without a leading slash; None if *iri* is not under *base*.

    So the links work wherever the site is seen, even if that is not at *base*.
    """
    path = iri.removeprefix(base)
    if path == iri or not path or not path[0].isalnum():  # "//host" would lead elsewhere
        return None
    return path


def web_address(address: str) -> str | None:
    """Return *address* if it can be a link: http or https with a host, and nothing that browsers strip or hide."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    plain = address.isprintable() and not any(character.isspace() for character in address)
    return address if plain and parts.scheme in ("http", "https") and parts.hostname else None


def host_of(address: str) -> str:
    """Return the host of a web address."""
    return urlsplit(address).hostname or ""
