"""Two clerks wrote on one record: what each of them changed, so that both can be kept.

Three versions meet: the one that the slower clerk saw, theirs as it stands now, and mine as it was typed. What they
alone changed stays theirs. What I changed is a choice of its own, for each field and for each row of parts.
"""

from dataclasses import dataclass, field

from django.forms import BooleanField, ChoiceField
from django.forms.models import ModelChoiceField
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects import editorial
from projects.admin.fields import is_key
from projects.admin.wording import Change

# What begins the name of a choice on the page; its value is `mine` or `theirs`.
CHOICE = "choice:"
# The rows of a formset are counted anew, as Django counts them.
MOST_ROWS = 1000


@dataclass(frozen=True)
class Choice:
    """One field, or one row of parts, that I changed: what it said when I opened the form, says now, and mine."""

    name: str
    label: str
    seen: str
    theirs: str
    mine: str
    is_contested: bool = False


@dataclass
class Merge:
    """What is to be chosen, what they alone changed, and the form's data with theirs where I changed nothing."""

    choices: list[Choice] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    data: list[tuple[str, str]] = field(default_factory=list)


def without_refused(record_admin, request, record):
    """What was posted, without what its clerk chose to leave as the other has it; the posted data where none is."""
    refused = {
        name.removeprefix(CHOICE)
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value == "theirs"
    }
    if not any(name.startswith(CHOICE) for name in request.POST):
        return request.POST
    seen = request.POST.get("seen_version", "")
    contents = _contents(record, int(seen)) if is_key(seen) else None
    posted = request.POST.copy()
    for name in request.POST:
        if name.startswith(CHOICE):
            del posted[name]
    if not refused or contents is None:
        return posted
    form = record_admin.get_form(request, contents.record, change=True)(instance=contents.record)
    for name in refused & form.fields.keys():
        _put(posted, name, _data_of(form, name))
    formsets, _inlines = record_admin._create_formsets(request, contents.record, change=True)
    for formset in formsets:
        rows = _posted_rows(request.POST, formset.prefix)
        parts = _parts_by_key(contents, formset.model)
        for number, row in enumerate(rows):
            if f"{formset.prefix}-{number}" in refused:
                part = parts.get(row.get("id"))
                rows[number] = _row_of(formset, part) if part else None
        _put_rows(posted, formset, [row for row in rows if row is not None])
    return posted


def merge(record, posted, form, formsets):
    """Bring together what was posted and what `record` says now; `form` and `formsets` are bound to both."""
    seen = posted.get("seen_version", "")
    contents = _contents(record, int(seen)) if is_key(seen) else None
    merged = Merge()
    own = tuple(f"{formset.prefix}-" for formset in formsets if formset.management_form.is_valid())
    data = posted.copy()
    for name in posted:
        if own and name.startswith(own):
            del data[name]
    _merge_fields(merged, data, type(form), record, contents.record if contents else record, posted)
    for formset in formsets:
        if formset.management_form.is_valid():
            _merge_rows(merged, data, posted, formset, contents)
    merged.data = [(name, value) for name, values in data.lists() for value in values]
    return merged


def _contents(record, number):
    """What the record said in the version; None where no log tells."""
    return editorial.contents_at(record, number) if number < 2**31 else None


def _parts_by_key(contents, model):
    """The parts of one kind by their database keys as text; a part that came back has a new one."""
    return {str(part.pk): part for part in contents.parts[model].values()}


# The record's own fields.


def _merge_fields(merged, data, form_class, record, seen, posted):
    mine = form_class(posted, instance=seen)
    theirs, before = form_class(instance=record), form_class(instance=seen)
    for name in _visible(mine):
        is_theirs = _data_of(theirs, name) != _data_of(before, name)
        label = str(mine.fields[name].label or name)
        if name not in mine.changed_data:
            if is_theirs:
                merged.kept.append(Change(label, _stored(before, name), _stored(theirs, name)))
                _put(data, name, _data_of(theirs, name))
        elif (
            form_class(posted, instance=record)
            .fields[name]
            .has_changed(theirs.get_initial_for_field(theirs.fields[name], name), mine[name].data)
        ):
            words = _stored(before, name), _stored(theirs, name), typed(mine, name)
            merged.choices.append(Choice(f"{CHOICE}{name}", label, *words, is_contested=is_theirs))


# The rows of parts.


def _merge_rows(merged, data, posted, formset, contents):
    """Rows of the two versions meet by their number; a row of mine whose part is gone becomes a new one."""
    kind = str(capfirst(formset.model._meta.verbose_name))
    seen = _parts_by_key(contents, formset.model) if contents else {}
    current = {part.number: part for part in formset.get_queryset()}
    by_key = {str(part.pk): part for part in current.values()}
    kept, new, choices = [], [], []
    met = set()
    for row in _posted_rows(posted, formset.prefix):
        key = row.get("id", "")
        before = seen.get(key) or by_key.get(key)
        theirs = by_key.get(key) or (before and current.get(before.number))
        if before is None:
            if _says_something(formset, row):
                new.append(row | {"id": ""})
                choices.append((new[-1], kind, "", "", _in_one_line(_row_form(formset, row)), False))
            continue
        met.add(before.number)
        merged_row, words, is_contested, kept_changes = _merge_row(formset, row, before, theirs)
        label = f"{kind} {before.number}"
        merged.kept += [
            Change(f"{label}: {change.label}" if change.label else label, change.before, change.after)
            for change in kept_changes
        ]
        if merged_row is None:
            continue
        (kept if theirs else new).append(merged_row)
        if words:
            choices.append((merged_row, label, *words, is_contested))
    for number, part in current.items():
        if number not in met:
            kept.append(_row_of(formset, part))
            if str(part.pk) not in seen:
                merged.kept.append(Change(f"{kind} {number}", "", _in_one_line(_part_form(formset, part))))
    rows = [*kept, *new]
    for row, label, before, theirs, mine, is_contested in choices:
        place = next(number for number, other in enumerate(rows) if other is row)
        name = f"{CHOICE}{formset.prefix}-{place}"
        merged.choices.append(Choice(name, label, before, theirs, mine, is_contested))
    _put_rows(data, formset, rows)


def _merge_row(formset, row, before, theirs):
    """One row: the merged row or None, the words of its choice or None, whether both changed it, and what they did."""
    unsaved, base = _part_form(formset, before), _row_form(formset, row, before)
    mine = [name for name in _visible(base) if name in base.changed_data]
    is_removed = "DELETE" in row
    if theirs is None:
        if is_removed:
            return None, None, False, []
        if not mine:
            return None, None, False, [Change("", _in_one_line(unsaved), _("removed"))]
        words = _in_one_line(unsaved), _("removed"), _in_one_line(base)
        return row | {"id": ""}, words, True, []
    standing = _part_form(formset, theirs)
    others = [name for name in _visible(base) if _data_of(standing, name) != _data_of(unsaved, name)]
    row = row | {"id": str(theirs.pk)}
    if is_removed:
        return row, (_in_one_line(unsaved), _in_one_line(standing), _("deleted")), bool(others), []
    result, kept = dict(row), []
    for name in others:
        if name not in mine:
            kept.append(Change(str(base.fields[name].label or name), _stored(unsaved, name), _stored(standing, name)))
            _put_in_row(result, name, _data_of(standing, name))
    mine = [
        name
        for name in mine
        if base.fields[name].has_changed(standing.get_initial_for_field(standing.fields[name], name), base[name].data)
    ]
    if not mine:
        return result, None, False, kept
    words = (
        _in_one_line(unsaved, mine),
        _in_one_line(standing, mine),
        _in_one_line(base, mine),
    )
    return result, words, bool(set(mine) & set(others)), kept


def _row_form(formset, row, part=None):
    """The form of a row, bound to what was posted of it; `part` is what it is compared with."""
    data = QueryDict(mutable=True)
    for name, value in row.items():
        data[f"row-{name}"] = value
    return formset.form(data, prefix="row", instance=part or formset.model())


def _part_form(formset, part):
    return formset.form(prefix="row", instance=part)


def _says_something(formset, row):
    return "DELETE" not in row and _row_form(formset, row).has_changed()


def _row_of(formset, part):
    """What the form of a part would send of it, nothing typed."""
    form, row = _part_form(formset, part), {"id": str(part.pk)}
    for name in _visible(form):
        _put_in_row(row, name, _data_of(form, name))
    return row


def _posted_rows(posted, prefix):
    """What was posted of each row: name -> value, the rows in their order."""
    total = posted.get(f"{prefix}-TOTAL_FORMS", "")
    rows = []
    for number in range(min(int(total), MOST_ROWS) if is_key(total) else 0):
        start = f"{prefix}-{number}-"
        rows.append({name.removeprefix(start): value for name, value in posted.items() if name.startswith(start)})
    return rows


def _put_rows(data, formset, rows):
    """Replace the rows of a formset; those that are there come before the new ones."""
    for name in [name for name in data if name.startswith(f"{formset.prefix}-")]:
        del data[name]
    counts = {
        "TOTAL_FORMS": len(rows),
        "INITIAL_FORMS": sum(bool(row.get("id")) for row in rows),
        "MIN_NUM_FORMS": 0,
        "MAX_NUM_FORMS": MOST_ROWS,
    }
    for name, count in counts.items():
        data[f"{formset.prefix}-{name}"] = str(count)
    for number, row in enumerate(rows):
        for name, value in row.items():
            data[f"{formset.prefix}-{number}-{name}"] = value


# Values, as a form sends them and as a person reads them.


def _visible(form):
    """The fields that say something of the record."""
    return [
        name
        for name, one in form.fields.items()
        if not one.widget.is_hidden and name not in {"DELETE", "reason", "seen_version", "id"}
    ]


def _data_of(form, name):
    """What a browser sends of a field that shows what is stored; None where it sends nothing."""
    one = form.fields[name]
    value = form[name].value()
    if hasattr(value, "url"):
        return None
    if isinstance(one, BooleanField):
        return "on" if value else None
    value = one.widget.format_value(value)
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def _put(data, name, value):
    if value is None:
        data.pop(name, None)
    else:
        data[name] = value


def _put_in_row(row, name, value):
    _put(row, name, value)


def typed(form, name):
    """What was typed into a field, as text."""
    return shown(form.fields[name], form[name].data)


def _stored(form, name):
    return shown(form.fields[name], form.get_initial_for_field(form.fields[name], name))


def _in_one_line(form, names=None):
    read = typed if form.is_bound else _stored
    names = _visible(form) if names is None else names
    said = [(str(form.fields[name].label or name), read(form, name)) for name in names]
    return "; ".join(f"{label}: {text}" for label, text in said if text or len(names) == 1)


def shown(one, value):
    """A value of a form field, typed or stored, as text."""
    if isinstance(one, ModelChoiceField):
        if value in one.empty_values:
            return ""
        found = one.queryset.model.objects.filter(pk=value).first() if is_key(value) else None
        return str(found or value)
    if isinstance(one, ChoiceField):
        labels = {
            str(key): str(label)
            for option, group in one.choices
            for key, label in (group if isinstance(group, list | tuple) else [(option, group)])
        }
        return labels.get(str(value or ""), str(value or "")) if value else ""
    if isinstance(one, BooleanField):
        return _("yes") if value else _("no")
    value = one.prepare_value(value)
    return "" if value is None else str(value)
