"""The site without a mouse."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.pages import named

MOST_STOPS = 500
STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter(one => one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden' && one.checkVisibility()).length"""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  if (!('stop' in one)) one.stop = window.stops = (window.stops || 0) + 1;
  const ringed = element => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 || boxShadow.includes('0px 0px 0px');
  };
  const parts = [one, ...one.querySelectorAll('*')];
  for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) parts.push(up);
  const box = one.getBoundingClientRect();
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const words = one.outerHTML.slice(0, 120);
  return { stop: one.stop, words, fault: !seen ? 'out of sight' : parts.some(ringed) ? '' : 'no ring' };
}"""


@pytest.mark.parametrize(
    "page",
    named("home", "events", "event", "actor-state", "dyad", "article", "map", "network", "search", "sparql-rows"),
    ids=str,
)
def test_focus_is_seen_at_every_stop_and_leaves_again(watched, page):
    tab = watched(page)
    number = tab.evaluate(STOPS)
    assert 8 < number < MOST_STOPS
    faults, met = [], [0]
    for _ in range(number + 40):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUSED)
        if stop is None:
            break  # past the last one, into the browser's own bar
        if stop["fault"]:
            faults.append(f"{stop['fault']}: {stop['words']}")
        if stop["stop"] == met[-1]:
            continue  # a field for a month has several parts
        assert stop["stop"] not in met, f"the keyboard is led in a circle at {stop['words']}"
        met.append(stop["stop"])
    else:
        pytest.fail(f"no end after {number} stops: {stop}")
    assert faults == []
    assert len(met) >= 0.9 * number  # radio buttons share a stop


@pytest.mark.parametrize("page", named("home", "events", "not-here"), ids=str)
def test_the_first_stop_skips_to_the_content(watched, page):
    tab = watched(page, PHONE)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to content"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")


def test_slash_goes_to_the_search_but_not_while_something_is_typed(watched):
    (page,) = named("events")
    tab = watched(page)
    if not tab.evaluate("'js' in document.documentElement.dataset"):
        pytest.skip("the script of all pages is still being made")
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.matches('header input[name=q]')")
    tab.keyboard.type("a/b")
    assert tab.evaluate("document.activeElement.value") == "a/b"
