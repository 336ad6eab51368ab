"""Texts of articles: kept, added later, left alone, and gone with their article."""

from dataclasses import replace

import pytest
from pyoxigraph import Literal

from kg.graph.store import Store
from kg.graph.triples import TEXT
from kg.graph.updates import Update
from kg.graph.writer import MAX_TEXT
from kg.pipeline import load_rules
from kg.reference import ontology_files
from tests.conftest import ROOT
from tests.graph.test_gate import ARTICLE, BASE, CHARGE, FRANCE, ITALY, RUN, SPAIN, WARNING


@pytest.fixture
def gated():
    with Store.in_memory(BASE, ontology_files(), [FRANCE, SPAIN, ITALY], load_rules()) as store:
        yield store


def texts(store) -> list[Literal]:
    return [quad.object for quad in store._open.quads_for_pattern(None, TEXT, None, None)]


def test_an_article_comes_with_its_text_in_its_language(gated):
    gated.add(ARTICLE, [WARNING], RUN)
    assert texts(gated) == [Literal(ARTICLE.text, language="en")]
    gated.add(replace(ARTICLE, url="https://paper.example/fr", language="fr"), [], RUN)
    assert Literal(ARTICLE.text, language="fr") in texts(gated)


def test_a_text_is_added_to_an_article_that_is_there_without(gated, dump):
    gated.add(ARTICLE, [WARNING, CHARGE], RUN, keep_text=False)
    before = dump(gated)
    assert not gated.add(ARTICLE, [], RUN, keep_text=False).text_added
    assert dump(gated) == before
    change = gated.add(ARTICLE, [], RUN)
    assert (change.outcome, change.text_added) == ("unchanged", True)
    (added,) = dump(gated) - before
    assert "ontology#text>" in added
    assert not gated.add_text(ARTICLE), "it is there already"


def test_a_text_that_is_there_stays_though_the_article_is_coded_again_without(gated, dump):
    gated.add(ARTICLE, [WARNING], RUN)
    before = dump(gated)
    gated.add(ARTICLE, [WARNING], RUN, again=True, keep_text=False)
    assert dump(gated) == before


def test_an_article_whose_text_has_changed_does_not_keep_the_old_one(gated):
    gated.add(ARTICLE, [], RUN)
    gated.add(replace(ARTICLE, text="Another text."), [], RUN, keep_text=False)
    assert texts(gated) == []
    gated.add(replace(ARTICLE, text="A third text."), [], RUN)
    assert [text.value for text in texts(gated)] == ["A third text."]


def test_a_text_goes_with_its_article(gated, dump):
    before = dump(gated)
    gated.add(ARTICLE, [WARNING], RUN)
    gated.remove(gated.find_article(ARTICLE.url)[0])
    assert dump(gated) == before


def test_no_text_is_added_to_a_copy_an_unknown_article_or_one_that_has_changed(gated):
    gated.add(ARTICLE, [], RUN, keep_text=False)
    copy = replace(ARTICLE, url="https://paper.example/copy")
    gated.add_copy(copy, gated.find_article(ARTICLE.url)[0])
    for article in (copy, replace(ARTICLE, url="https://paper.example/new"), replace(ARTICLE, text="Other text.")):
        assert not gated.add_text(article)
    assert texts(gated) == []


def test_a_text_too_long_for_other_engines_is_left_out_and_its_article_is_not(gated):
    long = replace(ARTICLE, text=ARTICLE.text + "\n\nMore." * (MAX_TEXT // 7))
    assert gated.add(long, [WARNING], RUN).outcome == "added"
    assert gated.counts()["events"] == 1
    assert not gated.add_text(long)
    assert texts(gated) == []


def test_counts_and_sums_are_the_same_with_and_without_texts(gated, dump):
    gated.add(ARTICLE, [WARNING, CHARGE], RUN, keep_text=False)
    counts, told = gated.counts(), dump(gated)
    gated.add_text(ARTICLE)
    assert {**gated.counts(), "triples": 0} == {**counts, "triples": 0}
    assert len(dump(gated) - told) == 1
    assert gated.settled


def test_the_update_that_the_documents_give_takes_all_texts_away(gated):
    gated.add(ARTICLE, [WARNING], RUN)
    documented = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    update = "DELETE WHERE { ?article dip:text ?text }"
    assert f"--data '{update}'" in documented
    gated.update(Update(update))
    assert texts(gated) == []
    assert gated.counts()["mentions"] == 1
