import pytest

from kg.read.page.lines import to_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("It ended in 1958.[1][2]", ["It ended in 1958."]),
        ("By [12]Sigrid Moe", ["By Sigrid Moe"]),
        ("* [4]Front page of the paper", ["Front page of the paper"]),
        ("* Norland demands [4]the boats", ["* Norland demands the boats"]),
        ("[1] A petition of 1918.", ["[1] A petition of 1918."]),
        ("Background[edit]", ["Background"]),
        ("PUBLISHED\nWednesday, 14 March 2001", ["PUBLISHED Wednesday, 14 March 2001"]),
        ("Updated\n\nNorland recalls envoy", ["Updated", "Norland recalls envoy"]),
        ("Updated", ["Updated"]),
        ("Image caption,\nThe boats of Port Nord", ["Image caption, The boats of Port Nord"]),
        ("Published On 12 Mar 201912 Mar 2019", ["Published On 12 Mar 2019"]),
        ("", []),
    ],
)
def test_lines(text, lines):
    assert to_lines(text) == lines
