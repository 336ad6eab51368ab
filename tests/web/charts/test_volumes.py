"""Numbers of events with their tone, and periods as addresses tell them."""

import pytest

from web.charts.periods import Period, read_period
from web.charts.volumes import Volume, choose


def volume(**classes):
    return Volume({name: events for name, (events, _) in classes.items()}, {n: s for n, (_, s) in classes.items()})


@pytest.mark.parametrize(
    ("mean", "tone"),
    [(-9, "conflict2"), (-4, "conflict1"), (-1, "mixed"), (0.9, "mixed"), (1, "cooperation1"), (4, "cooperation2")],
)
def test_tone_follows_the_mean_score(mean, tone):
    assert volume(VerbalConflict=(2, 2.0 * mean)).tone == tone


def test_nothing_has_no_tone_of_either_kind():
    assert (Volume().mean, Volume().tone, Volume().events) == (0.0, "mixed", 0)


def test_a_choice_of_classes_takes_their_scores_along():
    both = volume(VerbalCooperation=(3, 6.0), MaterialConflict=(1, -9.0))
    found = choose({"a": both, "b": volume(VerbalCooperation=(1, 1.0))}, "Conflict")
    assert list(found) == ["a"]
    assert (found["a"].events, found["a"].mean) == (1, -9.0)


def test_volumes_add_up_and_are_taken_away():
    one = volume(VerbalCooperation=(3, 6.0))
    one.add(volume(VerbalCooperation=(1, 2.0), VerbalConflict=(1, -4.0)))
    one.add(volume(VerbalCooperation=(2, 4.0)), -1)
    assert (one.cooperation, one.conflict, one.mean) == (2, 1, 0.0)


def test_a_period_holds_both_its_months():
    months = ["2023-12", "2024-01", "2024-02", "2024-03"]
    assert read_period("2024-01", "2024-02").select(months) == ["2024-01", "2024-02"]
    assert read_period("2024-02", "").select(months) == ["2024-02", "2024-03"]
    assert Period().select(months) == months


def test_months_in_the_wrong_order_or_form_are_mended():
    assert read_period("2024-05", "2024-01") == Period("2024-01", "2024-05")
    assert read_period("2024-13", "soon") == Period()
    assert not Period()
