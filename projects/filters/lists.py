"""Filters by the lists that staff keep: types and regions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import MultipleChoiceFilter

from projects.models import ProjectType, Region
from projects.plain import visible


def shown(value):
    """The first characters of what a reader asked for, fit to be repeated on a page."""
    value = "".join(character for character in visible(value[:200]) if character.isprintable())
    return f"{value[:40]}…" if len(value) > 40 else value


class ReferenceLists:
    """The types and regions as they stand, each asked once a request."""

    @cached_property
    def types(self):
        """Every type, in the order of reports."""
        return list(ProjectType.objects.live())

    @cached_property
    def regions(self):
        """Every region, each after the one it belongs to."""
        below = {}
        for region in Region.objects.live():
            below.setdefault(region.parent_id, []).append(region)
        known = {region.pk for regions in below.values() for region in regions}
        ordered = []
        waiting = [region for parent, regions in below.items() if parent not in known for region in regions][::-1]
        while waiting:
            region = waiting.pop()
            ordered.append(region)
            waiting += below.get(region.pk, [])[::-1]
        return ordered

    def within(self, codes):
        """The keys of the regions with these codes and of all below them."""
        keys = set()
        # Each region stands after the one it belongs to, so that one pass finds all.
        for region in self.regions:
            if region.code in codes or region.parent_id in keys:
                keys.add(region.pk)
        return keys


class AnyOf(forms.MultipleChoiceField):
    """Any number of entries of a list, by the names that links carry."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value):
        """Return the names asked for, without the empty one that an untouched form sends."""
        return [name for name in super().to_python(value) if name]

    def validate(self, value):
        """Refuse a name that is not on the list."""
        for name in value:
            if not self.valid_value(name):
                raise ValidationError(_("There is no “%(name)s”."), code="invalid_choice", params={"name": shown(name)})


class ListFilter(MultipleChoiceFilter):
    """Those of any of the entries chosen from a list of `ReferenceLists`."""

    field_class = AnyOf
    list_name = ""

    def __init__(self, **options):
        """Choose by natural key; the choices come with each request."""
        super().__init__(distinct=False, **options)

    @property
    def entries(self):
        """What can be chosen."""
        return getattr(self.parent.lists, self.list_name)

    @property
    def field(self):
        """The form field with the choices of today."""
        self.extra["choices"] = [(entry.natural_key()[0], entry.label) for entry in self.entries]
        return super().field


class TypeFilter(ListFilter):
    """Those of any of the types."""

    list_name = "types"

    def filter(self, rows, slugs):
        """Narrow `rows` by the keys of the types, which their indexes hold."""
        return rows.filter(type__in=[entry.pk for entry in self.entries if entry.slug in slugs]) if slugs else rows


class RegionFilter(ListFilter):
    """Those in any of the regions or below them."""

    list_name = "regions"

    def filter(self, rows, codes):
        """Narrow `rows` to the regions and all that belong to them."""
        return rows.filter(region__in=self.parent.lists.within(codes)) if codes else rows
