"""Regions as equal tiles, and exact places as points: numbers -> plain data that templates draw as SVG.

As in `charts`, lengths along the page are percentages and lengths down it are in rem.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from projects.charts import percent, rem, shorten

# How many classes a measure falls into, beside "nothing" and "not stated".
CLASSES = 4
# A tile and the gap below it in rem; the gap beside it in per cent.
HEIGHT, GAP, SPACE = 6, 0.375, 2
# Half-widths of words that fit into a row of tiles on the narrowest phone.
ROOM = 38
# The least stretch of the ground that a sketch shows, in degrees: about a kilometre.
LEAST_SPAN = 0.01
# The room around the points of a sketch, as a share of what they span.
MARGIN = 0.08
KILOMETRES_A_DEGREE = 111.32


@dataclass(frozen=True)
class Place:
    """A region to be drawn: its tile, what it is called, its number (None where it is not stated), and its page."""

    row: int
    column: int
    label: str
    value: object
    shown: str
    address: str = ""


@dataclass(frozen=True)
class Tile:
    """A region as drawn: the class of its number (None where it is not stated), and where its parts lie."""

    place: Place
    name: str
    shown: str
    level: int | None
    x: str
    y: str
    width: str
    middle: str
    lines: tuple

    @property
    def dots(self):
        """The class told by shape, for those who cannot tell it by colour."""
        return dots(self.level)


@dataclass(frozen=True)
class Cartogram:
    """The tiles, the height of the drawing, its columns, and the key: pairs of a class and its words."""

    tiles: list
    height: str
    columns: int
    key: list


def draw(places, words, *, is_counted=True):
    """Return the cartogram of the places; `words` writes a number for the key; counts are whole, amounts are not."""
    places = sorted(places, key=lambda place: (place.row, place.column))
    if not places:
        return Cartogram([], "0", 0, [])
    edges = class_edges([place.value for place in places if place.value is not None], is_counted=is_counted)
    top, left = min(place.row for place in places), min(place.column for place in places)
    columns = max(place.column for place in places) - left + 1
    width = (100 - SPACE * (columns - 1)) / columns
    room = ROOM // columns - 1
    tiles = []
    for place in places:
        x, y = (place.column - left) * (width + SPACE), (place.row - top) * (HEIGHT + GAP)
        tiles.append(
            Tile(
                place,
                *(shorten(place.label, room), shorten(place.shown, room), class_of(place.value, edges)),
                *(percent(x), rem(y), percent(width), percent(x + width / 2)),
                tuple(rem(y + line) for line in (1.75, 3.5, 5.125)),
            )
        )
    rows = max(place.row for place in places) - top + 1
    key = _key(edges, {tile.level for tile in tiles}, words, is_counted=is_counted)
    return Cartogram(tiles, rem(rows * (HEIGHT + GAP) - GAP), columns, key)


def class_edges(values, *, is_counted=True):
    """The round numbers up to which each class reaches: at most four steps of 1, 2 or 5 times a power of ten."""
    largest = max(values, default=0)
    if largest <= 0:
        return []
    step = round_up(Decimal(largest) / CLASSES)
    if is_counted:
        step = max(1, math.ceil(step))
    return [step * n for n in range(1, math.ceil(largest / step) + 1)]


def class_of(value, edges):
    """The class of a number: 0 for nothing, 1 to 4 for more, None where it is not stated."""
    if value is None:
        return None
    return 0 if value <= 0 else next(number for number, edge in enumerate(edges, 1) if value <= edge)


def round_up(number):
    """The next number that is 1, 2 or 5 times a power of ten, as a Decimal."""
    number = Decimal(number)
    power = Decimal(10) ** number.adjusted()
    return next(factor * power for factor in (1, 2, 5, 10) if number <= factor * power)


def dots(level):
    """A class as dots, filled as often as it is high."""
    return "–" if level is None else "●" * level + "○" * (CLASSES - level)


def _key(edges, levels, words, *, is_counted):
    """The classes that are to be seen, and zero: pairs of a class and the words for its numbers."""
    spans = [(1, words(1) if is_counted else words(0), words(edges[0]))] if edges else []
    for number, (below, edge) in enumerate(pairwise(edges), 2):
        spans.append((number, words(below + 1 if is_counted else below), words(edge)))
    named = [(number, low if low == high else f"{low}–{high}") for number, low, high in spans]
    return [(0, words(0)), *named] if 0 in levels else named


@dataclass(frozen=True)
class Point:
    """An exact place as drawn: where it lies in per cent and rem."""

    number: int
    x: str
    y: str
    label_y: str
    is_site: bool


@dataclass(frozen=True)
class Sketch:
    """Points as they lie to each other, north above, and a bar of so many kilometres."""

    points: list
    height: str
    kilometres: Decimal
    bar: str


SKETCH_HEIGHT = 20


def sketch(places, *, ratio=1.5):
    """Return the sketch of places: triples of longitude, latitude and whether it is a site; None without any.

    `ratio` is how much wider than high the drawing is; one degree is as long in both directions on the ground.
    """
    if not places:
        return None
    longitudes = [float(longitude) for longitude, _latitude, _is_site in places]
    latitudes = [float(latitude) for _longitude, latitude, _is_site in places]
    east, north = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    # A degree of longitude grows shorter towards the pole, where it has no length at all.
    shrink = max(0.01, math.cos(math.radians(north)))
    across = (max(longitudes) - min(longitudes)) * shrink
    span = max(LEAST_SPAN, across / ratio, max(latitudes) - min(latitudes)) * (1 + 2 * MARGIN)
    points = []
    for number, (longitude, latitude, (_longitude, _latitude, is_site)) in enumerate(
        zip(longitudes, latitudes, places, strict=True), 1
    ):
        x = 50 + 100 * (longitude - east) * shrink / (span * ratio)
        y = SKETCH_HEIGHT * (0.5 - (latitude - north) / span)
        points.append(Point(number, percent(x), rem(y), rem(y - 0.5), is_site))
    width = span * ratio * KILOMETRES_A_DEGREE
    kilometres = round_up(width / 10)
    return Sketch(points, rem(SKETCH_HEIGHT), kilometres, percent(100 * float(kilometres) / width))
