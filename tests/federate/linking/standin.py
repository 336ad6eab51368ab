"""A stand-in for Wikidata on loopback: a reconciliation service and api.php, with answers in the shapes of theirs."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

from tests.loopback import running

ORGANISATION = "Q43229"
MANIFEST = {
    "versions": ["0.1", "0.2"],
    "name": "Stand-in for Wikidata",
    "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
    "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
}
LOOKED_AT = 60
"""Things with words in common that are compared letter by letter."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of Wikidata."""

    id: str
    name: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    types: tuple[str, ...] = ("Q5",)
    states: tuple[str, ...] = ()
    born: int | None = None
    died: int | None = None


@dataclass
class Standin:
    """The things that a server knows, and how it answers."""

    things: dict[str, Thing] = field(default_factory=dict)
    manifest: dict = field(default_factory=lambda: dict(MANIFEST))
    faults: list = field(default_factory=list)
    """Each answers one request, the first first, in place of the service."""
    asked: list[dict[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    origin: str = ""
    _words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def reconcile(self):
        return self.origin + "/en/api"

    @property
    def search(self):
        return self.origin + "/w/api.php"

    def add(self, *things):
        for thing in things:
            self.things[thing.id] = thing
            for name in (thing.name, *thing.aliases):
                for word in name.casefold().split():
                    self._words[word].add(thing.id)

    def find(self, text, limit):
        """Return ids with points, the best first, by words in common and then by letters."""
        shared = Counter(found for word in set(text.casefold().split()) for found in self._words.get(word, ()))
        scored = []
        for found, _ in shared.most_common(LOOKED_AT):
            names = (self.things[found].name, *self.things[found].aliases)
            best = max(SequenceMatcher(None, text.casefold(), name.casefold()).ratio() for name in names)
            scored.append((round(100 * best, 1), found))
        return sorted(scored, key=lambda one: (-one[0], int(one[1][1:])))[:limit]

    def answer(self, path, parameters):
        """Return what is answered as JSON."""
        if path == "/w/api.php":
            return self._act(parameters)
        if "queries" not in parameters:
            return self.manifest
        queries = json.loads(parameters["queries"])
        return {name: {"result": self._reconcile(query)} for name, query in queries.items()}

    def _reconcile(self, query):
        kind, found = query.get("type"), []
        wanted = {one["v"]["id"] for one in query.get("properties", ())}
        for score, identity in self.find(query["query"], 3 * query.get("limit", 10)):
            thing = self.things[identity]
            is_person = "Q5" in thing.types
            if (kind == "Q5" and not is_person) or (kind == ORGANISATION and is_person):
                continue
            if wanted:
                score = 0.7 * score + (30 if wanted & set(thing.states) else 0)
            types = [{"id": one, "name": one} for one in thing.types]
            about = {"id": identity, "name": thing.name, "description": thing.description, "type": types}
            found.append({**about, "score": score, "match": False, "features": [{"id": "all_labels", "value": score}]})
        found = sorted(found, key=lambda one: -one["score"])[: query.get("limit", 10)]
        if found and found[0]["score"] > 95 and (len(found) == 1 or found[1]["score"] < 85):
            found[0]["match"] = True
        return found

    def _act(self, parameters):
        if parameters["action"] == "wbsearchentities":
            found = [self.things[identity] for _, identity in self.find(parameters["search"], int(parameters["limit"]))]
            hits = [
                {"id": one.id, "title": one.id, "repository": "wikidata", "label": one.name,
                 "description": one.description, "concepturi": f"http://www.wikidata.org/entity/{one.id}",
                 "match": {"type": "label", "language": "en", "text": one.name}}
                for one in found
            ]  # fmt: skip
            return {"searchinfo": {"search": parameters["search"]}, "search": hits, "success": 1}
        wanted = parameters["ids"].split("|")
        assert len(wanted) <= 50
        return {"entities": {one: to_entity(self.things[one]) for one in wanted if one in self.things}, "success": 1}


def to_entity(thing):
    """Return a thing as wbgetentities tells it."""

    def statements(what, values):
        return [
            {"mainsnak": {"snaktype": "value", "property": what, "datavalue": {"value": value, "type": "x"}},
             "type": "statement", "rank": "normal"}
            for value in values
        ]  # fmt: skip

    def years(*found):
        return [{"time": f"+{year}-00-00T00:00:00Z", "precision": 9} for year in found if year]

    claims = {
        "P31": statements("P31", [{"entity-type": "item", "id": one} for one in thing.types]),
        "P27" if "Q5" in thing.types else "P17": statements("P27", [{"id": one} for one in thing.states]),
        "P569": statements("P569", years(thing.born)),
        "P570": statements("P570", years(thing.died)),
    }
    found = {
        "type": "item",
        "id": thing.id,
        "labels": {"en": {"language": "en", "value": thing.name}},
        "claims": claims,
    }
    found["aliases"] = {"en": [{"language": "en", "value": one} for one in thing.aliases]}
    found["descriptions"] = {"en": {"language": "en", "value": thing.description}} if thing.description else {}
    return found


def send(request, status=200, body=b"", media_type="application/json", **headers):
    """Answer one request."""
    request.send_response(status)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **named}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


@contextmanager
def standing_in() -> Iterator[Standin]:
    """Yield the stand-in of a server that runs meanwhile."""
    standin = Standin()

    class Handler(BaseHTTPRequestHandler):
        def handle_all(self):
            path, _, query = self.path.partition("?")
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            parameters = dict(parse_qsl(query) + parse_qsl(body))
            standin.asked.append(parameters)
            standin.agents.add(self.headers["User-Agent"])
            fault = standin.faults.pop(0) if standin.faults else None
            if fault is not None:
                fault(self)
            else:
                send(self, body=json.dumps(standin.answer(urlsplit(path).path, parameters)).encode())

        do_GET = do_POST = handle_all  # noqa: N815

        def log_message(self, *arguments):
            pass

    with running(Handler) as port:
        standin.origin = f"http://127.0.0.1:{port}"
        yield standin
