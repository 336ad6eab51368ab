"""Commands that code texts and store nothing: extract, actors, evaluate."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from kg import printing
from kg.actors import list_actors
from kg.cli.group import ACTORS, DATA, MIN_CONFIDENCE, PATHS, cli
from kg.evaluation import Told, read_gold
from kg.evaluation import evaluate as hold
from kg.ids import Minter
from kg.inputs import base_of, code_all, read_all, settings_with
from kg.pipeline import load_extractor, to_line
from kg.read import Unread
from kg.read.tidy import tidy
from kg.writing import WRITERS, to_triples


@cli.command()
@PATHS
@DATA
@ACTORS
@MIN_CONFIDENCE
@click.option("--format", "form", type=click.Choice(["jsonl", *WRITERS]), default="jsonl", show_default=True)
@click.pass_context
def extract(
    ctx: click.Context,
    paths: tuple[str, ...],
    data: Path | None,
    actors: Path | None,
    min_confidence: float | None,
    form: str,
) -> None:
    """Print the events of articles, as flat JSON Lines or as RDF; nothing is stored.

    PATHS are as for ingest. IRIs begin with the base of the data folder if there is one.
    """
    settings = settings_with(data, actors, min_confidence)
    minter = Minter(base_of(settings))
    unread: list[Unread] = []
    coded = code_all(
        read_all(paths, settings, "Extracting"),
        load_extractor(*settings.own_actors, min_confidence=settings.min_confidence),
        unread,
    )
    if form == "jsonl":
        for article, events in coded:
            for event in events:
                click.echo(json.dumps(to_line(article, event, minter), ensure_ascii=False))
    else:
        listed = list_actors(*settings.own_actors)
        graphs = (to_triples(article, events, minter, listed) for article, events in coded)
        for text in WRITERS[form](graphs, minter.base):
            click.echo(text, nl=False)
    ctx.exit(int(any(not one.skipped for one in unread)))


@cli.command()
@click.argument("text", required=False)
@DATA
@ACTORS
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the text: who held an office depends on it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
def actors(text: str | None, data: Path | None, actors: Path | None, day: datetime | None, as_json: bool) -> None:
    """Show the actors in TEXT, as what each was recognised, and why; without TEXT, in standard input."""
    settings = settings_with(data, actors)
    text = sys.stdin.read(settings.max_bytes) if text is None or text == "-" else text
    found = load_extractor(*settings.own_actors).recognise(tidy(text), day.date() if day else None)
    printing.print_recognitions(found, as_json)


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, required=True)
@DATA
@ACTORS
@MIN_CONFIDENCE
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--show", type=click.IntRange(0), default=20, show_default=True, help="Misses and false events to list.")
def evaluate(
    gold: Path,
    paths: tuple[str, ...],
    data: Path | None,
    actors: Path | None,
    min_confidence: float | None,
    as_json: bool,
    show: int,
) -> None:
    """Code the articles in PATHS and hold the events against the annotated ones in the folder GOLD.

    docs/accuracy.md describes the format of GOLD, a JSON file an article, and what counts as right.
    """
    settings = settings_with(data, actors, min_confidence)
    annotated, minter = read_gold(gold), Minter(base_of(settings))
    predicted: dict[str, list[Told]] = {}
    unread: list[Unread] = []
    for article, events in code_all(
        read_all(paths, settings, "Coding"),
        load_extractor(*settings.own_actors, min_confidence=settings.min_confidence),
        unread,
    ):
        predicted.setdefault(article.doc, []).extend(to_line(article, event, minter) for event in events)
    printing.print_evaluation(hold(annotated, predicted), as_json, show)
