"""The blueprint and its places: plans and sites."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from projects.admin.completing import MissingFilter
from projects.admin.filters import RegionFilter, StandingFilter, TypeFilter, UnsourcedFilter, UntranslatedFilter
from projects.admin.nouns import NAMING, NounAdmin
from projects.admin.parts import AdvantageInline, CitationInline, ConnectionInline, ParticipationInline, RemarkInline
from projects.admin.people import both
from projects.admin.worklist import DeskFilter
from projects.models import Plan, Site


@admin.register(Plan)
class PlanAdmin(NounAdmin):
    """Blueprints."""

    list_display = ["reference", "title", "region", "status", "complete", "standing"]
    list_display_links = ["reference", "title"]
    list_filter = [
        DeskFilter,
        StandingFilter,
        RegionFilter,
        "status",
        UntranslatedFilter,
        UnsourcedFilter,
        MissingFilter,
    ]
    list_select_related = ["region"]
    search_fields = ["name_zh", "name_en", "reference", "slug"]
    fieldsets = [
        (None, {"fields": [both("name"), ("region", "status", "issued")]}),
        (_("What it says"), {"fields": [both("description"), both("rationale")]}),
        NAMING,
    ]
    inlines = [AdvantageInline, ParticipationInline, RemarkInline, CitationInline]


@admin.register(Site)
class SiteAdmin(NounAdmin):
    """Places that a plan calls for, or where projects stand."""

    is_compared = True
    list_display = ["reference", "title", "type", "region", "status", "complete", "standing"]
    list_display_links = ["reference", "title"]
    list_filter = [
        DeskFilter,
        StandingFilter,
        TypeFilter,
        RegionFilter,
        "status",
        UntranslatedFilter,
        UnsourcedFilter,
        MissingFilter,
    ]
    list_select_related = ["type", "region"]
    search_fields = ["name_zh", "name_en", "reference", "slug", "type__name_zh", "type__name_en"]
    fieldsets = [
        (
            None,
            {
                "fields": [both("name"), ("type", "region"), "plan", "status", both("status_reason")],
                "description": _("A site that the plan calls for without naming it needs no name."),
            },
        ),
        (_("Description"), {"fields": [both("summary")]}),
        (_("Where it lies"), {"fields": [both("address"), ("longitude", "latitude")]}),
        NAMING,
    ]
    inlines = [ConnectionInline, ParticipationInline, CitationInline]
