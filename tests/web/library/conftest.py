"""The site with saved queries of a user's own beside those that ship."""

import pytest

from kg.settings import Settings
from web import create_app

PREFIXES = """PREFIX actor: <http://localhost:8000/actor/>
PREFIX article: <http://localhost:8000/article/>
PREFIX cameo: <https://w3id.org/diplograph/cameo/>
PREFIX dip: <https://w3id.org/diplograph/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
KINDS = (
    """#+ summary: A field of each kind
#+ description: Nothing of note.
#+ tags: [upkeep, long]
#+ params:
#+   who: Who
#+   article: Which article
#+   action: What
#+   item: Which item
#+   since: From when
#+   month: Which month
#+   most: How many
#+   share: What part
#+   name: Which word
#+   only: Whether only these
"""
    + PREFIXES
    + """SELECT * WHERE {
  VALUES ?who { actor:RUS }
  VALUES ?article { article:00000000000000000000 }
  VALUES ?action { cameo:19 }
  VALUES ?item { wd:Q159 }
  VALUES ?since { "2024-01-01"^^xsd:date }
  VALUES ?month { "2024-06"^^xsd:gYearMonth }
  VALUES ?most { 20 }
  VALUES ?share { 0.5 }
  VALUES ?name { "peace" }
  VALUES ?only { true }
}
"""
)
ACTED = (
    """#+ summary: What an actor did, one row per event
#+ tags: [mine]
#+ params:
#+   actor: Who acted
#+   since: Earliest day
#+   word: A word that is given back
"""
    + PREFIXES
    + """SELECT ?event ?actor ?word WHERE {
  VALUES ?actor { actor:RUS }
  VALUES ?since { "1900-01-01"^^xsd:date }
  VALUES ?word { "nothing" }
  ?event dip:actor ?actor ; dip:date ?date .
  FILTER (?date >= ?since)
}
"""
)
CAPITALS = (
    """#+ summary: The capital of a state
#+ tags: [federated]
#+ params:
#+   actor: The state
"""
    + PREFIXES
    + """SELECT ?capital WHERE {
  VALUES ?actor { actor:RUS }
  ?actor owl:sameAs ?same .
  SERVICE <https://query.wikidata.org/sparql> { ?same wdt:P36 ?capital }
}
"""
)
OWN = {
    "acted": ACTED,
    "capitals": CAPITALS,
    "each-kind": KINDS,
    "any-threat": "#+ summary: Whether anybody threatened\nASK { ?e dip:action cameo:1313 }\n",
    "graph-of-types": "#+ summary: Types\nCONSTRUCT { ?e a ?type } WHERE { ?e a ?type ; dip:action cameo:161 }\n",
    "broken": "SELECT * { ?s ?p ?o }\n",
}


@pytest.fixture
def own(tmp_path):
    """Return the folder of the user's own queries."""
    folder = tmp_path / "queries"
    folder.mkdir()
    for name, text in OWN.items():
        (folder / f"{name}.rq").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def app(engine, search, own):
    return create_app(Settings(data=own.parent), engine, search)
