"""Where the system's Chromium is, and how it is started."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the browser that KG_CHROMIUM names, else the first that is installed."""
    return os.environ.get("KG_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def flags() -> list[str]:
    """Return what it is started with; root may not run it in its sandbox, and containers have little shared memory."""
    return [*(["--no-sandbox"] if os.geteuid() == 0 else []), "--disable-dev-shm-usage"]
