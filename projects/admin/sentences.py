"""What changed, in sentences: a date was moved, an amount raised, a part added."""

from inspect import getattr_static

from django.db import models
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from projects.choices import Precision
from projects.dates import PartialDate

# What is longer stands in the table only.
LONGEST = 80

ACTS = {
    "created": gettext_noop("created"),
    "save": gettext_noop("changed"),
    "confirm": gettext_noop("confirmed as still true"),
    "revert": gettext_noop("put back to an earlier version"),
    "merge": gettext_noop("merged"),
    "submit": gettext_noop("submitted for review"),
    "take_back": gettext_noop("taken back from review"),
    "send_back": gettext_noop("returned"),
    "publish": gettext_noop("published"),
    "withdraw": gettext_noop("withdrawn"),
    "ask_to_retract": gettext_noop("retraction asked for"),
    "retract": gettext_noop("retracted"),
    "hand_over": gettext_noop("handed over"),
    "delete": gettext_noop("deleted"),
    "restore": gettext_noop("restored"),
}


def say_act(line, earlier):
    """What a line of the log says was done, in a word or two."""
    if line.history_type == "+":
        return _("created")
    if line.act != "save" or earlier is None:
        return _(ACTS[line.act]) if line.act in ACTS else line.act
    # Lines from before acts were logged.
    if line.deleted_at != earlier.deleted_at:
        return _("deleted") if line.deleted_at else _("restored")
    if getattr(line, "published_version", None) is not None and line.published_version == line.version:
        return _("published")
    if hasattr(line, "state") and line.state != earlier.state:
        return line.get_state_display()
    return _("changed")


def say_change(model, change, before, after):
    """One sentence on what a field changed from one line of the log, or row, to the next."""
    if change.name == "":
        return _say_part(change)
    name = change.name
    words = {"field": change.label, "before": change.before, "after": change.after}
    if not change.before:
        if len(change.after) > LONGEST or "\n" in change.after:
            return _("%(field)s written") % words
        return _("%(field)s recorded: %(after)s") % words
    if not change.after:
        if len(change.before) > LONGEST or "\n" in change.before:
            return _("%(field)s cleared") % words
        return _("%(field)s cleared, which was %(before)s") % words
    dates = [_date_of(model, name, row) for row in (before, after)]
    if all(dates):
        moved = _in_short(*dates)
        return _("%(field)s moved from %(before)s to %(after)s") % (words | {"before": moved[0], "after": moved[1]})
    figures = [_figure_of(model, name, row) for row in (before, after)]
    if None not in figures:
        raised = _("%(field)s raised from %(before)s to %(after)s")
        return (raised if figures[1] > figures[0] else _("%(field)s lowered from %(before)s to %(after)s")) % words
    if max(len(change.before), len(change.after)) > LONGEST or "\n" in change.before + change.after:
        return _("%(field)s rewritten") % words
    return _("%(field)s changed from %(before)s to %(after)s") % words


def _say_part(change):
    """A part that came or went is told in one line."""
    if not change.before:
        return _("%(part)s added: %(content)s") % {"part": change.label, "content": change.after}
    return _("%(part)s removed: %(content)s") % {"part": change.label, "content": change.before}


def _date_of(model, name, row):
    """The date of a field as such, whichever words it was entered in; None where it holds none."""
    if name in getattr(model, "partial_dates", ()):
        return getattr_static(model, name).__get__(row)
    column = _column(model, name)
    value = getattr(row, name) if type(column) is models.DateField else None
    return value and PartialDate(value, value, Precision.DAY)


def _figure_of(model, name, row):
    column = _column(model, name)
    is_figure = isinstance(column, models.DecimalField | models.IntegerField) and not column.choices
    return getattr(row, name) if is_figure and name not in {"longitude", "latitude", "year"} else None


def _column(model, name):
    return next((column for column in model._meta.concrete_fields if column.name == name), None)


def _in_short(first, last):
    """Two dates in words, the year said once: from 30 June to 31 December 2026."""
    before, after = str(first), str(last)
    are_days = first.precision == last.precision == Precision.DAY and not (first.is_limit or last.is_limit)
    if not are_days or first.first.year != last.first.year:
        return before, after
    year = first.first.year
    if get_language() == "en":
        return before.removesuffix(f" {year}"), after
    return before, after.removeprefix(f"{year}年")
