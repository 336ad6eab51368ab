"""A store with an index that follows it, for the tests of search."""

from pyoxigraph import NamedNode

from kg import vocab
from kg.graph.engine import open_empty
from kg.graph.search import Search, SearchIndex
from kg.graph.triples import PREF_LABEL, dip, english, fact

BASE = "http://localhost:8000/"
ALT_LABEL = NamedNode(vocab.SKOS + "altLabel")


def quote(name, text):
    return fact(f"{BASE}mention/{name}", dip("quote"), english(text))


def actor(key, name, *aliases):
    iri = f"{BASE}actor/{key}"
    return {fact(iri, PREF_LABEL, english(name)), *(fact(iri, ALT_LABEL, english(alias)) for alias in aliases)}


class Writer:
    """A store with an index that follows it."""

    def __init__(self, path):
        self.path = path
        self.store = open_empty()
        self.index = SearchIndex(path, BASE)
        self.index.catch_up(self.store)
        self.search = Search(path)

    def write(self, gone=(), new=()):
        with self.index.following(set(gone), set(new)):
            self.change(gone, new)

    def change(self, gone, new):
        for quad in gone:
            self.store.remove(quad)
        self.store.extend(new)

    def reopen(self):
        self.index.close()
        self.index = SearchIndex(self.path, BASE)
        return self.index.catch_up(self.store)

    def texts(self, words, kind="quote"):
        return [hit.text for hit in self.search.find(words, kind).hits]
