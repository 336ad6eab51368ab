"""The list of saved queries."""

import csv
import re

from tests.web.conftest import BASE


def names_in(page):
    return set(re.findall(r'<h3><a href="/queries/([a-z-]+)"', page))


def test_all_queries_are_listed_by_what_they_are_about(browse, client):
    page = browse("/queries")
    listed = client.get("/queries.json").json["queries"]
    assert names_in(page) == {one["name"] for one in listed}
    assert re.findall(r'<h2 id="group-\d+">([^<]+)', page)[:2] == ["Your own", "Who did what to whom"]
    assert page.index("Your own") < page.index("/queries/acted")
    assert "takes a while" in page
    assert "asks Wikidata, not allowed here yet" in page


def test_a_tag_and_words_choose_without_script(browse, client):
    assert names_in(browse("/queries?tag=mine")) == {"acted"}
    assert "dyad-by-month" in names_in(browse("/queries?q=MONTH+cooperation"))
    assert names_in(browse("/queries?q=month&tag=mine")) == set()
    rows = list(csv.DictReader(client.get("/queries.csv?tag=mine").text.splitlines()))
    assert [(row["name"], row["own"], row["parameters"]) for row in rows] == [("acted", "1", "actor since word")]


def test_a_faulty_file_is_shown_with_its_fault(browse):
    assert "broken.rq: a header is missing" in browse("/queries")


def test_a_file_that_is_new_is_there_at_once(browse, client, own):
    tag = client.get("/queries").headers["ETag"]
    (own / "fresh.rq").write_text("#+ summary: Quite new\nASK {}\n", encoding="utf-8")
    assert "Quite new" in browse("/queries")
    assert client.get("/queries", headers={"If-None-Match": tag}).status_code == 200
    (own / "fresh.rq").unlink()
    assert "Quite new" not in browse("/queries")


def test_hostile_words_are_words(browse):
    page = browse("/queries?q=%3Cscript%3E%22%27&tag=%3Cscript%3E")
    assert "<script>" not in page.replace("<script src", "").replace('<script type="module"', "")
    assert "No saved query is like this" in page


def test_what_a_file_says_of_itself_is_text(browse, own):
    header = '#+ summary: <script>alert(1)</script>\n#+ tags: ["<em>", long]\n#+ params: {x: "<i>"}\n'
    (own / "hostile.rq").write_text(header + 'ASK {\n  VALUES ?x { "<u>" }\n}', encoding="utf-8")
    for page in (browse("/queries"), browse("/queries/hostile"), browse("/api")):
        assert "&lt;script&gt;alert" in page
        assert not re.search("<(?:em|i|u)>", page)


def test_the_site_leads_there(browse, client):
    assert '<a href="/queries"' in browse("/")
    page = browse("/sparql")
    assert f'<a href="/queries">All {len(client.get("/api/queries").json["queries"])} saved queries</a>' in page
    assert len(re.findall("data-insert", page)) < 20
    assert f"<loc>{BASE}queries/acted</loc>" in client.get("/sitemap/pages-1.xml").text
