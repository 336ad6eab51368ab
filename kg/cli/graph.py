"""Commands that ask and check a graph: query, stats, validate."""

import json
from pathlib import Path

import click

from kg import printing
from kg.actors import list_actors
from kg.asked import Asked, extra_options, open_library
from kg.cli.group import DATA, cli
from kg.graph.conformance import UNKNOWN_TERM, check, count_nodes, to_json, to_report
from kg.graph.search import fill_found
from kg.inputs import base_of, complain, read_all, settings_with
from kg.pipeline import ingest, load_extractor, load_rules
from kg.read import Unread
from kg.results import Engine
from kg.stores import find_base, open_engine, open_judge, open_search
from kg.unresolved import NAME as UNRESOLVED
from kg.unresolved import Unresolved
from kg.validation import open_scratch_store, split_paths

VALIDATION_SECONDS = 3600.0
"""Longest time that one rule may take over a whole graph."""


@cli.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("query", required=False)
@DATA
@click.option("--format", "form", type=click.Choice(printing.FORMATS), default="table", show_default=True)
@click.option("--search", "words", help="Words; what they find fills VALUES ?found { } in the query.")
@click.option(
    "--copies",
    is_flag=True,
    help="Ask the facts that `kg enrich` has copied, not the endpoints of a saved query.",
)
@click.option("--show", is_flag=True, help="Print the SPARQL of a saved query, with its parameters, and do not run it.")
@click.option("--list", "show_list", is_flag=True, help="List the saved queries and their parameters.")
@click.option("--tag", help="With --list: those with this tag only.")
@click.pass_context
def query(
    ctx: click.Context,
    query: str | None,
    data: Path | None,
    form: str,
    words: str | None,
    copies: bool,
    show: bool,
    show_list: bool,
    tag: str | None,
) -> None:
    """Ask the graph in SPARQL. QUERY is a file, a saved query's name, the text itself or - for standard input.

    A saved query takes its parameters as options, actors by key or by name: kg query actions-between --actor Russia
    --target USA. Your own saved queries, NAME.rq, go to the folder queries of the data folder.
    """
    settings = settings_with(data)
    if show_list:
        library = open_library(settings)
        click.echo(printing.query_list(library, tag))
        for fault in library.faults:
            click.echo(f"kg: {fault}", err=True)
        return
    if not query:
        raise click.UsageError("give a query, or --list")
    with open_engine(settings) as engine:
        asked = Asked(settings, engine, lambda: open_search(settings), use_copies=copies)
        text = asked.find_text(query, extra_options(ctx.args))
        if words is not None:
            text = fill_found(text, open_search(settings).find_iris(words))
        if show:
            click.echo(text)
        else:
            printing.print_answer(engine, text, form)


@cli.command()
@DATA
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--unresolved", is_flag=True, help="List names for which no party was known, the most frequent first.")
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, help="Names to list.")
def stats(data: Path | None, as_json: bool, unresolved: bool, limit: int) -> None:
    """Count what the graph holds: articles, events, actors, pairs, by class and by action."""
    if unresolved:
        settings = settings_with(data)
        find_base(settings)  # says so where there is no graph
        with Unresolved(settings.beside / UNRESOLVED) as names:
            printing.print_unresolved(names.most_frequent(limit), as_json)
        return
    with open_engine(settings_with(data)) as engine:
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
        with open_judge(settings, VALIDATION_SECONDS) as engine:
            ctx.exit(check_graph(engine, form, show))
    rdf, articles = split_paths(paths)
    listed = list_actors(*settings.own_actors)
    with open_scratch_store(rdf, base_of(settings), listed, everyone=bool(articles)) as store:
        unread: list[Unread] = []
        if articles:
            readings = read_all(articles, settings, "Coding")
            extractor = load_extractor(*settings.own_actors, min_confidence=settings.min_confidence)
            unread = ingest(readings, store, extractor, on_unread=complain).unread
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
