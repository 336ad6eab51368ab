"""What an endpoint sent, without all that it was not asked for: an endpoint can say anything of anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.federate.copies.kinds import ITEM, SPACE, Kind

LONGEST = 20_000
"""Characters of a text that is kept."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """Triples that were asked for, and how many others came."""

    kept: tuple[Triple, ...]
    dropped: int


def sift(kind: Kind, items: Iterable[str], triples: Iterable[Triple], spaces: Sequence[str]) -> Sifted:
    """Return those of *triples* that *kind* asks for of the *items*: found from them by the paths of its query.

    IRIs that do not begin with one of *spaces*, blank nodes and texts of more than `LONGEST` characters are none.
    """
    sent = set(triples)
    by_predicate: dict[object, list[Triple]] = {}
    for triple in sent:
        by_predicate.setdefault(triple.predicate, []).append(triple)
    reached: dict[str, set[object]] = {ITEM: {NamedNode(item) for item in items}}
    kept: dict[Triple, None] = {}
    for pattern in kind.patterns:
        found = [
            triple
            for triple in by_predicate.get(pattern.predicate, ())
            if _fits(pattern.subject, triple.subject, reached, spaces)
            and _fits(pattern.object, triple.object, reached, spaces)
        ]
        kept.update(dict.fromkeys(found))
        ends = (pattern.subject, [one.subject for one in found]), (pattern.object, [one.object for one in found])
        for name, terms in ends:
            if isinstance(name, NamedNode) and name.value.startswith(SPACE):
                reached.setdefault(name.value, set(terms))
    return Sifted(tuple(sorted(kept, key=str)), len(sent) - len(kept))


def _fits(name: object, term: object, reached: dict[str, set[object]], spaces: Sequence[str]) -> bool:
    """Whether *term* can stand for *name* in a pattern: a variable, or what has to be there itself."""
    if not isinstance(name, NamedNode) or not name.value.startswith(SPACE):
        return name == term
    if name.value in reached:
        return term in reached[name.value]
    if isinstance(term, NamedNode):
        return term.value.startswith(tuple(spaces))
    return isinstance(term, Literal) and len(term.value) <= LONGEST
