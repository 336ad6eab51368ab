"""What scripts add to the pages of saved queries."""

from urllib.parse import urlsplit

from tests.browser.pages import Page

LIST = Page("queries", "/queries")
PAIR = Page("query", "/queries/dyad-by-month")
COUNTS = Page("query-counts", "/queries/who-sanctioned-whom")


def test_the_list_is_shortened_while_one_types(watched):
    tab = watched(LIST)
    everything = tab.locator("#listed li:visible").count()
    tab.get_by_label("Find a query").fill("by month dyads")
    assert 0 < tab.locator("#listed li:visible").count() < everything
    assert tab.locator("#listed section:visible").count() >= 1
    assert "of" in tab.locator("#left").inner_text()
    tab.get_by_label("Find a query").fill("")
    assert tab.locator("#listed li:visible").count() == everything


def test_an_actor_is_suggested_and_the_address_holds_what_differs(watched):
    tab = watched(PAIR)
    field = tab.get_by_label("The first party")
    field.fill("")
    field.press_sequentially("fran")
    tab.get_by_role("option", name="France").first.click()
    assert field.input_value() == "FRA"
    tab.get_by_role("button", name="Run").click()
    tab.wait_for_url("**/dyad-by-month?one=FRA")
    assert urlsplit(tab.url).query == "one=FRA"


def test_an_answer_has_views(watched):
    tab = watched(COUNTS)
    tab.get_by_role("tab", name="Chart").click()
    tab.locator(".drawn svg").first.wait_for()
    tab.get_by_role("tab", name="Raw response").click()
    tab.get_by_text("application/sparql-results+json").wait_for()
