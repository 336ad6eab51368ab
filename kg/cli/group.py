"""The command ``kg`` itself: what its parts share, and how they end."""

import os
import sys
from pathlib import Path

import click

from kg import __version__
from kg.errors import KgError

PATHS = click.argument("paths", nargs=-1, required=True)
DATA = click.option("--data", type=click.Path(path_type=Path), help="Data folder (else KG_DATA, else ./kg-data).")

ACTORS = click.option(
    "--actors",
    type=click.Path(path_type=Path),
    help="A list of your own actors (else KG_ACTORS); see docs/actors.md.",
)
MIN_CONFIDENCE = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    help="Leave out events less likely right than this (else KG_MIN_CONFIDENCE, else 0.25); see docs/accuracy.md.",
)


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
