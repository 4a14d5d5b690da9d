"""What changed from one publication of a record to the next, and why."""

from itertools import pairwise

from projects.localized import by_letters
from projects.views.sheets import DERIVED, describe
from projects.views.values import day, is_stated

# As many as a page lists; the one before them is read for comparison.
SHOWN = 5
# What follows from other facts, or is said of the page rather than of the record.
WITHOUT = {"reference", "slug"}


def changes_of(publication, model):
    """The last publications of a record, newest first: the day, labels of what changed (None: the first), and why."""
    copies = type(publication).objects.filter(reference=publication.reference, is_retracted=False)
    rows = list(
        copies.order_by("-number").only("reference", "number", "shown_from", "published_by", "reason", "facts")[
            : SHOWN + 1
        ]
    )
    return [
        {
            "day": day(copy.shown_from),
            "iso": copy.shown_from.isoformat(),
            "changed": changed,
            "reason": public_reason(copy),
        }
        for copy, changed in list(compared(rows, model))[:SHOWN]
    ]


def public_reason(copy):
    """Why somebody published it, in their words; a command gives no reason of its own."""
    return by_letters(copy.reason) if copy.reason and copy.published_by_id else ""


def compared(copies, model):
    """Yield each copy, the newest of a record first, with the labels of what changed; None for the record's first."""
    for newer, older in pairwise([*copies, None]):
        is_first = older is None or older.reference != newer.reference
        yield newer, None if is_first else _changed(model, older.facts, newer.facts)


def _changed(model, before, after):
    """The labels of the facts that differ, but for those that follow from others."""
    without = WITHOUT | DERIVED.get(model._meta.model_name, set())
    return [
        describe(model, name)
        for name, value in after.items()
        if name not in without and value != before.get(name) and (is_stated(value) or is_stated(before.get(name)))
    ]
