"""Articles written to other engines: they come, change and go as in our own store, whatever breaks off meanwhile."""

from dataclasses import replace

import pytest
from pyoxigraph import RdfFormat

from kg.endpoint import Endpoint
from kg.errors import StoreError
from kg.graph.remote import store as remote_store
from kg.graph.remote import updates
from kg.graph.remote.asking import Asking
from kg.graph.remote.contents import Card
from kg.graph.remote.store import RemoteStore
from kg.model import Article
from tests.graph.conftest import BASE, RUN

ALL = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER (!STRSTARTS(STR(?s), '{BASE}.well-known/')) }}"


def triples(engine) -> set[str]:
    return set(engine.answer(ALL, graph=RdfFormat.N_TRIPLES).body.decode().splitlines())


def test_stories_come_and_go_as_in_our_own_store(remote, store, stories):
    before = triples(remote)
    assert before == triples(store)
    for article, events, run in stories:
        assert remote.add(article, events, run) == store.add(article, events, run)
        assert triples(remote) == triples(store)
    changed = replace(stories[0][0], text="Another text.")
    assert remote.add(changed, stories[0][1][:1], RUN) == store.add(changed, stories[0][1][:1], RUN)
    assert triples(remote) == triples(store)
    for article, _, _ in stories:
        (iri,) = remote.find_article(article.doc)
        assert remote.remove(iri)
        assert store.remove(iri)
        assert triples(remote) == triples(store)
    assert triples(remote) == before


def test_article_that_is_there_stays_untouched(remote, stories, monkeypatch):
    article, events, run = stories[0]
    remote.add(article, events, run)
    assert remote.holds(article)
    monkeypatch.setattr(Asking, "update", lambda *arguments: pytest.fail("something was written"))
    assert remote.add(article, events, run).outcome == "unchanged"


def test_copy_points_to_its_original(remote, store, stories, make_article):
    for one in (remote, store):
        one.add(*stories[0])
        assert one.add_copy(make_article("reprint"), one.find_article("one")[0]).outcome == "copy"
        assert one.add_copy(make_article("other"), BASE + "article/none") is None
    assert triples(remote) == triples(store)


def test_a_long_text_is_added_later_and_goes_with_its_article(remote, store, stories):
    article, events, run = stories[0]
    article = replace(article, text="“Ça va”, \\u0022 said. " * 60_000)
    before = triples(remote)
    for one in (remote, store):
        one.add(article, events, run, keep_text=False)
        assert one.add_text(article)
        assert not one.add_text(article)
        one.add(article, events, run, again=True, keep_text=False)
    assert triples(remote) == triples(store)
    remote.remove(remote.find_article(article.doc)[0])
    assert triples(remote) == before


def test_any_text_comes_back_as_it_was(remote, tell, actors):
    tricks = r"\u0022 } ; DROP ALL # \\u0022 \\\U00000022 \x" + "\x01u \\\x01 "
    text = f"<b> “x” \" ' {tricks} \t\n\r \u202eRTL\u202c 😀 é }} ; DROP ALL # " + "z" * 10_000
    article = Article("odd", text, text, url="https://news.example/a%20b?q={x}")
    event = tell(actors["RUS"], actors["USA"])
    event = replace(event, mentions=(replace(event.mentions[0], quote=text),))
    remote.add(article, [event], RUN)
    found = [row["quote"].value for row in remote._reached().select(f"SELECT * {{ ?m <{QUOTE}> ?quote }}")]
    assert found == [text]
    assert remote.remove(remote.find_article("odd")[0])


QUOTE = "https://w3id.org/diplograph/ontology#quote"


def test_actors_are_described_anew_where_they_changed(remote, store, actors):
    renamed = [replace(actors["RUS"], label="Russian Federation"), *list(actors.values())[1:]]
    assert remote.describe(renamed) == store.describe(renamed) == 1
    assert triples(remote) == triples(store)
    assert remote.describe(renamed) == 0


@pytest.fixture
def small_updates(oxigraph, ontology, actors, monkeypatch):
    """A graph that is written in updates of a few quads."""
    monkeypatch.setattr(updates, "BATCH", 7)
    monkeypatch.setattr(remote_store, "BATCH", 7)
    named = Endpoint(oxigraph.query, oxigraph.update, "https://graph.example/bit-by-bit")
    Asking(named).update(f"CLEAR SILENT GRAPH <{named.graph}>")
    return RemoteStore.create(Asking(named), Card(BASE), ontology, list(actors.values()))


def break_off_after(monkeypatch, number):
    """Let the updates after the first *number* fail; return what ends that."""
    real, done = Asking.update, []

    def update(self, text):
        if len(done) == number:
            raise StoreError("the network is gone")
        done.append(text)
        real(self, text)

    monkeypatch.setattr(Asking, "update", update)
    return lambda: monkeypatch.setattr(Asking, "update", real)


@pytest.mark.parametrize("number", range(0, 24, 3))
def test_write_that_broke_off_is_mended_by_the_same_write(small_updates, stories, store, monkeypatch, number):
    remote = small_updates
    changed = (replace(stories[0][0], text="Another text."), stories[0][1][1:], stories[0][2])
    for story in (*stories, changed):
        mend = break_off_after(monkeypatch, number)
        try:
            remote.add(*story)
        except StoreError:
            assert not remote.holds(story[0])
        mend()
        remote.add(*story)
        store.add(*story)
        assert triples(remote) == triples(store)


def test_beginning_that_broke_off_goes_on(oxigraph, ontology, actors, monkeypatch, small_updates):
    whole = triples(small_updates)
    named = Endpoint(oxigraph.query, oxigraph.update, "https://graph.example/begun")
    mend = break_off_after(monkeypatch, 3)
    with pytest.raises(StoreError, match="network"):
        RemoteStore.create(Asking(named), Card(BASE), ontology, list(actors.values()))
    mend()
    with pytest.raises(StoreError, match="run `kg init`"):
        RemoteStore.open(Asking(named))
    assert triples(RemoteStore.create(Asking(named), Card(BASE), ontology, list(actors.values()))) == whole


def test_removal_that_broke_off_is_mended_by_the_same_removal(small_updates, stories, monkeypatch):
    remote = small_updates
    before = triples(remote)
    for number in range(9):
        remote.add(*stories[0])
        (iri,) = remote.find_article("one")
        mend = break_off_after(monkeypatch, number)
        try:
            remote.remove(iri)
        except StoreError:
            mend()
            remote.remove(iri)
        mend()
        assert triples(remote) == before


def test_second_beginning_changes_nothing_and_another_base_is_refused(remote, asking, ontology, actors):
    before = triples(remote)
    RemoteStore.create(asking, Card(BASE), ontology, list(actors.values())).close()
    assert triples(remote) == before
    with pytest.raises(StoreError, match=f"whose base is {BASE}"):
        RemoteStore.create(asking, Card("https://other.example/"), ontology, [])


def test_graph_that_is_not_ours_is_not_opened(asking):
    with pytest.raises(StoreError, match="run `kg init`"):
        RemoteStore.open(asking)


def test_base_and_lists_are_found_again(remote, asking):
    remote.note_actors("lists of today")
    with RemoteStore.open(asking) as again:
        assert (again.base, again.actors, again.generation) == (BASE, "lists of today", "")
    with pytest.raises(StoreError, match="is closed"):
        again.answer("ASK {}")


def test_update_without_a_graph_tells_what_virtuoso_wants(virtuoso, ontology):
    without = replace(virtuoso, graph=None)
    with pytest.raises(StoreError, match="KG_STORE_GRAPH"):
        RemoteStore.create(Asking(without), Card(BASE), ontology, [])
