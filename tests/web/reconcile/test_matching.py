"""Names, offices and dates find who is meant, and only the certain is a match."""

import json

import pytest

NAMES_OF_RUSSIA = (
    "Russia", "  RUSSIA ", "Rússia", "Russian Federation", "RUS", "Q159", "https://graph.example/actor/RUS",
    "https://www.wikidata.org/wiki/Q159",
)  # fmt: skip


def best(found: list[dict]) -> tuple[str, bool]:
    return (found[0]["id"], found[0]["match"]) if found else ("", False)


def features(candidate: dict) -> dict:
    return {one["id"]: one["value"] for one in candidate["features"]}


@pytest.mark.parametrize("text", NAMES_OF_RUSSIA)
def test_name_alias_code_and_iri_are_matches(reconcile, text):
    (first, *others) = reconcile(text)
    assert (first["id"], first["match"]) == ("RUS", True)
    assert first["score"] >= 98
    assert all(one["score"] <= first["score"] - 10 for one in others)


def test_better_grounds_score_more(reconcile):
    texts = ("sergey-lavrov", "Sergey Lavrov", "Sergei Lavrof", "Lavrov")
    scores = [reconcile(text)[0]["score"] for text in texts]
    assert {reconcile(text)[0]["id"] for text in texts[:3]} == {"sergey-lavrov"}
    assert scores[0] == scores[1] == 100
    assert scores[1] > scores[2] > scores[3]


def test_what_is_in_office_on_the_day_is_preferred(reconcile):
    (first, second, *_) = reconcile("Ivanov", kind="Person", date="2003-06-01")
    assert first["id"] == "igor-ivanov"
    assert features(first)["in_office"]
    assert first["score"] > second["score"]
    assert not first["match"], "a surname and a day alone are not certain"
    assert best(reconcile("Ivanov", date="2015-03-01")) == ("gjorge-ivanov", False)
    assert best(reconcile("Ivanov", date="2015", state="MKD")) == ("gjorge-ivanov", True)


def test_state_of_another_rules_a_namesake_out(reconcile):
    assert best(reconcile("Josep Borrell"))[1] is False
    assert best(reconcile("Josep Borrell", actsFor="Spain")) == ("josep-borrell-esp", True)
    assert best(reconcile("Josep Borrell", actsFor={"id": "EU"})) == ("josep-borrell", True)
    assert best(reconcile("Josep Borrell", date="2021-02-01")) == ("josep-borrell", True)


@pytest.mark.parametrize(
    ("text", "date", "who"),
    [
        ("President of France", "2019", "emmanuel-macron"),
        ("French President", "2016-01-01", "francois-hollande"),
        ("President Macron", "2020-02-02", "emmanuel-macron"),
        ("NATO Secretary-General", "2016", "jens-stoltenberg"),
        ("President of the European Commission", "2015-05", "jean-claude-juncker"),
        ("Russian Foreign Minister Sergey Lavrov", "2019", "sergey-lavrov"),
    ],
)
def test_office_and_date_are_a_match(reconcile, text, date, who):
    assert best(reconcile(text, date=date)) == (who, True)


def test_office_without_a_certain_day_leaves_the_choice(reconcile):
    year_of_change = reconcile("President of France", date="2017")
    assert {one["id"] for one in year_of_change[:2]} == {"emmanuel-macron", "francois-hollande"}
    ever = reconcile("President of France")
    assert ever[0]["id"] == "emmanuel-macron", "the latest first"
    assert not any(one["match"] for one in [*year_of_change, *ever])


def test_office_in_a_column_of_its_own(reconcile):
    assert best(reconcile("", office="Foreign Minister", state="Spain", date="2019-01-01")) == (
        "josep-borrell-esp",
        True,
    )
    with_office = reconcile("Lavrov", office="Minister of Foreign Affairs", date="2019")
    assert best(with_office) == ("sergey-lavrov", True)
    assert features(with_office[0])["office_match"]


def test_wrong_type_ranks_lower_or_is_left_out(reconcile):
    assert best(reconcile("France", kind="State")) == ("FRA", True)
    soft = reconcile("France", kind="Person", strict="should", limit=50)
    assert not any(one["match"] for one in soft)
    assert features(next(one for one in soft if one["id"] == "FRA"))["type_match"] is False
    assert {one["type"][0]["id"] for one in reconcile("France", kind="Person", strict="any", limit=50)} <= {"Person"}
    assert best(reconcile("France", kind=["dip:Actor", "State"], strict="all")) == ("FRA", True)
    assert reconcile("France", kind=["State", "Person"], strict="all") == []


def test_typing_error_alone_is_no_match_but_with_its_state_it_is(reconcile):
    assert best(reconcile("Untied Kingdom")) == ("GBR", False)
    assert best(reconcile("Sergei Lavrof")) == ("sergey-lavrov", False)
    assert best(reconcile("Sergei Lavrof", state="Russia")) == ("sergey-lavrov", True)
    assert best(reconcile("Lavrof", state="Russia", date="2019")) == ("sergey-lavrov", False)


def test_full_names_of_states_are_told_apart(reconcile):
    assert best(reconcile("People's Republic of China")) == ("CHN", True)
    assert best(reconcile("Republic of China")) == ("TWN", True)
    assert best(reconcile("Democratic Republic of the Congo")) == ("COD", True)
    assert best(reconcile("Congo, Republic of the")) == ("COG", True)
    assert best(reconcile("Kingdom of Morocco")) == ("MAR", True)
    assert best(reconcile("Taliban")) == ("taliban", True)


def test_ids_beside_the_name_decide(reconcile):
    assert best(reconcile("Nobody in particular", wikidata="Q142")) == ("FRA", True)
    assert best(reconcile("", isoCode="fra")) == ("FRA", True)


def test_code_that_is_a_name_too_is_left_to_a_person(reconcile):
    assert best(reconcile("DJI"))[1] is False
    assert {"DJI", "dji"} <= {one["id"] for one in reconcile("DJI")}
    assert best(reconcile("DJI", isoCode="DJI")) == ("DJI", True)
    assert best(reconcile("Zelensky"))[1] is False, "a person, or a government by that name"


def test_hints_that_say_nothing_change_nothing(reconcile):
    plain = reconcile("France")
    assert reconcile("France", population=67, date="last year", state="Ruritania", colour=["a", 1, True]) == plain


def test_queries_of_a_batch_do_not_touch_each_other(client, reconcile):
    alone = reconcile("Ivanov", date="2003")
    batch = {
        "a": {"query": "President of France", "properties": [{"pid": "date", "v": 2019}]},
        "b": {"query": "Ivanov", "properties": [{"pid": "date", "v": "2003"}]},
    }
    found = client.post("/api/reconcile", data={"queries": json.dumps(batch)}).json
    assert found["b"]["result"] == alone
    assert found["a"]["result"][0]["id"] == "emmanuel-macron", "a year may be a number"
