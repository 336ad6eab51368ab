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


def violations(tab, options):
    found = tab.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{one['id']} ({node['target']}): {node['failureSummary']} {node['html'][:200]}".replace("\n", " ")
        for one in found
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize(("size", "scheme", "other"), [(DESKTOP, "light", "dark"), (PHONE, "dark", "light")], ids=str)
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_accessible_and_within_its_width_in_both_schemes(watched, page, size, scheme, other):
    tab = watched(page, size, color_scheme=scheme)
    assert tab.evaluate(WIDEST, size[0]) == []
    tab.evaluate(AXE)
    assert violations(tab, RULES) == []
    tab.emulate_media(color_scheme=other)
    assert violations(tab, COLOURS) == []
