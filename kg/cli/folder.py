"""Commands that keep a data folder safe: backup, restore, check."""

from pathlib import Path

import click

from kg.cli.graph import VALIDATION_SECONDS
from kg.cli.group import DATA, cli
from kg.graph.backup import back_up
from kg.graph.backup import restore as restore_folder
from kg.graph.checking import Fault, find_orphans
from kg.graph.counts import read_counts
from kg.inputs import settings_with
from kg.stores import examine, need_folder, open_engine


@cli.command()
@click.argument("target", type=click.Path(path_type=Path))
@DATA
def backup(target: Path, data: Path | None) -> None:
    """Copy the data folder to TARGET, while others read and write.

    A TARGET that ends in .nq or .nq.gz is one file of N-Quads, which any RDF store reads; any other is a folder that
    also holds what the data folder remembers beside the graph.
    """
    settings = settings_with(data)
    need_folder(settings, "backup")
    size = back_up(settings.data, target)
    click.echo(f"{target}: {size:,} bytes")


@cli.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@DATA
def restore(source: Path, data: Path | None) -> None:
    """Make the data folder anew of SOURCE, which backup has made; a folder that is there is never overwritten."""
    settings = settings_with(data)
    need_folder(settings, "restore")
    folder = settings.data
    number = restore_folder(source, folder)
    click.echo(f"{folder} is ready: {number:,} quads")


@cli.command()
@DATA
@click.option(
    "--repair", is_flag=True, help="Remove what a crash left behind; make a search index or counts anew that are wrong."
)
@click.pass_context
def check(ctx: click.Context, data: Path | None, repair: bool) -> None:
    """See whether the data folder opens, what it counts, whether anything in it hangs loose, and what search misses.

    A sample of it is held against the rules of the ontology; `kg validate` does that with all, which takes longer. The
    exit status is 1 if something is wrong that was not repaired.
    """
    settings = settings_with(data)
    faults = list(examine(settings, repair=repair))
    with open_engine(settings, seconds=VALIDATION_SECONDS) as engine:
        counts = read_counts(engine)
        click.echo(f"{counts['articles']:,} articles, {counts['events']:,} events, {counts['mentions']:,} mentions")
        faults += find_orphans(engine)
    for fault in faults:
        click.echo(_to_line(fault))
    if not faults:
        click.echo("nothing hangs loose")
    ctx.exit(int(any(not fault.repaired for fault in faults)))


def _to_line(fault: Fault) -> str:
    examples = f" ({', '.join(fault.examples)})" if fault.examples else ""
    return f"{fault.number:,} {fault.what}{examples}{': mended' if fault.repaired else ''}"
