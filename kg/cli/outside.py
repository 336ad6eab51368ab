"""Commands that ask data sets outside: enrich."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from kg import printing
from kg.cli.group import DATA, cli
from kg.errors import FetchError, KgError
from kg.federate.cache import NAME, Cache
from kg.federate.copies.account import Account, read_parts
from kg.federate.copies.asking import Caller
from kg.federate.copies.copying import Run, find_items
from kg.federate.copies.gathering import Gathered
from kg.federate.copies.kinds import choose, read_kinds
from kg.inputs import settings_with
from kg.net.service import Service
from kg.providers import PROVIDERS, Provider
from kg.settings import Settings
from kg.stores import find_base, open_as_is, open_engine

READ_SECONDS = 300.0
"""Longest time that one question to the graph may take meanwhile."""


@cli.command()
@click.argument("provider", type=click.Choice(list(PROVIDERS)), required=False)
@DATA
@click.option("--only", default="", help="Kinds of facts to copy, with commas between them; the others stay.")
@click.option("--list", "show_list", is_flag=True, help="List the kinds of facts, and what is copied of them.")
@click.option("--json", "as_json", is_flag=True, help="With --list: print JSON.")
@click.option("--remove", is_flag=True, help="Remove the copy, and nothing else.")
@click.option("--endpoint", help="Address to ask in place of the data set's own endpoint: that of a mirror.")
@click.option("--fresh", is_flag=True, help="Ask everything anew, whatever was answered before.")
@click.option(
    "--max-age",
    type=click.FloatRange(0, min_open=True),
    default=7.0,
    show_default=True,
    help="Days for which answers from before are good enough.",
)
@click.pass_context
def enrich(
    ctx: click.Context,
    provider: str | None,
    data: Path | None,
    only: str,
    show_list: bool,
    as_json: bool,
    remove: bool,
    endpoint: str | None,
    fresh: bool,
    max_age: float,
) -> None:
    """Copy facts about the actors of the graph from PROVIDER, wikidata or dbpedia, into a named graph of its own.

    The copy stands in for the endpoint in saved queries: kg query NAME --copies. It is replaced as a whole, in one
    step; what the endpoint does not answer stays as it was copied before, and the exit status is 1. A run that was
    interrupted goes on where it was.
    """
    settings = settings_with(data)
    if show_list:
        _print_list(settings, [provider] if provider else list(PROVIDERS), as_json)
        return
    if provider is None:
        raise click.UsageError(f"give one of {', '.join(PROVIDERS)}, or --list")
    if remove:
        _remove(settings, PROVIDERS[provider])
        return
    names = [name.strip() for name in only.split(",") if name.strip()]
    address = _find_address(settings, PROVIDERS[provider], endpoint)
    with open_as_is(settings):
        pass  # whoever cannot write learns so before anybody is asked
    with Cache(settings.beside / NAME, max_age) as cache:
        if fresh:
            cache.forget(address)
        ctx.exit(_copy(settings, PROVIDERS[provider], names, Caller(address, cache)))


def _copy(settings: Settings, provider: Provider, names: Sequence[str], caller: Caller) -> int:
    """Copy the kinds of facts with *names*, all where there are none; print what came of it, return the exit status."""
    kinds = read_kinds(provider.name)
    with open_engine(settings, seconds=READ_SECONDS) as engine:
        run = Run(provider, choose(kinds, names), find_items(engine, kinds.values()))
    if not any(map(run.items_of, run.kinds)):
        raise KgError("no actor of the graph that these facts tell of has an identity in Wikidata")
    found = _fetch(run, caller)
    if not all(got.is_in_vain for got in found):
        with open_engine(settings, seconds=READ_SECONDS) as engine:
            content, account = run.build(engine, found, kinds.values(), caller.address)
        with open_as_is(settings) as store:
            store.put(account.graph, [content], replace=True)
        _print_table(account)
    return _tell(found, caller.address)


def _find_address(settings: Settings, provider: Provider, given: str | None) -> str:
    """Return where to ask: the address that was given, else a mirror of the settings, else the public endpoint."""
    mirrors = {service.iri: service.address for service in settings.services}
    try:
        return Service.parse(given or mirrors.get(provider.endpoint, provider.endpoint)).address
    except FetchError as error:
        raise KgError(f"--endpoint must be the URL of a SPARQL endpoint, not {given!r}: {error.reason}") from error


def _fetch(run: Run, caller: Caller) -> list[Gathered]:
    """Return what the endpoint tells; say how to go on where that is interrupted."""
    try:
        return run.fetch(caller, printing.progress)
    except KeyboardInterrupt:
        click.echo(f"kg: what {caller.address} has answered is kept: the same command goes on from there", err=True)
        raise


def _remove(settings: Settings, provider: Provider) -> None:
    graph = provider.graph(find_base(settings))
    with open_as_is(settings) as store:
        found = store.drop(graph)
    if not found:
        raise KgError(f"there is no copy of facts from {provider.title}")
    click.echo(f"{graph} is removed")


def _print_table(account: Account) -> None:
    lines = [(one.name, one.when.date().isoformat(), f"{one.triples:,}", one.extent) for one in account.parts]
    printing.print_table(("facts", "as of", "triples", "things"), lines, title=account.graph)
    click.echo(
        f"{printing.plural(account.triples, 'triple')} of {account.provider.title} from {' '.join(account.endpoints)}"
    )


def _tell(found: Sequence[Gathered], address: str) -> int:
    """Print what is missing, and why; return the exit status."""
    for got in found:
        if got.dropped:
            click.echo(
                f"kg: {got.kind.name}: {printing.plural(got.dropped, 'triple')} left out that came unasked", err=True
            )
    failed = [got for got in found if got.missing]
    for reason in dict.fromkeys(got.reason for got in failed):
        some = [got for got in failed if got.reason == reason]
        what = ", ".join(f"{got.kind.name} ({len(got.missing):,} of {len(got.asked):,})" for got in some)
        click.echo(f"kg: {address} {reason}; not copied, or as it was before: {what}", err=True)
    if failed:
        click.echo("kg: the same command asks again for what is missing, and for nothing else", err=True)
    return int(bool(failed))


def _print_list(settings: Settings, providers: Sequence[str], as_json: bool) -> None:
    base = find_base(settings)
    told = []
    with open_engine(settings) as engine:
        for name in providers:
            parts = read_parts(engine, PROVIDERS[name].graph(base))
            for kind in read_kinds(name).values():
                part = parts.get(kind.name)
                told.append({
                    "provider": name, "facts": kind.name, "summary": kind.summary,
                    "as of": part.when.date().isoformat() if part else None,
                    "triples": part.triples if part else None,
                    "things": part.items if part else None,
                    "missing": part.missing if part else None,
                    "endpoint": part.endpoint if part else None,
                })  # fmt: skip
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    lines = [["" if cell is None else str(cell) for cell in one.values()] for one in told]
    printing.print_table(told[0], lines)
