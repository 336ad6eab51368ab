"""How much a graph holds."""

from datetime import date
from typing import TypedDict

from pyoxigraph import Literal

from kg.results import Engine, rows


class Counts(TypedDict):
    """What ``kg stats`` and the front page print."""

    events: int
    mentions: int
    articles: int
    actors: int
    """Actors that act or are acted upon in some event."""
    dyads: int
    first_day: date | None
    last_day: date | None


QUERY = """
SELECT * WHERE {
  { SELECT (COUNT(*) AS ?events) WHERE { ?event a dip:Event } }
  { SELECT (COUNT(*) AS ?mentions) WHERE { ?mention a dip:Mention } }
  { SELECT (COUNT(*) AS ?articles) WHERE { ?article a dip:Article } }
  { SELECT (COUNT(DISTINCT ?actor) AS ?actors) WHERE { ?event dip:actor|dip:target ?actor } }
  { SELECT (COUNT(*) AS ?dyads) WHERE { ?dyad a dip:Dyad } }
  { SELECT (MIN(?day) AS ?first_day) (MAX(?last) AS ?last_day)
    WHERE { ?event dip:date ?day OPTIONAL { ?event dip:endDate ?end } BIND (COALESCE(?end, ?day) AS ?last) } }
}
"""


def read_counts(engine: Engine) -> Counts:
    """Return the counts of the graph behind *engine*; the days are None where no event is dated."""
    row = rows(engine.answer(QUERY))[0]

    def text(name: str) -> str:
        term = row[name]
        return term.value if isinstance(term, Literal) else ""

    first, last = text("first_day"), text("last_day")
    return Counts(
        events=int(text("events")),
        mentions=int(text("mentions")),
        articles=int(text("articles")),
        actors=int(text("actors")),
        dyads=int(text("dyads")),
        first_day=date.fromisoformat(first) if first else None,
        last_day=date.fromisoformat(last) if last else None,
    )
