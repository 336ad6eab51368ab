"""Each shape can fail: an edit of a valid example draws its message."""

from pathlib import Path

import pytest
from rdflib import Graph, Namespace

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
VALID = ONTOLOGY / "examples" / "valid"
INVALID = sorted((ONTOLOGY / "examples" / "invalid").glob("*.ttl"))
EXPECTS = "# expects: "
SH = Namespace("http://www.w3.org/ns/shacl#")

SPAN = "An event known to the month or year needs dip:endDate, its last day; one known to the day has none."

# What is replaced, by what, and the messages: mostly those that no file in examples/invalid shows.
EDITS_OF_THREAT = [
    # Events
    (
        "dip:target <actor/NOR>",
        "dip:target <actor/NOR>, <actor/PRT>",
        "An event has at most one target: write one event for each.",
    ),
    (
        "dip:target <actor/NOR>",
        "dip:target <actor/nobody>",
        "The target of an event must be described in the graph, with one of the kinds of dip:Actor.",
    ),
    (
        "dip:mention <",
        "dip:mention <mention/none>, <",
        "A mention of an event must be described in the graph as a dip:Mention.",
    ),
    (
        "dip:actorState <actor/PRT>",
        "dip:actorState <actor/maria-exemplo>",
        "dip:actorState is at most one dip:State.",
    ),
    (
        "dip:targetState <actor/NOR>",
        "dip:targetState <actor/NOR>, <actor/PRT>",
        "dip:targetState is at most one dip:State.",
    ),
    (
        "dip:dyad <dyad/NOR-PRT>",
        "dip:dyad <dyad/none>",
        "The dyad of an event is one dip:Dyad, described in the graph.",
    ),
    (
        "dip:datePrecision dip:Day",
        'dip:datePrecision dip:Day, dip:Month ; dip:endDate "2024-06-30"^^xsd:date',
        "dip:datePrecision is at most one of dip:Day, dip:Month and dip:Year.",
        SPAN,
    ),
    (
        "dip:datePrecision dip:Day",
        'dip:datePrecision dip:Month ; dip:endDate "2024-06-29"^^xsd:date, "2024-06-30"^^xsd:date',
        "dip:endDate is at most one full day, as xsd:date.",
    ),
    (
        '"2024-06"^^xsd:gYearMonth',
        '"2024-06"',
        "dip:month is at most one month, as xsd:gYearMonth.",
    ),
    (
        "dip:datePrecision dip:Day",
        'dip:datePrecision dip:Year ; dip:endDate "2024-12-31"^^xsd:date',
        "An event known to the day or month needs dip:month; one known to the year has none.",
    ),
    ("dip:datePrecision dip:Day", 'dip:datePrecision dip:Day ; dip:endDate "2024-06-30"^^xsd:date', SPAN),
    (
        "    dip:target <actor/NOR> ;\n",
        "",
        "An event without a target has neither a dyad nor a dip:targetState.",
    ),
    # Mentions
    (
        "dip:article <article/",
        "dip:article <article/none-",
        "A mention needs exactly one article, described in the graph.",
    ),
    ("dip:begin 24", "dip:begin 24.0", "A mention needs exactly one dip:begin, an xsd:integer from 0."),
    (
        "dip:begin 24 ;\n    dip:end 115",
        "dip:begin -1 ;\n    dip:end 90",
        "A mention needs exactly one dip:begin, an xsd:integer from 0.",
    ),
    ("dip:end 115", "dip:end 115.0", "A mention needs exactly one dip:end, an xsd:integer."),
    ("dip:end 115", "dip:end 24", "dip:end must come after dip:begin."),
    (
        'dip:actorText "Prime Minister Maria Exemplo" ;',
        "",
        "A mention needs exactly one dip:actorText, and not an empty one.",
    ),
    (
        'dip:actionText "warned"',
        'dip:actionText ""',
        "A mention needs exactly one dip:actionText, and not an empty one.",
    ),
    (
        'dip:targetText "Norway"',
        "dip:targetText <actor/NOR>",
        "A mention has at most one dip:targetText, and not an empty one.",
    ),
    # Articles
    (
        'dip:doc "lisbon-warns-oslo"',
        'dip:doc "one", "two"',
        "An article needs exactly one dip:doc, a string.",
    ),
    ('"Lisbon warns Oslo"', '""', "An article has at most one title, and not an empty one."),
    ("^^xsd:anyURI", "", "An article has at most one dip:url, as xsd:anyURI."),
    ('"Example News"', '""', "An article has at most one dip:source, the name of its outlet."),
    (
        'dip:published "2024-06-24"^^xsd:date',
        'dip:published "2024-06-24"',
        "An article has at most one dip:published, as xsd:date.",
    ),
    (
        'dip:contentHash "',
        'dip:contentHash "sha256:',
        "An article needs exactly one dip:contentHash, in hexadecimal digits.",
    ),
    (
        'dip:published "2024-06-24"^^xsd:date',
        'dip:published "2024-06-24"^^xsd:date ; dip:publishedMonth "2024-06"^^xsd:gYearMonth',
        "An article has dip:published or dip:publishedMonth, or neither.",
    ),
    (
        'dip:published "2024-06-24"^^xsd:date',
        'dip:publishedMonth "June 2024"',
        "An article has at most one dip:publishedMonth, as xsd:gYearMonth.",
    ),
    (
        'dip:source "',
        'dip:author "" ; dip:source "',
        "A dip:author of an article is a name, a string that is not empty.",
    ),
    (
        'dip:source "',
        'dcterms:language "English" ; dip:source "',
        "An article has at most one dcterms:language, a code of ISO 639.",
    ),
    # Runs
    ("dip:Run, prov:Activity", "dip:Run", "A run must be typed prov:Activity besides dip:Run."),
    ('rdfs:label "rules-1 on 22 November 2026"@en ;', "", "A run needs an rdfs:label."),
    (
        'dcterms:date "',
        'prov:startedAtTime "2026-11-22"^^xsd:date ; dcterms:date "',
        "A run has at most one prov:startedAtTime, as xsd:dateTime.",
    ),
    # Actors
    ('dip:code "NOR" ;', "", "An actor needs exactly one dip:code, a string."),
    ('"Oslo"@en', '"Oslo"', "A skos:altLabel of an actor needs a language."),
    (
        "dip:actsFor <actor/PRT>",
        "dip:actsFor <actor/PRT>, <actor/NOR>",
        "An actor acts for at most one other actor, described in the graph.",
    ),
    (
        'dip:code "maria-exemplo"',
        'dip:code "maria-exemplo" ; dip:belongsTo <dyad/NOR-PRT>',
        "An actor belongs to at most one other actor, described in the graph.",
    ),
    (
        "dip:term <",
        "dip:term <term/none>, <",
        "A dip:term of an actor must be described in the graph as a dip:TermOfOffice.",
    ),
    ("owl:sameAs wd:Q20", 'owl:sameAs "Q20"', "owl:sameAs of an actor must be an IRI."),
    (
        "owl:sameAs wd:Q20",
        "prov:wasDerivedFrom <article/none>",
        "prov:wasDerivedFrom of an actor must be an article, described in the graph.",
    ),
    ('dip:isoCode "NOR"', 'dip:isoCode "no"', "dip:isoCode is at most one, of three capital letters."),
    (
        "dip:term <term/maria-exemplo-1>, ",
        "dip:term ",
        "A term of office must belong to exactly one actor.",
    ),
    (
        'dip:office "prime minister" ;',
        "",
        "A term of office needs exactly one dip:office, the name of the office.",
    ),
    (
        'dip:from "2019-10-26"^^xsd:date ;',
        "",
        "A term of office needs exactly one dip:from, as xsd:date.",
    ),
    (
        'dip:until "2022-03-30"^^xsd:date',
        'dip:until "2022-03-30"^^xsd:date, "2022-03-31"^^xsd:date',
        "A term of office has at most one dip:until, as xsd:date.",
    ),
    # Dyads
    (
        "dip:member <actor/NOR>, <actor/PRT>",
        "dip:member <actor/NOR>, <actor/ESP>",
        "The members of an event's dyad must be its actor and target, or whom these act for.",
        "The members of a dyad must be described in the graph, with one of the kinds of dip:Actor.",
    ),
    ('rdfs:label "Norway – Portugal"@en ;', "", "A dyad needs an rdfs:label."),
]

LATITUDE = "A place has at most one geo:lat, an xsd:decimal from -90 to 90 degrees."
LONGITUDE = "A place has at most one geo:long, an xsd:decimal from -180 to 180 degrees."
ELSEWHERE = "The quote of a mention must stand in its article's text, at dip:begin."
NAMED = "A place needs a skos:prefLabel with a language, and only one in each language."
EDITS_OF_TALKS = [
    (
        "dip:place <place/geneva>",
        "dip:place <actor/CHE>",
        "The place of an event must be described in the graph as a dip:Place.",
    ),
    ('skos:prefLabel "Geneva"@en', 'skos:prefLabel "Geneva"', NAMED),
    ('"Genève"@fr', '"Geneva on the Rhone"@en', NAMED),
    (
        "dip:belongsTo <actor/CHE>",
        "dip:belongsTo <actor/CHE>, <actor/NOR>",
        "A place lies in at most one dip:State, described in the graph.",
    ),
    ("geo:lat 46.2", "geo:lat 146.2", LATITUDE),
    ("geo:lat 46.2", "geo:lat 46.2e0", LATITUDE),
    ("geo:long 6.15", "geo:long -206.15", LONGITUDE),
    ("dip:text ", 'dip:text "", ', "An article has at most one dip:text, and not an empty one.", ELSEWHERE),
    ("Talks opened on Tuesday. ", "Talks opened Tuesday. ", ELSEWHERE),
    ('"Portuguese"@en', '"Portuguese"', "A dip:demonym of an actor needs a language."),
    ("dip:cowCode 235", 'dip:cowCode "235"', "dip:cowCode is at most one, an xsd:integer from 2 to 999."),
    ("dip:cowCode 235", "dip:cowCode 1", "dip:cowCode is at most one, an xsd:integer from 2 to 999."),
]
EDITS_OF_COPY = [
    (
        "dip:copyOf <article/f48f68b7b4394ba5b5b1>",
        "dip:copyOf <actor/NOR>",
        "A dip:copyOf of an article is at most one other article, described in the graph.",
    ),
    (
        "dip:article <article/f48f68b7b4394ba5b5b1>",
        "dip:article <article/7d1f0a6c2be94c35a001>",
        "A copy has no mentions: they belong to the article that it is a copy of.",
    ),
    (
        "dip:copyOf <article/f48f68b7b4394ba5b5b1>",
        "dip:copyOf <article/7d1f0a6c2be94c35a001>",
        "A copy is a copy of an article that is none itself.",
    ),
]
EDITS_OF_IMPORT = [
    (
        "<dataset/coded-events-2018> a dip:DataSet",
        "<dataset/coded-events-2019> a dip:DataSet",
        "prov:wasDerivedFrom of an event must be a dip:DataSet, described in the graph.",
    ),
    ('rdfs:label "Coded events of 2018"@en ;', "", "A data set needs an rdfs:label, its name."),
    ("dcterms:license <", 'dcterms:license "CC0", <', "A data set has at most one dcterms:license, an IRI."),
    (
        "dcterms:source <https://data.example/coded-events-2018>",
        'dcterms:source "data.example"',
        "dcterms:source of a data set must be an IRI: where it can be had.",
    ),
]
EDITS = [
    (VALID / f"{name}.ttl", *edit)
    for name, edits in (
        ("threat-by-a-minister", EDITS_OF_THREAT),
        ("talks-at-a-place", EDITS_OF_TALKS),
        ("copy-of-an-article", EDITS_OF_COPY),
        ("imported-event", EDITS_OF_IMPORT),
    )
    for edit in edits
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit[1])
def test_edit_draws_its_messages_and_no_other(complaints, edit):
    sample, old, new, *messages = edit
    text = sample.read_text(encoding="utf-8")
    assert text.count(old) == 1, "the edit must be of one place"
    assert complaints(Graph().parse(data=text.replace(old, new), format="turtle")) == set(messages)


def test_each_message_is_drawn_by_an_edit_or_an_invalid_example(shapes):
    shown = {path.read_text(encoding="utf-8").splitlines()[0].removeprefix(EXPECTS) for path in INVALID}
    drawn = shown.union(*(messages for _, _, _, *messages in EDITS))
    assert drawn == {str(message) for message in shapes.objects(None, SH.message)}
