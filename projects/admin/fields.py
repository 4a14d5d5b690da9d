"""Form fields that take dates, amounts, codes and text as people write them."""

import re

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget, AdminTextInputWidget, AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import BigAutoField, DecimalField
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.choices import Precision
from projects.dates import parse_date
from projects.models.fields import amount
from projects.money import exact_amount, format_amount, parse_amount

_AMOUNT = amount("")
LARGEST_KEY = BigAutoField.MAX_BIGINT


def is_amount(column):
    """Whether a column of a model holds money: it was declared with `models.projects.amount`."""
    return isinstance(column, DecimalField) and column.max_digits == _AMOUNT.max_digits


def is_key(text):
    """Whether what came in a request can be the database key of a row."""
    return re.fullmatch("[0-9]{1,19}", str(text)) is not None and int(text) <= LARGEST_KEY


def written_amount(value):
    """An amount as its field shows it and reads it again: 3.2亿, 320 million. Its currency has a field of its own."""
    return format_amount(value, "CNY", get_language()).removesuffix("元").removeprefix("CNY ")


class AmountInput(AdminTextInputWidget):
    """A line to type an amount in, with the exact figure beside it."""

    template_name = "admin/projects/widgets/amount.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        try:
            figure = parse_amount(value or "")
        except ValidationError:
            figure = None
        if figure is not None:
            context["widget"]["exact"] = exact_amount(figure, "CNY", "en").removeprefix("CNY ")
        return context


class AmountField(forms.DecimalField):
    """An amount of money as people write it: 3.2亿, 32000万, CNY 320 million."""

    widget = AmountInput

    def __init__(self, *, widget=None, **options):
        """Take what a model's column says, but for the widget, which would be one for bare digits."""
        super().__init__(widget=AmountInput, **options)

    def to_python(self, value):
        return parse_amount(str(value)) if value not in self.empty_values else None

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else written_amount(value)

    def widget_attrs(self, widget):
        return {}


class PartialDateField(forms.CharField):
    """One line for a date that may be a day, a month, a quarter, a half-year, a year or a limit."""

    widget = AdminTextInputWidget

    def __init__(self, **options):
        """Show what may be typed, as long as nothing is."""
        look = {"class": "vPartialDateField", "placeholder": _("June 2021, by the end of 2025")}
        super().__init__(required=False, widget=AdminTextInputWidget(attrs=look), empty_value=None, **options)

    def to_python(self, value):
        text = super().to_python(value)
        return parse_date(text) if text else None

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else value.text or str(value)

    def has_changed(self, initial, data):
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        if initial is None or typed is None:
            return initial is not typed
        return _said(initial) != _said(typed) or (bool(initial.text) and initial.text != typed.text)


def _said(date):
    return date.first, date.last, date.precision, date.is_limit


class DayInput(AdminDateWidget):
    """A line for a day, described by its help and its errors, which Django 6.1 takes away for a word on time zones."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] = self.build_attrs(self.attrs, attrs)
        return context


class DayField(forms.DateField):
    """A day, from 1900 to 2100: 2021-06-01, 2021/6/1, 2021年6月1日, 1 June 2021."""

    def __init__(self, *, widget=None, **options):
        """Show the day as ISO 8601 has it, which reads the same in every language."""
        super().__init__(widget=DayInput(format="%Y-%m-%d"), **options)

    def to_python(self, value):
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        date = parse_date(value)
        if date is not None and (date.precision != Precision.DAY or date.is_limit):
            raise ValidationError(_("Give the exact day: 2021-06-01, 2021年6月1日."), code="invalid")
        return date.first if date else None


class CodeField(forms.CharField):
    """A code as people paste it, with spaces, full-width characters and dashes of any kind."""

    def __init__(self, *, clean_code, **options):
        """Store the code as `clean_code` leaves it."""
        self.clean_code = clean_code
        super().__init__(**options)

    def to_python(self, value):
        text = super().to_python(value)
        return self.clean_code(text) or self.empty_value if text else self.empty_value

    def widget_attrs(self, widget):
        """No limit while typing: spaces count only until the code is cleaned."""
        return {}


class LongTextField(forms.CharField):
    """Text of several lines, whose line ends are those of the stored text whichever a browser sends."""

    def __init__(self, *, widget=None, **options):
        """Take what a model's column says, in a box that starts small."""
        super().__init__(widget=AdminTextareaWidget(attrs={"rows": 3}), **options)

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class RecordSelect(AutocompleteSelect):
    """A search box for another record, which shrugs at keys that cannot be and always offers none.

    `known` is a record that was read with the row, so that a table of parts asks nothing of each.
    """

    known = None

    def optgroups(self, name, value, attr=None):
        keys = [key for key in value if is_key(key)]
        if self.known is not None and keys == [str(self.known.pk)]:
            label = self.choices.field.label_from_instance(self.known)
            chosen = [self.create_option(name, self.known.pk, label, set(keys), 1)]
        else:
            chosen = [option for option in super().optgroups(name, keys, attr)[0][1] if option["value"] != ""]
        return [(None, [self.create_option(name, "", "---------", False, 0), *chosen], 0)]


def partial_date_fields(model):
    """A form field for each date of a model that takes several columns."""
    return {
        name: PartialDateField(label=capfirst(getattr(model, name).verbose_name))
        for name in getattr(model, "partial_dates", ())
    }
