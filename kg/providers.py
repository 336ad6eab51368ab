"""The data sets outside that the graph is asked together with, and where a copy of their facts is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg import vocab


@dataclass(frozen=True, slots=True)
class Provider:
    """One data set with a public endpoint."""

    name: str
    """What commands call it; the end of the IRI of the graph with the copy."""
    title: str
    home: str
    """IRI of the data set."""
    endpoint: str
    """IRI of its SPARQL endpoint, as queries write it after SERVICE."""
    space: str
    """What the IRIs of its things begin with."""
    licence: str
    """IRI of the licence of its facts."""

    def graph(self, base: str) -> str:
        """Return the IRI of the named graph that holds the copy, under the base IRI *base* of the instances."""
        return f"{base}graph/{self.name}"


PROVIDERS: Mapping[str, Provider] = {
    one.name: one
    for one in (
        Provider(
            "wikidata",
            "Wikidata",
            "http://www.wikidata.org/",
            "https://query.wikidata.org/sparql",
            vocab.WIKIDATA,
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        Provider(
            "dbpedia",
            "DBpedia",
            "http://dbpedia.org",
            "https://dbpedia.org/sparql",
            "http://dbpedia.org/resource/",
            "https://creativecommons.org/licenses/by-sa/3.0/",
        ),
    )
}
"""By name."""


def find_provider(endpoint: str) -> Provider | None:
    """Return the data set whose endpoint has the IRI *endpoint*, None if it is none of ours."""
    return next((one for one in PROVIDERS.values() if one.endpoint == endpoint), None)
