"""Names of actors in running text: those that are meant, and none of those that only look like it."""

from datetime import date
from itertools import pairwise

import pytest

from web.articles.article_names import find_label, find_names
from web.articles.article_reading import load_names


def names(text, day=None) -> list[tuple[str, str]]:
    gazetteer, words = load_names(())
    found = find_names(text, date.fromisoformat(day) if day else None, gazetteer, words)
    assert all(one.end <= other.begin for one, other in pairwise(found))
    return [(text[one.begin : one.end], one.key) for one in found]


def test_states_bodies_and_organisations_are_found_by_all_their_names():
    text = "The US and Nato met Canada’s delegation; the United Nations and the State Department did not."
    keys = ["USA", "NATO", "CAN", "UN", "us-state-department"]
    assert [key for _, key in names(text)] == keys


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan scored again.",
        "He studied at Georgia Tech in the spring.",
        "They ordered a Russian salad.",
        "The talks in Moscow were long.",
        "Ships crossed the South China Sea.",
        "Paris Hilton came too.",
    ],
)
def test_what_only_looks_like_an_actor_is_left_alone(text):
    assert names(text) == []


def test_words_at_the_beginning_of_a_sentence_and_titles_do_not_hide_a_name():
    text = "Although France agreed, UK Foreign Secretary X refused. In Jordan all slept."
    assert [key for _, key in names(text)] == ["FRA", "GBR", "JOR"]


def test_a_person_is_known_by_surname_once_named_in_full():
    found = names("Sergey Lavrov arrived. Lavrov left. Peter Lavrov stayed.", "2020-05-01")
    assert found == [("Sergey Lavrov", "sergey-lavrov"), ("Lavrov", "sergey-lavrov")]


@pytest.mark.parametrize(("day", "key"), [("1990-05-01", "george-h-w-bush"), ("2005-05-01", "george-w-bush")])
def test_a_title_and_a_surname_mean_who_was_in_office_on_the_day(day, key):
    assert names("They met President Bush’s envoy.", day) == [("Bush", key)]


def test_a_surname_that_is_a_word_is_none_without_its_title():
    assert [text for text, _ in names("Theresa May spoke. In May nobody did.", "2018-05-01")] == ["Theresa May"]


def test_labels_are_found_as_whole_words_where_they_are_names():
    text = "Coastal League and Coastal Leagues, the Coastal League."
    assert list(find_label(text, "Coastal League")) == [(0, 14), (40, 54)]
    assert list(find_label("activists and Yes", "activists")) == []
    assert list(find_label("The US", "US")) == []
