"""The site without a mouse."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.pages import named

MOST_STOPS = 600
WALKED = 50
"""Stops at the beginning of a page, and at its end, that are looked at where it has more than twice as many."""
STOPS = """jump => {
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden' && one.checkVisibility());
  if (jump) { window.last = null; stops.at(-jump).focus({ focusVisible: true }); }
  return stops.length;
}"""
FOCUSED = """async () => {
  const look = one => {
    const parts = [one, ...[...one.querySelectorAll('*')].slice(0, 20)];
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) parts.push(up);
    return parts.map(part => {
      const { outlineStyle, outlineWidth, boxShadow, stroke, strokeWidth, borderColor } = getComputedStyle(part);
      const outline = outlineStyle === 'none' ? '' : outlineStyle + outlineWidth;
      return [outline, boxShadow, stroke, strokeWidth, borderColor].join();
    }).join(';');
  };
  const one = document.activeElement, last = window.last;
  if (one.isContentEditable) await new Promise(done => setTimeout(done, 50)); // an editor rings itself a moment later
  const ringed = one => { for (let up = one; up; up = up.parentElement)
    if (up !== document.body && getComputedStyle(up).outlineStyle !== 'none') return true; };
  const plain = last && last.one !== one && !last.ringed && look(last.one) === last.look;
  const answer = { plain: plain ? last.one.outerHTML.slice(0, 120) : null, stop: null };
  if (!one || one === document.body) return answer;
  if (!('stop' in one)) one.stop = window.stops = (window.stops || 0) + 1;
  if (!last || last.one !== one) window.last = { one, look: look(one), ringed: ringed(one) };
  const box = one.getBoundingClientRect();
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { ...answer, stop: one.stop, seen, words: one.outerHTML.slice(0, 120) };
}"""
"""What has the focus, and whether what had it before looks no other now."""


@pytest.mark.parametrize(
    "page",
    named("home", "events", "event", "actor-state", "dyad", "article", "map", "network", "search", "sparql-rows"),
    ids=str,
)
def test_focus_is_seen_at_every_stop_and_leaves_again(watched, page):
    tab = watched(page)
    number = tab.evaluate(STOPS, 0)
    assert 8 < number < MOST_STOPS
    faults, met = [], [0]
    for step in range(min(number, 2 * WALKED) + 40):
        if step == WALKED and number > 2 * WALKED:
            tab.evaluate(STOPS, WALKED)
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUSED)
        if stop["plain"]:
            faults.append(f"looks the same without focus: {stop['plain']}")
        if stop["stop"] is None:
            break  # past the last one, into the browser's own bar
        if not stop["seen"]:
            faults.append(f"out of sight: {stop['words']}")
        if stop["stop"] == met[-1]:
            continue  # a field for a month has several parts
        assert stop["stop"] not in met, f"the keyboard is led in a circle at {stop['words']}"
        met.append(stop["stop"])
    else:
        pytest.fail(f"no end after {number} stops: {stop}")
    assert faults == []
    assert len(met) >= 0.9 * min(number, 2 * WALKED)  # radio buttons share a stop


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
