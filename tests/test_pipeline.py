"""The whole path on the sample articles: read, extracted, stored, and found to conform to the shapes."""

from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import RdfFormat
from rdflib import Graph

from kg.actors import list_actors
from kg.graph.store import Store
from kg.ids import Minter
from kg.model import Article
from kg.pipeline import extract_all, ingest, load_extractor, load_rules, to_line
from kg.printing import summary
from kg.read import Unread, read_files
from kg.reference import bundled, ontology_files
from kg.results import rows
from kg.settings import DEFAULT_BASE, Settings

WRITTEN = """
CONSTRUCT { ?thing ?property ?value } WHERE {
  { ?thing a dip:Event } UNION { ?thing a dip:Mention } UNION { ?thing a dip:Article } UNION { ?thing a dip:Run }
  UNION { ?thing a dip:Dyad }
  UNION { [] a dip:Event ; dip:actor|dip:target|dip:actorState|dip:targetState ?thing }
  UNION { [] a dip:Dyad ; dip:member ?thing }
  UNION { [] a dip:Event ; (dip:actor|dip:target)/dip:term ?thing }
  UNION { [] a dip:Event ; (dip:actor|dip:target)/(dip:actsFor|dip:belongsTo) ?thing }
  ?thing ?property ?value
}
"""


@pytest.fixture(scope="module")
def sample_files():
    folder = bundled("examples") / "articles"
    return sorted(str(path) for path in folder.iterdir())


@pytest.fixture(scope="module")
def filled(sample_files):
    with Store.in_memory(DEFAULT_BASE, ontology_files(), list_actors().actors) as store:
        report = ingest(read_files(sample_files, Settings().max_bytes), store, load_extractor())
        yield store, report


def test_every_sample_is_read_and_gives_events(filled):
    store, report = filled
    assert report.unread == []
    assert report.outcomes["added"] == report.articles >= 14
    found = rows(store.answer("SELECT ?a (COUNT(?m) AS ?n) WHERE { ?a a dip:Article . ?m dip:article ?a } GROUP BY ?a"))
    assert len(found) == report.articles


def test_everything_written_conforms_to_the_shapes(sample_files, complaints):
    with Store.in_memory(DEFAULT_BASE, ontology_files(), list_actors().actors) as store:
        ingest(read_files(sample_files[::3], Settings().max_bytes), store, load_extractor())
        written = store.answer(WRITTEN, graph=RdfFormat.N_TRIPLES).body
    graph = Graph().parse(data=written, format="nt")
    assert len(graph) > 1000
    assert complaints(graph) == set()


def test_quotes_stand_in_their_articles_at_their_offsets(sample_files):
    count = 0
    for outcome in extract_all(read_files(sample_files, Settings().max_bytes), load_extractor()):
        assert not isinstance(outcome, Unread)
        article, extraction = outcome
        for event in extraction.events:
            for mention in event.mentions:
                count += 1
                assert article.text[mention.begin : mention.end] == mention.quote
    assert count > 50


@pytest.mark.parametrize(
    ("doc", "act"),
    [
        ("1980-united-states-iran-break", ("USA", "161", "IRN", "1980-04-07")),
        ("2014-annexation-of-crimea", ("RUS", "192", "UKR", "2014-03-18")),
        ("2017-gulf-states-cut-ties", ("SAU", "161", "QAT", "2017-06-05")),
        ("2020-abraham-accords", ("ISR", "057", "ARE", "2020-09-15")),
    ],
)
def test_history_is_told_right(sample_files, doc, act):
    files = [path for path in sample_files if doc in path]
    told = set()
    for outcome in extract_all(read_files(files, Settings().max_bytes), load_extractor()):
        assert not isinstance(outcome, Unread)
        article, extraction = outcome
        for event in extraction.events:
            line = to_line(article, event, Minter(DEFAULT_BASE))
            told.add((line["actor"][0], line["action"], (line["target"] or [""])[0], line["date"]))
    assert act in told


def test_ingest_tells_of_each_unread_input_as_it_comes(store):
    told: list[Unread] = []
    article = Article("a", "France condemned Iran on Monday.", published=date(2024, 6, 28))
    readings = [Unread("x.txt", "is empty"), article, Unread("y.txt", "is gone")]
    report = ingest(readings, store, load_extractor(), on_unread=told.append)
    assert told == report.unread == [readings[0], readings[2]]
    assert report.events == 1


def test_again_codes_an_unchanged_article_anew(store):
    article = Article("a", "France condemned Iran on Monday.", published=date(2024, 6, 28))
    assert ingest([article], store, load_extractor()).outcomes == {"added": 1}
    assert ingest([article], store, load_extractor()).outcomes == {"unchanged": 1}
    assert ingest([article], store, load_extractor(), again=True).outcomes == {"replaced": 1}
    changed = Article("a", "France condemned Iran on Monday.", "Now with a title", date(2024, 6, 28))
    assert ingest([changed], store, load_extractor()).outcomes == {"added": 1}, "without a URL other words are another"


class Careless:
    """An extractor that tells one act rightly and one with a code that is in no scheme."""

    def __init__(self, extractor):
        self.extractor = extractor

    def extract(self, article):
        extraction = self.extractor.extract(article)
        first = extraction.events[0]
        return replace(extraction, events=(first, replace(first, action="999")))


def test_what_breaks_a_shape_is_counted_and_told_and_the_rest_is_written(sample_files):
    told = []
    with Store.in_memory(DEFAULT_BASE, ontology_files(), list_actors().actors, load_rules()) as store:
        report = ingest(
            read_files(sample_files[:2], Settings().max_bytes),
            store,
            Careless(load_extractor()),
            on_rejection=lambda article, rejection: told.append((article.doc, rejection.event.action)),
        )
        assert store.counts()["events"] == report.events == 2
    code = "The action of an event must be a code of the CAMEO scheme, such as cameo:1313."
    assert report.rejected == {code: 2}
    assert [action for _, action in told] == ["999", "999"]
    assert "2 events rejected" in summary(report)


def test_the_samples_pass_the_gate(sample_files):
    with Store.in_memory(DEFAULT_BASE, ontology_files(), list_actors().actors, load_rules()) as store:
        report = ingest(read_files(sample_files, Settings().max_bytes), store, load_extractor())
    assert not report.rejected
    assert report.events > 100
