"""What people decide about candidates: checked as a whole, then noted."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from kg.actors import Link
from kg.errors import KgError
from kg.federate.links.candidates import PERSON, Candidates
from kg.federate.links.offers import ID
from kg.federate.links.publishing import refuse_known
from kg.federate.links.reading import Actors
from kg.federate.links.sheets import Decision
from kg.federate.links.sought import Sought


def parse_pairs(texts: Iterable[str]) -> list[tuple[str, str | None]]:
    """Return keys and Wikidata ids of arguments such as ``hamas=Q38799``; KgError for an id that is none.

    The id is None where only a key is given.
    """
    found = []
    for text in texts:
        key, equals, identity = text.rpartition("=") if "=" in text else (text, "", "")
        if equals and not ID.fullmatch(identity):
            raise KgError(f"{identity[:40]!r} is no Wikidata id such as Q159: write {key}=Q159")
        found.append((key, identity if equals else None))
    return found


def decide(
    decisions: Sequence[Decision],
    candidates: Candidates,
    actors: Actors,
    links: Mapping[str, Link],
    listed: Collection[str],
) -> tuple[int, int]:
    """Note *decisions*; return how many were accepted and rejected anew. *listed* are the keys that a list has.

    Raises KgError where one cannot be, and then notes none: an actor that the graph has not, one that has another
    identity, or an id that is another actor's.
    """
    taken = actors.identities() | {link.wikidata: key for key, link in links.items()}
    described = actors.read({one.actor: 0 for one in decisions if one.is_same})
    accepted: list[tuple[Sought, str]] = []
    for one in decisions:
        if one.is_same:
            found = _check(one, described, taken, links, candidates)
            if found and not found[0][0].is_whole and one.actor not in listed:
                raise KgError(f"{one.actor} is described by more than articles: add it to actors.tsv, with {one.id}")
            accepted += found
            taken[one.id] = one.actor
    for sought, identity in accepted:
        candidates.accept(sought, identity, PERSON)
    rejected = sum(candidates.reject(one.actor, one.id) for one in decisions if not one.is_same)
    return len(accepted), rejected


def _check(
    one: Decision,
    described: Mapping[str, Sought],
    taken: Mapping[str, str],
    links: Mapping[str, Link],
    candidates: Candidates,
) -> list[tuple[Sought, str]]:
    """Return the actor and its id, nothing where it has that id already; KgError where it must not have it."""
    sought = described.get(one.actor)
    if sought is None:
        raise KgError(f"there is no actor {one.actor!r} in this graph: give a key such as RUS")
    link, earlier = links.get(one.actor), candidates.accepted().get(one.actor)
    known = sought.actor.wikidata or (link.wikidata if link else None) or (earlier[0] if earlier else None)
    refuse_known(one.actor, one.id, known, {**links, **({one.actor: Link(earlier[0], "")} if earlier else {})})
    other = taken.get(one.id, one.actor)
    if other != one.actor:
        undo = f", else kg link --forget {other}" if other in links else ""
        raise KgError(
            f"{one.id} is {other} already: if {one.actor} is the same, give {other} its name in actors.tsv{undo}"
        )
    return [] if known == one.id else [(sought, one.id)]
