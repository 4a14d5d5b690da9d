"""Records, their history and their published facts in words a clerk reads: each field by its label and as text."""

from dataclasses import dataclass
from functools import cache
from inspect import getattr_static

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.admin.fields import is_amount, written_amount
from projects.dates import PartialDate
from projects.localized import LANGUAGES, choose
from projects.models import Citation
from projects.models.files import called


@dataclass(frozen=True)
class Change:
    """What one field said before and says after; empty text where nothing was recorded.

    A part that came or went is one change without the `name` of a field.
    """

    label: str
    before: str
    after: str
    name: str = ""


def differences(before, after):
    """The changes between two readings of a row, each `{name: (label, text)}`, in the order of its fields."""
    changes = []
    for name in {**before, **after}:
        label = (after.get(name) or before.get(name))[0]
        was, becomes = (reading.get(name, (label, ""))[1] for reading in (before, after))
        if was != becomes:
            changes.append(Change(label, was, becomes, name))
    return changes


def citable(model):
    """What a citation of a record of `model` can support: the published name of each field -> its label."""
    names = {}
    for column in published_columns(model):
        name, label = published_name(model, column)
        names.setdefault(name, capfirst(label))
    for name in ("reference", "slug"):
        names.pop(name, None)
    return names


@cache
def cited_boxes(model):
    """The box of a form that stands for each thing a citation can support: its name on the form -> published name."""
    boxes = {}
    for column in published_columns(model):
        name, _label = published_name(model, column)
        is_one_box = name in getattr(model, "partial_dates", ())
        boxes.setdefault(name, name if is_one_box else column.name)
    return {boxes[name]: name for name in citable(model)}


def support_key(field, part_number):
    """What a citation supports, as one value: `stage` or `amenities:1`."""
    return field if part_number is None else f"{field}:{part_number}"


def published_columns(model):
    """The columns of a record or part that staff can edit, in the order of the model."""
    owners = getattr(model, "owners", ())
    return [
        column
        for column in model._meta.concrete_fields
        if column.editable and not column.primary_key and column.name not in owners
    ]


def published_name(model, column):
    """The name under which facts hold the column, and its label."""
    for name in getattr(model, "localized", ()):
        if column.name in {f"{name}_{language}" for language in LANGUAGES}:
            return name, getattr_static(model, name).verbose_name
    for name in getattr(model, "partial_dates", ()):
        if column.name.startswith(f"{name}_") and column.name.removeprefix(f"{name}_") in _DATE_COLUMNS:
            return name, getattr_static(model, name).verbose_name
    return column.name, column.verbose_name


_DATE_COLUMNS = {"first", "last", "precision", "text"}


def read_row(model, row, targets, record_model=None):
    """A row, or its line in the history, as `{name: (label, text)}`; `targets` names what it points to.

    `record_model` is the model of the record that a part belongs to.
    """
    reading = {}
    for column in published_columns(model):
        name, label = published_name(model, column)
        if name in getattr(model, "localized", ()):
            reading[column.name] = capfirst(column.verbose_name), getattr(row, column.name)
        elif name in getattr(model, "partial_dates", ()):
            reading[name] = capfirst(label), _date_of(row, name)
        elif column.is_relation:
            key = getattr(row, column.attname)
            reading[name] = capfirst(label), "" if key is None else targets.get((column.related_model, key), f"#{key}")
        else:
            reading[name] = capfirst(label), say(column, getattr(row, column.attname))
    return _merge_support(model, reading, row, record_model)


def _date_of(row, name):
    first = getattr(row, f"{name}_first")
    if first is None:
        return ""
    text = getattr(row, f"{name}_text")
    return text or str(PartialDate(first, getattr(row, f"{name}_last"), getattr(row, f"{name}_precision")))


def read_facts(model, facts, record_model=None):
    """Published facts of a record or part, in the same form as `read_row` reads the row."""
    reading = {}
    for column in published_columns(model):
        name, label = published_name(model, column)
        value = facts.get(name)
        if name in getattr(model, "localized", ()):
            reading[column.name] = capfirst(column.verbose_name), (value or {}).get(column.name[-2:], "")
        elif name in getattr(model, "partial_dates", ()):
            reading[name] = capfirst(label), value["text"] or str(PartialDate.from_data(value)) if value else ""
        elif column.is_relation:
            reading[name] = capfirst(label), _named(value)
        else:
            reading[name] = capfirst(label), say(column, column.to_python(value))
    return _merge_support(model, reading, facts, record_model)


def _named(entry):
    if entry is not None and "token" in entry:
        return called(entry["name"]["en"], entry["token"])
    return "" if entry is None else str(choose(**entry["name"])) or entry["reference"]


def _merge_support(model, reading, row, record_model):
    """Say in one line which field or part a citation supports."""
    if model is Citation and record_model is not None:
        get = row.get if isinstance(row, dict) else lambda name: getattr(row, name)
        del reading["part_number"]
        reading["field"] = reading["field"][0], say_support(record_model, get("field"), get("part_number"))
    return reading


def say_support(record_model, field, part_number):
    """What a citation supports: the field, or the kind of part with its number."""
    if part_number is None:
        return str(citable(record_model).get(field) or _kinds(record_model).get(field, field))
    part = record_model.part_models().get(field)
    return f"{capfirst(part._meta.verbose_name) if part else field} {part_number}"


def _kinds(record_model):
    return {name: capfirst(part._meta.verbose_name_plural) for name, part in record_model.part_models().items()}


def say(column, value):
    """The value of a column as text: its choice in words, an amount as people write it, empty where there is none."""
    if value is None or value == "":
        return ""
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        return value.isoformat()
    if is_amount(column):
        return written_amount(value)
    if isinstance(column, models.DecimalField):
        return f"{value.normalize():f}"
    return str(value)


def name_targets(rows):
    """What rows, or lines of their history, point to: (model, key) -> its name, one query a model."""
    wanted = {}
    for model, row in rows:
        for column in published_columns(model):
            if column.is_relation and (key := getattr(row, column.attname)) is not None:
                wanted.setdefault(column.related_model, set()).add(key)
    return {
        (model, key): str(record)
        for model, keys in wanted.items()
        for key, record in labelled(model.objects.all()).in_bulk(keys).items()
    }


def labelled(records):
    """The records with what their labels are made of: a site without a name is called by its type."""
    return records.select_related("type") if hasattr(records.model, "type_id") else records


def part_differences(part_model, number, before, after):
    """The changes of one part, as `differences` tells them; a part that came or went is told in one line."""
    label = f"{capfirst(part_model._meta.verbose_name)} {number}"
    if before is None or after is None:
        return [Change(label, _in_one_line(before), _in_one_line(after))]
    return [
        Change(f"{label}: {change.label}", change.before, change.after, change.name)
        for change in differences(before, after)
    ]


def _in_one_line(reading):
    return "; ".join(f"{label}: {text}" for label, text in (reading or {}).values() if text)
