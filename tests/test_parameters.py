"""Names of actors stand for their keys in the parameters of saved queries."""

from contextlib import closing

import pytest

from kg.errors import QueryError
from kg.graph.search import NAME, Search, SearchIndex
from kg.graph.store import Store
from kg.library import read_query
from kg.model import Actor, ActorKind
from kg.parameters import resolve
from tests.conftest import ROOT

BASE = "https://graph.example/"
ACTORS = [
    Actor("RUS", ActorKind.STATE, "Russia", ("Russian Federation",), "Q159"),
    Actor("COG", ActorKind.STATE, "Republic of the Congo", ("Congo",)),
    Actor("COD", ActorKind.STATE, "Democratic Republic of the Congo", ("Congo",)),
    Actor("sergey-lavrov", ActorKind.PERSON, "Sergey Lavrov", acts_for="RUS"),
]


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    path = tmp_path_factory.mktemp("names") / NAME
    with Store.in_memory(BASE, [ROOT / "ontology" / "actions.ttl"], ACTORS) as store:
        with closing(SearchIndex(path, BASE)) as index:
            index.rebuild(store._open)
        yield store, Search(path)


@pytest.fixture
def look_up(known, tmp_path):
    path = tmp_path / "one.rq"
    path.write_text(
        "#+ summary: One\n#+ params:\n#+   actor: Who\n#+   action: What\n#+   since: When\n#+   item: Which\n"
        "PREFIX actor: <http://localhost:8000/actor/>\nPREFIX cameo: <https://w3id.org/diplograph/cameo/>\n"
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
        "PREFIX wd: <http://www.wikidata.org/entity/>\n"
        "SELECT * {\n  VALUES ?actor { actor:FRA }\n  VALUES ?action { cameo:19 }\n"
        '  VALUES ?since { "2024-01-01"^^xsd:date }\n  VALUES ?item { wd:Q142 }\n}'
    )
    query = read_query(path)
    return lambda **values: resolve(query, values, *known)


@pytest.mark.parametrize(
    "text", ["RUS", "rus", "Russia", "russia", " Russian Federation ", "actor:RUS", BASE + "actor/RUS"]
)
def test_an_actor_is_found_by_key_and_by_name(look_up, text):
    assert look_up(actor=text, since="2024-02-02") == {"actor": BASE + "actor/RUS", "since": "2024-02-02"}


def test_an_actor_outside_is_left_as_it_is(look_up):
    assert look_up(actor="wd:Q159") == {"actor": "wd:Q159"}


@pytest.mark.parametrize("text", ["Q159", "wd:Q159", "RUS", "Russian Federation"])
def test_an_item_of_wikidata_is_found_by_its_actor(look_up, text):
    (found,) = look_up(item=text).values()
    assert found.removeprefix("wd:").rpartition("/")[2] == "Q159"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"actor": "Congo"}, r"one of these meant\? .*\(CO[GD]\), .*\(CO[GD]\)$"),
        ({"actor": "Lavrov"}, r"one of these meant\? Sergey Lavrov \(sergey-lavrov\)$"),
        ({"actor": "Rusia"}, r"one of these meant\? Russia \(RUS\)"),
        ({"actor": "Zembla"}, "give a key such as RUS"),
        ({"action": "999"}, "there is no code of an action '999'"),
        ({"actor": "Russia", "since": "soon"}, "since must be a day"),
        ({"item": "Sergey Lavrov"}, "which item of Wikidata 'Sergey Lavrov' is"),
        ({"item": "Q12x"}, "no one actor called 'Q12x'"),
        ({"actr": "Russia"}, "has no parameter actr"),
    ],
)
def test_what_is_unknown_is_told(look_up, values, message):
    with pytest.raises(QueryError, match=message):
        look_up(**values)
