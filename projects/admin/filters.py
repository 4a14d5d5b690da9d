"""Ways to narrow the lists of the admin; those that are a clerk's to-do list come last."""

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from projects.choices import Review, State
from projects.localized import LANGUAGES
from projects.models import Citation, ProjectType, Region


class Choice(SimpleListFilter):
    """One of a known set of values; any other is refused."""

    def queryset(self, request, queryset):
        """The records that the chosen value keeps."""
        value = self.value()
        if value is not None and value not in {str(key) for key, _label in self.lookup_choices}:
            raise IncorrectLookupParameters(f"{self.parameter_name}: {value}")
        return self.narrow(queryset, value) if value is not None else self.usual(queryset)

    def usual(self, queryset):
        """The records shown where nothing is chosen."""
        return queryset

    def narrow(self, queryset, value):
        """The records with this value."""
        raise NotImplementedError


class StandingFilter(Choice):
    """Where records stand on their way to the public; deleted ones are shown only when asked for."""

    title = _("publication")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        """Every state, and the published records that say something newer than the public reads."""
        return [
            *State.choices,
            *Review.choices,
            ("changed", _("changed since publication")),
            ("deleted", _("deleted")),
        ]

    def usual(self, queryset):
        return queryset.live()

    def narrow(self, queryset, value):
        if value == "deleted":
            return queryset.deleted()
        if value == "changed":
            return queryset.live().changed_since_publication()
        if value in Review:
            return queryset.live().filter(review=value)
        return queryset.live().filter(state=value)


class DeletedFilter(Choice):
    """Entries of lists that were deleted, which are shown only when asked for."""

    title = _("deleted")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        """Deleted, or else not."""
        return [("deleted", _("deleted"))]

    def usual(self, queryset):
        return queryset.live()

    def narrow(self, queryset, value):
        return queryset.deleted()


class TypeFilter(Choice):
    """Records of one project type."""

    title = _("type")
    parameter_name = "type"

    def lookups(self, request, model_admin):
        """Every type there is."""
        return [(entry.slug, entry.name) for entry in ProjectType.objects.live()]

    def narrow(self, queryset, value):
        return queryset.filter(type__slug=value)


class RegionFilter(Choice):
    """Records of one region, those of the regions within it included."""

    title = _("region")
    parameter_name = "region"

    def lookups(self, request, model_admin):
        """Every region there is, in the order of codes."""
        self.parents = {}
        choices = []
        for region in Region.objects.live():
            self.parents[region.pk] = region.parent_id, region.code
            choices.append((region.code, region.name))
        return choices

    def narrow(self, queryset, value):
        return queryset.filter(region__in=[key for key in self.parents if value in self._codes_above(key)])

    def _codes_above(self, key):
        codes = set()
        while key in self.parents and self.parents[key][1] not in codes:
            key, code = self.parents[key]
            codes.add(code)
        return codes


class UntranslatedFilter(Choice):
    """Records that say something in one language only, or have a part that does."""

    title = _("translation")
    parameter_name = "untranslated"

    def lookups(self, request, model_admin):
        """Which language is missing."""
        return [("zh", _("Chinese missing")), ("en", _("English missing"))]

    def narrow(self, queryset, value):
        missing = _without(queryset.model, value)
        for relation in queryset.model._meta.related_objects:
            part = relation.related_model
            if part in queryset.model.part_models().values() and hasattr(part, "localized"):
                rows = part.objects.filter(_without(part, value), **{relation.field.name: OuterRef("pk")})
                missing |= Exists(rows.order_by())
        return queryset.filter(missing)


def _without(model, language):
    """The condition that something is said in the other language and not in this one."""
    other = next(one for one in LANGUAGES if one != language)
    missing = Q()
    for name in model.localized:
        missing |= Q(**{f"{name}_{language}": ""}) & ~Q(**{f"{name}_{other}": ""})
    return missing


class UnsourcedFilter(Choice):
    """Records that no source is cited for."""

    title = _("sources")
    parameter_name = "sources"

    def lookups(self, request, model_admin):
        """With or without."""
        return [("none", _("no citation")), ("some", _("cited"))]

    def narrow(self, queryset, value):
        owner = queryset.model._meta.model_name
        cited = Exists(Citation.objects.filter(**{owner: OuterRef("pk")}))
        return queryset.filter(cited if value == "some" else ~cited)
