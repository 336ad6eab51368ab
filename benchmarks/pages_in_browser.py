"""What a reader waits for on each kind of page: paints, shifts, blocking, bytes, requests and nodes, in Chromium.

Run ``python -m benchmarks.pages_in_browser ADDRESS [RUNS] [NAME...]`` at the root of the checkout while a site is
served at ADDRESS, ``kg demo`` say, with DiploGraph installed (``pip install -e '.[dev]'``). Prints, for each page named
(else all), the medians of RUNS loads (else 3) with nothing in the cache: on a desktop as fast as this machine is, and
on a phone behind slow 4G with a processor four times slower, as Lighthouse has it. Times are in milliseconds.
"""

import statistics
import sys
from dataclasses import astuple, dataclass, fields

from playwright.sync_api import Browser, CDPSession, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.browser.chromium import find_chromium, flags
from tests.browser.pages import PAGES, Page, locate

OBSERVE = """(() => {
  const seen = window.seen = { first: 0, largest: 0, shift: 0, blocked: 0 };
  const watch = (type, note) =>
    new PerformanceObserver(list => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch('paint', entry => { if (entry.name === 'first-contentful-paint') seen.first = entry.startTime; });
  watch('largest-contentful-paint', entry => { seen.largest = entry.startTime; });
  watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  watch('longtask', entry => { seen.blocked += Math.max(0, entry.duration - 50); });
})()"""
QUIET_MS = 600
"""Time after the last answer in which late scripts may still work."""
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a page, or the median of several."""

    first_paint: float
    largest_paint: float
    shift: float
    blocked: float
    bytes: float
    requests: float
    nodes: float


def load(browser: Browser, address: str, slowed: bool) -> Load:
    """Return what one load of the page at *address* took, in a context that has nothing in its cache."""
    size = {"width": 360, "height": 740} if slowed else {"width": 1280, "height": 900}
    context = browser.new_context(viewport=size, device_scale_factor=2 if slowed else 1)
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    sent = _count(session)
    if slowed:
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.add_init_script(OBSERVE)
    tab.goto(address, wait_until="networkidle", timeout=60_000)
    tab.wait_for_timeout(QUIET_MS)
    seen = tab.evaluate("window.seen")
    nodes = tab.evaluate("document.querySelectorAll('*').length")
    context.close()
    return Load(seen["first"], seen["largest"], seen["shift"], seen["blocked"], sum(sent), len(sent), nodes)


def _count(session: CDPSession) -> list[int]:
    """Return a list that gets the bytes of each answer, as sent."""
    sent: list[int] = []
    session.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    session.send("Network.enable")
    return sent


def measure(browser: Browser, address: str, slowed: bool, runs: int) -> Load:
    """Return the medians of *runs* loads."""
    loads = [astuple(load(browser, address, slowed)) for _ in range(runs)]
    return Load(*(statistics.median(column) for column in zip(*loads, strict=True)))


def find(site: str, page: Page) -> str | None:
    """Return the address of *page*; None where the graph at *site* has no such thing."""
    try:
        return locate(site, page)
    except ValueError:
        return None


def main(site: str, runs: int = 3, *names: str) -> None:
    """Print the figures of the pages *names* at *site*."""
    heads = [field.name.replace("_", " ") for field in fields(Load)]
    print("".join(("page".ljust(34), *(head.rjust(14) for head in heads))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags())
        for page in PAGES:
            address = find(site, page) if not names or page.name in names else None
            for slowed in (False, True) if address else ():
                try:
                    figures = astuple(measure(browser, str(address), slowed, runs))
                except BrowserError as error:
                    print(f"{page.name}: {str(error).splitlines()[0]}", file=sys.stderr)
                    continue
                cells = (f"{figure:14,.3f}" if 0 < figure < 1 else f"{figure:14,.0f}" for figure in figures)
                print(f"{page.name + (', slowed' if slowed else ''):34}" + "".join(cells), flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), *map(int, sys.argv[2:3]), *sys.argv[3:])
