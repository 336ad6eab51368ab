"""Links reach the graph through a site that has it open, and stay through what is ingested later."""

import pytest

from kg.tokens import make_token
from tests.federate.linking.test_linking import LISTED
from tests.web.test_serve import serving

pytestmark = pytest.mark.slow


def test_a_running_site_takes_the_links(kg, ask, data, same, monkeypatch):
    token = make_token(data)
    with serving(data):
        result = ask("--accept-above", 90)
        assert (result.exit_code, "set KG_TOKEN" in result.output) == (1, True)
        assert same() == LISTED
        monkeypatch.setenv("KG_TOKEN", token)
        assert kg("link", "--accept", "ivan-novak=Q1004").output == "1 accepted, 0 rejected\n"
        assert same() == {*LISTED, ("mid", "Q1001"), ("jean-petit", "Q1002"), ("ivan-novak", "Q1004")}


def test_what_is_ingested_later_keeps_the_links(tmp_path, kg, same):
    story = tmp_path / "stranger.txt"
    story.write_text(
        "Published 5 March 2021\n\nWilhelm Quastenberg, a spokesman for the French army, condemned Russia.\n"
    )
    assert kg("ingest", story).exit_code == 0
    linked = ("wilhelm-quastenberg", "Q99")
    about = "SELECT ?p ?o { actor:wilhelm-quastenberg ?p ?o } ORDER BY ?p ?o"
    assert kg("link", "--accept", "=".join(linked)).exit_code == 0
    before = kg("query", "--format", "csv", about).output
    assert kg("ingest", "--again", story).exit_code == 0
    assert kg("query", "--format", "csv", about).output == before
    assert linked in same()
    assert kg("remove", "stranger").exit_code == 0
    assert linked not in same()
    assert kg("ingest", story).exit_code == 0
    assert linked in same()
    assert "all conform" in kg("validate").output
