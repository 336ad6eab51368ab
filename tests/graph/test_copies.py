"""The same text from two outlets: one article with events, and a copy that names the other outlet."""

from dataclasses import replace

import pytest

from kg.graph.store import Store
from kg.pipeline import load_rules
from kg.reference import ontology_files
from tests.graph.test_gate import ARTICLE, BASE, CHARGE, FRANCE, ITALY, RUN, SPAIN, WARNING

COPY = replace(ARTICLE, doc="rome", url="https://paper.example/rome", source="Example Paper")


@pytest.fixture
def gated():
    with Store.in_memory(BASE, ontology_files(), [FRANCE, SPAIN, ITALY], load_rules()) as store:
        store.add(ARTICLE, [WARNING, CHARGE], RUN)
        yield store


def iri(store, article) -> str:
    (found,) = store.find_article(article.url)
    return found


def test_a_copy_has_its_outlet_and_no_events(gated, dump):
    before = dump(gated)
    assert gated.add_copy(COPY, iri(gated, ARTICLE)).outcome == "copy"
    new = dump(gated) - before
    assert any("copyOf" in line for line in new)
    assert any("Example Paper" in line for line in new)
    assert gated.counts()["mentions"] == 2
    assert gated.holds(COPY)


def test_writing_a_copy_again_changes_nothing(gated, dump):
    gated.add_copy(COPY, iri(gated, ARTICLE))
    before = dump(gated)
    gated.add_copy(COPY, iri(gated, ARTICLE))
    assert dump(gated) == before


def test_a_copy_goes_with_its_article(gated, dump):
    gated.add_copy(COPY, iri(gated, ARTICLE))
    gated.remove(iri(gated, ARTICLE))
    assert not [line for line in dump(gated) if f"{BASE}article/" in line]


@pytest.mark.parametrize("what", ["missing", "copy", "itself"])
def test_no_copy_of_what_is_missing_a_copy_or_itself(gated, dump, what):
    first = iri(gated, ARTICLE)
    gated.add_copy(COPY, first)
    originals = {"missing": f"{BASE}article/none", "copy": iri(gated, COPY), "itself": first}
    before = dump(gated)
    third = ARTICLE if what == "itself" else replace(COPY, url="https://third.example/x")
    assert gated.add_copy(third, originals[what]) is None
    assert dump(gated) == before


def test_an_article_that_becomes_a_copy_leaves_its_events(gated):
    gated.add(replace(COPY, text=COPY.text + " More."), [WARNING], RUN)
    assert gated.counts()["mentions"] == 3
    gated.add_copy(COPY, iri(gated, ARTICLE))
    assert gated.counts()["mentions"] == 2


def test_a_copy_that_becomes_an_article_has_events_again(gated):
    gated.add_copy(COPY, iri(gated, ARTICLE))
    gated.add(COPY, [WARNING], RUN, again=True)
    assert gated.counts()["mentions"] == 3
    assert "copyOf" not in gated.answer(f"DESCRIBE <{iri(gated, COPY)}>").body.decode()


def test_a_faulty_copy_is_refused(gated, dump):
    before = dump(gated)
    change = gated.add_copy(replace(COPY, doc=""), iri(gated, ARTICLE))
    assert change.outcome == "rejected"
    assert dump(gated) == before
