"""``python -m kg`` and the command ``kg``: as little as possible happens before an interrupt is minded."""

import os
import sys


def main() -> None:
    """Run the command that the arguments name."""
    if sys.stdout is None:  # closed by the shell (``>&-``)
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
    try:
        from kg.cli import cli

        cli()
    except KeyboardInterrupt:
        sys.exit("kg: interrupted")


if __name__ == "__main__":
    main()
