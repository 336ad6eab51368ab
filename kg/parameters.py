"""What people write for the parameters of a saved query: names of actors are looked up, and what is unknown is told."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.errors import LimitError, ParameterError, SearchError
from kg.graph.search import Search
from kg.queries import LONGEST, SavedQuery, quoted, shortened
from kg.results import Engine, prefixes, rows
from kg.vocab import CAMEO

ACTOR = "actor"
KINDS = (ACTOR, "article", "event", "dyad")
"""Of instances: a value of that kind which the graph does not know is a mistake."""
SHOWN = 5
"""Names that a message proposes."""
ALIKE = 3
"""Letters that a name and what was meant to be it have in common at their beginnings."""
MOST_HITS = 50
"""Actors with a name of these words among which that of these words alone is looked for."""


def resolve(query: SavedQuery, values: Mapping[str, str], engine: Engine, search: Search) -> dict[str, str]:
    """Return *values* for the parameters of *query* with IRIs in place of the names of actors.

    ``Russia`` and ``rus`` become the IRI of Russia. Raises ParameterError for an actor, an article or a code that the
    graph does not know, with those that may be meant, and as ``SavedQuery.bind`` does.
    """
    query.bind(values, engine.base)  # what is malformed is told first
    kinds = _find_kinds(query, values, engine.base)
    nodes = {name: _to_nodes(query, name, values[name], engine.base) for name in kinds}
    known = _find_known((node for found in nodes.values() for node in found), engine)
    resolved = dict(values)
    for name, kind in kinds.items():
        there = [node for node in nodes[name] if node in known]
        if there:
            resolved[name] = there[0].value
        elif kind == ACTOR:
            resolved[name] = _find_actor(name, values[name].strip(), search)
        else:
            raise ParameterError(f"there is no {kind} {quoted(values[name].strip())} in this graph", name)
    return resolved


def _find_kinds(query: SavedQuery, values: Mapping[str, str], base: str) -> dict[str, str]:
    """Return the kinds of the values that stand for something in the graph, by the names of their parameters."""
    spaces = {prefixes(base)[kind]: kind for kind in KINDS} | {CAMEO: "code of an action"}
    kinds = {}
    for param in query.params:
        if param.name not in values or not isinstance(param.default, NamedNode):
            continue
        term = param.to_term(values[param.name], prefixes(base))
        kind = next((kind for space, kind in spaces.items() if str(term.value).startswith(space)), None)
        if kind is not None:
            kinds[param.name] = kind
    return kinds


def _to_nodes(query: SavedQuery, name: str, text: str, base: str) -> list[NamedNode]:
    """Return what *text* may stand for, as it is written and in capitals."""
    (param,) = (one for one in query.params if one.name == name)
    terms = [param.to_term(spelling, prefixes(base)) for spelling in dict.fromkeys((text, text.upper()))]
    return [term for term in terms if isinstance(term, NamedNode)]


def _find_known(nodes: Iterable[NamedNode], engine: Engine) -> set[NamedNode]:
    wanted = " ".join(map(str, nodes))
    if not wanted:
        return set()
    answer = engine.answer(f"SELECT ?node WHERE {{ VALUES ?node {{ {wanted} }} FILTER EXISTS {{ ?node ?p ?o }} }}")
    return {node for row in rows(answer) if isinstance(node := row["node"], NamedNode)}


def _find_actor(name: str, text: str, search: Search) -> str:
    """Return the IRI of the one actor that is called *text*, the value of the parameter *name*."""
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
