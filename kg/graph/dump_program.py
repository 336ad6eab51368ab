"""The program that makes a dump, at the lowest priority, until it is done or its server is gone.

Started by ``kg.graph.dumps``, whose end of the pipe to its standard input closes with the server.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from kg.errors import KgError
from kg.graph.dumping import draft_of, make_dump

NICE = 19


def end_with_server(folder: Path) -> None:
    """End this process, and leave nothing of the dump, once the server is gone; runs in a thread."""
    os.read(0, 1)  # nothing is ever written there; Python's own file would be in the way of an orderly end
    draft_of(folder).unlink(missing_ok=True)
    os._exit(1)


def main() -> None:
    """Run as ``python -m kg.graph.dump_program FOLDER``."""
    folder = Path(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    os.nice(NICE)
    threading.Thread(target=end_with_server, args=(folder,), daemon=True).start()
    try:
        make_dump(folder)
    except KgError as error:
        sys.exit(f"kg: {error}")


if __name__ == "__main__":
    main()
