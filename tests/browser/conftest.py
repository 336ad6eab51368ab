"""The site as `kg serve` gives it, in Debian's Chromium: sample articles, and one whose every string is hostile."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from kg.inputs import read_all
from kg.model import Event, Mention
from kg.pipeline import create_store, ingest, load_extractor
from kg.reference import bundled
from kg.settings import Settings
from tests.browser.chromium import find_chromium, flags
from tests.browser.pages import Page, locate
from tests.browser.watching import Watch
from tests.servers import serving
from tests.web.conftest import BASE, HOSTILE, HOSTILE_ACTOR, RUSSIA, TRICKY

DESKTOP, PHONE = (1280, 900), (360, 740)
Open = Callable[..., Tab]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, all of which needs a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium here: `apt-get install chromium`, or name one in KG_CHROMIUM")
    return {**browser_type_launch_args, "executable_path": path, "args": flags()}


def build_graph(folder: Path) -> None:
    """Make a data folder of the sample articles and the hostile one."""
    with create_store(folder, BASE) as store:
        samples = read_all([str(bundled("examples") / "articles")], Settings(), "Reading")
        report = ingest(samples, store, load_extractor())
        assert report.events > 100
        mention = Mention(0, HOSTILE, HOSTILE[:30], HOSTILE[5:50], HOSTILE, 0.3)
        store.add(TRICKY, [Event(HOSTILE_ACTOR, "111", RUSSIA, None, mentions=(mention,))], "2024-06-27-test")


@pytest.fixture(scope="session")
def graph(tmp_path_factory) -> Path:
    """Return a data folder of this process's own; the first process to ask makes what all copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "seen-in-browsers"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "kg-data").exists():
            build_graph(folder / "made")
            (folder / "made").rename(folder / "kg-data")
    return Path(shutil.copytree(folder / "kg-data", tmp_path_factory.mktemp("site") / "kg-data"))


@pytest.fixture(scope="session")
def site(request) -> Iterator[str]:
    """Return the address of the site: of one that runs already, if KG_SITE names it, over what `build_graph` makes."""
    running = os.environ.get("KG_SITE")
    if running:
        yield running.rstrip("/")
        return
    with serving(request.getfixturevalue("graph")) as (address, _):
        yield address


@pytest.fixture(scope="session")
def located(site) -> Callable[[Page], str]:
    """Return a function from a page to its whole address."""
    return cache(partial(locate, site))


@pytest.fixture(scope="session")
def loop(browser: Browser) -> Iterator[asyncio.AbstractEventLoop]:
    """Return the event loop that playwright leaves running in this thread, where other tests want to run theirs."""
    running = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    yield running
    asyncio._set_running_loop(running)


@pytest.fixture(scope="session")
def contexts(browser: Browser, loop) -> Callable[..., BrowserContext]:
    """Return a function from the size of a window and what else it is to a context, made once for each."""
    made: dict[tuple[object, ...], BrowserContext] = {}

    def run(size: tuple[int, int], **options: object) -> BrowserContext:
        key = (size, *sorted(options.items()))
        if key not in made:
            width, height = size
            made[key] = browser.new_context(viewport={"width": width, "height": height}, **options)
            made[key].set_default_timeout(10_000)
        return made[key]

    return run


@pytest.fixture
def watched(contexts, located, loop) -> Iterator[Open]:
    """Return a function that opens a page in a tab; whatever goes wrong in one of them fails the test at its end."""
    faults: list[str] = []
    asyncio._set_running_loop(loop)
    with ExitStack() as stack:

        def run(page: Page, size: tuple[int, int] = DESKTOP, **options: object) -> Tab:
            address = located(page)
            tab = stack.enter_context(contexts(size, **options).new_page())
            stack.enter_context(Watch(tab, urlsplit(address).netloc, faults).listening())
            answer = tab.goto(address)
            assert answer is not None
            assert answer.status == page.status, address
            return tab

        yield run
    asyncio._set_running_loop(None)
    assert not faults
