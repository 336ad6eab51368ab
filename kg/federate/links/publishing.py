"""Accepted links are written: to `links.tsv`, which every ingest reads, and from there to the graph.

The file is written before the graph. Where a crash comes between the two, the next `kg link` brings the graph up to
date, and so does the next `kg ingest` for the actors of the lists.
"""

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from kg.actors import LINK_COLUMNS, Link, list_actors, read_links
from kg.errors import KgError, StoreError
from kg.federate.links.candidates import Candidates
from kg.federate.links.reading import Actors
from kg.model import Actor
from kg.settings import LINKS, Settings

HEADER = "# Wikidata ids of actors, which `kg link` found; `kg link --forget KEY` takes one out.\n"


class Describer(Protocol):
    """The part of a store that is written to here."""

    def describe(self, actors: Iterable[Actor]) -> int:
        """Write the descriptions of actors that have changed; return how many had."""


OpenStore = Callable[[], AbstractContextManager[Describer]]
"""Opens the graph for writing, with the listed actors as they are by now (``kg.stores.open_store``)."""


def read_file(settings: Settings) -> dict[str, Link]:
    """Return the links that there are, by the keys of their actors; DataError for a faulty file."""
    path = settings.beside / LINKS
    return read_links(path) if path.is_file() else {}


def publish(settings: Settings, candidates: Candidates, actors: Actors, open_store: OpenStore) -> int:
    """Write what was accepted, and bring the graph up to date; return how many actors that were in no link before.

    A link that is there stays as it is. Raises StoreError where the disk or the graph refuses.
    """
    links = read_file(settings)
    new = {key: Link(*found) for key, found in candidates.accepted().items() if key not in links}
    if new:
        write_file(settings, {**links, **new})
    if new or any(found.wikidata is None for found in _read(actors, links)):
        _write_graph({**links, **new}, settings, actors, open_store)
    return len(new)


def withdraw(settings: Settings, key: str, candidates: Candidates, actors: Actors, open_store: OpenStore) -> bool:
    """Take the link of the actor *key* out of all; False where nothing was known of it. Raises as ``publish`` does."""
    links = read_file(settings)
    known = candidates.forget(key)
    if key in links:
        del links[key]
        write_file(settings, links)
        _write_graph(links, settings, actors, open_store, without=(key,))
        known = True
    return known


def write_file(settings: Settings, links: Mapping[str, Link]) -> None:
    """Write *links* in place of those that there are, whole or not at all; StoreError if the disk refuses."""
    path = settings.beside / LINKS
    rows = ["\t".join((key, links[key].wikidata, " ".join(links[key].label.split()))) for key in sorted(links)]
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(HEADER + "".join(f"{row}\n" for row in ("\t".join(LINK_COLUMNS), *rows)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written ({error}): nothing was linked") from error
    list_actors.cache_clear()


def _write_graph(
    links: Mapping[str, Link],
    settings: Settings,
    actors: Actors,
    open_store: OpenStore,
    without: Collection[str] = (),
) -> None:
    """Describe the actors of *links* with their ids, and those *without* one; listed ones as their list does."""
    listed = {actor.key for actor in list_actors(*settings.own_actors).actors}
    unlisted = {key for key in (*links, *without) if key not in listed}
    described = []
    for found in actors.read(dict.fromkeys(unlisted, 0)).values():
        if found.is_whole:
            wikidata = links[found.key].wikidata if found.key in links else None
            described.append(replace(found.actor, wikidata=wikidata))
    with open_store() as store:
        store.describe(described)


def _read(actors: Actors, links: Mapping[str, Link]) -> list[Actor]:
    return [found.actor for found in actors.read(dict.fromkeys(links, 0)).values()]


def refuse_known(key: str, identity: str, known: str | None, links: Mapping[str, Link]) -> None:
    """Raise KgError where the actor *key*, which is *known* in Wikidata already, cannot be linked with *identity*."""
    if known is None or known == identity:
        return
    if key in links:
        raise KgError(f"{key} is {known} already: kg link --forget {key} undoes that, then accept {identity}")
    raise KgError(f"{key} is {known} by the lists of actors: the lists go before links, so {identity} is refused")
