"""Commands that write to a data folder: init, ingest, remove."""

import logging
from pathlib import Path
from typing import TextIO

import click

from kg import printing
from kg.cli.group import ACTORS, DATA, MIN_CONFIDENCE, cli
from kg.errors import KgError
from kg.inputs import complain, complain_of, read_all, settings_with
from kg.memories import Memories, forget
from kg.pipeline import Report, load_extractor
from kg.pipeline import ingest as ingest_all
from kg.settings import DEFAULT_BASE
from kg.stores import create, open_as_is, open_store, where

NO_ARTICLE = "is no article of the graph: give its IRI, its URL or its doc id"


@cli.command()
@DATA
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="Start of every instance IRI; cannot be changed.")
def init(data: Path | None, base: str) -> None:
    """Make a data folder that holds the ontology, the action codes and the known actors.

    With KG_STORE set, the graph is made on that engine; see docs/engines.md.
    """
    settings = settings_with(data)
    create(settings, base, printing.progress).close()
    click.echo(f"{where(settings)} is ready; instance IRIs begin with {base}")


@cli.command()
@click.argument("paths", nargs=-1)
@DATA
@click.option("--again", is_flag=True, help="Code articles anew that the graph holds unchanged.")
@click.option(
    "--resume", is_flag=True, help="Go on where the last ingest was interrupted: pass over files that are done."
)
@click.option(
    "--fetch", is_flag=True, help="Read the URLs among PATHS from the web: pages, and feeds with their pages."
)
@click.option("--list", "listed", type=click.File(encoding="utf-8"), help="Read paths from this file too, one a line.")
@click.option("--failed", type=click.Path(path_type=Path), help="Write the paths that failed to this file, for --list.")
@click.option(
    "--texts/--no-texts",
    "texts",
    default=None,
    help="Keep the texts of articles, which the site then shows, or not (else KG_KEEP_TEXTS, else they are kept).",
)
@ACTORS
@MIN_CONFIDENCE
@click.option("--verbose", is_flag=True, help="Tell where days that an article gives for itself disagree.")
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[str, ...],
    data: Path | None,
    again: bool,
    resume: bool,
    fetch: bool,
    listed: TextIO | None,
    failed: Path | None,
    texts: bool | None,
    actors: Path | None,
    min_confidence: float | None,
    verbose: bool,
) -> None:
    """Read articles and write their events to the graph; an article that is there unchanged stays as it is.

    PATHS are files, folders or - for standard input; with --fetch also URLs. The exit status is 1 if any input failed
    or told an event that breaks a shape of the ontology; the rest is written all the same. What is only skipped
    (another language) is no failure.
    """
    settings = settings_with(data, actors, min_confidence)
    sought = [*paths, *(line.rstrip("\n") for line in listed or () if line.strip())]
    if not sought:
        raise click.UsageError("give files or folders, or --list")
    if verbose:
        logging.basicConfig(format="%(message)s")
        logging.getLogger("kg").setLevel(logging.INFO)
    with open_store(settings) as store, Memories(settings.beside, store.base, resume=resume) as memories:
        report = ingest_all(
            read_all(sought, settings, "Ingesting", memories.journal, fetch=fetch),
            store,
            load_extractor(*settings.own_actors, min_confidence=settings.min_confidence),
            again=again,
            keep_texts=settings.keep_texts if texts is None else texts,
            duplicates=memories.duplicates,
            on_unread=complain,
            on_rejection=complain_of,
            on_extraction=memories.note,
            on_checkpoint=memories.keep,
        )
    ctx.exit(_tell(report, failed))


def _tell(report: Report, failed: Path | None) -> int:
    """Print the summary, write the paths that failed to the file *failed*, and return the exit status."""
    if failed is not None:
        failed.write_text("".join(f"{path}\n" for path in report.failed_paths()), encoding="utf-8")
    click.echo(printing.summary(report))
    return int(bool(report.failed_paths() or report.rejected))


@cli.command()
@click.argument("article")
@DATA
def remove(article: str, data: Path | None) -> None:
    """Remove an article and all that only it says. ARTICLE is its IRI, its URL or its doc id."""
    settings = settings_with(data)
    with open_as_is(settings) as store:
        found = store.find_article(article)
        if len(found) != 1:
            which = f"is the id of {len(found)} articles: give one's IRI: {' '.join(found)}" if found else NO_ARTICLE
            raise KgError(f"{article} {which}")
        store.remove(found[0])
    forget(settings.beside, found[0])
    click.echo(f"{found[0]} is removed")
