"""Every kind of page, once: what the tests in a browser go through."""

import json
from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

MOST = "{ SELECT ?x (COUNT(?e) AS ?n) WHERE { %s } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1 }"
"""The one that occurs most in a pattern of ``?x`` and the events ``?e``."""
SELECT = "SELECT ?event ?actor ?date WHERE { ?event dip:actor ?actor ; dip:date ?date } ORDER BY ?date LIMIT 30"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site."""

    name: str
    path: str
    """Its address; or, where it begins with a brace, a pattern that binds ``?x`` to the instance that it is about."""
    status: int = 200
    heavy: bool = False
    """Whether it may have more than its share of bytes: it has an editor, or the outlines of the world."""
    long: bool = False
    """Whether looking at every colour of it takes so long that dark is looked at on the phone only."""

    def __str__(self) -> str:
        """Its name, for the names of tests."""
        return self.name


def ask(query: str, **more: str) -> str:
    return "/sparql?query=" + quote(query) + "".join(f"&{name}={quote(value)}" for name, value in more.items())


def busiest(kind: str) -> str:
    return MOST % f"?e dip:actor|dip:target ?x . ?x a dip:{kind}"


HOSTILE = "?x skos:prefLabel ?name FILTER(STRLEN(?name) > 9000)"

PAGES = (
    Page("home", "/"),
    Page("events", "/events"),
    Page("events-chosen", "/events?actor=USA&class=VerbalCooperation&since=1970&until=2020"),
    Page("events-none", "/events?actor=USA&target=USA"),
    Page("event", MOST % "?x dip:mention ?e ; dip:date ?day"),
    Page("event-without-target", "{ ?x a dip:Event FILTER NOT EXISTS { ?x dip:target ?t } }"),
    Page("event-hostile", f"{{ ?x dip:actor ?who . {HOSTILE.replace('?x', '?who')} }}"),
    Page("actor-state", busiest("State")),
    Page("actor-person", busiest("Person")),
    Page("actor-organisation", busiest("Organisation")),
    Page("actor-bloc", busiest("Bloc")),
    Page("actor-body", busiest("GovernmentBody")),
    Page("actor-without-events", "/actor/NRU.html"),
    Page("actor-hostile", f"{{ {HOSTILE} }}"),
    Page("dyad", MOST % "?e dip:dyad ?x"),
    Page("dyad-hostile", f"{{ ?e dip:actor ?who ; dip:dyad ?x . {HOSTILE.replace('?x', '?who')} }}"),
    Page("article", MOST % "?e dip:mention/dip:article ?x"),
    Page("article-hostile", "{ ?x a dip:Article ; dip:title ?name FILTER(STRLEN(?name) > 9000) }"),
    Page("run", "{ ?m prov:wasGeneratedBy ?x }"),
    Page("actors", "/actors", long=True),
    Page("dyads", "/dyads"),
    Page("actions", "/actions"),
    Page("action", "/action/1313.html"),
    Page("map", "/map", heavy=True),
    Page("network", "/network", long=True),
    Page("search-empty", "/search"),
    Page("search", "/search?q=United+States"),
    Page("search-none", "/search?q=zzzzzz"),
    Page("sparql", "/sparql", heavy=True),
    Page("sparql-rows", ask(SELECT), heavy=True),
    Page("sparql-graph", ask("CONSTRUCT WHERE { actor:USA ?p ?o }"), heavy=True),
    Page("sparql-mistake", ask("SELECT ?x WHERE {\n  ?x dip:actor ;\n}"), 400, heavy=True),
    Page("sparql-too-slow", ask(SLOW, timeout="0.2"), 503, heavy=True),
    Page("queries", "/queries"),
    Page("queries-chosen", "/queries?tag=dyads&q=month"),
    Page("query", "/queries/actions-between?actor=USA&target=CHN&since=1990-01-01"),
    Page("query-chart", "/queries/who-sanctioned-whom"),
    Page("query-mistake", "/queries/actions-between?actor=Rusia&target=Congo", 400),
    Page("api", "/api"),
    Page("ontology", "/ontology", long=True),
    Page("ontology-actions", "/ontology/actions", long=True),
    Page("ontology-shapes", "/ontology/shapes", long=True),
    Page("about", "/about"),
    Page("not-here", "/actor/nobody.html", 404),
    Page("not-understood", "/graph-store", 400),
    Page("embedded-map", "/embed/map"),
    Page("embedded-network", "/embed/network"),
    Page("embedded-timeline", "/embed/timeline"),
)
ONE_OF_EACH = (
    "home", "events-chosen", "event", "actor-state", "actor-person", "actors", "dyad", "dyads", "article", "action",
    "actions", "map", "network", "search", "sparql-rows", "query", "ontology-shapes", "run", "embedded-map",
)  # fmt: skip
"""Names of pages that between them use each template that says something."""
HOSTILE_PAGES = tuple(page for page in PAGES if page.name.endswith("-hostile"))


def named(*names: str) -> list[Page]:
    """Return the pages of these names, in the order of the names."""
    by_name = {page.name: page for page in PAGES}
    return [by_name[name] for name in names]


def locate(site: str, page: Page) -> str:
    """Return the whole address of *page* at the site that is served at *site*; where need be, by asking it."""
    if page.path.startswith("/"):
        return site + page.path
    query = quote(f"SELECT ?x WHERE {page.path} LIMIT 1")
    with urlopen(f"{site}/sparql?format=json&query={query}", timeout=10) as answer:
        (row,) = json.load(answer)["results"]["bindings"]
    return f"{site}{urlsplit(row['x']['value']).path}.html"
