"""Crawlers find every page, in parts of bounded size."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from kg.results import rows
from tests.web.conftest import BASE
from web import sitemap

LOC = f"{{{sitemap.XMLNS}}}loc"


def addresses(client, path) -> list[str]:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (200, "application/xml")
    return [found.text for found in ElementTree.fromstring(response.text).iter(LOC)]  # noqa: S314  # our own


@pytest.fixture
def listed(client):
    """Return all addresses of the sitemap."""
    parts = addresses(client, "/sitemap.xml")
    return [one for part in parts for one in addresses(client, urlsplit(part).path)]


def test_every_address_of_the_sitemap_is_a_page_under_the_base(client, listed):
    assert len(listed) == len(set(listed))
    for address in listed:
        assert address.startswith(BASE)
    of_codes = [one for one in listed if "/action/" in one]
    for address in [one for one in listed if one not in of_codes] + of_codes[:5]:
        response = client.get(urlsplit(address).path, headers={"Accept": "text/html"})
        assert (response.status_code, response.mimetype) == (200, "text/html"), address
        assert f'<link rel="canonical" href="{address}">' in response.text


def test_sitemap_has_the_instances(engine, listed):
    for kind in ("State", "Group", "Dyad", "Article"):
        found = [row["x"].value for row in rows(engine.answer(f"SELECT ?x {{ ?x a dip:{kind} }}"))]
        assert found
        assert {f"{iri}.html" for iri in found} <= set(listed)
    dated = rows(engine.answer("SELECT ?x { ?x dip:month ?month }"))
    assert {f"{row['x'].value}.html" for row in dated} == {one for one in listed if "/event/" in one}


def test_parts_are_no_larger_than_they_may_be(client, monkeypatch, listed):
    monkeypatch.setattr(sitemap, "PART", 1)
    parts = [urlsplit(one).path for one in addresses(client, "/sitemap.xml")]
    small = [addresses(client, path) for path in parts if "pages" not in path]
    assert {len(part) for part in small} == {1}
    pages = addresses(client, "/sitemap/pages-1.xml")
    assert sorted([*pages, *(one for part in small for one in part)]) == sorted(listed)


@pytest.mark.parametrize(
    "name", ["people-2", "events-2024-06-9", "events-1", "events-2024-13-1", "x-1", "people-0", "pages"]
)
def test_a_part_that_is_not_there_is_not_found(client, name):
    assert client.get(f"/sitemap/{name}.xml").status_code == 404


def test_robots_are_told_the_sitemap_and_what_costs_too_much(client):
    text = client.get("/robots.txt").text
    assert f"Sitemap: {BASE}sitemap.xml" in text
    assert "Disallow: /sparql?" in text
    assert "Disallow: /events?" in text
