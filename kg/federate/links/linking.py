"""Actors without identity are asked for, and what may be the same is scored and kept for a decision."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.federate.links.calling import AnswerError
from kg.federate.links.candidates import MACHINE, Candidate, Candidates
from kg.federate.links.offers import Offer, Service
from kg.federate.links.reading import Actors
from kg.federate.links.scoring import Scorer
from kg.federate.links.sought import Sought
from kg.model import ActorKind

UNANSWERED = 3
"""Actors one after the other that a service gives nothing usable for, after which it is asked no more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which actors are asked for."""

    kinds: tuple[ActorKind, ...] = ()
    """All kinds where none is named."""
    everyone: bool = False
    """Whether those without events are asked for too."""
    again: bool = False
    """Whether those are, too, who were asked for before and not decided."""
    limit: int = 100


@dataclass(slots=True)
class Outcome:
    """What became of the actors that were asked for."""

    asked: list[str] = field(default_factory=list)
    """Keys of those that the service answered for."""
    without: int = 0
    """Those of them with no candidate."""
    failures: list[str] = field(default_factory=list)
    """What is told of actors that the service gave nothing usable for."""


def choose(actors: Actors, candidates: Candidates, choice: Choice, known: Collection[str]) -> list[Sought]:
    """Return the actors to ask for, the most frequent first; none that has an identity, in the graph or in *known*."""
    passed = {*known, *candidates.decided(), *(() if choice.again else candidates.asked())}
    found = actors.find_unidentified(choice.kinds, everyone=choice.everyone)
    left = {key: events for key, events in found.items() if key not in passed}
    described = actors.read(dict(list(left.items())[: choice.limit]))
    return [described[key] for key in left if key in described]


def link(
    chosen: Sequence[Sought],
    service: Service,
    scorer: Scorer,
    candidates: Candidates,
    outcome: Outcome,
    on_actor: Callable[[], None] = lambda: None,
) -> None:
    """Ask *service* for the *chosen* actors, and keep what it offers, each batch at once; *outcome* tells how it went.

    Raises ServiceError where the service does not answer any more; what it answered before is kept.
    """
    for start in range(0, len(chosen), service.batch):
        for sought, offers in _ask(chosen[start : start + service.batch], service, outcome):
            ranked = scorer.rank(sought, offers)
            candidates.keep(sought, ranked, service.url)
            outcome.asked.append(sought.key)
            outcome.without += not ranked
            on_actor()


def _ask(batch: Sequence[Sought], service: Service, outcome: Outcome) -> Iterator[tuple[Sought, tuple[Offer, ...]]]:
    """Yield what is offered; where a batch as a whole gives nothing usable its actors are asked for one by one."""
    try:
        yield from list(service.find(batch))
        return
    except AnswerError:
        if len(batch) == 1:
            raise
    failed = 0
    for one in batch:
        try:
            yield from list(service.find([one]))
            failed = 0
        except AnswerError as error:
            failed += 1
            if failed == UNANSWERED:
                raise
            outcome.failures.append(f"{one.actor.label} ({one.key}) is left for another time: {error}")


def accept_above(
    least: float, candidates: Candidates, actors: Actors, identities: Mapping[str, str], listed: Collection[str]
) -> list[str]:
    """Accept the best open candidates of at least *least* points; return the keys of their actors.

    One that is as good for another actor, or is another actor's already, is left for a person. *identities* are the
    keys of actors by Wikidata id, *listed* those that a list has.
    """
    best: dict[str, Candidate] = {}
    for one in candidates.find_open():
        best.setdefault(one.actor, one)
    good = [one for one in best.values() if one.score >= least and one.id not in identities]
    wanted = Counter(one.id for one in good)
    single = [one for one in good if wanted[one.id] == 1]
    known = actors.read({one.actor: one.events for one in single})
    accepted = []
    for one in single:
        found = known.get(one.actor)
        if found and found.actor.wikidata is None and (found.is_whole or one.actor in listed):
            candidates.accept(found, one.id, MACHINE)
            accepted.append(one.actor)
    return accepted


def tell(outcome: Outcome, accepted: Collection[str], still_open: Collection[str], least: float | None) -> str:
    """Return in plain words what became of the actors that were asked for."""
    of_these = set(outcome.asked)
    if not of_these and not accepted:
        return "nobody is left to ask for: --all takes actors without events too, --again those that were asked for"
    done, left = len(of_these & set(accepted)), len(of_these & set(still_open))
    above = f" (score {least:g} and above)" if least is not None else ""
    parts = [f"{len(of_these):,} asked: {done:,} accepted{above}"]
    parts.append(f"{left:,} to be confirmed by a person (kg link --list)")
    parts.append(f"{len(of_these) - done - left:,} without candidates")
    words = ", ".join(parts)
    earlier = len(set(accepted) - of_these)
    return words + (f"\n{earlier:,} of those that were asked before accepted" if earlier else "")
