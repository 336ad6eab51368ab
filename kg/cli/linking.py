"""The command that finds out which thing of Wikidata an actor is: link."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import click

from kg import printing
from kg.actors import list_actors
from kg.cli.group import DATA, cli
from kg.errors import KgError, ServiceError
from kg.federate.cache import NAME as CACHE
from kg.federate.cache import Cache
from kg.federate.links.calling import Caller, Manners
from kg.federate.links.candidates import NAME as LINKS
from kg.federate.links.candidates import Candidate, Candidates
from kg.federate.links.deciding import decide, parse_pairs
from kg.federate.links.linking import Choice, Outcome, accept_above, choose, link, tell
from kg.federate.links.offers import Service
from kg.federate.links.publishing import publish, read_file, withdraw
from kg.federate.links.reading import SECONDS, Actors
from kg.federate.links.reconciling import URL as RECONCILE
from kg.federate.links.reconciling import Reconciler
from kg.federate.links.scoring import Scorer
from kg.federate.links.sheets import Decision, read_csv, write_csv
from kg.federate.links.wikidata_search import URL as SEARCH
from kg.federate.links.wikidata_search import WikidataSearch
from kg.inputs import settings_with
from kg.model import ActorKind
from kg.settings import Settings
from kg.stores import open_engine, open_store

CACHE_DAYS = 30.0
"""For so long an answer is not asked for again."""
MANNERS = Manners()
LONGEST, EACH = 100, 3
"""Candidates that a table shows, and those of one actor; the other forms have all."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The graph and what is known of links, open together."""

    settings: Settings
    actors: Actors
    candidates: Candidates

    def listed(self) -> frozenset[str]:
        """Return the keys of the actors that a list has."""
        return frozenset(actor.key for actor in list_actors(*self.settings.own_actors).actors)

    def publish(self) -> int:
        """Write what was accepted to the file and the graph; return how many were new."""
        return publish(self.settings, self.candidates, self.actors, lambda: open_store(self.settings))


@contextmanager
def _open(data: Path | None) -> Iterator[Desk]:
    settings = settings_with(data)
    with open_engine(settings, seconds=SECONDS) as engine, Candidates(settings.beside / LINKS) as candidates:
        yield Desk(settings, Actors(engine), candidates)


@cli.command("link")
@DATA
@click.option("--reconcile", metavar="URL", help=f"Ask this service of the Reconciliation API [default: {RECONCILE}].")
@click.option("--search", metavar="[URL]", is_flag=False, flag_value=SEARCH, help="Ask Wikidata's search instead.")
@click.option(
    "--accept-above",
    type=click.FloatRange(1, 100),
    metavar="POINTS",
    help="Accept what has so many points of 100; without it a person accepts.",
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice([kind.value for kind in ActorKind]))
@click.option("--all", "everyone", is_flag=True, help="Ask for actors without events too.")
@click.option("--again", is_flag=True, help="Ask again for those that were asked for and not decided.")
@click.option("--limit", type=click.IntRange(0), default=100, show_default=True, help="Actors to ask for.")
@click.option("--list", "show", is_flag=True, help="Show what is to be decided, the best first, and ask nobody.")
@click.option("--json", "as_json", is_flag=True, help="With --list: print JSON.")
@click.option(
    "--csv", "sheet", type=click.Path(path_type=Path), help="With --list: write it to this file for --decide."
)
@click.option("--accept", "yes", multiple=True, metavar="KEY=ID", help="The actor KEY is this thing of Wikidata.")
@click.option(
    "--reject", "no", multiple=True, metavar="KEY[=ID]", help="It is not this one; without =ID, none of them."
)
@click.option("--decide", "decided", type=click.Path(path_type=Path), help="Take the yes and no of a file from --csv.")
@click.option("--forget", "forgotten", multiple=True, metavar="KEY", help="Undo what was decided of the actor KEY.")
def link_actors(
    data: Path | None,
    reconcile: str | None,
    search: str | None,
    accept_above: float | None,
    kinds: tuple[str, ...],
    everyone: bool,
    again: bool,
    limit: int,
    show: bool,
    as_json: bool,
    sheet: Path | None,
    yes: tuple[str, ...],
    no: tuple[str, ...],
    decided: Path | None,
    forgotten: tuple[str, ...],
) -> None:
    """Ask a service outside which thing of Wikidata each actor without identity is; nothing is ever overwritten.

    What it offers is scored and kept for a person to confirm: see --list, --accept, --reject, --decide. What was
    accepted goes to links.tsv in the data folder, and to the graph as owl:sameAs.
    """
    if bool(show) + bool(yes or no) + bool(decided) + bool(forgotten) > 1 or (reconcile and search):
        raise click.UsageError("give one of --list, --accept and --reject, --decide, --forget, or one service to ask")
    if (as_json or sheet) and not show:
        raise click.UsageError("--json and --csv go with --list")
    with _open(data) as desk:
        if show:
            _show(desk.candidates.find_open(), as_json, sheet)
        elif yes or no:
            _decide(desk, _to_decisions(yes), parse_pairs(no))
        elif decided:
            _decide(desk, read_csv(decided), ())
        elif forgotten:
            _forget(desk, forgotten)
        else:
            choice = Choice(tuple(map(ActorKind, kinds)), everyone, again, limit)
            _ask(desk, reconcile, search, choice, accept_above)


def _ask(desk: Desk, reconcile: str | None, search: str | None, choice: Choice, least: float | None) -> None:
    links = read_file(desk.settings)
    chosen = choose(desk.actors, desk.candidates, choice, links.keys())
    outcome, stopped = Outcome(), None
    try:
        if chosen:
            scorer = Scorer.of(desk.actors.state_names())
            file, label = desk.settings.beside / CACHE, "Asking"
            with Cache(file, CACHE_DAYS) as cache, printing.progress(label, len(chosen)) as advance:
                service = _open_service(reconcile, search, cache)
                link(chosen, service, scorer, desk.candidates, outcome, advance)
    except (KgError, KeyboardInterrupt) as error:
        stopped = error  # what was found before is kept, and told, first
    accepted: list[str] = []
    if least is not None:
        identities = desk.actors.identities() | {one.wikidata: key for key, one in links.items()}
        accepted = accept_above(least, desk.candidates, desk.actors, identities, desk.listed())
    desk.publish()
    for failure in outcome.failures:
        click.echo(f"kg: {failure}", err=True)
    if outcome.asked or accepted or stopped is None:  # else there is nothing to tell but the reason
        click.echo(tell(outcome, accepted, {one.actor for one in desk.candidates.find_open()}, least))
    if isinstance(stopped, ServiceError):
        raise KgError(f"{stopped}; what was found is kept, and the same command goes on from there") from stopped
    if stopped is not None:
        raise stopped


def _open_service(reconcile: str | None, search: str | None, cache: Cache) -> Service:
    """Return what is asked; addresses of the user's own network may be named, and are not ours to assume."""
    named = reconcile or (search if search != SEARCH else None)
    manners = replace(MANNERS, limits=replace(MANNERS.limits, allow_private=named is not None))
    if search:
        return WikidataSearch(Caller(search, cache, manners))
    return Reconciler(Caller(reconcile or RECONCILE, cache, manners))


def _show(found: Iterable[Candidate], as_json: bool, sheet: Path | None) -> None:
    rows = list(found)
    if sheet is not None:
        number = write_csv(rows, sheet)
        click.echo(
            f"{sheet}: {printing.plural(number, 'candidate')}; write yes or no into decision, then kg link --decide"
        )
    elif as_json:
        click.echo(json.dumps([asdict(one) for one in rows], ensure_ascii=False, indent=2))
    elif rows:
        columns = ("points", "actor", "label", "of", "events", "id", "name", "description")
        shown = _first_of_each(rows)[:LONGEST]
        printing.print_table(columns, map(_cells, shown))
        if len(rows) > len(shown):
            click.echo(f"… and {len(rows) - len(shown):,} more: --csv FILE has them all")
    else:
        click.echo("nothing is to be decided")


def _first_of_each(rows: Iterable[Candidate]) -> list[Candidate]:
    seen: Counter[str] = Counter()
    shown = []
    for one in rows:
        seen[one.actor] += 1
        if seen[one.actor] <= EACH:
            shown.append(one)
    return shown


def _cells(one: Candidate) -> tuple[str, ...]:
    points = f"{one.score:.0f}{'?' if one.ambiguous else ''}"
    return (points, one.actor, one.label, one.home, f"{one.events:,}", one.id, one.name, one.description)


def _to_decisions(yes: Iterable[str]) -> list[Decision]:
    found = []
    for key, identity in parse_pairs(yes):
        if identity is None:
            raise click.UsageError(f"--accept needs the id too: {key}=Q159")
        found.append(Decision(key, identity, is_same=True))
    return found


def _decide(desk: Desk, decisions: list[Decision], refused: Iterable[tuple[str, str | None]]) -> None:
    accepted, rejected = decide(decisions, desk.candidates, desk.actors, read_file(desk.settings), desk.listed())
    for key, identity in refused:
        done = desk.candidates.reject(key, identity)
        if not done:
            what = f"{key} has no open candidate {identity}" if identity else f"{key} was never asked for"
            raise KgError(f"{what}: see kg link --list")
        rejected += done
    desk.publish()
    click.echo(f"{accepted:,} accepted, {rejected:,} rejected")


def _forget(desk: Desk, keys: Iterable[str]) -> None:
    for key in keys:
        if not withdraw(desk.settings, key, desk.candidates, desk.actors, lambda: open_store(desk.settings)):
            raise KgError(f"nothing was decided of {key}: an id that its list gives is not `kg link`'s to forget")
        click.echo(f"{key} is open again: the next kg link asks for it")
