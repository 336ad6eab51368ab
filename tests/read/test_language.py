import pytest

from kg.read.language import ENGLISH, tell_language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ankara condemned Tel Aviv.",
        "Kenya recalls envoy",
        "Putin, Lavrov, Xi Jinping and Narendra Modi met in Samarkand.",
        "Ukraine said.",
        "President Andrés Manuel López Obrador received Gustavo Petro and Luis Arce in Mexico City.",
        "TOKYO AND SEOUL RESUME TALKS",
        "12,000 / 13.5 %",
    ],
)
def test_short_english_passes(text):
    assert tell_language(text) == ENGLISH


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre a rencontré hier son homologue allemand à Paris.", "fr"),
        ("Der Botschafter wurde am Montag ins Außenministerium bestellt.", "de"),
        ("El ministro viajó el lunes a Lima para hablar con la presidenta.", "es"),
        ("Министр уехал в Минск на переговоры с коллегой.", "ru"),
        ("外相は会談で合意したと発表した。", "ja"),
    ],
)
def test_other_languages_are_named(text, language):
    assert tell_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Menteri luar negeri mengatakan pada hari Kamis bahwa duta besar akan ditarik.",
        "Ministar vanjskih poslova rekao je u četvrtak da će veleposlanik biti povučen.",
    ],
)
def test_a_language_is_foreign_where_only_its_sisters_compete(text):
    assert tell_language(text) != ENGLISH
