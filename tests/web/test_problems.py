"""What went wrong is said to people on a page, and to programs as problem details."""

import json

import pytest
from werkzeug.exceptions import abort

from kg.errors import LimitError, StoreError, TooLargeError
from tests.web.test_pages import Tags

PEOPLE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PROGRAM = {"Accept": "application/json"}
FAULTS = {
    400: lambda: abort(400, "the parameter <b> is none"),
    405: lambda: abort(405, valid_methods=["GET"]),
    406: lambda: abort(406, "this comes as text/turtle"),
    413: lambda: _raise(TooLargeError("the answer is larger than 256 MiB: ask for less")),
    500: lambda: _raise(RuntimeError("the secret path /etc/shadow")),
    502: lambda: abort(502, "the endpoint has failed"),
    503: lambda: _raise(LimitError("the query took more than 10 s and was ended")),
    5030: lambda: _raise(StoreError("LOCK: /var/lib/kg is in use")),
}


def _raise(error):
    raise error


@pytest.fixture
def failing(app):
    app.add_url_rule("/fail/<int:code>", "fail", lambda code: FAULTS[code]())
    return app.test_client()


@pytest.mark.parametrize("code", FAULTS)
def test_people_get_a_page_that_says_what_to_do(failing, code):
    response = failing.get(f"/fail/{code}?limit=<script>", headers=PEOPLE)
    page = response.text
    status = 503 if code == 5030 else code
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert Tags(page).open == []
    assert f">{status}</p>" in page
    assert "<script>" not in page
    assert "secret" not in page
    assert "/var/lib" not in page
    assert 'name="robots" content="noindex"' in page
    assert ("Try again</a>" in page) == (status >= 500)
    assert ("What was asked" in page) == (status != 500)
    assert response.headers.get("Retry-After") == ("5" if status == 503 else None)


@pytest.mark.parametrize("code", FAULTS)
def test_programs_get_problem_details(failing, code):
    response = failing.get(f"/fail/{code}", headers=PROGRAM)
    assert response.mimetype == "application/problem+json"
    found = json.loads(response.text)
    assert found["status"] == response.status_code
    assert found["title"]
    assert found["detail"]


def test_an_actor_that_is_not_there_has_names_near_it(browse):
    page = browse("/actor/rusia", status=404)
    assert "Actors with a name like" in page
    assert 'href="/actor/RUS.html"' in page
    assert 'value="rusia"' in page


def test_an_address_with_nothing_near_it_still_offers_the_search(browse):
    for path in (
        "/actor/xyzzyx",
        "/nowhere",
        "/actor/%3Cscript%3E",
        f"/actor/{'z' * 9000}",
        "/event/x.html",
        "/actor/ö",
    ):
        page = browse(path, status=404)
        assert 'action="/search"' in page
        assert "<script>" not in page


def test_a_wrong_method_is_told_the_right_ones(client):
    response = client.post("/events", headers=PEOPLE)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "This address takes" in response.text
