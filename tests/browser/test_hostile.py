"""Names and quotes that would do harm are shown as they are written."""

import pytest

from tests.browser.pages import HOSTILE_PAGES, Page
from tests.web.conftest import HOSTILE

HARM = """() => {
  const attributes = one => [...one.attributes].map(({ name }) => name);
  return [
    ...document.querySelectorAll('script:not([src]):not([type$=json])'),
    ...document.querySelectorAll('[href^="javascript:" i], iframe, object, embed, meta[http-equiv]'),
    ...[...document.querySelectorAll('*')].filter(one => attributes(one).some(name => /^on|^style$/.test(name))),
  ].map(one => one.outerHTML.slice(0, 200)); }"""
BIG = """() => [...document.querySelectorAll('main h1, main h2, main h3, main li, main a')]
  .filter(one => one.checkVisibility()).map(one => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 100)])
  .filter(([height]) => height > 1200)"""
LOOSE = """() => { const found = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) if (node.data.includes('\\u202e')) {
    const kept = node.parentElement.closest('bdi, [dir=auto], pre, textarea, title, code, svg');
    if (!kept) found.push(node.parentElement.outerHTML.slice(0, 160)); }
  return found; }"""
"""Text that turns the direction of what follows, where nothing keeps it in."""


FOUND = [Page("search-hostile", "/search?q=" + "z" * 40), Page("search-script", "/search?q=alert")]


@pytest.mark.parametrize("page", [*HOSTILE_PAGES, *FOUND], ids=str)
def test_a_hostile_text_is_text(watched, page):
    tab = watched(page)
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    assert tab.evaluate(HARM) == []
    assert tab.evaluate(LOOSE) == []
    assert tab.evaluate(BIG) == []
    assert asked == []
    if page in HOSTILE_PAGES:
        assert HOSTILE[:25] in tab.locator("main").inner_text()
    assert len(tab.title()) < 300
