import re
from datetime import date

import pytest
from pyoxigraph import RdfFormat, serialize

from kg import vocab
from kg.graph.triples import (
    to_actor_quads,
    to_article_quads,
    to_event_quads,
    to_parties,
    to_run_quads,
)
from kg.model import Actor, ActorKind, Article, DateSource, Event, Mention, Precision
from kg.results import prefixes

BASE = "http://localhost:8000/"


def to_lines(quads):
    """Write quads as triples with short names, one a line."""
    text = serialize(quads, format=RdfFormat.N_QUADS).decode()
    for name, space in {**prefixes(BASE), "term": BASE + "term/"}.items():
        text = re.sub(rf"<{re.escape(space)}([^>]*)>", rf"{name}:\1", text)
    return {line.removesuffix(" .") for line in text.splitlines()}


@pytest.fixture
def event_lines(mint, actors):
    def make(event):
        quads = to_event_quads(BASE + "article/a1", event, BASE + "run/r", mint, to_parties(actors.values()).get)
        iri = f"event:{mint.mint_event(event).rpartition('/')[2]}"
        return {line.replace(iri, "event:E") for line in to_lines(quads)}

    return make


def about(lines, subject):
    return {line.removeprefix(f"{subject} ") for line in lines if line.startswith(f"{subject} ")}


def test_event_of_a_person_is_the_states(event_lines, tell, actors):
    lines = event_lines(tell(actors["sergey-lavrov"], actors["USA"]))
    mention = next(line.split()[2] for line in lines if " dip:mention " in line)
    assert about(lines, "event:E") == {
        "rdf:type dip:Event",
        "dip:actor actor:sergey-lavrov",
        "dip:actorState actor:RUS",
        "dip:action cameo:112",
        "dip:target actor:USA",
        "dip:targetState actor:USA",
        "dip:dyad dyad:RUS-USA",
        'dip:date "2024-06-27"^^xsd:date',
        'dip:month "2024-06"^^xsd:gYearMonth',
        "dip:datePrecision dip:Day",
        "dip:status dip:Actual",
        f"dip:mention {mention}",
    }
    assert about(lines, mention) == {
        "rdf:type dip:Mention",
        "dip:article article:a1",
        'dip:quote "Quote 0."@en',
        'dip:begin "0"^^xsd:integer',
        'dip:end "8"^^xsd:integer',
        'dip:actorText "Sergey Lavrov"@en',
        'dip:actionText "accused"@en',
        'dip:targetText "United States"@en',
        'dip:confidence "0.81"^^xsd:decimal',
        "prov:wasGeneratedBy run:r",
    }
    assert about(lines, "dyad:RUS-USA") == {
        "rdf:type dip:Dyad",
        'rdfs:label "Russia – United States"@en',
        "dip:member actor:RUS",
        "dip:member actor:USA",
    }


def test_listed_actors_are_not_described_again(event_lines, tell, actors):
    assert not about(event_lines(tell(actors["RUS"], actors["USA"])), "actor:RUS")


def test_dyad_is_the_same_in_both_directions(event_lines, tell, actors):
    there = about(event_lines(tell(actors["RUS"], actors["USA"])), "dyad:RUS-USA")
    back = about(event_lines(tell(actors["USA"], actors["RUS"])), "dyad:RUS-USA")
    assert there == back != set()


def test_within_one_party_there_is_no_dyad(event_lines, tell, actors):
    lines = event_lines(tell(actors["sergey-lavrov"], actors["RUS"]))
    assert "event:E dip:target actor:RUS" in lines
    assert not [line for line in lines if "dyad" in line.lower()]


def test_without_a_target_there_is_neither_dyad_nor_target_text(event_lines, tell, actors):
    lines = event_lines(tell(actors["RUS"], None))
    assert not [line for line in lines if "dyad" in line.lower() or "dip:target" in line]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-02", {"2024-02-01", "2024-02-29", "2024-02", "dip:Month"}),
        ("2024", {"2024-01-01", "2024-12-31", "dip:Year"}),
        ("", set()),
    ],
)
def test_partial_dates(event_lines, tell, actors, day, expected):
    lines = about(event_lines(tell(actors["RUS"], actors["USA"], day=day)), "event:E")
    dates = {line.split()[1].split('"^^')[0].strip('"') for line in lines if re.match("dip:(date|endDate|month)", line)}
    assert dates == expected


@pytest.mark.parametrize(
    ("key", "state"), [("hamas", "PSE"), ("hamas-spokesman", "PSE"), ("IMF", None), ("RUS", "RUS")]
)
def test_state_of_a_party(event_lines, tell, actors, key, state):
    """Three capitals make no state, and a group's spokesman counts where the group belongs."""
    lines = event_lines(tell(actors[key], None))
    assert {line for line in lines if "actorState" in line} == (
        {f"event:E dip:actorState actor:{state}"} if state else set()
    )


def test_unlisted_actor_is_described_with_its_article(event_lines, tell, actors, stranger):
    lines = event_lines(tell(stranger, actors["RUS"]))
    assert about(lines, "actor:coastal-league") == {
        "rdf:type dip:Group",
        'skos:prefLabel "Coastal League"@en',
        'skos:altLabel "the League"@en',
        'dip:code "coastal-league"',
        "prov:wasDerivedFrom article:a1",
    }
    assert 'dyad:RUS-coastal-league rdfs:label "Russia – Coastal League"@en' in lines


def test_unlisted_group_has_the_state_it_comes_from(event_lines, tell, actors):
    group = Actor("tundra-guard", ActorKind.ARMED_GROUP, "Tundra Guard", belongs_to="RUS", listed=False)
    assert "event:E dip:actorState actor:RUS" in event_lines(tell(group, actors["USA"]))


def test_event_without_a_mention_is_refused(event_lines, actors):
    with pytest.raises(ValueError, match="give it at least one"):
        event_lines(Event(actors["RUS"], "112", None, None))


def test_two_mentions_at_one_place_are_one(event_lines, actors):
    mentions = tuple(Mention(3, "Same.", text, "accused", "", 0.5) for text in ("Moscow", "It"))
    lines = event_lines(Event(actors["RUS"], "112", None, None, mentions=mentions))
    assert [line.split('"')[1] for line in lines if "dip:actorText" in line] == ["Moscow"]


def test_state_quads(mint, actors):
    assert to_lines(to_actor_quads(actors["RUS"], mint)) == {
        "actor:RUS rdf:type dip:State",
        'actor:RUS skos:prefLabel "Russia"@en',
        'actor:RUS skos:altLabel "the Kremlin"@en',
        'actor:RUS dip:code "RUS"',
        'actor:RUS dip:isoCode "RUS"',
        'actor:RUS dip:cowCode "365"^^xsd:integer',
        'actor:RUS dip:demonym "Russian"@en',
        'actor:RUS dip:demonym "Russians"@en',
        "actor:RUS owl:sameAs wd:Q159",
    }


def test_person_quads(mint, actors):
    lines = to_lines(to_actor_quads(actors["sergey-lavrov"], mint))
    assert "actor:sergey-lavrov dip:actsFor actor:RUS" in lines
    assert about(lines, "term:sergey-lavrov-1") == {
        "rdf:type dip:TermOfOffice",
        'dip:office "Foreign minister"@en',
        'dip:from "2004-03-09"^^xsd:date',
    }
    assert 'dip:until "2004-03-09"^^xsd:date' in about(lines, "term:sergey-lavrov-2")


def test_three_capitals_are_no_iso_code(mint, actors):
    lines = to_lines(to_actor_quads(actors["IMF"], mint)) | to_lines(to_actor_quads(actors["hamas"], mint))
    assert not [line for line in lines if "isoCode" in line]
    assert "actor:hamas dip:belongsTo actor:PSE" in lines


def test_article_quads(mint):
    article = Article(
        "a1",
        "Text.",
        "Title",
        date(2024, 6, 28),
        DateSource.VISIBLE_TEXT,
        "https://news.example/a1",
        "Example News",
        ("Ann Example",),
    )
    lines = {line.partition(" ")[2] for line in to_lines(to_article_quads(article, mint))}
    content_hash = next(line for line in lines if "contentHash" in line)
    assert re.fullmatch('dip:contentHash "[0-9a-f]{20}"', content_hash)
    assert lines - {content_hash} == {
        "rdf:type dip:Article",
        'dip:doc "a1"',
        'dip:title "Title"@en',
        'dip:url "https://news.example/a1"^^xsd:anyURI',
        'dip:source "Example News"',
        'dip:published "2024-06-28"^^xsd:date',
        'dip:publishedFrom "visible text"',
        'dip:author "Ann Example"',
        'dcterms:language "en"',
    }


def test_month_of_publication_is_no_day(mint):
    article = Article("a", "Text.", published=date(2024, 6, 1), published_precision=Precision.MONTH)
    assert article.day is None
    dated = {line.split(" ", 1)[1] for line in to_lines(to_article_quads(article, mint)) if "ublished" in line}
    assert dated == {'dip:publishedMonth "2024-06"^^xsd:gYearMonth', 'dip:publishedFrom "unknown"'}


def test_bare_article_says_only_what_is_known(mint):
    names = {line.split()[1] for line in to_lines(to_article_quads(Article("a", "Text."), mint))}
    assert names == {"rdf:type", "dip:doc", "dip:publishedFrom", "dip:contentHash", "dcterms:language"}


def test_run_is_dated_by_its_name(mint):
    lines = to_lines(to_run_quads("2026-11-22-rules-1", mint))
    assert lines == {
        "run:2026-11-22-rules-1 rdf:type dip:Run",
        "run:2026-11-22-rules-1 rdf:type prov:Activity",
        'run:2026-11-22-rules-1 rdfs:label "2026-11-22-rules-1"@en',
        'run:2026-11-22-rules-1 dcterms:date "2026-11-22"^^xsd:date',
    }
    assert not [line for line in to_lines(to_run_quads("trial", mint)) if "date" in line]


def test_every_term_is_in_the_vocabulary(event_lines, tell, actors, stranger, mint):
    lines = event_lines(tell(stranger, actors["RUS"], day="2024-02"))
    lines |= to_lines(to_actor_quads(actors["sergey-lavrov"], mint)) | to_lines(to_actor_quads(actors["hamas"], mint))
    lines |= to_lines(to_article_quads(Article("a", "b", "c", date(2024, 1, 1), url="http://d", source="e"), mint))
    used = {word for line in lines for word in re.findall(r"(?<!\S)dip:(\w+)", line)}
    assert used <= {*vocab.CLASSES, *vocab.PROPERTIES, *vocab.INDIVIDUALS}
