"""What a store holds after articles were added, replaced and removed."""

import itertools

import pytest
from pyoxigraph import QueryResultsFormat

from kg.graph.change import Change
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Event, Mention
from kg.results import rows
from tests.graph.conftest import BASE, RUN


def remove_all(store):
    for doc in ("one", "two", "three"):
        for iri in store.find_article(doc):
            store.remove(iri)


def test_add_counts_what_the_article_tells(store, stories):
    article, events, run = stories[0]
    assert store.add(article, events, run) == Change("added", events=3, mentions=3)


def test_adding_again_changes_nothing(store, stories, dump):
    article, events, run = stories[0]
    store.add(article, events, run)
    before = dump(store)
    assert store.add(article, events[:1], "2026-12-01-rules-2") == Change("unchanged")
    assert dump(store) == before


def test_holds(store, stories, make_article):
    assert not store.holds(stories[0][0])
    store.add(*stories[0])
    assert store.holds(stories[0][0])
    assert not store.holds(make_article("one", "Other text."))


def test_actor_that_something_else_speaks_of_stays(tmp_path, stories, ontology, actors):
    extra = tmp_path / "facts.ttl"
    extra.write_text(f"<http://f.example/> <http://f.example/about> <{BASE}actor/coastal-league> .", encoding="utf-8")
    with Store.in_memory(BASE, [*ontology, extra], actors.values()) as store:
        store.add(*stories[0])
        store.remove(store.find_article("one")[0])
        (row,) = rows(store.answer("SELECT ?label { actor:coastal-league skos:prefLabel ?label }"))
        assert row["label"].value == "Coastal League"


def test_adding_again_on_request_replaces(store, stories, dump):
    article, events, run = stories[0]
    store.add(article, events, run)
    assert store.add(article, events[:1], run, again=True) == Change("replaced", 1, 1)
    with_one = dump(store)
    store.remove(store.find_article("one")[0])
    store.add(article, events[:1], run)
    assert dump(store) == with_one


def test_new_content_replaces_the_old(store, stories, make_article, tell, actors, dump):
    for story in stories:
        store.add(*story)
    changed = make_article("one", "Other text."), [tell(actors["IMF"], actors["USA"])], RUN
    assert store.add(*changed) == Change("replaced", 1, 1)
    replaced = dump(store)
    store.remove(store.find_article("one")[0])
    assert replaced != dump(store)
    store.add(*changed)
    assert dump(store) == replaced


def test_remove_undoes_add(store, stories, dump):
    before = dump(store)
    for story in stories:
        store.add(*story)
        assert store.remove(store.find_article(story[0].doc)[0])
        assert dump(store) == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_remove_leaves_what_other_articles_say(store, stories, dump, order):
    for leaver in order:
        for number in order:
            if number != leaver:
                store.add(*stories[number])
        expected = dump(store)
        remove_all(store)
        for number in order:
            store.add(*stories[number])
        assert dump(store) > expected
        store.remove(store.find_article(stories[leaver][0].doc)[0])
        assert dump(store) == expected
        remove_all(store)


def test_remove_all_in_any_order_leaves_nothing(store, stories, dump):
    before = dump(store)
    for order in itertools.permutations(range(3)):
        for story in stories:
            store.add(*story)
        for number in order:
            store.remove(store.find_article(stories[number][0].doc)[0])
        assert dump(store) == before


def test_remove_keeps_an_imported_event(tmp_path, stories, ontology, actors, mint):
    """An event that a data set supports does not depend on the articles that tell it too."""
    event = mint.mint_event(stories[0][1][0])
    extra = tmp_path / "imported.ttl"
    extra.write_text(f"<{event}> <http://www.w3.org/ns/prov#wasDerivedFrom> <http://d.example/> .", encoding="utf-8")
    with Store.in_memory(BASE, [*ontology, extra], actors.values()) as store:
        store.add(*stories[0])
        store.remove(store.find_article("one")[0])
        assert store.counts()["events"] == 1
        assert store.counts()["dyads"] == 1


def test_remove_of_an_unknown_article(store):
    assert not store.remove(BASE + "article/none")


def test_first_description_of_an_unlisted_actor_stays(store, stories, make_article, tell, actors):
    store.add(*stories[0])
    other = Actor("coastal-league", ActorKind.COMPANY, "The Coastal League", listed=False)
    store.add(make_article("four"), [tell(other, actors["USA"])], RUN)
    query = "SELECT ?kind ?label { actor:coastal-league a ?kind ; skos:prefLabel ?label }"
    assert [row["label"].value for row in rows(store.answer(query))] == ["Coastal League"]
    assert len(rows(store.answer("SELECT ?a { actor:coastal-league prov:wasDerivedFrom ?a }"))) == 2


def test_unlisted_namesake_of_a_listed_actor_adds_nothing_to_it(store, stories, make_article, tell, dump):
    before = {line for line in dump(store) if line.startswith(f"<{BASE}actor/RUS>")}
    store.add(make_article("five"), [tell(Actor("RUS", ActorKind.GROUP, "Rus", listed=False), None)], RUN)
    assert {line for line in dump(store) if line.startswith(f"<{BASE}actor/RUS>")} == before


def test_article_without_events_is_kept(store, make_article):
    assert store.add(make_article("empty"), [], RUN) == Change("added", 0, 0)
    assert store.add(make_article("empty"), [], RUN) == Change("unchanged")


def test_faulty_event_writes_nothing(store, make_article, tell, actors, dump):
    before = dump(store)
    bad = Event(actors["RUS"], "112", None, None)
    with pytest.raises(ValueError, match="no mention"):
        store.add(make_article("bad"), [tell(actors["RUS"], None), bad], RUN)
    assert dump(store) == before


def test_awkward_text_survives_replacement(folder, make_article, actors, tell, dump):
    """A replacement goes through the text of an update: nothing in a quote may end its string."""
    quote = "a \"b\" 'c' \\ } ; DROP ALL # \n\t\r\x00\x07 \u2028 \U0001f600 \\u0022"
    event = Event(actors["RUS"], "112", None, None, mentions=(Mention(0, quote, '"""', "\\", "{", 1),))
    with Store.open(folder) as store:
        store.add(make_article("odd"), [event, tell(actors["USA"], None)], RUN)
        store.add(make_article("odd", "New text."), [event], RUN)
        found = [row["q"].value for row in rows(store.answer("SELECT ?q { ?m dip:quote ?q }"))]
        assert found == [quote]


@pytest.mark.parametrize("text", ["one", "https://news.example/one", "iri"])
def test_find_article(store, stories, mint, text):
    for story in stories:
        store.add(*story)
    iri = mint.mint_article(stories[0][0])
    assert store.find_article(iri if text == "iri" else text) == [iri]
    assert store.find_article("https://news.example/none") == []
    assert store.find_article("no such id") == []


def test_counts(store, stories, make_article, tell, actors):
    assert store.counts() == {
        "events": 0, "mentions": 0, "articles": 0, "actors": 0, "dyads": 0, "first_day": None, "last_day": None,
    }  # fmt: skip
    for story in stories:
        store.add(*story)
    store.add(make_article("six"), [tell(actors["IMF"], None, day="2025")], RUN)
    counts = store.counts()
    assert (counts["first_day"].isoformat(), counts["last_day"].isoformat()) == ("2024-06-27", "2025-12-31")
    assert counts["events"] == 7
    assert counts["mentions"] == 8
    assert counts["articles"] == 4
    assert counts["actors"] == 6
    assert counts["dyads"] == 4


def test_answer_in_process(store):
    answer = store.answer("ASK { actor:RUS a dip:State }", results=QueryResultsFormat.CSV)
    assert (answer.media_type, answer.body.strip()) == ("text/csv; charset=utf-8", b"true")
