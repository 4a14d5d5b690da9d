"""Numbers -> plain data that one template draws as SVG, and writes as a table with the same words.

Lengths along the page are percentages and lengths down it are in rem, so that a chart is as wide as its place and its
words are as large as the reader's, without a scale that shrinks them on a phone.
"""

import math
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from unicodedata import east_asian_width

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.localized import LocalText

# Half-widths (of a Latin letter) in a line of words on the narrowest phone.
ROOM = 44
# Rows of words with a bar or dots below them, in rem.
ROW, BASELINE, BAR, THICKNESS = 2.75, 1, 1.375, 0.875
# A value above zero is always to be seen, however small beside the largest.
LEAST = 0.75
# Widths in per cent within which the key of a segment, and the key with its number, fit on a phone.
KEY_ROOM, NUMBER_ROOM = 5, 13
# Where the plot of a line chart begins and ends, in rem from the top and in per cent from the left.
TOP, BOTTOM, LEFT, RIGHT = 1.75, 8.5, 3, 97
MOST_TICKS = 4


@dataclass(frozen=True)
class Mark:
    """A shape of SVG, with its attributes, and the words in it or, of other shapes than text, about it."""

    shape: str
    attributes: dict
    words: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing and the table that says the same; without marks where there is nothing to draw.

    `keys` say what the segments of a stacked chart stand for: triples of the number of the series, its letter and its
    name. Each row of the table is a label and words.
    """

    identifier: str
    title: str
    description: str
    marks: list
    height: str
    headings: list
    rows: list
    keys: tuple = ()


def bar_chart(identifier, title, headings, entries):
    """Return a bar for each entry: (label, value or None where it is not stated, the value in words)."""
    entries = list(entries)
    largest = _largest(value for _label, value, _shown in entries)
    marks = []
    for n, (label, value, shown) in enumerate(entries if largest else []):
        marks += _words(n, label, shown)
        if value:
            marks.append(_bar(n, 0, max(LEAST, 100 * float(value / largest)), "series-0"))
    description = _("A bar for each line of the table, as long as its number; the longest stands for the largest.")
    rows = [(label, [shown]) for label, _value, shown in entries]
    return Chart(identifier, title, description, marks, rem(ROW * len(entries)), headings, rows)


def stacked_chart(identifier, title, headings, entries):
    """Return a bar for each entry, (label, counts), in segments: a count for each heading but the first."""
    entries = [(label, list(counts)) for label, counts in entries]
    names = [str(name) for name in headings[1:]]
    series = [(number, ascii_uppercase[number], name) for number, name in enumerate(names)]
    _largest(count for _label, counts in entries for count in counts)
    largest = _largest(sum(counts) for _label, counts in entries)
    marks = []
    for n, (label, counts) in enumerate(entries if largest else []):
        marks += _words(n, label, str(sum(counts)))
        left = 0
        for count, (number, key, name) in zip(counts, series, strict=True):
            length = 100 * count / largest
            if count:
                about = pgettext("between a label and what is said of it", ": ").join((name, str(count)))
                marks.append(_bar(n, left, length, f"series-{number}", about))
            if count and length >= KEY_ROOM:
                words = f"{key} {count}" if length >= NUMBER_ROOM else key
                y = rem(n * ROW + BAR + 0.7)
                place = {"class": "on-bar", "x": percent(left + length / 2), "y": y, "text-anchor": "middle"}
                marks.append(Mark("text", place, words))
            left += length
    description = _("A bar for each line of the table, in segments as long as its numbers, lettered as in the key.")
    rows = [(label, [str(count) for count in counts]) for label, counts in entries]
    used = tuple(entry for entry in series if any(counts[entry[0]] for _label, counts in entries))
    return Chart(identifier, title, description, marks, rem(ROW * len(entries)), headings, rows, used)


def line_chart(identifier, title, headings, points):
    """Return a line through the points, in order: (label, place along the line, value or None, the value in words)."""
    points = list(points)
    largest = _largest(value for _label, _at, value, _shown in points)
    marks = [Mark("line", {"class": "axis", "x1": "0%", "x2": "100%", "y1": rem(BOTTOM), "y2": rem(BOTTOM)})]
    first, last = (
        (min(at for _label, at, *_rest in points), max(at for _label, at, *_rest in points)) if points else (0, 0)
    )
    before = None
    labelled = {0, len(points) - 1}
    for n, (label, at, value, shown) in enumerate(points):
        x = percent(_along(at, first, last))
        if n in labelled:
            marks.append(Mark("text", {"x": x, "y": rem(BOTTOM + 1.25), "text-anchor": _anchor(x)}, label))
        if value is None:
            before = None
            continue
        y = rem(BOTTOM - (BOTTOM - TOP) * float(value / largest) if largest else BOTTOM)
        if before:
            marks.append(Mark("line", {"class": "course", "x1": before[0], "y1": before[1], "x2": x, "y2": y}))
        marks.append(Mark("circle", {"class": "point", "cx": x, "cy": y, "r": "0.3rem"}, f"{label} {shown}"))
        if n in labelled or value == largest:
            above = rem(float(y.removesuffix("rem")) - 0.625)
            marks.append(Mark("text", {"class": "value", "x": x, "y": above, "text-anchor": _anchor(x)}, shown))
        before = x, y
    is_drawn = any(value is not None for _label, _at, value, _shown in points)
    description = _("A line through the values of the table, from the first to the last.")
    rows = [(label, [shown]) for label, _at, _value, shown in points]
    return Chart(identifier, title, description, marks if is_drawn else [], rem(BOTTOM + 1.75), headings, rows)


def dot_chart(identifier, title, headings, entries):
    """Return a dot, as long as the date is inexact, for each entry: (label, first day, last day, the date in words)."""
    entries = list(entries)
    if not entries:
        return Chart(identifier, title, "", [], "0", headings, [])
    begin = min(first.year for _label, first, _last, _shown in entries)
    end = max(last.year for _label, _first, last, _shown in entries) + 1
    origin, limit = date(begin, 1, 1).toordinal(), date(end, 1, 1).toordinal()
    bottom = ROW * len(entries) + 0.25
    marks = []
    for year in range(begin, end + 1, math.ceil((end - begin) / MOST_TICKS)):
        x = percent(_along(date(year, 1, 1).toordinal(), origin, limit))
        marks += [
            Mark("line", {"class": "tick", "x1": x, "x2": x, "y1": "0", "y2": rem(bottom)}),
            Mark("text", {"class": "axis-label", "x": x, "y": rem(bottom + 1), "text-anchor": _anchor(x)}, str(year)),
        ]
    for n, (label, first, last, shown) in enumerate(entries):
        y = rem(n * ROW + BAR + THICKNESS / 2)
        x1, x2 = (percent(_along(day.toordinal(), origin, limit)) for day in (first, last))
        marks += [
            *_words(n, label, shown),
            Mark("line", {"class": "track", "x1": "0%", "x2": "100%", "y1": y, "y2": y}),
            Mark("line", {"class": "dot", "x1": x1, "x2": x2, "y1": y, "y2": y}),
        ]
    description = _("A dot for each date, as long as the date is inexact, from the first year to the last.")
    rows = [(label, [shown]) for label, _first, _last, shown in entries]
    return Chart(identifier, title, description, marks, rem(bottom + 1.5), headings, rows)


def shorten(words, room):
    """Return the words cut to as many half-widths, in the language that they know of."""
    if width(words) <= room:
        return words
    kept = ""
    for letter in words:
        if width(kept + letter) >= room:
            break
        kept += letter
    kept = kept.rstrip() + "…"
    return LocalText(kept, words.language) if isinstance(words, LocalText) else kept


def width(words):
    """Return how many half-widths the words take: a Chinese character two, a Latin letter one."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in words)


def _largest(values):
    """Return the largest of the values, 0 without any; ValueError where one cannot be a length."""
    known = [value for value in values if value is not None]
    if any(not math.isfinite(value) or value < 0 for value in known):
        raise ValueError("A length can be neither negative nor endless.")
    return max(known, default=0)


def _words(n, label, shown):
    """The line above a bar: what it is about at the left, its value at the right."""
    y = rem(n * ROW + BASELINE)
    return [
        Mark("text", {"x": "0%", "y": y}, shorten(label, max(8, ROOM - 2 - width(shown)))),
        Mark("text", {"class": "value", "x": "100%", "y": y, "text-anchor": "end"}, shown),
    ]


def _bar(n, left, length, series, about=""):
    place = {"x": percent(left), "y": rem(n * ROW + BAR), "width": percent(length), "height": rem(THICKNESS)}
    return Mark("rect", {"class": f"bar {series}", **place}, about)


def _along(at, first, last):
    """The place in per cent of one value between two others; the middle where these are one."""
    return LEFT + (RIGHT - LEFT) * (at - first) / (last - first) if last > first else (LEFT + RIGHT) / 2


def _anchor(x):
    """Where words at this place begin, so that they stay within the drawing."""
    place = float(x.removesuffix("%"))
    return "start" if place < 15 else "end" if place > 85 else "middle"


def percent(number):
    """Return a length along the page."""
    return f"{_number(number)}%"


def rem(number):
    """Return a length down the page."""
    return f"{_number(number)}rem"


def _number(number):
    return f"{number:.3f}".rstrip("0").rstrip(".")
