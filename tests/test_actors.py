import re

import pytest

from kg.actors import list_actors
from kg.errors import DataError
from kg.extract.gazetteer import Gazetteer, Name, NameKind
from kg.ids import slug
from kg.model import Actor, ActorKind
from kg.reference import DATA, bundled, ontology_files, read_rows

ACTORS = {actor.key: actor for actor in list_actors().actors}


def test_every_key_is_one_actors():
    assert len(ACTORS) == len(list_actors().actors)
    assert len(ACTORS) > 10_000


def test_every_party_exists():
    for actor in ACTORS.values():
        for key in (actor.acts_for, actor.belongs_to):
            if key is not None:
                assert key in ACTORS, actor.key
                assert ACTORS[key].acts_for != actor.key, actor.key
                assert ACTORS[key].kind is not ActorKind.PERSON, actor.key


def test_states_have_three_letters_and_others_have_not():
    for actor in ACTORS.values():
        if actor.kind is ActorKind.STATE:
            assert re.fullmatch("[A-Z]{3}", actor.key)
        elif re.fullmatch("[A-Z]{3}", actor.key):
            assert actor.kind is ActorKind.ORGANISATION


def test_codes_are_those_of_states():
    rows = [row for _, row in read_rows(DATA / "actors" / "codes.tsv")]
    assert len({row["key"] for row in rows}) == len(rows) > 240
    assert all(ACTORS[row["key"]].kind is ActorKind.STATE for row in rows)
    assert {row["iso"] for row in rows} <= {"", *(row["key"] for row in rows)}
    successors = [{"YUG", "SCG", "SRB"}, {"RUS", "SUN"}, {"COD", "ZAR"}, {"ZWE", "RHO"}, {"VNM", "NVM"}]
    bearers: dict[int, set[str]] = {}
    for actor in ACTORS.values():
        if actor.cow_code is not None:
            bearers.setdefault(actor.cow_code, set()).add(actor.key)
    assert [keys for keys in bearers.values() if len(keys) > 1 and keys not in successors] == []
    assert (ACTORS["USA"].cow_code, ACTORS["USA"].iso_code, ACTORS["XKX"].iso_code) == (2, "USA", None)


def test_a_state_has_its_demonyms():
    assert ACTORS["RUS"].demonyms[:2] == ("Russian", "Russians")


def test_two_actors_never_share_an_identity():
    ids = [actor.wikidata for actor in ACTORS.values() if actor.wikidata]
    assert len(ids) == len(set(ids)) > 8000


def test_terms_end_after_they_begin():
    for actor in ACTORS.values():
        for term in actor.terms:
            assert term.until is None or term.since <= term.until, actor.key


def test_two_actors_share_a_name_only_where_it_is_meant():
    meant = {row["name"] for _, row in read_rows(DATA / "pairs.tsv")}
    bearers: dict[str, set[str]] = {}
    for actor in ACTORS.values():
        if actor.kind is not ActorKind.PERSON:
            for name in (actor.label, *actor.aliases):
                bearers.setdefault(name, set()).add(actor.key)
    shared = {name: keys for name, keys in bearers.items() if len(keys) > 1 and name not in meant}
    assert shared == {}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Britain and the UK", ["GBR", "GBR"]),
        ("The West Bank and the West", ["PSE", "WEST"]),
        ("South Korea, North Korea", ["KOR", "PRK"]),
        ("Côte d’Ivoire", ["CIV"]),
        ("NATO or Nato", ["NATO", "NATO"]),
        ("the UN Security Council", ["UNSC"]),
        ("Kim Jong Un", ["kim-jong-un"]),
        ("Francesca, Germanys, iran, russians", []),
    ],
)
def test_names_are_found_whole_and_longest_first(text, keys):
    assert [hit.keys[0] for hit in list_actors().gazetteer.find(text)] == keys


def test_offsets_of_names_point_at_them():
    text = "“Iran’s envoy” met António Guterres"
    assert [text[hit.begin : hit.end] for hit in list_actors().gazetteer.find(text)] == ["Iran", "António Guterres"]


def test_gazetteer_of_no_names_finds_nothing():
    assert Gazetteer([], [Name("Ruritania", NameKind.NAME, "RUR")]).find("Nothing here") == []


def test_leader_is_the_one_of_the_day():
    from datetime import date

    find = list_actors().gazetteer.leaders
    assert [actor.key for actor in find("Biden", date(2022, 1, 1))] == ["joe-biden"]
    assert [actor.label for actor in find("Bush", date(1990, 1, 1)) if actor.acts_for == "USA"] != []


def test_row_with_too_few_columns_is_named(tmp_path):
    path = tmp_path / "bad.tsv"
    path.write_text("# note\na\tb\n1\t2\n3\n")
    with pytest.raises(DataError, match=r"bad\.tsv:4: "):
        list(read_rows(path))


def test_bundled_folders_are_there():
    for name in ("ontology", "queries", "examples"):
        assert bundled(name).is_dir()
    assert all(path.is_file() for path in ontology_files())


def test_slug():
    assert slug("Côte d’Ivoire") == "cote-divoire"
    assert slug("Jabhat  al-Nusra!") == "jabhat-al-nusra"
    assert slug("中国") != slug("日本")


def test_codes_of_an_actor():
    def codes(**fields):
        return Actor("x", ActorKind.GROUP, "X", **fields).codes

    assert codes(acts_for="FRA") == ("FRA",)
    assert codes(belongs_to="FRA") == ("x", "FRA")
    assert codes() == ("x",)
