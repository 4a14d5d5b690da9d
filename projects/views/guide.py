"""The data guide: what every field means, how it is written, and how to take it away."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from projects.columns import COLUMNS, NOUN_MODELS, label_of, part_columns
from projects.kinds import Kind
from projects.meanings import MEANINGS, TERMS
from projects.views.lists import LISTS

KINDS = {
    Kind.TEXT: gettext_lazy("text, in either or both languages"),
    Kind.CHOICE: gettext_lazy("one of these words:"),
    Kind.NUMBER: gettext_lazy("a number"),
    Kind.MONEY: gettext_lazy("an amount, in the currency of the record"),
    Kind.DAY: gettext_lazy("a day"),
    Kind.PERIOD: gettext_lazy("a date, as exactly as it is known"),
    Kind.FLAG: gettext_lazy("yes or no"),
    Kind.ENTRY: gettext_lazy("another record"),
}


@dataclass
class Entry:
    """A field as the guide explains it."""

    anchor: str
    label: str
    key: str
    meaning: str
    kind: str
    unit: str
    choices: list


@require_safe
def guide(request):
    """Explain the terms, every field of every noun and kind of part, and the files."""
    sections = []
    for noun, columns in COLUMNS.items():
        section = {"anchor": noun, "title": LISTS[noun][0], "fields": _entries(noun, columns), "parts": []}
        model = NOUN_MODELS.get(noun)
        for collection in model.part_models() if model else ():
            anchor = f"{noun}-{collection.replace('_', '-')}"
            entries = _entries(anchor, part_columns(noun, collection))
            section["parts"].append({"anchor": anchor, "title": label_of(model, collection), "fields": entries})
        sections.append(section)
    terms = [{"anchor": anchor, "term": term, "meaning": meaning} for anchor, term, meaning in TERMS]
    return render(request, "projects/guide.html", {"terms": terms, "sections": sections})


def _entries(prefix, columns):
    for column in columns:
        # What a citation supports can be any field: the guide itself is the list of them.
        choices = {} if column.key == "field" else column.choices
        yield Entry(
            anchor=f"{prefix}-{column.key.replace('_', '-')}",
            label=column.label,
            key=column.key,
            meaning=MEANINGS[column.key],
            kind=_("the name of a field") if column.key == "field" else KINDS[column.kind],
            unit=column.unit,
            choices=list(choices.items()),
        )
