"""Regions as tiles: every number has a class, and every tile a place of its own."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from projects.cartogram import CLASSES, Place, class_edges, class_of, draw, sketch

COUNTS = st.integers(0, 10**12)
AMOUNTS = st.decimals(0, 10**15, places=2)


def places(*values):
    """A row of places with these numbers."""
    return [Place(1, column, f"R{column}", value, str(value)) for column, value in enumerate(values, 1)]


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_every_count_falls_into_a_class_that_grows_with_it(values):
    edges = class_edges(values)
    assert len(edges) <= CLASSES
    classes = [class_of(value, edges) for value in sorted(values)]
    assert classes == sorted(classes)
    assert all((number == 0) == (value == 0) for number, value in zip(classes, sorted(values), strict=True))


@given(st.lists(AMOUNTS, min_size=1, max_size=6))
@example([Decimal("400000000.01")])
def test_every_amount_falls_into_a_class(values):
    edges = class_edges(values, is_counted=False)
    assert len(edges) <= CLASSES
    assert all(class_of(value, edges) <= len(edges) for value in values)


def test_the_edges_of_counts_are_whole():
    assert class_edges([3]) == [1, 2, 3]
    assert class_edges([11]) == [5, 10, 15]


def test_tiles_stand_in_their_rows_and_columns_without_touching():
    drawn = draw([Place(2, 3, "c", 1, "1"), Place(1, 2, "a", 1, "1"), Place(1, 3, "b", 1, "1")], str)
    assert [tile.name for tile in drawn.tiles] == ["a", "b", "c"]
    first, second, below = drawn.tiles
    assert first.x == "0%"
    assert float(first.width[:-1]) < float(second.x[:-1])
    assert (first.y, second.x) == (second.y, below.x)
    assert float(below.y[:-3]) > 6
    assert float(second.x[:-1]) + float(second.width[:-1]) == pytest.approx(100)


def test_the_key_says_every_number_once():
    assert draw(places(0, 3, 17, 40), str).key == [(0, "0"), (1, "1–10"), (2, "11–20"), (3, "21–30"), (4, "31–40")]
    assert draw(places(1, 2), str).key == [(1, "1"), (2, "2")]


def test_what_is_not_stated_has_a_class_and_dots_of_its_own():
    tiles = draw(places(None, 0, 4), str).tiles
    assert [(tile.level, tile.dots) for tile in tiles] == [(None, "–"), (0, "○○○○"), (4, "●●●●")]


def test_no_place_makes_no_drawing():
    assert draw([], str).tiles == []
    assert sketch([]) is None


@given(st.lists(st.tuples(st.floats(73, 136), st.floats(3, 54), st.booleans()), min_size=1, max_size=20))
def test_no_point_of_a_sketch_lies_outside(found):
    drawn = sketch(found)
    assert all(0 <= float(point.x[:-1]) <= 100 and 0 <= float(point.y[:-3]) <= 20 for point in drawn.points)
    assert 0 < float(drawn.bar[:-1]) <= 100


def test_points_go_north_upwards_and_keep_their_numbers():
    points = sketch([(113.5, lat, False) for lat in (37.6, 37.7, 37.8)]).points
    assert [point.number for point in points] == [1, 2, 3]
    assert all(float(north.y[:-3]) < float(south.y[:-3]) for south, north in pairwise(points))
