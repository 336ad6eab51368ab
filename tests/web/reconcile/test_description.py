"""What is sent is as the description of the API says, which has a schema for each answer of the protocol."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import web

DESCRIPTION = Path(web.__file__).parent / "data" / "openapi" / "reconciliation.yaml"
FULL = {
    "query": "Lavrov", "type": ["Person"], "limit": 3, "type_strict": "any",
    "properties": [{"pid": "date", "v": "2019"}, {"pid": "state", "v": [{"id": "RUS", "name": "Russia"}, "Russia"]}],
}  # fmt: skip
ASKED = {
    "ids": ["RUS", "sergey-lavrov", "nobody"],
    "properties": [{"id": name} for name in ("label", "cowCode", "actsFor", "office", "events", "firstEvent")],
}
REQUESTS = [
    ("ReconciliationManifest", "/api/reconcile", {}),
    ("ReconciliationResults", "/api/reconcile", {"queries": json.dumps({"a": FULL, "b": {"query": "Atlantis"}})}),
    ("ReconciliationValues", "/api/reconcile", {"extend": json.dumps(ASKED)}),
    ("ReconciliationSuggestions", "/api/reconcile/suggest/entity", {"prefix": "lav"}),
    ("ReconciliationSuggestions", "/api/reconcile/suggest/type", {"prefix": "p"}),
    ("ReconciliationSuggestions", "/api/reconcile/suggest/property", {"prefix": "d"}),
    ("ReconciliationProposal", "/api/reconcile/properties", {"type": "State"}),
    ("ReconciliationProblem", "/api/reconcile", {"queries": "["}),
]


@pytest.fixture(scope="module")
def described():
    return yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "path", "sent"), REQUESTS)
def test_answer_is_as_described(client, described, name, path, sent):
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    answer = client.get(path, query_string=sent).json
    assert not list(Draft202012Validator(schema).iter_errors(answer))
    assert list(Draft202012Validator(schema).iter_errors([answer])), "the schema can tell"


def test_examples_are_as_described(described):
    for path in described["paths"].values():
        for operation in path.values():
            content = operation["responses"]["200"]["content"]["application/json"]
            schema = {**content["schema"], "components": described["components"]}
            told = [content["example"]] if "example" in content else []
            for example in [*told, *(one["value"] for one in content.get("examples", {}).values())]:
                assert not list(Draft202012Validator(schema).iter_errors(example))


def test_every_path_of_the_service_is_described(app, described):
    served = {str(rule).replace("<any(entity, type, property):what>", "{what}") for rule in app.url_map.iter_rules()}
    assert {path for path in served if path.startswith("/api/reconcile")} == set(described["paths"])
