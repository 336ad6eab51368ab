"""Counts keep in step with events, whatever is written and removed."""

import random
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.graph.addition import Addition
from kg.graph.counting import count_changes
from kg.graph.cube import GYEARMONTH, Cell, Cube, Side
from kg.graph.engine import open_empty
from kg.graph.recounting import Miscounts, forget, is_counted, recount
from kg.graph.removal import find_removal
from kg.graph.triples import DEFAULT_GRAPH, dip, to_actor_quads, unify_actors
from kg.model import Actor, ActorKind, Status
from kg.vocab import CAMEO
from tests.conftest import ROOT
from tests.graph.conftest import BASE, RUN

CODES = ("112", "051", "163", "190")
DAYS = ("2024-06-27", "2024-06-02", "2024-05", "2023", "")

NORMALIZATION = (
    "INSERT { ?o a qb:Observation } WHERE { { ?slice qb:observation ?o } UNION { ?o qb:dataSet ?set } }",
    "INSERT { ?slice a qb:Slice } WHERE { ?set qb:slice ?slice }",
    """INSERT { ?o ?dimension ?value } WHERE {
        ?set qb:structure/qb:component/qb:dimension ?dimension ; qb:slice ?slice .
        ?slice ?dimension ?value ; qb:observation ?o . }""",
)
"""What the vocabulary lets an abbreviated cube leave out (its section on normalization), as far as ours does."""


class Folder:
    """A graph and its writer, with the counts kept in the same transaction."""

    def __init__(self, mint, actors):
        self.store = open_empty()
        self.mint = mint
        self.cube = Cube(mint)
        self.store.bulk_load(path=ROOT / "ontology" / "actions.ttl", format=RdfFormat.TURTLE)
        self.store.extend(quad for actor in actors for quad in to_actor_quads(actor, mint))
        recount(self.store, mint)

    def write(self, gone: set[Quad], new: set[Quad]) -> None:
        old, fresh = count_changes(self.store, gone, new, self.cube)
        assert all(quad in self.store for quad in old), "a write may only remove what is there"
        assert not any(quad in self.store for quad in fresh)
        for quad in gone | old:
            self.store.remove(quad)
        self.store.extend(new | fresh)

    def add(self, article, events) -> None:
        gone = find_removal(self.store, self.mint.mint_article(article))
        new = Addition(self.store, self.mint, gone).collect(article, unify_actors(events), RUN)
        self.write(gone - new, new - gone)

    def remove(self, article) -> None:
        self.write(find_removal(self.store, self.mint.mint_article(article)), set())

    def replace_value(self, subject, predicate, value) -> None:
        gone = set(self.store.quads_for_pattern(subject, predicate, None, DEFAULT_GRAPH))
        self.write(gone, {Quad(subject, predicate, value, DEFAULT_GRAPH)})

    def is_right(self) -> bool:
        """Whether the counts are those that a fresh count gives, with all that describes them."""
        fresh = open_empty()
        fresh.extend(quad for quad in self.store if not is_count(quad))
        recount(fresh, self.mint)
        return set(fresh) == set(self.store) and not Miscounts(self.store, self.mint).iris

    def number(self, *parts: str) -> int:
        query = f"SELECT ?n {{ <{self.mint.mint_count(*parts)}> <{dip('eventCount').value}> ?n }}"
        return sum(int(row["n"].value) for row in self.store.query(query))


def is_count(quad: Quad) -> bool:
    return quad.subject.value.startswith(f"{BASE}count/")


@pytest.fixture
def counted(mint, actors):
    return Folder(mint, actors.values())


@pytest.fixture
def event_of(counted):
    def find(pattern: str = ""):
        return next(iter(counted.store.query(f"SELECT ?e {{ ?e a <{dip('Event').value}> {pattern} }}")))["e"]

    return find


def test_an_event_counts_by_each_party_month_and_class(counted, make_article, tell, actors):
    lavrov, usa = actors["sergey-lavrov"], actors["USA"]
    counted.add(
        make_article("one"), [tell(lavrov, usa), tell(actors["RUS"], usa, "111"), tell(usa, lavrov, day="2023")]
    )
    assert counted.number("pairs-by-month", "RUS", "USA", "VerbalConflict", "2024-06") == 2
    assert counted.number("pairs", "USA", "RUS", "VerbalConflict") == 1
    assert counted.number("actors", "RUS", "VerbalConflict") == 2
    assert counted.number("targets-by-month", "USA", "VerbalConflict", "2024-06") == 2
    assert counted.number("all", "VerbalConflict") == 3
    assert counted.number("all-by-month", "VerbalConflict", "2024-06") == 2
    assert counted.is_right()


def test_articles_added_replaced_and_removed_at_random_keep_counts_right(counted, make_article, tell, actors, stranger):
    chance = random.Random(5)  # noqa: S311  # no secret
    envoy = Actor("league-envoy", ActorKind.PERSON, "Envoy of the League", acts_for="coastal-league", listed=False)
    parties = [*actors.values(), stranger, envoy]
    articles = [make_article(f"a{number}") for number in range(6)]
    for step in range(60):
        article = chance.choice(articles)
        if chance.random() < 0.3:
            counted.remove(article)
        else:
            events = []
            for begin in range(chance.randrange(5)):
                actor, target = chance.choice(parties), chance.choice([*parties, None])
                event = tell(actor, target, chance.choice(CODES), chance.choice(DAYS), begin)
                events.append(replace(event, status=chance.choice([Status.ACTUAL, Status.ACTUAL, Status.NEGATED])))
            counted.add(article, events)
        assert counted.is_right(), step
    for article in articles:
        counted.remove(article)
    assert not [quad for quad in counted.store if quad.predicate == dip("eventCount")]
    assert counted.is_right()


def test_an_actor_that_only_a_removed_article_knew_goes_although_it_was_counted(
    counted, make_article, tell, actors, stranger
):
    counted.add(make_article("one"), [tell(stranger, actors["RUS"])])
    counted.remove(make_article("one"))
    assert not [quad for quad in counted.store if "coastal-league" in str(quad)]


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        ("month", Literal("2020-01", datatype=GYEARMONTH)),
        ("actorState", NamedNode(f"{BASE}actor/PSE")),
        ("target", NamedNode(f"{BASE}actor/hamas")),
        ("action", NamedNode(f"{CAMEO}190")),
        ("status", dip("Negated")),
    ],
)
def test_an_event_that_changes_counts_as_it_now_is(counted, make_article, tell, actors, event_of, predicate, value):
    counted.add(make_article("one"), [tell(actors["RUS"], actors["USA"]), tell(actors["USA"], actors["RUS"])])
    before = set(counted.store)
    counted.replace_value(event_of(), dip(predicate), value)
    assert counted.is_right()
    assert {quad for quad in set(counted.store) ^ before if is_count(quad)}


def test_who_acts_for_another_takes_the_events_along(counted, make_article, tell, actors, mint):
    counted.add(make_article("one"), [tell(actors["sergey-lavrov"], actors["USA"])])
    lavrov = NamedNode(mint.mint_actor("sergey-lavrov"))
    counted.replace_value(lavrov, dip("actsFor"), NamedNode(mint.mint_actor("IMF")))
    assert counted.number("actors", "RUS", "VerbalConflict") == 0
    assert counted.is_right()


def test_a_write_of_no_event_touches_no_count(counted):
    new = set(to_actor_quads(Actor("FRA", ActorKind.STATE, "France"), counted.mint))
    assert count_changes(counted.store, set(), new, counted.cube) == (set(), set())


def test_what_was_written_past_the_counts_is_found_and_put_right(counted, make_article, tell, actors, event_of):
    counted.add(make_article("one"), [tell(actors["RUS"], actors["USA"]), tell(actors["USA"], actors["RUS"])])
    right = set(counted.store)
    event = event_of()
    lost = set(counted.store.quads_for_pattern(event, None, None, None))
    for quad in lost:
        counted.store.remove(quad)
    assert Miscounts(counted.store, counted.mint).iris
    assert recount(counted.store, counted.mint) > 0
    assert counted.is_right()
    counted.store.extend(lost)
    recount(counted.store, counted.mint)
    assert set(counted.store) == right


def test_a_folder_of_many_events_tells_that_it_is_counted(counted, make_article, tell, actors, monkeypatch, caplog):
    recount(counted.store, counted.mint)
    assert not caplog.messages
    monkeypatch.setattr("kg.graph.recounting.MANY", 1)
    counted.add(make_article("one"), [tell(actors["RUS"], actors["USA"])])
    recount(counted.store, counted.mint)
    assert caplog.messages == ["counting all events of the graph anew, which takes some minutes for a million"]


@pytest.mark.parametrize("month", ["a b/c %41\n", ""])
def test_a_month_of_any_text_is_counted_apart(counted, make_article, tell, actors, event_of, month):
    counted.add(make_article("one"), [tell(actors["RUS"], actors["USA"])])
    counted.replace_value(event_of(), dip("month"), Literal(month, datatype=GYEARMONTH))
    assert counted.is_right()


def test_counts_that_are_lost_are_all_written_again(counted, make_article, tell, actors):
    counted.add(make_article("one"), [tell(actors["RUS"], actors["USA"]), tell(actors["USA"], None)])
    right = set(counted.store)
    for quad in filter(is_count, right):
        counted.store.remove(quad)
    assert recount(counted.store, counted.mint) == 10
    assert set(counted.store) == right


def test_a_graph_knows_whether_it_is_counted(counted):
    assert is_counted(counted.store, counted.mint)
    forget(counted.store, counted.mint)
    assert not is_counted(counted.store, counted.mint)
    assert recount(counted.store, counted.mint) == 0
    assert is_counted(counted.store, counted.mint)


def test_no_two_counts_have_one_iri(mint):
    def side(party, state=""):
        return Side(mint.mint_actor(party), mint.mint_actor(state or party))

    cube = Cube(mint)
    sides = [side("a"), side("a~b"), side("a@b"), side("a", "b"), side("b"), side("a%7Eb"), Side("urn:a", "urn:a")]
    cells = [Cell("pairs", one, other, "urn:c", month) for one in sides for other in sides for month in ("", "2024-06")]
    assert len({cube.mint_cell(cell) for cell in cells}) == len(cells)


def test_graph_is_a_cube_as_the_vocabulary_wants_it(counted, make_article, tell, actors):
    """Constraints IC-1, 2, 10 to 12, 14 and 18 of its Recommendation, once the counts are in its normal form."""
    counted.add(make_article("one"), [tell(actors["RUS"], actors["USA"]), tell(actors["hamas"], None, day="2023")])
    for update in NORMALIZATION:
        counted.store.update(f"PREFIX qb: <http://purl.org/linked-data/cube#> {update}")
    prologue = "PREFIX qb: <http://purl.org/linked-data/cube#> "
    assert list(
        counted.store.query(prologue + "SELECT * { ?s qb:observation ?o . ?o a qb:Observation . ?s a qb:Slice }")
    )
    for fault in (
        "?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?set }",
        "?o qb:dataSet ?one, ?other FILTER (?one != ?other)",
        "?set a qb:DataSet FILTER NOT EXISTS { ?set qb:structure ?structure }",
        "?s a qb:Slice FILTER NOT EXISTS { ?s qb:sliceStructure ?key }",
        "?s qb:sliceStructure/qb:componentProperty ?d FILTER NOT EXISTS { ?s ?d ?value }",
        "?o qb:dataSet/qb:structure/qb:component/qb:dimension ?d FILTER NOT EXISTS { ?o ?d ?value }",
        "?o qb:dataSet/qb:structure/qb:component/qb:measure ?m FILTER NOT EXISTS { ?o ?m ?value }",
        "?d a qb:DimensionProperty FILTER NOT EXISTS { ?d <http://www.w3.org/2000/01/rdf-schema#range> ?kind }",
        "?set qb:slice ?s . ?s qb:observation ?o FILTER NOT EXISTS { ?o qb:dataSet ?set }",
        """?o qb:dataSet ?set . ?other qb:dataSet ?set FILTER (STR(?o) < STR(?other)) FILTER NOT EXISTS {
            ?set qb:structure/qb:component/qb:dimension ?d . ?o ?d ?one . ?other ?d ?two FILTER (?one != ?two) }""",
    ):
        assert not list(counted.store.query(f"{prologue} SELECT * {{ {fault} }}")), fault
