"""Search on the command line, over a graph that `kg ingest` has made."""

import json

import pytest

from kg.graph.search import NAME

BY_SENTENCE = "SELECT ?label { VALUES ?found { } ?e dip:mention ?found ; dip:actor/skos:prefLabel ?label }"


@pytest.fixture
def told(kg, story):
    assert kg("ingest", story).exit_code == 0
    return kg


def test_words_find_actors_sentences_and_articles(told):
    printed = told("search", "france").stdout
    assert "actor/FRA" in printed
    assert "France expelled two Russian diplomats" in printed
    assert "France expels envoys" in printed
    assert told("search", "zzzz").stdout == "nothing has all of this\n"


@pytest.mark.parametrize("words", ["", '"', "-trade", "..."])
def test_a_search_without_a_word_says_what_it_wants(kg, words):
    result = kg("search", words)
    assert result.exit_code == 1
    assert result.stderr == "kg: there is nothing to search for: give a word that must be there\n"


def test_phrases_and_words_to_leave_out_reach_the_search(told):
    assert "Kremlin" not in told("search", "russian", "-diplomats", "--kind", "quote").stdout
    found = json.loads(told("search", "two Russian", "--json").stdout)["quote"]
    assert [hit["text"][begin:end] for hit in found["hits"] for begin, end in hit["marks"]] == ["two Russian"]
    assert "Kremlin" in told("search", "-health", "kremlin").stdout, "no option, though -h is one elsewhere"


def test_hits_beyond_the_limit_are_counted(told):
    assert "the best 1 of " in told("search", "france", "--kind", "quote", "--limit", "1").stdout


def test_words_fill_a_query(told):
    answer = told("query", BY_SENTENCE, "--search", "expelled diplomats", "--format", "csv")
    assert set(answer.stdout.split()) == {"label", "France"}
    wrong = told("query", "ASK {}", "--search", "expelled")
    assert (wrong.exit_code, "VALUES ?found { }" in wrong.stderr) == (1, True)


def test_search_of_no_data_folder_says_so(kg, tmp_path):
    result = kg("search", "france", "--data", tmp_path)
    assert result.exit_code == 1
    assert "kg init" in result.stderr
    assert not (tmp_path / NAME).exists()
