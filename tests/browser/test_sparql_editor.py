"""The SPARQL page in a browser: writing a query, running it, and looking at the answer."""

import asyncio
from contextlib import ExitStack
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.small_site import serving_small_site
from tests.browser.watching import Watch
from web.assets import BUILT, MANIFEST
from web.static_files import FOLDER

QUERY = """SELECT ?actor ?code ?date WHERE {
  ?e dip:actor ?actor ; dip:action/skos:notation ?code .
  OPTIONAL { ?e dip:date ?date }
}
ORDER BY ?code"""
PAIRS = "SELECT ?one ?other (COUNT(*) AS ?n) { ?e dip:actor ?one ; dip:target ?other } GROUP BY ?one ?other"
GIVEN_UP = "ERR_ABORTED"
"""What a request ends with that the page itself gives up: somebody typed on, or went to another page."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found]


def write(page, text):
    page.get_by_role("textbox", name="Query", exact=True).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def written(page) -> str:
    return page.locator("#query").input_value()


def see(page, query, **parameters):
    page.goto("/sparql?query=" + quote(query) + "".join(f"&{name}={value}" for name, value in parameters.items()))
    page.wait_for_selector(".cm-content")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if not (FOLDER / BUILT / MANIFEST).is_file():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in web/frontend")
    with serving_small_site(tmp_path_factory.mktemp("small")) as address:
        yield address


@pytest.fixture
def new_tab(browser, loop, address):
    """Return a function that opens a tab in a window of its own; what goes wrong in one fails the test at its end."""
    faults = []
    asyncio._set_running_loop(loop)
    with ExitStack() as stack:

        def run(**options):
            tab = stack.enter_context(browser.new_context(base_url=address, **options)).new_page()
            stack.enter_context(Watch(tab, urlsplit(address).netloc, faults).listening())
            return tab

        yield run
    asyncio._set_running_loop(None)
    assert [fault for fault in faults if GIVEN_UP not in fault] == []


@pytest.fixture
def watched(new_tab):
    return new_tab()


@pytest.fixture
def editor(watched):
    watched.goto("/sparql")
    watched.wait_for_selector(".cm-content")
    return watched


def test_control_enter_runs_the_query(editor):
    write(editor, QUERY)
    editor.keyboard.press("Control+Enter")
    expect(editor.get_by_role("heading", name="Answer")).to_be_visible()
    expect(editor.locator("table.answer tbody tr")).to_have_count(4)
    assert parse_qs(urlsplit(editor.url).query)["query"][0].replace("\r\n", "\n") == QUERY
    expect(editor.locator("table.answer").get_by_role("link", name="Poland").first).to_have_attribute(
        "href", "/actor/POL.html"
    )


@pytest.mark.parametrize(
    ("typed", "offered", "result"),
    [
        ("dip:targ", "dip:target", "PREFIX dip: <https://w3id.org/diplograph/ontology#>\nSELECT * { ?e dip:target"),
        ("threaten", "Threaten", "PREFIX cameo: <https://w3id.org/diplograph/cameo/>\nSELECT * { ?e cameo:13"),
        ("polan", "Poland", "PREFIX actor: <https://graph.example/actor/>\nSELECT * { ?e actor:POL"),
    ],
)
def test_completion_writes_the_term_and_declares_its_prefix(editor, typed, offered, result):
    write(editor, "SELECT * { ?e ")
    editor.keyboard.type(typed, delay=15)
    expect(editor.locator(".cm-tooltip-autocomplete li[aria-selected]")).to_contain_text(offered)
    editor.wait_for_timeout(120)  # CodeMirror takes no key for the first 75 ms of a list
    editor.keyboard.press("Enter")
    expect(editor.locator("#said")).to_contain_text("Added PREFIX")
    assert written(editor).startswith(result)
    editor.keyboard.press("Control+z")
    assert "PREFIX" not in written(editor)


def test_variables_and_keywords_complete_too(editor):
    write(editor, "SELECT ?somebody { ?some")
    editor.keyboard.type("b", delay=15)
    expect(editor.locator(".cm-tooltip-autocomplete li").first).to_have_text("?somebody")
    editor.keyboard.press("Escape")
    write(editor, "SELECT * { ")
    editor.keyboard.type("OPT", delay=15)
    expect(editor.locator(".cm-tooltip-autocomplete li").first).to_have_text("OPTIONAL")


def test_a_mistake_is_marked_at_its_place_and_told_in_words(editor):
    write(editor, 'SELECT * {\n  ?s rdfs:label "😀" ; foaf:name ?n .\n}')
    expect(editor.locator(".cm-lintRange-error")).to_have_text("foaf:name")
    expect(editor.locator("#mistake")).to_contain_text("the prefix foaf: is not declared")
    write(editor, "SELECT * { ?s ?p ?o }")
    expect(editor.locator(".cm-lintRange-error")).to_have_count(0)
    expect(editor.locator("#mistake")).to_be_empty()


def test_the_keyboard_gets_out_of_the_editor(editor):
    write(editor, "ASK {}")
    editor.keyboard.press("Tab")
    expect(editor.locator("#search")).to_be_focused()
    editor.keyboard.press("Shift+Tab")
    expect(editor.get_by_role("textbox", name="Query", exact=True)).to_be_focused()


def test_an_example_takes_the_place_of_what_was_written_until_undo(editor):
    write(editor, "# my own")
    editor.get_by_role("link", name="Who deals with whom, as a network").click()
    assert "dip:dyad ?dyad" in written(editor)
    expect(editor.locator("#said")).to_contain_text("Undo")
    editor.keyboard.press("Control+z")
    assert written(editor) == "# my own"


def test_queries_that_were_run_are_remembered_until_forgotten(editor):
    for query in ("PREFIX a: <http://a.example/>\nASK { ?first a ?class }", "ASK { ?second a ?class }"):
        write(editor, query)
        editor.keyboard.press("Control+Enter")
        editor.wait_for_url("**/sparql?query=*" + ("first" if "first" in query else "second") + "*")
        editor.wait_for_selector(".cm-content")
    items = editor.locator("#history li")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("ASK { ?second")
    items.last.get_by_role("button").first.click()
    assert "?first" in written(editor)
    items.first.get_by_role("button", name="Forget").click()
    expect(items).to_have_count(1)
    editor.get_by_role("button", name="Forget all").click()
    expect(editor.locator("#history")).to_be_hidden()
    assert editor.evaluate("localStorage.getItem('diplograph.queries')") == "[]"


def test_a_link_holds_the_query(editor, address):
    editor.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    write(editor, QUERY)
    editor.get_by_role("button", name="Copy link").click()
    expect(editor.locator("#said")).to_contain_text("Link copied")
    link = editor.evaluate("navigator.clipboard.readText()")
    editor.goto(link)
    expect(editor.locator("table.answer tbody tr")).to_have_count(4)
    assert written(editor).replace("\r\n", "\n") == QUERY


def test_code_for_programs_is_copied(editor, address):
    editor.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    editor.get_by_text("Such a query from a program").click()
    button = editor.get_by_role("button", name="Copy the code for Python")
    button.click()
    expect(editor.get_by_role("button", name="Copied")).to_be_visible()
    assert "SPARQLWrapper" in editor.evaluate("navigator.clipboard.readText()")
    expect(button).to_be_visible()


def test_columns_sort_by_their_type(watched):
    see(
        watched, "SELECT ?n ?d { VALUES (?n ?d) { (10 '2024-02-01'^^xsd:date) (9 '2023-11-01'^^xsd:date) (-1 UNDEF) } }"
    )
    rows = watched.locator("table.answer tbody tr")
    head = watched.locator("table.answer th").first
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(rows.locator("td:first-child")).to_have_text(["-1", "9", "10"])
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(rows.locator("td:first-child")).to_have_text(["10", "9", "-1"])
    watched.locator("table.answer th").last.get_by_role("button").click()
    expect(head).not_to_have_attribute("aria-sort", "descending")
    expect(rows.locator("td:first-child")).to_have_text(["9", "10", "-1"])  # what has no day is last


def test_views_are_there_where_the_columns_allow_them(watched):
    see(watched, PAIRS)
    assert watched.get_by_role("tab").all_text_contents() == ["Table", "Chart", "Map", "Network", "Raw response"]
    watched.get_by_role("tab", name="Table").focus()
    for name, drawn in (("Chart", "svg.bars rect"), ("Map", "svg.world a"), ("Network", "svg.network circle")):
        watched.keyboard.press("ArrowRight")
        expect(watched.get_by_role("tab", name=name)).to_be_focused()
        expect(watched.locator(drawn).first).to_be_visible()
        assert violations(watched) == []
    watched.get_by_role("tab", name="Raw response").click()
    expect(watched.locator(".drawn pre:visible")).to_contain_text('"bindings"')
    see(watched, "SELECT ?e { ?e a dip:Event }")
    assert watched.get_by_role("tab").all_text_contents() == ["Table", "Raw response"]
    see(watched, "DESCRIBE actor:RUS")
    assert watched.get_by_role("tab").all_text_contents() == ["Turtle", "Raw response"]


def test_dates_are_drawn_as_a_line(watched):
    see(watched, "SELECT ?date (COUNT(*) AS ?n) { ?e dip:date ?date } GROUP BY ?date")
    watched.get_by_role("tab", name="Chart").click()
    expect(watched.locator("svg.line circle")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_accessible_and_fits(watched, scheme, width):
    watched.emulate_media(color_scheme=scheme)
    watched.set_viewport_size({"width": width, "height": 800})
    see(watched, QUERY)
    assert violations(watched) == []
    assert watched.evaluate("document.documentElement.scrollWidth <= innerWidth")
    write(watched, "SELECT * { ")
    watched.keyboard.type("dip:act", delay=15)
    watched.wait_for_selector(".cm-tooltip-autocomplete")
    assert violations(watched) == []


def test_all_but_the_comforts_is_there_without_javascript(new_tab):
    page = new_tab(java_script_enabled=False)
    page.goto("/sparql")
    page.get_by_label("Query", exact=True).fill(QUERY)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("table.answer tbody tr")).to_have_count(4)
    assert page.get_by_role("button").all_text_contents() == ["Run"]
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text().startswith("actor,code,date")
    page.get_by_text("This query from a program").click()
    expect(page.get_by_text("--data-urlencode")).to_be_visible()
    page.goto("/sparql?query=" + quote("SELECT * {\n  ?s ?p }\n"))
    expect(page.get_by_role("alert")).to_contain_text("Line 3, column 1")


def test_scripts_of_the_page_are_light(editor):
    loaded = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))"
    assert 0 < editor.evaluate(f"{loaded}.reduce((sum, {{ encodedBodySize }}) => sum + encodedBodySize, 0)") < 170_000
