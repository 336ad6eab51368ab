import re

import pytest

from kg.errors import DataError
from web.openapi.merging import FOLDER, read_document

INTERNAL = ("/api/ledger/",)
"""Beginnings of paths that are between a `kg` and the site that it runs beside: they change with every version."""


@pytest.fixture
def document(client):
    return client.get("/api/openapi.json").json


def list_rules(app):
    return {
        (re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") and not rule.rule.startswith(INTERNAL)
    }


def test_every_route_of_the_api_is_described_and_nothing_else(app, document):
    described = {
        (path, method)
        for path, item in document["paths"].items()
        for method in item
        if method in ("get", "post", "put", "delete") and path.startswith("/api/")
    }
    saved = {(path, method) for path, method in described if re.fullmatch("/api/queries/[a-z0-9-]+", path)}
    assert saved
    assert (described - saved) | {("/api/queries/{name}", "get")} == list_rules(app)


def test_a_saved_query_is_described_with_its_parameters(document):
    described = document["paths"]["/api/queries/actions-between"]["get"]
    assert described["summary"] == "What one party did to another since a given day"
    parameters = {one["name"]: one for one in described["parameters"]}
    assert parameters["since"]["schema"]["format"] == "date"
    assert parameters["actor"]["example"] == "RUS"
    assert list(parameters) == ["actor", "target", "since", "format", "timeout"]
    assert described["responses"]["200"]["content"].keys() >= {"text/csv", "application/sparql-results+json"}


def test_every_reference_leads_somewhere(document):
    def check(value):
        if isinstance(value, dict):
            if "$ref" in value:
                target = document
                for step in value["$ref"].removeprefix("#/").split("/"):
                    target = target[step]
            for one in value.values():
                check(one)
        elif isinstance(value, list):
            for one in value:
                check(one)

    check(document)
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"]


def test_operations_have_names_of_their_own(document):
    names = [item[method]["operationId"] for item in document["paths"].values() for method in item]
    assert len(set(names)) == len(names)


def test_the_page_for_people_lists_them(browse, document, client):
    page = browse("/api")
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
    examples = re.findall(r'href="(/api/[^"]+)">Try it', page)
    assert len(examples) > 5
    for address in examples:
        answer = client.get(address.replace("&amp;", "&"), headers={"Accept": "*/*"})
        told = answer.json["detail"] if answer.status_code != 200 else ""
        # This graph has two states, and this site may not ask others.
        assert not told or re.match("there is no one actor called|this site may not ask", told), told


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "base.yaml").write_text("openapi: 3.1.0\npaths: {}\ncomponents: {schemas: {One: {type: string}}}\n")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("paths: {/a: {}}", "describes /a, which another file describes"),
        ("components: {schemas: {One: {}}}", "describes One, which another file describes"),
        ("info: {}", "may have paths and components only, not info"),
        ("[]", "must be a mapping"),
        ("{", "cannot be read as YAML"),
    ],
)
def test_a_fault_in_a_part_is_told(folder, text, message):
    (folder / "a.yaml").write_text("paths: {/a: {}}")
    (folder / "b.yaml").write_text(text)
    with pytest.raises(DataError, match=message):
        read_document(folder)


def test_parts_are_put_together(folder):
    (folder / "a.yaml").write_text("paths: {/a: {}}\ncomponents: {responses: {Bad: {}}}")
    (folder / "b.yaml").write_text("paths: {/b: {}}\ncomponents: {schemas: {Two: {}}}")
    document = read_document(folder)
    assert list(document["paths"]) == ["/a", "/b"]
    assert document["components"] == {"schemas": {"One": {"type": "string"}, "Two": {}}, "responses": {"Bad": {}}}
    assert read_document(FOLDER) is read_document(FOLDER)
