"""Filters by closed vocabularies."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import MultipleChoiceFilter

from projects.plain import visible

# The value that stands for what is not recorded, in every filter that can be asked for it.
NONE = "none"
NOT_RECORDED = _("not recorded")
# How many values a name can have: each is a link with all the others, so that a page grows by the square.
MAX_VALUES = 100


def shown(value):
    """The first characters of what a reader asked for, fit to be repeated on a page."""
    value = "".join(character for character in visible(value[:200]) if character.isprintable())
    return f"{value[:40]}…" if len(value) > 40 else value


class AnyOf(forms.MultipleChoiceField):
    """Any number of entries of a list, by the names that links carry."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, aliases=None, **options):
        """Choose among the `choices`; `aliases` are other names of theirs that are understood too."""
        super().__init__(**options)
        self.aliases = aliases or {}

    def to_python(self, value):
        """Return the names asked for, without the empty one that an untouched form sends."""
        return list(dict.fromkeys(self.aliases.get(name, name) for name in super().to_python(value) if name))

    def validate(self, value):
        """Refuse a name that is not on the list, and more names than a page has room for."""
        if len(value) > MAX_VALUES:
            raise ValidationError(_("Choose at most %(number)s."), code="too_many", params={"number": MAX_VALUES})
        for name in value:
            if not self.valid_value(name):
                raise ValidationError(_("There is no “%(name)s”."), code="invalid_choice", params={"name": shown(name)})

    def understood(self, values):
        """Those of the values that are on the list, as links write them; none where there are too many."""
        names = self.to_python(values)
        return {name for name in names if self.valid_value(name)} if len(names) <= MAX_VALUES else set()


class ColumnFilter(MultipleChoiceFilter):
    """Those whose column holds any of the values that the choices stand for, so that choices can be counted."""

    field_class = AnyOf

    def values_of(self, chosen):
        """The values of the column that any of the `chosen` stand for, as a set; None where nothing is recorded."""
        raise NotImplementedError

    def filter(self, rows, chosen):
        """Narrow `rows` to those that hold any of them."""
        if not chosen:
            return rows
        values = self.values_of(chosen)
        within = Q(**{f"{self.field_name}__in": values - {None}})
        return rows.filter(within | Q(**{f"{self.field_name}__isnull": True}) if None in values else within)

    def counts(self, numbers):
        """How many there are by choice, where `numbers` is a Counter by the values of the column."""
        choices = (name for name, _label in self.field.choices)
        return {name: sum(numbers[value] for value in self.values_of([name])) for name in choices}


class RelatedFilter(MultipleChoiceFilter):
    """Those that other rows point to, so that choices are counted by a question to those."""

    field_class = AnyOf
    # The filters whose choices it counts.
    counted = ()

    def facets(self, rows):
        """How many of the `rows` that satisfy every other filter each choice leaves: filter -> choice -> number."""
        raise NotImplementedError


class VocabularyFilter(ColumnFilter):
    """Those whose column says any of the words of a vocabulary, or nothing."""

    def __init__(self, vocabulary, *, with_none=True, **options):
        """Choose among the words of the vocabulary, by their values, or none where some say none."""
        choices = [*vocabulary.choices, (NONE, NOT_RECORDED)] if with_none else vocabulary.choices
        super().__init__(choices=choices, distinct=False, **options)

    def values_of(self, chosen):
        """The words themselves."""
        return {"" if word == NONE else word for word in chosen}


class FlagFilter(ColumnFilter):
    """Those that are something, or are not."""

    def __init__(self, **options):
        """Choose between yes and no."""
        super().__init__(choices=[("yes", _("yes")), ("no", _("no"))], distinct=False, **options)

    def values_of(self, chosen):
        """Whether they are."""
        return {word == "yes" for word in chosen}
