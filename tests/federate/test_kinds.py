"""Kinds of facts: their queries, and what is kept of an answer."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import DataError, KgError
from kg.federate.copies.kinds import choose, read_kinds
from kg.federate.copies.sieve import LONGEST, sift
from kg.graph.engine import open_empty
from kg.graph.triples import DEFAULT_GRAPH
from kg.providers import PROVIDERS
from tests.federate.conftest import to_iris

WD = "http://www.wikidata.org/entity/"
WDT = "http://www.wikidata.org/prop/direct/"
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
FRANCE, PARIS, RUSSIA = (NamedNode(WD + one) for one in ("Q142", "Q90", "Q159"))
ALL = [(name, kind) for name in PROVIDERS for kind in read_kinds(name)]
SPACES = (WD,)


def capitals(*triples, items=("Q142",)):
    return sift(read_kinds("wikidata")["capitals"], to_iris(items), triples, SPACES)


@pytest.mark.parametrize(("provider", "name"), ALL)
def test_a_kind_asked_over_its_own_answer_gives_the_same(extracts, provider, name):
    kind, ids = read_kinds(provider)[name], to_iris(("Q142", "Q145", "Q858", "Q458", "Q7184", "Q7747"))
    given = list(extracts[provider].query(kind.fill(ids)))
    assert given, "the extract has none of these facts"
    sifted = sift(kind, ids, given, (PROVIDERS[provider].space, WD))
    assert (set(sifted.kept), sifted.dropped) == (set(given), 0)
    copy = open_empty()
    copy.extend([Quad(*triple, DEFAULT_GRAPH) for triple in given])
    assert set(copy.query(kind.fill(ids))) == set(given)


def test_only_what_was_asked_for_is_kept():
    wanted = [Triple(FRANCE, NamedNode(WDT + "P36"), PARIS), Triple(PARIS, LABEL, Literal("Paris", language="en"))]
    unasked = [
        Triple(RUSSIA, NamedNode(WDT + "P36"), PARIS),
        Triple(FRANCE, NamedNode(WDT + "P47"), RUSSIA),
        Triple(RUSSIA, LABEL, Literal("Russia", language="en")),
        Triple(FRANCE, LABEL, Literal("France", language="en")),
        Triple(FRANCE, NamedNode(WDT + "P36"), NamedNode("http://localhost:8000/actor/RUS")),
        Triple(FRANCE, NamedNode(WDT + "P36"), Literal("x" * (LONGEST + 1))),
        Triple(PARIS, LABEL, Literal("x" * (LONGEST + 1))),
    ]
    sifted = capitals(*unasked, *wanted)
    assert (set(sifted.kept), sifted.dropped) == (set(wanted), len(unasked))


def test_what_has_an_identity_is_found_from_it():
    kind = read_kinds("dbpedia")["abstracts"]
    same, tells = NamedNode("http://www.w3.org/2002/07/owl#sameAs"), NamedNode("http://dbpedia.org/ontology/abstract")
    here, other = (NamedNode(f"http://dbpedia.org/resource/{name}") for name in ("France", "Russia"))
    wanted = [Triple(here, same, FRANCE), Triple(here, tells, Literal("A republic.", language="en"))]
    unasked = [Triple(other, same, RUSSIA), Triple(other, tells, Literal("A federation.", language="en"))]
    sifted = sift(kind, to_iris(["Q142"]), [*wanted, *unasked], ("http://dbpedia.org/", WD))
    assert set(sifted.kept) == set(wanted)


def test_a_kind_that_is_unknown_is_told_with_those_that_are():
    with pytest.raises(KgError, match=r"no facts called 'gpd': choose from capitals, .*gdp"):
        choose(read_kinds("wikidata"), ["gpd"])


KIND = "#+ summary: A\n#+ tags: [State]\nCONSTRUCT {\n  ?item <p:q> ?x .\n} WHERE {\n  VALUES ?item { }\n}\n"


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("CONSTRUCT", "SELECT", "needs CONSTRUCT"),
        ("VALUES ?item { }", "?item <p:q> ?x", "one line VALUES"),
        ("State", "Kingdom", "Kingdom"),
        ("?item <p:q>", "?y <p:q>", "nothing leads from"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(tmp_path, right, wrong, complaint):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "odd.rq").write_text(KIND.replace(right, wrong))
    with pytest.raises(DataError, match=rf"odd\.rq: .*{complaint}"):
        read_kinds("mine", tmp_path)
