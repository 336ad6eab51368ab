"""Meetings count where they are told to have been held; no article tells a place yet, a user's own data may."""

from kg.graph.updates import Update
from kg.library import find_queries
from kg.results import read_table
from tests.conftest import ROOT
from tests.query_graph import BASE, build
from tests.query_stories.voices import LISTED, STORIES

TOLD = """
PREFIX place: <http://localhost:8000/place/>
INSERT {
  ?talks dip:place place:aswan .
  ?visit dip:place place:aswan .
  ?call dip:place place:aswan .
  place:aswan a dip:Place ; skos:prefLabel "Aswan"@en, "Assouan"@fr ; dip:belongsTo actor:EGY
} WHERE {
  ?talks dip:action cameo:045 ; dip:target actor:desert-front .
  ?visit dip:action cameo:043 ; dip:target actor:AU .
  ?call dip:action cameo:0332
}
"""


def test_meetings_count_where_they_were_held():
    query = find_queries(ROOT / "queries")["meetings-by-place"].bind({"since": "2024-06-01"})
    with build(BASE, LISTED, STORIES) as store:
        store.update(Update(TOLD))
        found = {row[0]: row[1:5] for row in read_table(store.answer(query)).rows}
    assert found == {
        "Aswan": ("2", "2", "2024-06-02", "2024-06-05"),  # the Front and the Union came to Egyptians
        "Egypt": ("2", "2", "2024-06-02", "2024-06-05"),  # Roux and Washington's envoys
        "France": ("1", "1", "2024-07-03", "2024-07-03"),
    }
