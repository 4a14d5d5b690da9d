"""Two clerks, one record: the page that shows both versions, and loses nothing of what the slower one typed."""

from django.forms import BooleanField, ChoiceField
from django.forms.models import ModelChoiceField
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.admin.fields import is_key
from projects.admin.wording import Change

BUTTONS = ("_save", "_continue", "_addanother")
OWN = ("csrfmiddlewaretoken", "seen_version", *BUTTONS)


def conflict_page(record_admin, request, current, form=None, formsets=()):
    """Show what the clerk typed beside what `current` says, to save one or the other; status 409."""
    last = current.history.select_related("history_user").order_by("-history_id").first()
    context = {
        **record_admin.admin_site.each_context(request),
        "title": _("Somebody else was quicker"),
        "subtitle": str(current),
        "opts": record_admin.opts,
        "original": current,
        "changes": both_versions(form, formsets),
        "last": last,
        "carried": carried(request.POST, formsets),
        "button": next((button for button in BUTTONS if button in request.POST), "_save"),
        "is_popup": False,
    }
    request.current_app = record_admin.admin_site.name
    return TemplateResponse(request, "admin/projects/record_conflict.html", context, status=409)


def both_versions(form, formsets):
    """Every field in which the two versions differ, parts included: theirs before, the clerk's after."""
    changes = _fields(form) if form else []
    for formset in formsets:
        changes += _rows(formset)
    return changes


def _fields(form, label=""):
    return [
        Change(
            f"{label}{form.fields[name].label or name}",
            _shown(form.fields[name], form.get_initial_for_field(form.fields[name], name)),
            _shown(form.fields[name], form[name].data),
        )
        for name in form.changed_data
        if name in form.fields and not form.fields[name].widget.is_hidden and name != "DELETE"
    ]


def _rows(formset):
    if not formset.management_form.is_valid():
        return []
    changes, seen = [], set()
    kind = capfirst(formset.model._meta.verbose_name)
    for form in formset.forms:
        is_new = form.instance.pk is None
        seen.add(form.instance.pk)
        if formset.can_delete and formset._should_delete_form(form):
            if not is_new:
                changes.append(Change(f"{kind} {form.instance.number}", str(form.instance), _("deleted")))
        elif is_new and form.has_changed():
            changes.append(Change(kind, "", _all_typed(form)))
        elif not is_new:
            changes += _fields(form, f"{kind} {form.instance.number}: ")
    changes += [
        Change(f"{kind} {part.number}", str(part), _("not there when you opened the form; it stays"))
        for part in formset.get_queryset()
        if part.pk not in seen
    ]
    return changes


def _all_typed(form):
    typed = [
        (field.label or name, _shown(field, form[name].data))
        for name, field in form.fields.items()
        if not field.widget.is_hidden and name != "DELETE"
    ]
    return "; ".join(f"{label}: {text}" for label, text in typed if text)


def _shown(field, value):
    """A value of a form field, typed or stored, as text."""
    if isinstance(field, ModelChoiceField):
        if value in field.empty_values:
            return ""
        found = field.queryset.model.objects.filter(pk=value).first() if is_key(value) else None
        return str(found or value)
    if isinstance(field, ChoiceField):
        labels = {
            str(key): str(label)
            for option, group in field.choices
            for key, label in (group if isinstance(group, list | tuple) else [(option, group)])
        }
        return labels.get(str(value or ""), str(value or "")) if value else ""
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    value = field.prepare_value(value)
    return "" if value is None else str(value)


def carried(posted, formsets):
    """What the clerk typed, name by name, as the form of the current version takes it.

    Rows of parts that are gone become new rows, for a formset knows no key but those of the rows it shows.
    """
    prefixes = tuple(f"{formset.prefix}-" for formset in formsets if formset.management_form.is_valid())
    pairs = [
        (name, value)
        for name, values in posted.lists()
        for value in values
        if name not in OWN and not name.startswith(prefixes or ("\0",))
    ]
    for formset in formsets:
        if formset.management_form.is_valid():
            pairs += _carried_rows(posted, formset)
    return pairs


def _carried_rows(posted, formset):
    known = {str(part.pk) for part in formset.get_queryset()}
    kept, new = [], []
    for number in range(formset.total_form_count()):
        start = f"{formset.prefix}-{number}-"
        row = {name.removeprefix(start): value for name, value in posted.items() if name.startswith(start)}
        if row.get("id") in known:
            kept.append(row)
        elif "DELETE" not in row and any(value for name, value in row.items() if name not in {"id", formset.fk.name}):
            new.append(row | {"id": ""})
    counts = {
        "TOTAL_FORMS": len(kept) + len(new),
        "INITIAL_FORMS": len(kept),
        "MIN_NUM_FORMS": 0,
        "MAX_NUM_FORMS": 1000,
    }
    return [
        *((f"{formset.prefix}-{name}", count) for name, count in counts.items()),
        *(
            (f"{formset.prefix}-{number}-{name}", value)
            for number, row in enumerate([*kept, *new])
            for name, value in row.items()
        ),
    ]
