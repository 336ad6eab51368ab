"""From IRIs to addresses that a page may link to, and back."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from pyoxigraph import NamedNode

from kg.ids import Minter
from kg.vocab import CAMEO, DIP, PLOVER, SHAPES

ONTOLOGY = DIP.removesuffix("#")
VOCABULARY_PAGES: Mapping[str, str] = {
    DIP: "ontology#",
    SHAPES: "ontology/shapes#",
    PLOVER: "ontology/actions#",
}
"""Where the terms of our namespaces are explained, the term's own name following; a CAMEO code has its own page."""


def mint(base: str, kind: str, key: str) -> NamedNode:
    """Return the IRI of the instance of this kind whose unquoted key is *key*."""
    return NamedNode(f"{base}{kind}/{quote(key, safe='')}")


def mint_pair(base: str, one: str, other: str) -> NamedNode:
    """Return the IRI of the pair of the actors with these unquoted keys."""
    return NamedNode(Minter(base).mint_dyad(one, other))


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


def term_path(iri: str) -> str | None:
    """Return the path of the explanation of a term of ours, without a leading slash; None if *iri* is no such term."""
    if (code := iri.removeprefix(CAMEO)) != iri:
        return action_path(code) if re.fullmatch(r"\w+", code) else None if code else "ontology/actions"
    if iri == ONTOLOGY or iri.startswith(f"{ONTOLOGY}/"):  # a version
        return "ontology"
    for namespace, page in VOCABULARY_PAGES.items():
        name = iri.removeprefix(namespace)
        if name != iri and re.fullmatch(r"[\w-]*", name):
            return (page + name).rstrip("#")
    return None


def action_path(code: str) -> str:
    """Return the path of the page about a CAMEO code, without a leading slash."""
    return f"action/{code}.html"


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
