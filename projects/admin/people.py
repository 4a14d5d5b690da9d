"""What the admins of records and the tables of parts share: how columns become fields, and what they show."""

from inspect import getattr_static

from django.db import models

from projects.admin.fields import AmountField, CodeField, DayField, LongTextField, RecordSelect, is_amount
from projects.admin.quick_entry import EXPLAINED, CodeInput
from projects.codes import clean_organisation_code, clean_project_code
from projects.localized import TAGS
from projects.models import Record
from projects.plain import plain

SHORT = 12
CODES = {
    "national_code": clean_project_code,
    "organisation_code": clean_organisation_code,
    "code": plain,
    "reference": lambda text: plain(text).upper(),
}


class WrittenByPeople:
    """For `ModelAdmin` and inlines: fields take what people write, and dates of several columns read as one."""

    def __init__(self, *args, **kwargs):
        """Give each partial date of the model a column of its own, for those who may only look."""
        super().__init__(*args, **kwargs)
        for name in getattr(self.model, "partial_dates", ()):
            setattr(self, name, _shown(name, getattr_static(self.model, name).verbose_name))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The form field of a column, which says in which language it is written."""
        field = self._field_for(db_field, request, **kwargs)
        name, _underscore, language = db_field.name.rpartition("_")
        if field is not None and language in TAGS and name in getattr(self.model, "localized", ()):
            field.widget.attrs["lang"] = TAGS[language]
        return field

    def _field_for(self, db_field, request, **kwargs):
        """Choose the form field by what the column holds."""
        if is_amount(db_field):
            return db_field.formfield(form_class=AmountField, **kwargs)
        if type(db_field) is models.DateField:
            return db_field.formfield(form_class=DayField, **kwargs)
        if type(db_field) is models.TextField:
            return db_field.formfield(form_class=LongTextField, **kwargs)
        if type(db_field) is models.URLField:
            kwargs["assume_scheme"] = "https"
        if db_field.name in CODES:
            kwargs |= {"form_class": CodeField, "clean_code": CODES[db_field.name]}
        if db_field.name in EXPLAINED:
            kwargs["widget"] = CodeInput(db_field.name)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.CharField) and not db_field.choices and db_field.max_length <= SHORT:
            field.widget.attrs["class"] = "vShortField"
        if db_field.is_relation and issubclass(db_field.related_model, Record):
            # Records leave by a page that asks for the reason, not from another record's form.
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Search for records by name, reference or code."""
        if issubclass(db_field.related_model, Record):
            kwargs["widget"] = RecordSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_autocomplete_fields(self, request):
        """Every column that points to a record, so that none is forgotten."""
        return [
            column.name
            for column in self.model._meta.concrete_fields
            if column.is_relation and issubclass(column.related_model, Record)
        ]


def _shown(name, label):
    def shown(row):
        return getattr(row, name) or "—"

    shown.short_description = label
    return shown


def both(name):
    """The two columns of a localized attribute, side by side."""
    return f"{name}_zh", f"{name}_en"
