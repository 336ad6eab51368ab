"""Wikidata's own search: names by ``wbsearchentities``, what is known of them by ``wbgetentities``."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.federate.links.calling import AnswerError, BusyError, Caller
from kg.federate.links.offers import ID, Offer, field, items, text
from kg.federate.links.sought import Sought

URL = "https://www.wikidata.org/w/api.php"
LIMIT = 7
"""Things that one search offers."""
AT_ONCE = 50
"""Things that may be asked for at a time."""
BATCH = AT_ONCE // LIMIT
MORE_NAMES = 2
"""Other names that are searched where the first gives nothing."""
LONGEST = 250
"""Characters of a name that is searched."""
LAG = "5"
"""Seconds that Wikidata may be behind; it says that it is busy where it is more."""
BUSY = ("maxlag", "ratelimited", "readonly", "internal_api_error")
"""Beginnings of errors that pass."""
CLASS, CITIZENSHIP, COUNTRY = "P31", "P27", "P17"
BEGIN, END = ("P569", "P571"), ("P570", "P576")
_YEAR = re.compile(r"[+](\d{4})-")


class WikidataSearch:
    """Asks one API of Wikibase."""

    batch = BATCH

    def __init__(self, caller: Caller) -> None:
        """Ask by *caller*."""
        self._caller = caller
        self.url = caller.url

    def find(self, actors: Sequence[Sought]) -> Iterator[tuple[Sought, tuple[Offer, ...]]]:
        """Yield each of *actors*, at most `batch`, with what is offered; ServiceError where there is no answer."""
        ids = {one.key: self._search(one) for one in actors}
        wanted = list(dict.fromkeys(identity for found in ids.values() for identity in found))
        things: dict[str, Offer] = {}
        for start in range(0, len(wanted), AT_ONCE):
            things |= self._describe(wanted[start : start + AT_ONCE])
        for one in actors:
            yield one, tuple(things[identity] for identity in ids[one.key] if identity in things)

    def _search(self, sought: Sought) -> list[str]:
        for name in sought.names[: 1 + MORE_NAMES]:
            asked = {"action": "wbsearchentities", "search": name[:LONGEST], "language": "en", "uselang": "en"}
            found = self._caller.get(_question({**asked, "type": "item", "limit": str(LIMIT)}), _read_ids)
            if found:
                return found
        return []

    def _describe(self, ids: Sequence[str]) -> dict[str, Offer]:
        asked = {"action": "wbgetentities", "ids": "|".join(ids), "languages": "en"}
        return self._caller.get(_question({**asked, "props": "labels|aliases|descriptions|claims"}), _read_things)


def _question(parameters: Mapping[str, str]) -> dict[str, str]:
    return {**parameters, "format": "json", "maxlag": LAG}


def _refuse_error(found: object) -> None:
    """Raise what an error in an answer means."""
    error = field(found, "error")
    if error is not None:
        code, told = text(field(error, "code")), text(field(error, "info"))
        if code.startswith(BUSY):
            raise BusyError(f"is busy ({told or code}): try later")
        raise AnswerError(f"refused the question: {told or code}")


def _read_ids(found: object) -> list[str]:
    _refuse_error(found)
    if not isinstance(field(found, "search"), list):
        raise AnswerError("answered in a shape that is not wbsearchentities': is it the api.php of Wikidata?")
    ids = (text(field(one, "id")) for one in items(field(found, "search")))
    return [identity for identity in ids if ID.fullmatch(identity)][:LIMIT]


def _read_things(found: object) -> dict[str, Offer]:
    _refuse_error(found)
    things = field(found, "entities")
    if not isinstance(things, dict):
        raise AnswerError("answered in a shape that is not wbgetentities': is it the api.php of Wikidata?")
    offers = (_to_offer(identity, thing) for identity, thing in things.items() if ID.fullmatch(identity))
    return {offer.id: offer for offer in offers if offer is not None}


def _to_offer(identity: str, thing: object) -> Offer | None:
    name = text(field(field(field(thing, "labels"), "en"), "value"))
    others = [text(field(one, "value")) for one in items(field(field(thing, "aliases"), "en"))]
    name = name or next(iter(others), "")
    if not name:
        return None
    claims = field(thing, "claims")
    states = (identity for what in (CITIZENSHIP, COUNTRY) for identity in _ids(claims, what))
    return Offer(
        identity,
        name,
        text(field(field(field(thing, "descriptions"), "en"), "value")),
        tuple(other for other in others if other),
        frozenset(_ids(claims, CLASS)),
        frozenset(states),
        (_year(claims, BEGIN), _year(claims, END)),
    )


def _values(claims: object, what: str) -> Iterator[object]:
    for claim in items(field(claims, what)):
        if field(claim, "rank") != "deprecated":
            yield field(field(field(claim, "mainsnak"), "datavalue"), "value")


def _ids(claims: object, what: str) -> Iterator[str]:
    for value in _values(claims, what):
        if ID.fullmatch(identity := text(field(value, "id"))):
            yield identity


def _year(claims: object, properties: Sequence[str]) -> int | None:
    for what in properties:
        for value in _values(claims, what):
            if found := _YEAR.match(text(field(value, "time"))):
                return int(found[1])
    return None
