"""Where the nodes of a network are drawn, and which of them get names."""

import math
import random

import pytest

from web.charts.labels import MAX_LETTERS, place_labels
from web.charts.layout import HEIGHT, WIDTH, layout


def made_up(count, seed=3):
    """Return radii and edges of a network of *count* nodes in which few have most edges."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    edges = [(n, int(n * rng.random() ** 3), float(rng.randint(1, 40))) for n in range(1, count) for _ in range(3)]
    return [3 + 25 / math.sqrt(n + 1) for n in range(count)], edges


def distance(one, other):
    return math.dist(one, other)


@pytest.mark.parametrize("count", [1, 2, 3, 16, 50, 200])
def test_every_circle_lies_within_the_drawing(count):
    radii, edges = made_up(count)
    places = layout(radii, edges)
    assert len(places) == count
    for (x, y), radius in zip(places, radii, strict=True):
        assert radius <= x <= WIDTH - radius
        assert radius <= y <= HEIGHT - radius


@pytest.mark.parametrize("count", [2, 16, 50, 200])
def test_circles_do_not_overlap(count):
    radii, edges = made_up(count)
    places = layout(radii, edges)
    for n in range(count):
        for m in range(n):
            assert distance(places[n], places[m]) > radii[n] + radii[m]


def test_the_same_network_has_the_same_places():
    assert layout(*made_up(40)) == layout(*made_up(40))


def test_nodes_of_one_circle_of_friends_lie_closer_to_each_other_than_to_those_of_another():
    def friends(first):
        return [(first + n, first + m, 5.0) for n in range(6) for m in range(n)]

    places = layout([5.0] * 12, [*friends(0), *friends(6), (0, 6, 1.0)])
    within = [distance(places[n], places[m]) for n in range(6) for m in range(n)]
    across = [distance(places[n], places[m]) for n in range(6) for m in range(6, 12)]
    assert sum(within) / len(within) < 0.6 * sum(across) / len(across)


def test_a_network_without_nodes_or_edges_is_no_fault():
    assert layout([], []) == []
    assert len(set(layout([4.0] * 9, []))) == 9
    assert layout([4.0], [(0, 0, 3.0)]) == [(WIDTH / 2, HEIGHT / 2)]


def boxes(labels):
    left = {"start": 0.0, "middle": 0.5, "end": 1.0}
    for label in labels:
        if label:
            wide = 6 * len(label.text)
            yield label.x - left[label.anchor] * wide, label.y - 9, label.x + (1 - left[label.anchor]) * wide, label.y


def test_no_name_stands_over_another_and_the_largest_have_theirs():
    radii, edges = made_up(120)
    labels = place_labels([f"Republic {n}" for n in range(120)], layout(radii, edges), radii)
    assert sum(label is not None for label in labels) > 40
    assert all(labels[:5])
    shown = list(boxes(labels))
    for n, one in enumerate(shown):
        assert one[0] >= 0
        assert one[2] <= WIDTH
        for other in shown[:n]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_long_name_is_shortened_and_an_empty_one_takes_no_place():
    labels = place_labels(["z" * 10_000, "  "], [(300.0, 300.0), (600.0, 300.0)], [20.0, 10.0])
    assert labels[0].text == "z" * (MAX_LETTERS - 1) + "…"
    assert labels[1] is None
    assert place_labels([], [], []) == []
