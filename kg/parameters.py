"""What people write for the parameters of a saved query: names of actors are looked up, and what is unknown is told."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.errors import LimitError, ParameterError, SearchError
from kg.graph.search import Search
from kg.queries import LONGEST, Param, SavedQuery, quoted, shortened
from kg.results import Engine, prefixes, rows
from kg.vocab import CAMEO, WIKIDATA

ACTOR = "actor"
ITEM = "item of Wikidata"
KINDS = (ACTOR, "article", "event", "dyad")
"""Of instances: a value of that kind which the graph does not know is a mistake."""
SHOWN = 5
"""Names that a message proposes."""
ALIKE = 3
"""Letters that a name and what was meant to be it have in common at their beginnings."""
MOST_HITS = 50
"""Actors with a name of these words among which that of these words alone is looked for."""
IDENTIFIER = re.compile(re.escape(WIKIDATA) + r"[QPL][1-9]\d*")


@dataclass(frozen=True, slots=True)
class _Given:
    """A value that stands for something in the graph, or in Wikidata."""

    param: Param
    text: str
    kind: str
    nodes: tuple[NamedNode, ...]
    """What it may stand for: as it is written, and in capitals."""


def resolve(query: SavedQuery, values: Mapping[str, str], engine: Engine, search: Search) -> dict[str, str]:
    """Return *values* for the parameters of *query* with IRIs in place of the keys and names of actors.

    ``Russia`` and ``rus`` become the IRI of ``RUS``, or that of its item where one of Wikidata is wanted. Raises
    ParameterError for an actor, an article or a code that the graph does not know, with those that may be meant, and as
    ``SavedQuery.bind`` does.
    """
    query.bind(values, engine.base)  # what is malformed is told first
    names = prefixes(engine.base)
    found = [given for param in query.params if param.name in values and (given := _read(param, values, names))]
    known = _find_known((node for given in found for node in given.nodes if given.kind != ITEM), engine)
    resolved = dict(values)
    for given in found:
        there = [node for node in given.nodes if node in known]
        if there:
            resolved[given.param.name] = there[0].value
        elif given.kind == ITEM:
            resolved[given.param.name] = _find_item(given, names[ACTOR], engine, search)
        elif given.kind == ACTOR:
            resolved[given.param.name] = _find_actor(given, search)
        else:
            raise ParameterError(f"there is no {given.kind} {quoted(given.text)} in this graph", given.param.name)
    return resolved


def _read(param: Param, values: Mapping[str, str], names: Mapping[str, str]) -> _Given | None:
    """Return the value of *param*; None for one that need not be looked up."""
    text = values[param.name].strip()
    terms = (param.to_term(spelling, names) for spelling in dict.fromkeys((text, text.upper())))
    nodes = tuple(term for term in terms if isinstance(term, NamedNode))
    spaces = {names[kind]: kind for kind in KINDS} | {CAMEO: "code of an action", WIKIDATA: ITEM}
    kind = next((kind for space, kind in spaces.items() if nodes and nodes[0].value.startswith(space)), None)
    if kind is None or (kind == ITEM and IDENTIFIER.fullmatch(nodes[0].value)):
        return None
    return _Given(param, text, kind, nodes)


def _find_known(nodes: Iterable[NamedNode], engine: Engine) -> set[NamedNode]:
    wanted = " ".join(map(str, nodes))
    if not wanted:
        return set()
    answer = engine.answer(f"SELECT ?node WHERE {{ VALUES ?node {{ {wanted} }} FILTER EXISTS {{ ?node ?p ?o }} }}")
    return {node for row in rows(answer) if isinstance(node := row["node"], NamedNode)}


def _find_item(given: _Given, space: str, engine: Engine, search: Search) -> str:
    """Return the IRI of the item of the actor with the key or name *given*; keys follow *space* in IRIs."""
    keys = dict.fromkeys((given.text, given.text.upper())) if given.text.isalnum() else ()
    known = _find_known((NamedNode(space + key) for key in keys), engine)
    actor = next(iter(known), None) or NamedNode(_find_actor(given, search))
    for row in rows(engine.answer(f"SELECT ?item WHERE {{ {actor} owl:sameAs ?item }}")):
        if isinstance(item := row["item"], NamedNode) and item.value.startswith(WIKIDATA):
            return item.value
    reason = f"nobody has told which item of Wikidata {quoted(given.text)} is: give one, such as Q159, or see `kg link`"
    raise ParameterError(reason, given.param.name)


def _find_actor(given: _Given, search: Search) -> str:
    """Return the IRI of the one actor that is called so."""
    text, name = given.text, given.param.name
    wanted = text.casefold()
    try:
        hits = search.find('"' + text.replace('"', " ") + '"', ACTOR, MOST_HITS).hits
        for names in ("label", "text"):
            exact = list(dict.fromkeys(hit.iris[0] for hit in hits if getattr(hit, names).casefold() == wanted))
            if len(exact) == 1:
                return exact[0]
            if exact:
                hits = tuple(hit for hit in hits if hit.iris[0] in exact)
                break
        near = [(hit.label, hit.iris[0]) for hit in hits] or _find_near(text, search)
    except (SearchError, LimitError) as error:
        raise ParameterError(f"there is no actor {quoted(text)} in this graph: give a key such as RUS", name) from error
    proposed = list(dict.fromkeys((unquote(iri.rpartition("/")[2]), shortened(label)) for label, iri in near))[:SHOWN]
    reason = f"there is no one actor called {quoted(text)}"
    raise ParameterError(reason if proposed else f"{reason}: give a key such as RUS", name, proposed)


def _find_near(text: str, search: Search) -> list[tuple[str, str]]:
    """Return the names and IRIs of actors with names that begin as *text* does, those most like it first."""
    found = search.suggest(text[:ALIKE], MOST_HITS)
    wanted = text[:LONGEST].casefold()
    found.sort(key=lambda one: SequenceMatcher(None, wanted, one.name[:LONGEST].casefold()).ratio(), reverse=True)
    return [(one.label, one.iri) for one in found]
