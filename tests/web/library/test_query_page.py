"""The page of a saved query: its form and its answer."""

import html
import re

import pytest

from tests.web.conftest import BASE


def field(page, name):
    return re.search(rf'<(input|select) id="field-{name}"[^>]*>', page)[0]


def test_each_kind_of_parameter_has_the_field_that_fits(browse):
    page = browse("/queries/each-kind")
    assert 'type="text" data-suggest="actor"' in field(page, "who")
    assert 'value="RUS"' in field(page, "who")
    for name, kind, value in (
        ("since", "date", "2024-01-01"),
        ("month", "month", "2024-06"),
        ("most", "number", "20"),
        ("share", "number", "0.5"),
        ("name", "text", "peace"),
        ("item", "text", "Q159"),
    ):
        assert f'type="{kind}"' in field(page, name)
        assert f'value="{value}"' in field(page, name)
    assert field(page, "action").startswith("<select")
    assert '<option value="19" selected>19 Fight</option>' in page
    assert page.count("<optgroup") == 20
    assert field(page, "only").startswith("<select")
    assert '<a href="/actor/RUS.html"><bdi>Russia</bdi></a>' in page


def test_a_query_runs_when_it_is_opened(browse):
    page = browse("/queries/acted")
    assert "Answer" in page
    assert '<a href="/actor/RUS.html"' in page
    assert 'download="acted.csv"' in page
    for text in ("curl -G http://localhost/api/queries/acted", "urlopen(", "kg query acted"):
        assert text in html.unescape(page)


def test_a_long_query_waits_until_it_is_asked_for(browse):
    assert 'id="answer"' not in browse("/queries/each-kind")
    assert "run when you ask for it" in browse("/queries/each-kind")
    assert 'id="answer"' in browse("/queries/each-kind?run=1")
    assert 'id="answer"' in browse("/queries/each-kind?most=3")


def test_values_that_differ_are_in_the_addresses_and_in_the_sparql(browse):
    page = html.unescape(browse("/queries/acted?actor=Poland&since=1900-01-01&word="))
    assert 'href="/api/queries/acted?actor=POL&format=csv"' in page
    assert 'value="POL"' in field(page, "actor")
    assert f"VALUES ?actor <{BASE}actor/POL>" in re.sub(r"</?span[^>]*>", "", page).replace("{ <", "<").replace(
        "> }", ">"
    )
    assert "kg query acted --actor POL --format csv" in page


def test_mistakes_are_told_at_their_fields_with_proposals(browse):
    page = browse("/queries/acted?actor=Rusia&since=soon&word=x", 400)
    assert 'aria-invalid="true"' in field(page, "actor")
    assert 'value="Rusia"' in field(page, "actor")
    assert "There is no one actor called &#39;Rusia&#39;." in page
    assert '<a href="/queries/acted?word=x&amp;actor=RUS&amp;run=1"><bdi>Russia</bdi></a>' in page
    assert "Since must be a day, such as 2024-06-27, not &#39;soon&#39;." in page
    assert "aria-invalid" not in field(page, "word")
    assert 'id="answer"' not in page


@pytest.mark.parametrize(
    ("query", "message"),
    [("actr=RUS", "has no parameter actr"), ("word=a&word=b", "more than once"), ("run=yes", "must be 1 or 0")],
)
def test_what_belongs_to_no_field_is_told_too(browse, query, message):
    assert message in browse(f"/queries/acted?{query}", 400)


def test_twins_are_the_answer(client):
    answer = client.get("/queries/acted.csv?actor=POL&run=1&since=")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert f"{BASE}actor/POL" in answer.text
    assert client.get("/queries/acted.json?actor=POL").json["head"]["vars"] == ["event", "actor", "word"]
    assert client.get("/queries/acted", headers={"Accept": "text/csv"}).mimetype == "text/csv"
    assert client.get("/queries/graph-of-types.ttl").mimetype == "text/turtle"
    assert client.get("/queries/acted.ttl").status_code == 404
    assert client.get("/queries/acted.csv?actor=Zembla").status_code == 400


@pytest.mark.parametrize(("name", "shown"), [("any-threat", "Yes"), ("graph-of-types", "as Turtle")])
def test_answers_that_are_no_rows(browse, name, shown):
    assert shown in browse(f"/queries/{name}")


def test_a_fault_in_the_query_itself_is_told_at_its_place(browse, own):
    (own / "faulty.rq").write_text("#+ summary: Faulty\nSELECT * {\n  ?s ?p }\n", encoding="utf-8")
    page = browse("/queries/faulty", 400)
    assert "Line 4, column 1" in page
    assert "t-caret" in page


def test_a_parameter_may_have_the_name_of_anything(browse, own):
    names = ("name", "query", "endpoint", "sent", "_external", "self")
    params = "".join(f"#+   {one}: One\n" for one in names)
    lines = "".join(f'  VALUES ?{one} {{ "x" }}\n' for one in names)
    (own / "names.rq").write_text(f"#+ summary: Names\n#+ params:\n{params}SELECT * {{\n{lines}}}\n", encoding="utf-8")
    page = browse("/queries/names?" + "&".join(f"{one}=y" for one in names))
    assert 'href="/api/queries/names?name=y&amp;query=y&amp;' in page


def test_there_is_no_such_query(browse):
    assert "did you mean acted" in browse("/queries/actd", 404)
    assert "roken.rq: a header is missing" in browse("/queries/broken", 404)
