"""The site in a real browser, which fails a test on an error in its console and on a request to another host."""

import os
import shutil
import threading

import pytest
from werkzeug.serving import make_server

from kg.settings import Settings
from tests.web.conftest import engine, search
from web import create_app
from web.assets import BUILT, MANIFEST
from web.static_files import FOLDER

__all__ = ["engine", "search"]
"""Fixtures of the graph, for every test."""

CHROMIUM = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.skip("no Chromium here: apt-get install chromium, or name one by KG_CHROMIUM")
    if not (FOLDER / BUILT / MANIFEST).is_file():
        pytest.skip("the front end is not built: run npm ci && npm run build in web/frontend")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url(engine, search):
    """Serve the site on loopback and return its address."""
    server = make_server("127.0.0.1", 0, create_app(Settings(), engine, search), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def watched(page, base_url):
    """Return the page, and see at the end that nothing went wrong in it."""
    bad = []
    page.on("console", lambda message: bad.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: bad.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith((base_url, "data:", "blob:")) else bad.append(sent.url))
    yield page
    assert bad == []
