"""What every answer tells a browser to be careful about, whatever kind of answer it is."""

from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.browser.pages import named

LARGE = b"#" * 2_000_000
PAGE = {"Accept": "text/html"}
ANSWERS = {
    "page": ("GET", "/", PAGE, 200),
    "list": ("GET", "/events", PAGE, 200),
    "not here": ("GET", "/actor/nobody", PAGE, 404),
    "no such address": ("GET", "/.env", {}, 404),
    "outside the folder of files": ("GET", "/static/..%2f__init__.py", {}, 404),
    "not this way": ("DELETE", "/about", {}, 405),
    "no sense": ("GET", "/graph-store", PAGE, 400),
    "not allowed": ("PUT", "/graph-store?default", {}, 403),
    "mistake in a query": ("GET", "/sparql?query=SELECT", {}, 400),
    "too slow": ("GET", None, {}, 503),
    "too large": ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, 413),
    "led on": ("GET", "/actor/USA", PAGE, 303),
    "triples": ("GET", "/actor/USA.ttl", {}, 200),
    "twin": ("GET", "/events.csv", {}, 200),
    "rows": ("GET", "/sparql?query=ASK%20%7B%7D", {}, 200),
    "suggestions": ("GET", "/api/suggest?q=un", {}, 200),
    "style": ("GET", "/static/style.css", {}, 200),
    "picture": ("GET", "/static/mark.svg", {}, 200),
    "chart in a frame": ("GET", "/embed/map", PAGE, 200),
    "chart that is not there": ("GET", "/embed/nothing", PAGE, 404),
    "health": ("GET", "/healthz", {}, 200),
    "figures": ("GET", "/metrics", {}, 200),
    "vocabulary": ("GET", "/ontology.ttl", {}, 200),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_has_the_headers(site, answer):
    method, path, headers, status = answer
    path = path or named("sparql-too-slow")[0].path
    with closing(HTTPConnection(site.removeprefix("http://"), timeout=30)) as connection:
        connection.request(method, path, headers=headers, body=LARGE if status == 413 else None)
        with connection.getresponse() as given:
            given.read()
    assert given.status == status
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert given.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in given.headers["Permissions-Policy"]
    (policy,) = given.headers.get_all("Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert rules["frame-ancestors"] == ("*" if path.startswith("/embed/") else "'none'")
    assert "X-Powered-By" not in given.headers
    assert "Set-Cookie" not in given.headers
