"""What commands show on a terminal: progress, tables, summaries."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table as RichTable
from rich.text import Text

from kg import vocab
from kg.evaluation import Evaluation, Level, Score
from kg.extract.recognition import Recognition
from kg.graph.conformance import Finding
from kg.graph.counts import read_counts
from kg.library import Library, find_queries
from kg.model import Event
from kg.pipeline import Report
from kg.queries import LONG
from kg.reference import bundled
from kg.results import GRAPH_FORMATS, RESULT_FORMATS, Answer, Engine, Row, prefixes, read_table, rows, to_text
from kg.unresolved import UnresolvedName

FORMATS = ("table", *RESULT_FORMATS, *GRAPH_FORMATS, "turtle")
NODES = {
    vocab.SHAPES + name: noun
    for name, noun in (
        ("Event", "event"),
        ("Mention", "mention"),
        ("Article", "article"),
        ("Run", "run"),
        ("DataSet", "data set"),
        ("Actor", "actor"),
        ("TermOfOffice", "term"),
        ("Dyad", "dyad"),
        ("Place", "place"),
    )
}
"""What the shapes are about, by IRI."""
PIPE_WIDTH = 160
"""Width of tables where standard output is no terminal, in characters."""

ACTIONS = """
SELECT ?code ?label (COUNT(*) AS ?events) WHERE {
  ?event dip:action ?action . ?action skos:notation ?code ; skos:prefLabel ?label .
} GROUP BY ?code ?label ORDER BY DESC(?events) ?code LIMIT 10
"""
ACTORS = """
SELECT ?actor ?label (COUNT(*) AS ?events) WHERE {
  ?event dip:actor ?actor . ?actor skos:prefLabel ?label .
} GROUP BY ?actor ?label ORDER BY DESC(?events) ?label LIMIT 10
"""
CLASSES = """
SELECT ?class (COUNT(*) AS ?events) (ROUND(AVG(?score) * 100) / 100 AS ?goldstein) WHERE {
  ?event dip:action ?action . ?action dip:quadClass ?quad ; dip:goldstein ?score . ?quad rdfs:label ?class .
} GROUP BY ?class ORDER BY DESC(?events)
"""
SUREST = """
SELECT ?event ?date ?actor ?action ?target ?sentence WHERE {
  ?event dip:date ?date ; dip:datePrecision dip:Day ; dip:actor/skos:prefLabel ?actor ;
    dip:target/skos:prefLabel ?target ; dip:action/skos:prefLabel ?action ; dip:mention ?mention .
  ?mention dip:confidence ?confidence ; dip:quote ?sentence .
} ORDER BY DESC(?confidence) ?date ?actor ?target LIMIT 50
"""
SHOWN = 10
"""Rows of a query that the demo prints."""
DEMO_QUERIES = ("busiest-pairs", "who-sanctioned-whom")


class RateColumn(ProgressColumn):
    """Steps in a second, by the last ones."""

    def render(self, task: Task) -> Text:
        """Return the rate; nothing before there is one."""
        return Text(f"{task.speed:,.1f}/s" if task.speed else "")


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on standard error while the block runs, if that is a terminal; yields what moves it by one."""
    console = Console(stderr=True)
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)


def event_in_words(event: Event) -> str:
    """Return an event as one short phrase: ``Russia 1313 United States, 2024-06-27``."""
    target = f" {event.target.label}" if event.target else ""
    return f"{event.actor.label} {event.action}{target}, {event.date or 'day unknown'}"


def plural(count: int, noun: str) -> str:
    """Return the count with its noun: ``1 event``, ``2 events``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def summary(report: Report) -> str:
    """Return what an ingest did: a line of counts, and one each for what was skipped and what failed."""
    parts = [plural(report.articles, "article") + " read"]
    words = {"copy": "copies of earlier ones"}
    parts += [f"{count:,} {words.get(outcome, outcome)}" for outcome, count in sorted(report.outcomes.items())]
    parts.append(f"{plural(report.events, 'event')} in {plural(report.mentions, 'mention')} written")
    if report.texts:
        parts.append(f"{plural(report.texts, 'text')} added to what was there")
    if report.rejected:
        parts.append(f"{plural(report.refused, 'event')} rejected (kg ingest --again codes their articles anew)")
    lines = [", ".join(parts)]
    for skipped, what in ((True, "skipped"), (False, "failed")):
        kinds = Counter(unread.kind for unread in report.unread if unread.skipped == skipped)
        if kinds:
            told = "; ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
            lines.append(f"{kinds.total():,} {what}: {told}")
    return "\n".join(lines)


def violations(findings: Sequence[Finding], nodes: Mapping[str, int], base: str, shown: int) -> str:
    """Return what breaks which rule, with *shown* nodes for each, and how much was checked."""
    names = prefixes(base)
    lines = []
    by_message: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.violations:
            by_message.setdefault(finding.rule.message, []).append(finding)
    for message, broken in by_message.items():
        found = list(
            dict.fromkeys((to_text(v.node, names), to_text(v.value, names)) for f in broken for v in f.violations)
        )
        lines.append(f"{message}\n  {plural(len(found), 'time')}{' or more' if any(f.more for f in broken) else ''}:")
        lines += [f"    {node}{f'  {value}' if value else ''}" for node, value in found[:shown]]
        lines += [f"    … and {len(found) - shown:,} more"] if len(found) > shown else []
    checked = ", ".join(plural(count, NODES[shape]) for shape, count in nodes.items() if count and shape in NODES)
    if by_message:
        verdict = f"{plural(len(by_message), 'rule')} broken"
    else:
        verdict = "all conform" if checked else "the graph has no node of a class of the ontology"
    return "\n".join([*lines, f"{checked or 'nothing to check'}: {verdict}"])


def query_list(library: Library, tag: str | None = None) -> str:
    """Return the names of the saved queries that have *tag*, what they answer, and their parameters."""
    lines = []
    for query in library.queries.values():
        if tag is not None and tag not in query.tags:
            continue
        lines.append(f"{query.name}\n    {query.summary}{' (takes a while)' if LONG in query.tags else ''}")
        lines += [f"    --{p.name}  {p.description} (else {p.example})" for p in query.params]
    return "\n".join(lines)


def print_answer(engine: Engine, query: str, form: str) -> None:
    """Print the answer to *query*: a table, or the bytes of a format; a graph is Turtle where a table was asked for."""
    graph = GRAPH_FORMATS.get("ttl" if form in ("table", "turtle") else form, GRAPH_FORMATS["ttl"])
    with engine.stream(query, results=RESULT_FORMATS.get(form, RESULT_FORMATS["json"]), graph=graph) as stream:
        if form == "table" and "sparql-results+json" in stream.media_type:
            table = read_table(Answer(stream.media_type, stream.read()), prefixes(engine.base))
            print_table(table.columns, table.rows)
            return
        chunk = b""
        for chunk in stream:
            sys.stdout.buffer.write(chunk)
    if not chunk.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()


def print_table(columns: Iterable[str], lines: Iterable[Iterable[str]], title: str | None = None) -> None:
    """Print a table; cells wrap in a terminal."""
    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
    table = RichTable(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for line in lines:
        table.add_row(*(cell.replace("[", "\\[") for cell in line))
    if title:
        console.print(Text(title, style="italic"))  # one of the table itself would be as narrow as the table
    console.print(table)


def _lines(found: Iterable[Row], *columns: str) -> list[list[str]]:
    return [[to_text(row.get(column), {}) for column in columns] for row in found]


def _to_json(row: Row, columns: Iterable[str]) -> dict[str, str | int | float]:
    found: dict[str, str | int | float] = {}
    for column in columns:
        text = to_text(row.get(column), {})
        found[column] = int(text) if column == "events" else float(text) if column == "goldstein" else text
    return found


def print_stats(engine: Engine, as_json: bool) -> None:
    """Print the counts of the graph behind *engine*."""
    counts = read_counts(engine)
    tables = {
        "classes": (("class", "events", "goldstein"), rows(engine.answer(CLASSES))),
        "actions": (("code", "label", "events"), rows(engine.answer(ACTIONS))),
        "actors": (("label", "events"), rows(engine.answer(ACTORS))),
    }
    if as_json:
        whole = {name: [_to_json(row, columns) for row in found] for name, (columns, found) in tables.items()}
        click.echo(json.dumps({**counts, **whole}, default=date.isoformat, indent=2))
        return
    print_table(("", ""), [[name.replace("_", " "), str(value or 0)] for name, value in counts.items()])
    for name, (columns, found) in tables.items():
        click.echo()
        print_table(columns, _lines(found, *columns), title=f"Busiest {name}" if name != "classes" else "Quad classes")


def print_unresolved(names: Iterable[UnresolvedName], as_json: bool) -> None:
    """Print names for which no party is known."""
    if as_json:
        click.echo(json.dumps([asdict(one) for one in names], ensure_ascii=False, indent=2))
    else:
        print_table(("name", "articles", "mentions"), [[n.name, str(n.articles), str(n.mentions)] for n in names])


def print_recognitions(found: Iterable[Recognition], as_json: bool) -> None:
    """Print the actors in a text, in its order, with the rule by which each was recognised."""
    ordered = sorted(found, key=lambda one: one.begin)
    if not as_json:
        columns = ("text", "actor", "kind", "party", "why", "certainty")
        print_table(columns, [_recognition_cells(one) for one in ordered])
        return
    for one in ordered:
        actor = {"actor": one.actor.key, "label": one.actor.label, "kind": one.actor.kind, "party": one.actor.codes}
        line = {"begin": one.begin, "text": one.text, **actor, "why": one.clue, "certainty": one.certainty}
        click.echo(json.dumps(line, ensure_ascii=False))


def _recognition_cells(one: Recognition) -> list[str]:
    actor = one.actor
    return [one.text, actor.key, actor.kind.value, " ".join(actor.codes), one.clue.value, f"{one.certainty:.2f}"]


def print_evaluation(found: Evaluation, as_json: bool, shown: int) -> None:
    """Print figures by level, by root and by article, and the first of what was missed and what was false."""
    if as_json:
        levels = {level: _score_to_json(score) for level, score in found.levels.items()}
        roots = {root: _score_to_json(score) for root, score in sorted(found.roots.items())}
        articles = {doc: _score_to_json(scores[Level.ROOT]) for doc, scores in found.articles.items()}
        click.echo(json.dumps({"levels": levels, "roots": roots, "articles": articles}, indent=2))
        return
    columns = ("P", "R", "F1", "right", "wrong", "missed", "dates")
    print_table(("level", *columns), [[level, *_score_cells(score)] for level, score in found.levels.items()])
    click.echo()
    print_table(("root", *columns), [[root, *_score_cells(score)] for root, score in sorted(found.roots.items())])
    click.echo()
    per_article = [[doc, *_score_cells(scores[Level.ROOT])] for doc, scores in found.articles.items()]
    print_table(("article", *columns), per_article)
    for title, events in (("Missed", found.missed), ("False", found.false)):
        click.echo(f"\n{title}: {len(events)}")
        for doc, event in events[:shown]:
            who, whom = "+".join(event["actor"]), "+".join(event["target"]) or "-"
            click.echo(f"  {doc}: {who} {event['action']} {whom} {event.get('date') or '-'}")
            click.echo(f"      {event.get('quote', '')}")


def _score_cells(score: Score) -> list[str]:
    counts = [str(score.right), str(score.wrong), str(score.missed)]
    return [*(f"{share:.3f}" for share in (score.precision, score.recall, score.f1)), *counts, f"{score.dates:.3f}"]


def _score_to_json(score: Score) -> dict[str, float]:
    return {**asdict(score), "precision": score.precision, "recall": score.recall, "f1": score.f1, "dates": score.dates}


def print_demo(engine: Engine) -> None:
    """Print the surest events of the graph and the answers of two saved queries, ten lines each."""
    counts = read_counts(engine)
    click.echo(f"{plural(counts['actors'], 'actor')} in {plural(counts['dyads'], 'pair')} of parties\n")
    columns = ("date", "actor", "action", "target", "sentence")
    surest = {row["event"]: row for row in reversed(rows(engine.answer(SUREST)))}
    shown = list(reversed(surest.values()))[:SHOWN]
    print_table(columns, _lines(shown, *columns), title=f"{SHOWN} of them, the surest first")
    saved = find_queries(bundled("queries"))
    for name in DEMO_QUERIES:
        answer = engine.answer(saved[name].bind({}, engine.base))
        table = read_table(answer, prefixes(engine.base))
        click.echo()
        print_table(table.columns, table.rows[:SHOWN], title=f"$ kg query {name}\n{saved[name].summary}")
        if len(table.rows) > SHOWN:
            click.echo(f"… and {len(table.rows) - SHOWN} more")
    click.echo()
