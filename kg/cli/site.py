"""Commands that serve the site: serve, demo."""

import tempfile
from dataclasses import replace
from pathlib import Path

import click

from kg import printing
from kg.cli.group import DATA, cli
from kg.errors import StoreError
from kg.graph.folder import read_base
from kg.inputs import complain, complain_of, read_all, settings_with
from kg.pipeline import create_store, ingest, load_extractor
from kg.reference import bundled
from kg.settings import Settings
from kg.stores import open_engine, where
from kg.tokens import drop_token, make_token


@cli.command()
@DATA
@click.option("--host", help="Address to listen on (else KG_HOST, else 127.0.0.1: this machine only).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (else KG_PORT, else 8000).")
def serve(data: Path | None, host: str | None, port: int | None) -> None:
    """Serve the site and the SPARQL endpoint until interrupted; the graph can grow meanwhile."""
    settings = settings_with(data)
    serve_site(replace(settings, host=host or settings.host, port=port or settings.port))


@cli.command()
@DATA
@click.option("--off", is_flag=True, help="Let nobody write over HTTP any more.")
def token(data: Path | None, off: bool) -> None:
    """Let who has the token that is printed write over HTTP; one made before is worth nothing then.

    It is shown only now. A server that runs already has to be started again before it takes writes.
    """
    settings = settings_with(data)
    if settings.endpoint is not None:
        raise StoreError(f"the site takes no writes for {settings.endpoint}: send them there, or unset KG_STORE")
    folder = settings.data
    read_base(folder)
    if off:
        click.echo("nobody may write over HTTP" if drop_token(folder) else "nobody could write over HTTP before")
    else:
        click.echo(make_token(folder))


def serve_site(settings: Settings) -> None:
    """Run the site until it is interrupted."""
    from web.serve import serve as run  # Flask and the server are slow to import, and no other command needs them

    place = f"Serving {where(settings)} at http://{settings.host}:{settings.port}/ (Ctrl-C ends it)"
    run(settings, on_start=lambda: click.echo(place, err=True))


@cli.command()
@click.option("--no-serve", is_flag=True, help="End after printing.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the site (else KG_PORT, else 8000).")
def demo(no_serve: bool, port: int | None) -> None:
    """Build a graph of the sample articles, print what is in it, and serve it until interrupted.

    The graph lies in a temporary folder that is removed at the end.
    """
    settings = Settings.read()
    with tempfile.TemporaryDirectory(prefix="diplograph-") as folder:
        settings = replace(settings, data=Path(folder) / "kg-data", endpoint=None, port=port or settings.port)
        base = f"http://localhost:{settings.port}/"
        with create_store(settings.data, base) as store:
            readings = read_all([str(bundled("examples") / "articles")], settings, "Reading the samples")
            extractor = load_extractor(min_confidence=settings.min_confidence)
            report = ingest(readings, store, extractor, on_unread=complain, on_rejection=complain_of)
        click.echo(printing.summary(report))
        with open_engine(settings) as engine:
            printing.print_demo(engine)
        if not no_serve:
            serve_site(settings)
