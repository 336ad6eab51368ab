import pytest

from kg.read.markdown import to_plain


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("# Norland recalls envoy.\nText.", "\nNorland recalls envoy\n\nText."),
        ("a [link](https://example.org/x) here", "a link here"),
        ("![boat](boat.jpg)Text", "Text"),
        ("so **very** _sure_ of it", "so very sure of it"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("> quoted\n> lines", "quoted\nlines"),
        ("---\ntitle: x\n---\nText", "Text"),
    ],
)
def test_to_plain(marked, plain):
    assert to_plain(marked) == plain
