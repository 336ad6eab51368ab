"""RDF as JSON that a web developer reads without knowing RDF: one object, what it points to within it, short names.

The names are those of ``ontology/context.jsonld``. It is JSON-LD: the same graph comes out that went in. Decimals are
strings, so that nothing is rounded.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pyld import jsonld
from pyoxigraph import RdfFormat, Triple, serialize

from kg.reference import bundled

NAME = "context.jsonld"
CONTEXT_IRI = "https://w3id.org/diplograph/ontology/context.jsonld"
FIRST = ("@context", "id", "type", "label", "name", "title")
"""Keys that come first in every object, in this order."""


@cache
def read_context() -> dict[str, Any]:
    """Return the terms of the context."""
    content = json.loads((bundled("ontology") / NAME).read_text(encoding="utf-8"))
    return dict(content["@context"])


def with_context(document: bytes) -> bytes:
    """Return a JSON-LD *document* that names our context by its address with the context in it; others as they are.

    So it can be read without asking any host.
    """
    try:
        content = json.loads(document)
    except ValueError:
        return document  # whoever reads it says what is wrong
    objects = content if isinstance(content, list) else [content]
    for found in objects:
        if isinstance(found, dict) and "@context" in found:
            found["@context"] = _inline(found["@context"])
    return json.dumps(content).encode()


def _inline(context: object) -> object:
    if isinstance(context, list):
        return [_inline(one) for one in context]
    return read_context() if str(context).endswith(f"/ontology/{NAME}") else context


def to_object(triples: Iterable[Triple], root: str, context: str = CONTEXT_IRI) -> dict[str, Any]:
    """Return *triples* as one JSON-LD object about the IRI *root*, with what they say of others nested in it.

    *context* is the address of the context that the object names. What the triples say of nodes that cannot be reached
    from the root is left out.
    """
    lines = serialize(dict.fromkeys(triples), format=RdfFormat.N_TRIPLES) or b""
    expanded = jsonld.from_rdf(lines.decode(), {"format": "application/n-quads", "useNativeTypes": True})
    # An article leads to its events, a mention to its event, a term of office to who held it.
    frame = {"@context": read_context(), "@id": root, "mentions": {"event": {}}, "event": {}, "holder": {}}
    framed = jsonld.frame(expanded, frame, {"embed": "@always", "omitDefault": True, "omitGraph": True})
    return {"@context": context, **_order(framed)}


def _order(value: Any) -> Any:  # noqa: ANN401  # JSON
    """Put the keys of each object in order, and name the members of an event's dyad without telling of them again."""
    if isinstance(value, list):
        return [_order(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    ordered = {key: _order(value[key]) for key in sorted(value.keys() - {"@context"}, key=_place)}
    if isinstance(dyad := ordered.get("dyad"), dict) and "member" in dyad:
        dyad["member"] = [member["id"] if isinstance(member, dict) else member for member in dyad["member"]]
    return ordered


def _place(key: str) -> tuple[int, int, str]:
    if key in FIRST:
        return 0, FIRST.index(key), key
    return 1, _places().get(key, len(_places())), key


@cache
def _places() -> dict[str, int]:
    return {name: place for place, name in enumerate(read_context())}
