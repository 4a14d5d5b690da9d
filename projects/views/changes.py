"""What changed from one publication of a record to the next, and why."""

import re
from itertools import pairwise

from projects.localized import LocalText
from projects.views.sheets import DERIVED, describe
from projects.views.values import day, is_stated, noun_of

# As many as a page lists; the one before them is read for comparison.
SHOWN = 5
CHINESE = re.compile("[\u3400-\u9fff]")
# What follows from other facts, or is said of the page rather than of the record.
WITHOUT = {"reference", "slug"}


def changes_of(publication, model):
    """The last publications of a record, newest first: the day, labels of what changed (None for the first), and why."""
    copies = type(publication).objects.filter(reference=publication.reference, is_retracted=False)
    rows = list(copies.order_by("-number").only("number", "shown_from", "reason", "facts")[: SHOWN + 1])
    whole = len(rows) <= SHOWN
    pairs = [*pairwise(rows), *([(rows[-1], None)] if whole and rows else [])]
    return [
        {
            "day": day(newer.shown_from),
            "iso": newer.shown_from.isoformat(),
            "changed": None if older is None else _changed(noun_of(publication), model, older.facts, newer.facts),
            "reason": newer.reason and LocalText(newer.reason, "zh" if CHINESE.search(newer.reason) else "en"),
        }
        for newer, older in pairs
    ]


def _changed(noun, model, before, after):
    """The labels of the facts that differ, but for those that follow from others."""
    without = WITHOUT | DERIVED.get(noun, set())
    return [
        describe(model, name)
        for name, value in after.items()
        if name not in without and value != before.get(name) and (is_stated(value) or is_stated(before.get(name)))
    ]
