import pytest

from kg.read.tidy import fold, tidy


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("co\u00adoperation", "cooperation"),
        ("Ky\u200biv \u202bnow\u202c\u2066.\u2069", "Kyiv now."),
        ("a\x00b\x07c\x9dd", "abcd"),
        ("bad \ud800 escape", "bad  escape"),
        ("Tu\u0308rkiye", "Türkiye"),
        ("o\ufb03ce", "office"),
        ("Obama´s envoy", "Obama’s envoy"),
        ("both countries´ envoys", "both countries’ envoys"),
        ("the ´near abroad´ again", "the ‘near abroad’ again"),
        ("“quoted” and ‘so’", "“quoted” and ‘so’"),
        ("cafe´", "cafe’"),
    ],
)
def test_tidy(raw, clean):
    assert tidy(raw) == clean


def test_fold_makes_every_space_an_ordinary_one():
    assert fold("\u00a0one\u202ftwo \n\t three\u3000") == "one two three"


def test_an_accent_that_only_normalisation_makes_is_put_straight_too():
    assert tidy("Norland\u1fefs envoy") == "Norland’s envoy"
