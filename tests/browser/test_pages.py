"""Each page on a desktop and a phone, light and dark: accessible, within its width, and quiet."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.pages import PAGES

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
AXE = Axe().axe_script
WIDEST = """width => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= width) return [];
  const clipped = one => { for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) {
    if (getComputedStyle(up).overflowX !== 'visible' && up.getBoundingClientRect().right <= width + 1) return true; } };
  return [`the page is ${root.scrollWidth} px wide`, ...[...document.body.querySelectorAll('*')]
    .filter(one => one.getBoundingClientRect().right > width + 1 && !clipped(one)).slice(0, 5)
    .map(one => one.outerHTML.slice(0, 160))];
}"""


SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`* {
    line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-bottom: 2em !important }`); document.adoptedStyleSheets = [sheet]; }"""
"""Spaced out as WCAG 1.4.12 has it."""


def violations(tab, options):
    found = tab.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{one['id']} ({node['target']}): {node['failureSummary']} {node['html'][:200]}".replace("\n", " ")
        for one in found
        for node in one["nodes"][:3]
    ]


def too_wide(tab, *widths):
    found = []
    for width in widths:
        tab.set_viewport_size({"width": width, "height": 700})
        found += tab.evaluate(WIDEST, width)
    return found


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_accessible_and_within_its_width_on_a_desktop(watched, page):
    tab = watched(page, DESKTOP, color_scheme="light")
    tab.evaluate(AXE)
    assert violations(tab, RULES) == []
    tab.emulate_media(color_scheme="dark")
    assert page.long or violations(tab, COLOURS) == []
    assert too_wide(tab, 1280, 640, 320) == []  # the window as it is, at 200 % and at 400 %
    tab.evaluate(SPACED)
    assert too_wide(tab, 320, 1280) == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_accessible_and_within_its_width_on_a_phone(watched, page):
    tab = watched(page, PHONE, color_scheme="dark")
    assert tab.evaluate(WIDEST, PHONE[0]) == []
    tab.evaluate(AXE)
    assert violations(tab, RULES) == []
