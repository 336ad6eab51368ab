"""What a page says, it says without JavaScript."""

import pytest

from tests.browser.pages import ONE_OF_EACH, named

SAID = """() => {
  const main = document.querySelector('main, body');
  const made = '.cm-editor, .keys, [hidden]';
  const plain = one => {
    const copy = one.cloneNode(true);
    copy.querySelectorAll('button').forEach(button => button.remove());
    return copy.textContent.replace(/\\s+/g, ' ').trim();
  };
  const all = (what, how) =>
    [...main.querySelectorAll(what)].filter(one => !one.closest(made)).map(how).filter(Boolean);
  return {
    headings: all('h1, h2, h3, h4', plain),
    words: all('p, li, td, th, dt, dd, blockquote, summary, figcaption, label, text', plain),
    links: all('a[href]', one => one.getAttribute('href')),
  };
}"""


@pytest.mark.parametrize("page", named(*ONE_OF_EACH), ids=str)
def test_a_page_says_the_same_without_scripts(watched, page):
    with_scripts = watched(page).evaluate(SAID)
    tab = watched(page, java_script_enabled=False)
    without = tab.evaluate(SAID)
    assert without["headings"]
    for part, said in with_scripts.items():
        assert set(said) <= set(without[part]), part
    assert not tab.locator("noscript").count(), "what is there without scripts needs no excuse"
