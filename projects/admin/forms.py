"""The forms of records and their parts: model forms that also take dates of several columns and the reason."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Q
from django.forms.models import ModelChoiceField
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects.admin.beside import FieldBeside
from projects.admin.fields import partial_date_fields
from projects.admin.wording import citable, labelled, support_key
from projects.models import Citation, Record

LARGEST_VERSION = 2**31 - 1


class PeopleForm(forms.ModelForm):
    """A model form for what people write: partial dates in one line, and only records that are there to point to."""

    bound_field_class = FieldBeside
    # What the record cites, where its clerk may cite; for a part, what the record calls its kind; whether labels are
    # those of a table.
    citing = None
    kind_of_part = None
    is_table = False

    def __init__(self, *args, **kwargs):
        """Show the partial dates of the row, and offer a deleted record only where the row already points to it."""
        super().__init__(*args, **kwargs)
        for name in getattr(self._meta.model, "partial_dates", ()):
            self.initial.setdefault(name, getattr(self.instance, name))
        for name, field in self.fields.items():
            if isinstance(field, ModelChoiceField) and issubclass(field.queryset.model, Record):
                current = getattr(self.instance, f"{name}_id", None)
                field.queryset = labelled(field.queryset.model.objects.filter(Q(deleted_at=None) | Q(pk=current)))
                # Django wraps the box in one with buttons beside it.
                getattr(field.widget, "widget", field.widget).known = self.instance._state.fields_cache.get(name)

    def _post_clean(self):
        for name in getattr(self._meta.model, "partial_dates", ()):
            if name in self.changed_data and name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()


class RecordForm(PeopleForm):
    """The form of a record: with the version its clerk saw, and room to say why it is changed."""

    reason = forms.CharField(
        label=_("Reason for this change"),
        required=False,
        max_length=500,
        widget=AdminTextInputWidget,
        help_text=_("Why, in a few words: kept in the history of the record, never shown to the public."),
    )
    seen_version = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_VERSION, widget=forms.HiddenInput, label=_("version")
    )

    refusal = None
    # What finds the records that a new one may repeat, and the references of those that its clerk saw and set aside.
    find_alike = None
    set_aside = frozenset()
    alike = ()

    def __init__(self, *args, **kwargs):
        """Remember which version of the record the clerk is about to see."""
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["seen_version"] = self.instance.version

    @cached_property
    def changed_data(self):
        """The fields of the record that were changed; neither its version nor the reason is a fact."""
        return [name for name in super().changed_data if name not in {"reason", "seen_version"}]

    def clean(self):
        """Say what `editorial` refused after the form itself had found nothing wrong."""
        super().clean()
        if self.refusal is not None:
            self.add_error(None, self.refusal)
        if not self.instance._state.adding and self.cleaned_data.get("seen_version") is None:
            self.add_error(None, _("This form has lost the version it was made for. Open the record again."))
        if self.find_alike is not None and self.instance._state.adding and not self.errors:
            self._ask_about_alike()

    def _ask_about_alike(self):
        named = ("name_zh", "name_en", "region", "kind")
        said = {name: self.cleaned_data[name] for name in named if self.cleaned_data.get(name)}
        self.alike = type(self).find_alike(type(self.instance)(**said))
        if {record.reference for record, _address in self.alike} - self.set_aside:
            self.add_error(None, _("This may be there already. Look at the records named here, or save all the same."))


class CitationForm(PeopleForm):
    """The form of a citation: one choice says which field or part of the record it supports."""

    supports = forms.ChoiceField(label=_("supports"))
    offered = ()

    def __init__(self, *args, **kwargs):
        """Offer the fields and parts of the record, and whatever the citation supports already."""
        super().__init__(*args, **kwargs)
        current = support_key(self.instance.field, self.instance.part_number)
        known = {key for _group, choices in self.offered for key, _label in choices}
        unknown = [(current, current)] if current and current not in known else []
        self.fields["supports"].choices = [("", "---------"), *unknown, *self.offered]
        self.initial.setdefault("supports", current)

    def _post_clean(self):
        if supports := self.cleaned_data.get("supports"):
            field, _colon, number = supports.partition(":")
            self.instance.field, self.instance.part_number = field, int(number) if number else None
        super()._post_clean()


def supported(model, record=None):
    """What a citation of `record`, of `model`, can support, in groups for a choice."""
    kinds = {name: part for name, part in model.part_models().items() if part is not Citation}
    groups = [
        (_("Fields"), list(citable(model).items())),
        (_("All of a kind"), [(name, capfirst(part._meta.verbose_name_plural)) for name, part in kinds.items()]),
    ]
    if record is not None and record.pk:
        groups += [
            (
                capfirst(part._meta.verbose_name_plural),
                [
                    (support_key(name, one.number), f"{capfirst(part._meta.verbose_name_plural)}: {one.number} {one}")
                    for one in getattr(record, name).all()
                ],
            )
            for name, part in kinds.items()
        ]
    return [(group, choices) for group, choices in groups if choices]


def people_form(model, base=RecordForm):
    """The form class for a record or part of `model`: `base` with a field for each of its partial dates."""
    return type(f"{model.__name__}Form", (base,), partial_date_fields(model))
