"""A service of the Reconciliation Service API, 0.1 and 0.2, that offers things of Wikidata.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ describes it; OpenRefine speaks it too.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.federate.links.calling import AnswerError, Caller
from kg.federate.links.offers import ID, Offer, field, items, text
from kg.federate.links.scoring import read_fits
from kg.federate.links.sought import Sought
from kg.model import ActorKind
from kg.net.words import plain

URL = "https://wikidata.reconci.link/en/api"
BATCH = 10
"""Questions in one request, if the service does not ask for fewer."""
LIMIT = 7
"""Offers that are asked for."""
MORE_NAMES = 2
"""Other names that are asked for where the first gives nothing."""
LONGEST = 250
"""Characters of a name that is asked for."""
SPACES = ("http://www.wikidata.org/entity/", "https://www.wikidata.org/entity/")
CITIZENSHIP, COUNTRY = "P27", "P17"


class Reconciler:
    """Asks one service; its manifest is read first."""

    def __init__(self, caller: Caller) -> None:
        """Ask by *caller*; raises ServiceError where there is no service, or one whose ids are not Wikidata's."""
        self._caller = caller
        self.url = caller.url
        self.batch = caller.get({}, _read_manifest)

    def find(self, actors: Sequence[Sought]) -> Iterator[tuple[Sought, tuple[Offer, ...]]]:
        """Yield each of *actors*, at most `batch`, with what is offered; ServiceError where there is no answer."""
        found: dict[str, tuple[Offer, ...]] = {}
        for number in range(1 + MORE_NAMES):
            asked = [one for one in actors if not found.get(one.key) and number < len(one.names)]
            for one, offers in zip(asked, self._ask([_to_query(one, one.names[number]) for one in asked]), strict=True):
                found[one.key] = offers
        for one in actors:
            yield one, found[one.key]

    def _ask(self, queries: Sequence[Mapping[str, object]]) -> list[tuple[Offer, ...]]:
        """Return what is offered for each of *queries*; what was answered before is not asked again."""
        texts = [json.dumps(query, sort_keys=True) for query in queries]
        kept = {text: self._caller.find_kept(text, _read_offers) for text in texts}
        rest = [text for text, offers in kept.items() if offers is None]
        if rest:
            names = {f"q{number}": text for number, text in enumerate(rest)}
            form = {"queries": json.dumps({name: json.loads(text) for name, text in names.items()})}
            answers = self._caller.post(form, _Batch(tuple(names)).read)
            for name, question in names.items():
                self._caller.keep(question, answers[name])
                kept[question] = _read_offers(answers[name])
        return [kept[text] or () for text in texts]


def _to_query(sought: Sought, name: str) -> dict[str, object]:
    query: dict[str, object] = {"query": name[:LONGEST], "limit": LIMIT, "type_strict": "any"}
    if kind := read_fits()[sought.actor.kind].type:
        query["type"] = kind
    if sought.home is not None and sought.home.is_state and sought.home.wikidata:
        what = CITIZENSHIP if sought.actor.kind is ActorKind.PERSON else COUNTRY
        query["properties"] = [{"pid": what, "v": {"id": sought.home.wikidata}}]
    return query


@dataclass(frozen=True, slots=True)
class _Batch:
    """Reads the answers to the questions with these names."""

    names: tuple[str, ...]

    def read(self, found: object) -> Mapping[str, object]:
        if not isinstance(found, dict) or field(found, "status") == "error":
            told = text(field(found, "message"))
            raise AnswerError(f"did not answer the questions{f': {told}' if told else ''}")
        for name in self.names:
            _read_offers(found.get(name))
        return found


def _read_offers(found: object) -> tuple[Offer, ...]:
    """Return what the answer to one question offers; AnswerError where it is none."""
    if not isinstance(field(found, "result"), list):
        raise AnswerError("answered in a shape that is not the Reconciliation API's: is it such a service?")
    return tuple(offer for one in items(field(found, "result")) if (offer := _to_offer(one)) is not None)


def _to_offer(found: object) -> Offer | None:
    identity, name = text(field(found, "id")), text(field(found, "name"))
    if not ID.fullmatch(identity) or not name:
        return None
    types = {text(field(one, "id")) or text(one) for one in items(field(found, "type")) or items(field(found, "types"))}
    return Offer(
        identity, name, text(field(found, "description")), types=frozenset(types - {""}),
        is_match=field(found, "match") is True,
    )  # fmt: skip


def _read_manifest(found: object) -> int:
    """Return how many questions the service takes at a time; AnswerError where it is none, or not of Wikidata."""
    space = text(field(found, "identifierSpace"))
    if not text(field(found, "name")) or not space:
        raise AnswerError(
            "does not describe itself as the Reconciliation API asks: is it the address of such a service?"
        )
    if not space.startswith(SPACES):
        raise AnswerError(f"offers ids of {plain(space)}, not of Wikidata: links need those")
    most = field(found, "batchSize")
    return max(1, min(BATCH, most)) if isinstance(most, int) else BATCH
