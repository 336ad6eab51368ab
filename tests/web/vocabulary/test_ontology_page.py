"""The pages of the ontology have all that its files say, and only as words."""

import re
import shutil
from html import unescape
from itertools import pairwise

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import RDF, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection

from kg import vocab
from kg.reference import DATA, read_rows
from kg.turtle import Triples
from kg.vocab import CAMEO, DIP, PLOVER
from tests.web.anchors import ids
from tests.web.conftest import FILES, FOLDER
from tests.web.test_pages import Tags
from web.links import SHAPES
from web.vocabulary.ontology_page import EXAMPLE
from web.vocabulary.term_links import split_codes, split_terms, split_turtle
from web.vocabulary.vocabulary import alignment_files, read_vocabulary
from web.vocabulary.vocabulary_diagram import ACTION, CENTRES, HEIGHT, draw_diagram
from web.vocabulary.vocabulary_uses import Use


def words(page: str) -> str:
    """Return the text of *page*, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


# What is on the pages


def test_every_term_has_its_place(browse):
    found = ids(browse("/ontology"))
    for name in (*vocab.CLASSES, *vocab.PROPERTIES, *vocab.INDIVIDUALS):
        assert found.count(name) == 1, name


def test_every_code_and_type_has_its_place(browse, graphs):
    page = browse("/ontology/actions")
    found = ids(page)
    codes = [row["code"] for _, row in read_rows(DATA / "cameo.tsv")]
    types = {str(iri).removeprefix(PLOVER) for iri in graphs["actions.ttl"].objects(None, SKOS.closeMatch)}
    assert len(codes) > 300
    assert len(types) == 16
    for name in (*codes, *types):
        assert found.count(name) == 1, name
    for code in codes:
        assert f'href="/events?action={code}"' in page
        assert f'href="/action/{code}.html"' in page
    assert len(page.encode()) < 400_000


@pytest.mark.parametrize("path", FILES)
def test_every_text_of_the_file_is_on_its_page(browse, graphs, path):
    page = words(browse(path))
    texts = [
        str(text)
        for name in (SKOS.definition, SKOS.example, SKOS.prefLabel, SH.message)
        for text in graphs[FILES[path]].objects(None, name)
    ]
    assert len(texts) > 50
    for text in texts:
        assert " ".join(text.split()) in page


def test_code_has_its_place_on_the_scales(browse):
    page = browse("/ontology/actions")
    entry = words(page[page.index('<li id="1313"') : page.index('<li id="132"')])
    for expected in ("1313 Threaten to reduce or break relations", "Verbal conflict", "Goldstein −5.8", "THREATEN"):
        assert expected in entry


def test_class_tells_its_properties_with_number_and_value(browse):
    page = browse("/ontology")
    card = words(page[page.index('id="Mention"') : page.index('id="Article"')])
    assert "is dip:mention ofexactly onedip:Event" in card
    assert "dip:confidenceexactly onexsd:decimal, from 0 to 1" in card
    assert "dip:targetTextat most onexsd:string or rdf:langString, not empty" in card


def test_property_tells_where_it_is_used(browse):
    page = words(browse("/ontology"))
    assert "Used on dip:Actor: at most one, dip:Actor" in page
    assert "Used on action codes: exactly one, xsd:decimal" in page


def test_kinds_stand_below_what_they_are_kinds_of(browse):
    actor = next(term for term in read_vocabulary(FOLDER).classes if term.name == "Actor")
    assert "State" in [term.name for term in actor.narrower]
    page = browse("/ontology")
    card = page[page.index('<article class="card term" id="Actor"') : page.index('id="TermOfOffice"')]
    assert '<article class="card term" id="State"' in card


def test_alignments_are_linked(browse):
    page = browse("/ontology")
    files = alignment_files(FOLDER)
    for path in files:
        for subject, _, value in Graph().parse(path):
            if str(subject).startswith(DIP) and isinstance(value, URIRef):
                assert f'href="{value}"' in page
    assert bool(files) == ("Elsewhere" in page)


@pytest.mark.parametrize("path", FILES)
def test_links_to_places_find_them(browse, path):
    pages = {other: ids(browse(other)) for other in FILES}
    links = [attributes["href"] for tag, attributes in Tags(browse(path)).found if tag == "a"]
    local = [link for link in links if "#" in link and link[0] in "#/"]
    assert len(local) > 20
    for link in local:
        page, anchor = link.split("#")
        assert anchor in pages[page or path], link


@pytest.mark.parametrize("path", FILES)
def test_headings_are_in_order(browse, path):
    levels = [int(tag[1]) for tag, _ in Tags(browse(path)).found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_query_of_the_page_can_be_answered(client):
    response = client.get("/sparql", query_string={"query": EXAMPLE}, headers={"Accept": "text/csv"})
    assert response.status_code == 200
    assert response.text.startswith("date,who,what,quote")
    assert "Poland" in response.text


# The diagram


def test_diagram_has_every_class_in_a_place_of_its_own(browse):
    page = browse("/ontology")
    drawn = re.findall(r"<text [^>]*>([\w ]+)</text></g>", page)
    assert sorted(drawn) == sorted((*vocab.CLASSES, ACTION))
    assert {*drawn} == {*CENTRES}
    boxes = draw_diagram(read_vocabulary(FOLDER)).boxes
    for place, one in enumerate(boxes):
        assert one.width / 2 < one.x < 1120 - one.width / 2
        for other in boxes[:place]:
            apart = abs(one.x - other.x) >= (one.width + other.width) / 2 or abs(one.y - other.y) >= HEIGHT
            assert apart, (one.name, other.name)


def test_diagram_has_every_link_of_the_shapes(browse, graphs):
    terms, shapes = graphs["diplomacy.ttl"], graphs["shapes.ttl"]
    stated = set()
    for shape, target in shapes.subject_objects(SH.targetClass):
        for part in shapes.objects(shape, SH.property):
            path = shapes.value(part, SH.path)
            values = [*shapes.objects(part, SH["class"])]
            values += [
                value
                for head in shapes.objects(part, SH["or"])
                for case in Collection(shapes, head)
                for value in shapes.objects(case, SH["class"])
            ]
            values += [
                kind
                for head in shapes.objects(part, SH["in"])
                for value in Collection(shapes, head)
                for kind in terms.objects(value, RDF.type)
                if str(kind).startswith(DIP)
            ]
            if isinstance(path, URIRef):
                stated |= {(str(target), str(path), str(value)) for value in values}
    arrows = draw_diagram(read_vocabulary(FOLDER)).arrows
    drawn = {(DIP + arrow.source, name, DIP + arrow.target) for arrow in arrows for name in arrow.properties}
    assert len(stated) > 15
    for source, path, target in stated:
        name = path.removeprefix(DIP) if path.startswith(DIP) else shapes.namespace_manager.qname(path)
        assert (source, name, target) in drawn
    assert (f"{DIP}Event", "action", DIP + ACTION) in drawn
    assert (DIP + ACTION, "quadClass", f"{DIP}QuadClass") in drawn
    page = browse("/ontology")
    svg, text = page[page.index("<svg viewBox") :], words(page)
    for arrow in arrows:
        assert f'd="{arrow.path}"' in svg
        assert f"{', '.join(arrow.properties)} → {arrow.target}" in text


def test_class_that_is_new_is_drawn(copied, browse):
    with (copied / "diplomacy.ttl").open("a") as file:
        file.write('\ndip:Treaty a owl:Class ; rdfs:label "treaty"@en .\n')
    boxes = draw_diagram(read_vocabulary(copied)).boxes
    assert max(boxes, key=lambda box: box.y).name == "Treaty"
    assert ">Treaty</text>" in browse("/ontology")


# What files may hold


def test_hostile_words_are_only_words(copied, browse):
    evil = '<script>alert(1)</script><p onclick=x "quoted">'
    text = (copied / "diplomacy.ttl").read_text()
    said = str(Literal(evil)).removesuffix("@en")
    for label in ('rdfs:label "event"', 'skos:definition "Who did it. An event has exactly one."'):
        assert label in text
        text = text.replace(label, f"{label.split()[0]} {said}")
    (copied / "diplomacy.ttl").write_text(text)
    shapes = (copied / "shapes.ttl").read_text()
    (copied / "shapes.ttl").write_text(shapes.replace('"An event needs exactly one actor."', said))
    actions = (copied / "actions.ttl").read_text()
    (copied / "actions.ttl").write_text(actions.replace('"Decline comment"', said))
    for path in FILES:
        page = browse(path)
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
        assert not [tag for tag, attributes in Tags(page).found if "onclick" in attributes]


def test_ontology_without_alignments_and_examples_has_its_page(copied, browse):
    shutil.rmtree(copied / "alignments", ignore_errors=True)
    shutil.rmtree(copied / "examples", ignore_errors=True)
    page = browse("/ontology")
    assert "Elsewhere" not in page
    assert "in Turtle" not in page
    assert 'id="Event"' in page


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (1, 1, "exactly one"),
        (2, 2, "exactly two"),
        (0, 1, "at most one"),
        (0, None, "any number"),
        (1, None, "at least one"),
        (1, 3, "one to three"),
        (12, 12, "exactly 12"),
    ],
)
def test_how_many_is_told_in_words(least, most, expected):
    assert Use("", "", False, least, most).how_many == expected


def test_names_of_terms_are_found_in_text():
    text = "dip:begin plus dip:x, ship:Event; see cameo:1313, not (shape:Text)."
    parts = list(split_terms(text))
    assert "".join(part.text for part in parts) == text
    assert [part.iri for part in parts if part.iri] == [DIP + "begin", DIP + "x", CAMEO + "1313", SHAPES + "Text"]


def test_codes_are_found_in_text():
    text = "Roots 18, 19 and 20, not 1,018 or 20,000 or 99 or 2018 or 0.19; ends with 051."
    parts = list(split_codes(text, {"18", "19", "20", "051", "018"}))
    assert "".join(part.text for part in parts) == text
    assert [part.text for part in parts if part.iri] == ["18", "19", "20", "051"]


def test_turtle_is_told_apart_and_whole():
    text = '<event/1> a dip:Event ;\n  # dip:no\n  dip:quote "said: dip:not \\" a"@en .'
    parts = list(split_turtle(text))
    assert "".join(part.text for part in parts) == text
    assert [part.iri for part in parts if part.iri] == [DIP + "Event", DIP + "quote"]
    assert ("a", "keyword") in [(part.text, part.kind) for part in parts]


def test_list_that_runs_in_a_circle_ends():
    first, rest = (NamedNode(str(RDF[name])) for name in ("first", "rest"))
    one, other = BlankNode("a"), BlankNode("b")
    links = [Triple(one, first, Literal("x")), Triple(one, rest, other)]
    links += [Triple(other, first, Literal("y")), Triple(other, rest, one)]
    assert [value.value for value in Triples(links).members(one)] == ["x", "y"]
