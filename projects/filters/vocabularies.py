"""Filters by closed vocabularies."""

from django import forms
from django.core.exceptions import ValidationError
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


class VocabularyFilter(MultipleChoiceFilter):
    """Those whose column says any of the words of a vocabulary, or nothing."""

    field_class = AnyOf

    def __init__(self, vocabulary, *, with_none=True, **options):
        """Choose among the words of the vocabulary, by their values, or none where some say none."""
        choices = [*vocabulary.choices, (NONE, NOT_RECORDED)] if with_none else vocabulary.choices
        super().__init__(choices=choices, distinct=False, **options)

    def filter(self, rows, values):
        """Narrow `rows` to those that say any of the values."""
        said = ["" if value == NONE else value for value in values]
        return rows.filter(**{f"{self.field_name}__in": said}) if said else rows


class FlagFilter(MultipleChoiceFilter):
    """Those that are something, or are not."""

    field_class = AnyOf

    def __init__(self, **options):
        """Choose between yes and no."""
        super().__init__(choices=[("yes", _("yes")), ("no", _("no"))], distinct=False, **options)

    def filter(self, rows, values):
        """Narrow `rows` to those that are, or are not."""
        return rows.filter(**{f"{self.field_name}__in": [value == "yes" for value in values]}) if values else rows
