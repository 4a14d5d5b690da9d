"""Editing several records at once: the same new values for all, looked through first, then saved together or not."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import ModelChoiceField
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects import editorial
from projects.admin import acts
from projects.admin.fields import partial_date_fields
from projects.admin.wording import Change, differences, labelled, name_targets, read_row
from projects.models import Noun, Plan, Project, Record, Site, Source, Stakeholder

TITLE = gettext_lazy("Edit the selected")
# What can hold of several records at once: neither what they are called nor what names them.
FIELDS = {
    Project: [
        *("stage", "condition", "condition_reason_zh", "condition_reason_en", "confirmed_on"),
        *("type", "region", "site", "part_of", "is_benchmark", "nature"),
    ],
    Site: ["status", "status_reason_zh", "status_reason_en", "type", "region", "plan"],
    Plan: ["status", "region", "issued"],
    Stakeholder: ["kind", "region"],
    Source: ["publisher_zh", "publisher_en", "published_on", "language"],
}
NAMED_AT_MOST = 10
CHOSEN = "set_"


class BulkForm(forms.Form):
    """Which fields to set, to what, and why; each field has a box to tick, for an empty value is one too."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for this change"), max_length=acts.LONGEST_REASON, widget=AdminTextInputWidget
    )

    def _clean_fields(self):
        """Read the fields that are ticked; of the others only whether something was left in them."""
        super()._clean_fields()
        for name in self.fields_to_set:
            if self[CHOSEN + name].value():
                continue
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)
            if self[name].data not in self.fields[name].empty_values:
                self.add_error(name, _("Tick the box beside it to set this field, or leave it empty."))

    def clean(self):
        """Ask for at least one field."""
        super().clean()
        if not self.errors and not self.values:
            self.add_error(None, _("Tick at least one field to set."))

    @property
    def values(self):
        """What is to be set: field -> new value."""
        return {name: self.cleaned_data[name] for name in self.fields_to_set if name in self.cleaned_data}

    @property
    def rows(self):
        """Each field with the box that chooses it."""
        return [(self[CHOSEN + name], self[name]) for name in self.fields_to_set]


@dataclass
class Edit:
    """What the new values would change in one record, and what stands against it."""

    record: Noun
    is_changed: bool
    changes: list[Change]
    problems: list[str]


def bulk_form(record_admin, request):
    """The form for the records of one admin, its fields as on their own form."""
    model, names = record_admin.model, FIELDS[record_admin.model]
    dates = partial_date_fields(model)
    fields = {}
    for name in names:
        field = dates.get(name) or _field(record_admin, request, model._meta.get_field(name))
        label = capfirst(field.label)
        fields[CHOSEN + name] = forms.BooleanField(required=False, label=_("Set “%(field)s”") % {"field": label})
        fields[name] = field
        field.initial = None
    return type("BulkForm", (BulkForm,), fields | {"fields_to_set": names})


def _field(record_admin, request, column):
    if isinstance(column, models.BooleanField):
        return forms.TypedChoiceField(
            choices=[("", "---------"), ("1", _("yes")), ("0", _("no"))],
            coerce=lambda value: value == "1",
            label=capfirst(column.verbose_name),
        )
    field = record_admin.formfield_for_dbfield(column, request=request)
    if isinstance(column, models.CharField) and column.choices and not column.blank:
        field.choices = [("", "---------"), *column.choices]
    if isinstance(field, ModelChoiceField):
        if issubclass(field.queryset.model, Record):
            field.queryset = labelled(field.queryset.model.objects.live())
        # A box to search in, without buttons that open other forms.
        field.widget = getattr(field.widget, "widget", field.widget)
        field.widget.choices = field.choices
    return field


@admin.action(description=TITLE, permissions=["change"])
def edit_selected(record_admin, request, queryset):
    """Ask for new values, show what they would change, then save all of the records or none; None leads to the list."""
    records = list(labelled(queryset.order_by("pk"))[: acts.AT_ONCE + 1])
    if len(records) > acts.AT_ONCE:
        messages.error(request, _("Select at most %(number)s records at once.") % {"number": acts.AT_ONCE})
        return None
    if not records:
        messages.warning(request, _("None of the selected records is on this list any more."))
        return None
    others = [record for record in records if not record_admin.may(request, "save", record)]
    if others:
        named = ", ".join(f"{record.reference} {record}" for record in others[:NAMED_AT_MOST])
        messages.error(request, _("You may not change these: %(names)s.") % {"names": named})
        messages.error(request, _("So nothing was done to any of the selected records."))
        return None
    form_class = bulk_form(record_admin, request)
    if not {"previewed", "confirmed", "back"} & request.POST.keys():
        return _page(record_admin, request, "form", form_class(prefix="edit"), records)
    form = form_class(request.POST, prefix="edit")
    if "back" in request.POST or not form.is_valid():
        return _page(record_admin, request, "form", form, records)
    edits = edited(records, form.values)
    if "confirmed" not in request.POST:
        return _page(record_admin, request, "preview", form, records, edits)
    return _save(record_admin, request, form, edits)


def edited(records, values):
    """Give the records the values, in memory, and tell of each what that changes."""
    model = type(records[0])
    before = _read(model, records)
    changed = set()
    for record in records:
        for name, value in values.items():
            # By value: two records may be called the same.
            if getattr(record, name) != value:
                changed.add(record.pk)
                setattr(record, name, value)
    return [
        Edit(
            record,
            record.pk in changed,
            differences(was, becomes),
            _problems(record) if record.pk in changed else [],
        )
        for record, was, becomes in zip(records, before, _read(model, records), strict=True)
    ]


def _read(model, records):
    targets = name_targets([(model, record) for record in records])
    return [read_row(model, record, targets) for record in records]


def _problems(record):
    try:
        record.full_clean()
    except ValidationError as error:
        return error.messages
    return []


def _save(record_admin, request, form, edits):
    changed = [edit.record for edit in edits if edit.is_changed]
    seen = acts.seen_versions(request)
    if not all(record.pk in seen for record in changed):
        messages.error(request, _("This page has lost the version it was made for. Look at the record and try again."))
        return
    for record in changed:
        record.version = seen[record.pk]
    try:
        editorial.save_many(changed, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        record = getattr(error, "record", None)
        for message in error.messages:
            messages.error(request, f"{record.reference} {record}: {message}" if record else message)
        messages.error(request, _("So nothing was done to any of the selected records."))
        return
    except editorial.StaleVersionError as error:
        messages.error(request, acts.changed_meanwhile(error))
        messages.error(request, _("So nothing was done to any of the selected records."))
        return
    for record in changed:
        record_admin.log_change(request, record, f"{TITLE}")
    counted = ngettext("%(number)s record was changed.", "%(number)s records were changed.", len(changed))
    messages.success(request, counted % {"number": len(changed)})
    return


def _page(record_admin, request, step, form, records, edits=()):
    changed = [edit for edit in edits if edit.is_changed]
    context = {
        **record_admin.admin_site.each_context(request),
        "title": TITLE,
        "opts": record_admin.opts,
        "step": step,
        "form": form,
        "media": record_admin.media + form.media,
        "records": records,
        "changed": changed,
        "number_unchanged": len(records) - len(changed),
        "in_the_way": [edit for edit in changed if edit.problems],
        "carried": [(name, value) for name, value in request.POST.items() if name.startswith("edit-")],
        "checkbox_name": ACTION_CHECKBOX_NAME,
    }
    request.current_app = record_admin.admin_site.name
    return TemplateResponse(request, "admin/projects/record_bulk.html", context)
