"""Pages as some readers have them: printed, in their own colours, without motion."""

import pytest

from tests.browser.pages import named

ON_PAPER = """() => [...document.querySelectorAll(
    'header nav, form, input, button, select, textarea, .formats, .pager, .skip, dialog')]
  .filter(one => !one.closest('.editor, [readonly]') || one.matches('button')) // these are to be read
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height > 0)
  .map(one => one.outerHTML.slice(0, 120))"""
PRINTED = """() => [...document.querySelectorAll('main a.out')].filter(one => one.checkVisibility())
  .map(one => [one.href, getComputedStyle(one, '::after').content])"""
MOVING = "() => document.getAnimations().filter(one => one.effect.getComputedTiming().duration > 10).length"
SEEN = """() => [...document.querySelectorAll('h1, h2, .btn, input, select')].filter(one => one.checkVisibility())
  .map(one => getComputedStyle(one)).filter(({ color, backgroundColor }) => color === backgroundColor).length"""


@pytest.mark.parametrize("page", named("home", "events", "event", "dyad", "article", "map", "sparql-rows"), ids=str)
def test_paper_has_no_controls_and_the_addresses_of_originals(watched, page):
    tab = watched(page, color_scheme="dark")
    tab.emulate_media(media="print")
    assert tab.evaluate(ON_PAPER) == []
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for href, after in tab.evaluate(PRINTED):
        assert href.rstrip("/") in after.replace("\\", "")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("page", named("home", "events", "dyad", "map", "network", "sparql-rows"), ids=str)
def test_readers_may_have_their_own_colours_and_no_motion(watched, page):
    tab = watched(page)
    tab.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert tab.evaluate(SEEN) == 0
    assert tab.evaluate(MOVING) == 0
    tab.mouse.wheel(0, 600)
    assert tab.evaluate(MOVING) == 0
