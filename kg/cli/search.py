"""The command that finds names, sentences and titles: search."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from kg import printing
from kg.cli.group import DATA, cli
from kg.errors import KgError
from kg.graph.search import KINDS, Found
from kg.graph.search.words import to_expression
from kg.inputs import settings_with
from kg.stores import open_search

HEADINGS: Mapping[str, tuple[str, str]] = {
    "actor": ("actor", "name"),
    "quote": ("mention", "sentence"),
    "title": ("article", "title"),
}


@cli.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})  # -health is a word
@click.argument("words", nargs=-1, required=True)
@DATA
@click.option("--kind", type=click.Choice(list(KINDS)), help="Show only actors, quotes or titles.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Hits of each kind to show.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def search(words: tuple[str, ...], data: Path | None, kind: str | None, limit: int, as_json: bool) -> None:
    """Find actors, sentences and articles by WORDS, all of which must be there.

    "a phrase" stands as it is, sanction* is the beginning of a word, and -trade leaves out what has it.
    """
    engine = open_search(settings_with(data))
    typed = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)  # as the shell cut it
    if not to_expression(typed):
        raise KgError("there is nothing to search for: give a word that must be there")
    found = {one: engine.find(typed, one, limit) for one in ([kind] if kind else KINDS)}
    if as_json:
        click.echo(json.dumps({one: hits.to_json() for one, hits in found.items()}, ensure_ascii=False))
        return
    for one, hits in found.items():
        if hits.hits:
            _print(one, hits)
    if not any(hits.hits for hits in found.values()):
        click.echo("nothing has all of this")


def _print(kind: str, found: Found) -> None:
    rows = [(hit.iris[0], hit.text if hit.text == hit.label else f"{hit.label} ({hit.text})") for hit in found.hits]
    printing.print_table(HEADINGS[kind], rows)
    if found.total > len(rows):
        click.echo(f"the best {len(rows):,} of {found.total_words}")
