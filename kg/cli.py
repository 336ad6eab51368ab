"""The command ``kg``: parse arguments, call, print. Exit status 0 done, 1 failed, 2 misused."""

import json
import logging
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click

from kg import __version__, printing
from kg.asked import extra_options, find_text
from kg.errors import KgError
from kg.graph.conformance import UNKNOWN_TERM, check, count_nodes, to_json, to_report
from kg.graph.readers import Readers
from kg.graph.store import Store
from kg.ids import Minter
from kg.inputs import base_of, code_all, complain, complain_of, read_all, settings_with
from kg.journal import Journal
from kg.pipeline import create_store, ingest, load_extractor, load_rules, open_store, to_line
from kg.queries import find_queries
from kg.read import Unread
from kg.read.copies.duplicates import Duplicates
from kg.reference import bundled
from kg.results import Engine
from kg.settings import DEFAULT_BASE, Settings
from kg.validation import open_scratch_store, split_paths
from kg.writing import WRITERS, to_triples

PATHS = click.argument("paths", nargs=-1, required=True)
DUPLICATES = "duplicates.sqlite"
"""File of the data folder that tells which articles repeat an earlier one."""
VALIDATION_SECONDS = 3600.0
"""Longest time that one rule may take over a whole graph."""
DATA = click.option("--data", type=click.Path(path_type=Path), help="Data folder (else KG_DATA, else ./kg-data).")


class Commands(click.Group):
    """Turns our own errors, and an output that cannot be written, into one line and exit status 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            # The reader of our output has gone (``| head``): nothing is left to say, not even at exit.
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("kg: interrupted; what was written is kept", err=True)
            ctx.exit(1)
        except OSError as error:
            if error.filename is not None:
                raise
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
            click.echo(f"kg: the output cannot be written: {error.strerror}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """News articles in, a graph of diplomacy out: who did what to whom, and when."""


@cli.command()
@DATA
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="Start of every instance IRI; cannot be changed.")
def init(data: Path | None, base: str) -> None:
    """Make a data folder that holds the ontology, the action codes and the known actors."""
    folder = settings_with(data).data
    create_store(folder, base).close()
    click.echo(f"{folder} is ready; instance IRIs begin with {base}")


@cli.command("ingest")
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
@click.option("--verbose", is_flag=True, help="Tell where days that an article gives for itself disagree.")
@click.pass_context
def ingest_command(
    ctx: click.Context,
    paths: tuple[str, ...],
    data: Path | None,
    again: bool,
    resume: bool,
    fetch: bool,
    listed: TextIO | None,
    failed: Path | None,
    verbose: bool,
) -> None:
    """Read articles and write their events to the graph; an article that is there unchanged stays as it is.

    PATHS are files, folders or - for standard input; with --fetch also URLs. The exit status is 1 if any input failed
    or told an event that breaks a shape of the ontology; the rest is written all the same. What is only skipped
    (another language) is no failure.
    """
    settings = settings_with(data)
    sought = [*paths, *(line.rstrip("\n") for line in listed or () if line.strip())]
    if not sought:
        raise click.UsageError("give files or folders, or --list")
    if verbose:
        logging.basicConfig(format="%(message)s")
        logging.getLogger("kg").setLevel(logging.INFO)
    with (
        open_store(settings.data) as store,
        Journal(settings.data, resume=resume) as journal,
        Duplicates(settings.data / DUPLICATES) as duplicates,
    ):

        def keep() -> None:
            duplicates.commit()  # before the journal: what it passes over must be known
            journal.commit()

        report = ingest(
            read_all(sought, settings, "Ingesting", journal, fetch=fetch),
            store,
            load_extractor(),
            again=again,
            duplicates=duplicates,
            on_unread=complain,
            on_rejection=complain_of,
            on_checkpoint=keep,
        )
    if failed is not None:
        failed.write_text("".join(f"{path}\n" for path in report.failed_paths()), encoding="utf-8")
    click.echo(printing.summary(report))
    ctx.exit(1 if report.failed_paths() or report.rejected else 0)


@cli.command()
@PATHS
@DATA
@click.option("--format", "form", type=click.Choice(["jsonl", *WRITERS]), default="jsonl", show_default=True)
@click.pass_context
def extract(ctx: click.Context, paths: tuple[str, ...], data: Path | None, form: str) -> None:
    """Print the events of articles, as flat JSON Lines or as RDF; nothing is stored.

    PATHS are as for ingest. IRIs begin with the base of the data folder if there is one.
    """
    settings = settings_with(data)
    minter = Minter(base_of(settings))
    unread: list[Unread] = []
    coded = code_all(read_all(paths, settings, "Extracting"), unread)
    if form == "jsonl":
        for article, events in coded:
            for event in events:
                click.echo(json.dumps(to_line(article, event, minter), ensure_ascii=False))
    else:
        graphs = (to_triples(article, events, minter) for article, events in coded)
        for text in WRITERS[form](graphs, minter.base):
            click.echo(text, nl=False)
    ctx.exit(int(any(not one.skipped for one in unread)))


@cli.command()
@click.argument("article")
@DATA
def remove(article: str, data: Path | None) -> None:
    """Remove an article and all that only it says. ARTICLE is its IRI, its URL or its doc id."""
    settings = settings_with(data)
    with Store.open(settings.data) as store:
        found = store.find_article(article)
        if len(found) != 1:
            which = (
                f"is the id of {len(found)} articles: give one's IRI: {' '.join(found)}" if found else "is not there"
            )
            raise KgError(f"{article} {which}")
        store.remove(found[0])
    click.echo(f"{found[0]} is removed")


@cli.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("query", required=False)
@DATA
@click.option("--format", "form", type=click.Choice(printing.FORMATS), default="table", show_default=True)
@click.option("--list", "show_list", is_flag=True, help="List the saved queries and their parameters.")
@click.pass_context
def query(ctx: click.Context, query: str | None, data: Path | None, form: str, show_list: bool) -> None:
    """Ask the graph in SPARQL. QUERY is a file, a saved query's name, the text itself or - for standard input.

    A saved query takes its parameters as options: kg query actions-between --actor RUS --target USA
    """
    if show_list:
        click.echo(printing.query_list(find_queries([bundled("queries")]).values()))
        return
    if not query:
        raise click.UsageError("give a query, or --list")
    with open_readers(settings_with(data)) as engine:
        text = find_text(query, extra_options(ctx.args), engine)
        printing.print_answer(engine, text, form)


def open_readers(settings: Settings) -> Readers:
    """Return one reader of the data folder, with the limits of the settings."""
    return Readers(settings.data, processes=1, seconds=settings.query_seconds)


@cli.command()
@DATA
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def stats(data: Path | None, as_json: bool) -> None:
    """Count what the graph holds: articles, events, actors, pairs, by class and by action."""
    with open_readers(settings_with(data)) as engine:
        printing.print_stats(engine, as_json)


@cli.command()
@click.argument("paths", nargs=-1)
@DATA
@click.option("--format", "form", type=click.Choice(["text", "json", "turtle"]), default="text", show_default=True)
@click.option(
    "--show", type=click.IntRange(0), default=5, show_default=True, help="Nodes to name for each broken rule."
)
@click.pass_context
def validate(ctx: click.Context, paths: tuple[str, ...], data: Path | None, form: str, show: int) -> None:
    """Check the graph, or PATHS, against the shapes of the ontology; nothing is changed.

    PATHS are RDF files, articles, which are coded first, folders of either, or - for Turtle on standard input. All are
    checked as one graph. The exit status is 1 if anything breaks a shape or cannot be read.
    """
    settings = settings_with(data)
    if not paths:
        with Readers(settings.data, processes=1, seconds=VALIDATION_SECONDS) as engine:
            ctx.exit(check_graph(engine, form, show))
    rdf, articles = split_paths(paths)
    with open_scratch_store(rdf, base_of(settings), everyone=bool(articles)) as store:
        unread: list[Unread] = []
        if articles:
            readings = read_all(articles, settings, "Coding")
            unread = ingest(readings, store, load_extractor(), on_unread=complain).unread
        ctx.exit(max(check_graph(store, form, show), int(any(not one.skipped for one in unread))))


def check_graph(engine: Engine, form: str, show: int) -> int:
    """Print what breaks a shape; return the exit status."""
    rules = (*load_rules(), UNKNOWN_TERM)
    findings = []
    with printing.progress("Checking", len(rules)) as advance:
        for finding in check(engine, rules):
            findings.append(finding)
            advance()
    if form == "turtle":
        click.echo(to_report(findings), nl=False)
    elif form == "json":
        click.echo(json.dumps(to_json(findings)))
    nodes = count_nodes(engine, rules)
    if form == "text":
        click.echo(printing.violations(findings, nodes, engine.base, show))
    return int(any(finding.violations for finding in findings) or not any(nodes.values()))


@cli.command()
@DATA
@click.option("--host", help="Address to listen on (else KG_HOST, else 127.0.0.1: this machine only).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (else KG_PORT, else 8000).")
def serve(data: Path | None, host: str | None, port: int | None) -> None:
    """Serve the site and the SPARQL endpoint until interrupted; the graph can grow meanwhile."""
    settings = settings_with(data)
    serve_site(replace(settings, host=host or settings.host, port=port or settings.port))


def serve_site(settings: Settings) -> None:
    """Run the site until it is interrupted."""
    from web.serve import serve as run  # Flask and the server are slow to import, and no other command needs them

    where = f"Serving {settings.data} at http://{settings.host}:{settings.port}/ (Ctrl-C ends it)"
    run(settings, on_start=lambda: click.echo(where, err=True))


@cli.command()
@click.option("--no-serve", is_flag=True, help="End after printing.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the site (else KG_PORT, else 8000).")
def demo(no_serve: bool, port: int | None) -> None:
    """Build a graph of the sample articles, print what is in it, and serve it until interrupted.

    The graph lies in a temporary folder that is removed at the end.
    """
    settings = Settings.read()
    with tempfile.TemporaryDirectory(prefix="diplograph-") as folder:
        settings = replace(settings, data=Path(folder) / "kg-data", port=port or settings.port)
        base = f"http://localhost:{settings.port}/"
        with create_store(settings.data, base) as store:
            readings = read_all([str(bundled("examples") / "articles")], settings, "Reading the samples")
            report = ingest(readings, store, load_extractor(), on_unread=complain, on_rejection=complain_of)
        click.echo(printing.summary(report))
        with open_readers(settings) as engine:
            printing.print_demo(engine)
        if not no_serve:
            serve_site(settings)
