"""A SPARQL endpoint that queries may call: how they name it, and where it is asked."""

from dataclasses import dataclass

from kg.errors import FetchError
from kg.net.address import parse_target
from kg.net.limits import FetchSettings

MIRROR = "=>"
"""Stands between the two, where they differ; no URL has it."""
UNFIT = frozenset('<>"{}|^`\\')
"""Signs that no IRI has."""


@dataclass(frozen=True, slots=True)
class Service:
    """An endpoint, perhaps with a mirror that is asked in its place."""

    iri: str
    """As queries have to write it after SERVICE."""
    mirror: str = ""
    """Where it is asked instead, if anywhere."""

    @property
    def address(self) -> str:
        """Where it is asked."""
        return self.mirror or self.iri

    def __str__(self) -> str:
        """Return the text that ``parse`` reads."""
        return f"{self.iri}{MIRROR}{self.mirror}" if self.mirror else self.iri

    @classmethod
    def parse(cls, text: str) -> "Service":
        """Return what *text*, an address or ``IRI=>address``, names; FetchError where one of them is no address."""
        iri, arrow, mirror = text.partition(MIRROR)
        for url in (iri, mirror) if arrow else (iri,):
            parse_target(url, FetchSettings(allow_private=True))
            if set(url) & UNFIT:
                raise FetchError("it holds a sign that no IRI has")
        return cls(iri, mirror)
