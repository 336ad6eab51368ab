"""Codes, places and flags of states."""

import pytest

from kg.reference import DATA, read_rows
from web.assets import BUILT
from web.charts import countries as module
from web.charts.countries import alpha2, countries, flag
from web.charts.world import load_world
from web.static_files import FOLDER


def states_of_the_gazetteer():
    return {row["key"] for _, row in read_rows(DATA / "actors" / "states.tsv") if row["kind"] == "State"}


def test_every_state_of_the_gazetteer_has_a_place():
    known = countries()
    assert states_of_the_gazetteer() <= known.keys()
    for key in states_of_the_gazetteer():
        latitude, longitude = known[key].place
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180


def test_nothing_else_is_in_the_table_but_unions_with_a_flag():
    others = countries().keys() - states_of_the_gazetteer()
    assert {key for key in others if countries()[key].place or not alpha2(key)} == set()


def test_codes_have_their_form_and_no_two_states_of_today_share_one():
    former = {"ANT", "CSK", "DDR", "FRG", "NVM", "RHO", "SCG", "SUN", "SVM", "UAR", "YMD", "YUG", "ZAR"}
    today = [one for key, one in countries().items() if key not in former]
    assert all(len(one.alpha2) == 2 and one.alpha2.isupper() for one in today)
    assert all(one.numeric == "" or (len(one.numeric) == 3 and one.numeric.isdigit()) for one in countries().values())
    assert len({one.alpha2 for one in today}) == len(today)
    assert {countries()[key].alpha2 for key in former}.isdisjoint({one.alpha2 for one in today})


@pytest.mark.parametrize(("key", "code"), [("RUS", "RU"), ("XKX", "XK"), ("EU", "EU"), ("SVM", ""), ("nobody", "")])
def test_two_letter_code_of_an_actor(key, code):
    assert alpha2(key) == code


def test_every_state_has_its_place_on_the_map_that_was_built():
    world = load_world(FOLDER / BUILT)
    if world is None:
        pytest.skip("the front end was not built: npm ci && npm run build in web/frontend")
    assert states_of_the_gazetteer() <= world.states.keys()
    assert all(0 <= one.x <= world.width and 0 <= one.y <= world.height for one in world.states.values())
    assert sum(bool(one.path) for one in world.states.values()) > 150
    assert world.states["SGP"].path == ""
    assert all(world.states[key].path for key in ("RUS", "XKX", "PSE", "CYP", "SOM"))


def test_a_flag_is_linked_only_where_its_file_was_built(app, tmp_path, monkeypatch):
    (tmp_path / "FR.svg").write_text("<svg/>", encoding="utf-8")
    monkeypatch.setattr(module, "FLAGS", tmp_path)
    module._built_flags.cache_clear()
    try:
        with app.test_request_context("/"):
            assert flag("FRA") == "/static/dist/flags/FR.svg"
            assert flag("DEU") is None
            assert flag("sergey-lavrov") is None
    finally:
        module._built_flags.cache_clear()
