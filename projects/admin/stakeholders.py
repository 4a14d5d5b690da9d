"""The people and bodies behind projects."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from projects.admin.filters import RegionFilter, StandingFilter, UnsourcedFilter, UntranslatedFilter
from projects.admin.parts import CitationInline
from projects.admin.people import both
from projects.admin.records import NAMING, NounAdmin
from projects.models import Stakeholder


@admin.register(Stakeholder)
class StakeholderAdmin(NounAdmin):
    """People in a public function, organisations, public groups."""

    list_display = ["reference", "title", "kind", "office", "region", "standing"]
    list_display_links = ["reference", "title"]
    list_filter = [StandingFilter, "kind", RegionFilter, UntranslatedFilter, UnsourcedFilter]
    list_select_related = ["region"]
    search_fields = [
        *both("name"),
        *both("office"),
        "former_names",
        "reference",
        "slug",
        "organisation_code",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [both("name"), ("kind", "region"), both("office"), both("summary")],
                "description": _("Of people, only what belongs to their public function."),
            },
        ),
        (
            _("Organisation"),
            {"fields": ["organisation_code", ("phone", "email"), "website", "former_names"]},
        ),
        NAMING,
    ]
    inlines = [CitationInline]

    @admin.display(description=_("public function"))
    def office(self, stakeholder):
        """The office held, in the reader's language."""
        return stakeholder.office
