import pytest

from kg.ids import Minter
from web.endpoint.highlight import split_query
from web.links import host_of, key_of, local_path, mint, term_path, web_address

BASE = "https://graph.example/"


@pytest.mark.parametrize("key", ["RUS", "sergey-lavrov", "a/b", "São Tomé", "50% <x>", "//evil.example"])
def test_key_from_an_address_gives_the_minted_iri_and_comes_back(key):
    iri = mint(BASE, "actor", key).value
    assert iri == Minter(BASE).mint_actor(key)
    assert key_of(iri) == key


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (f"{BASE}actor/RUS", "actor/RUS"),
        (BASE, None),
        (f"{BASE}/evil.example/x", None),
        (f"{BASE}\\evil.example", None),
        ("https://other.example/actor/RUS", None),
        ("https://graph.example.evil.example/x", None),
    ],
)
def test_only_instances_have_a_path_here(iri, path):
    assert local_path(iri, BASE) == path


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("https://w3id.org/diplograph/ontology#Event", "ontology#Event"),
        ("https://w3id.org/diplograph/ontology#", "ontology"),
        ("https://w3id.org/diplograph/ontology", "ontology"),
        ("https://w3id.org/diplograph/ontology/0.2.0", "ontology"),
        ("https://w3id.org/diplograph/cameo/1313", "action/1313.html"),
        ("https://w3id.org/diplograph/cameo/", "ontology/actions"),
        ("https://w3id.org/diplograph/plover/AID", "ontology/actions#AID"),
        ("https://w3id.org/diplograph/shapes#Event", "ontology/shapes#Event"),
        ('https://w3id.org/diplograph/ontology#"><b>', None),
        ("https://w3id.org/diplograph/cameo/../../x", None),
        ("https://w3id.org/other/ontology#Event", None),
    ],
)
def test_terms_of_ours_are_explained_here(iri, path):
    assert term_path(iri) == path


@pytest.mark.parametrize("address", ["http://a.example/b?c=d#e", "HTTPS://a.example", "https://[::1]/x"])
def test_web_addresses_become_links(address):
    assert web_address(address) == address
    assert host_of(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "javascript:alert(1)", "data:text/html,x", "//a.example", "a.example", "https://", "http://["),
        *(
            "file:///x",
            "java\nscript:alert(1)",
            "https://a.example/\u202etxt",
            " https://a.example",
            "mailto:a@b.example",
        ),
    ],
)
def test_anything_else_does_not(address):
    assert web_address(address) is None


def test_highlighted_query_is_the_whole_query():
    query = 'SELECT ?a WHERE {\n  ?a ?b "SELECT ?x \\" #", <urn:FILTER#x> . # WHERE ?y\n}'
    pieces = list(split_query(query))
    assert "".join(piece.text for piece in pieces) == query
    kinds = {(piece.text, piece.kind) for piece in pieces if piece.kind}
    assert {("SELECT", "keyword"), ("?a", "variable"), ("# WHERE ?y", "comment")} <= kinds
    assert ("FILTER", "keyword") not in kinds
    assert ("?x", "variable") not in kinds
