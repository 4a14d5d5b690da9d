"""The people and bodies behind projects."""

from functools import partial

from django.contrib import admin
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.admin.completing import MissingFilter
from projects.admin.filters import RegionFilter, StandingFilter, UnsourcedFilter, UntranslatedFilter
from projects.admin.merging import merge_selected, merge_view
from projects.admin.nouns import NAMING, NounAdmin
from projects.admin.parts import CitationInline
from projects.admin.people import both
from projects.admin.worklist import DeskFilter
from projects.codes import clean_organisation_code
from projects.models import Stakeholder

CODE_LENGTH, LONGEST_CODE = 18, 60


@admin.register(Stakeholder)
class StakeholderAdmin(NounAdmin):
    """People in a public function, organisations, public groups."""

    is_compared = True
    explained = "organisation_code"
    more_actions = (*NounAdmin.more_actions, merge_selected)
    list_display = ["reference", "title", "kind", "office", "region", "complete", "standing"]
    list_display_links = ["reference", "title"]
    list_filter = [DeskFilter, StandingFilter, "kind", RegionFilter, UntranslatedFilter, UnsourcedFilter, MissingFilter]
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

    def get_urls(self):
        """Add the address of the merging."""
        view = self.admin_site.admin_view(partial(merge_view, self))
        return [path("<path:object_id>/merge/", view, name="projects_stakeholder_merge"), *super().get_urls()]

    def has_merge_permission(self, request):
        """Whether the account may merge stakeholders."""
        return self.may(request, "merge")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Lead to the merging who may merge."""
        if obj is not None and self.may(request, "merge", obj):
            context["merge_at"] = reverse("admin:projects_stakeholder_merge", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("publication"), ordering="state")
    def standing(self, stakeholder):
        """Where the stakeholder stands; of a duplicate, what it was merged into."""
        if stakeholder.merged_into_id:
            return gettext("merged into %(name)s") % {"name": stakeholder.merged_into}
        return super().standing(stakeholder)

    def get_search_results(self, request, queryset, search_term):
        """Find organisations by a code however it was written."""
        code = clean_organisation_code(search_term[:LONGEST_CODE])
        if len(code) == CODE_LENGTH and (found := queryset.filter(organisation_code=code)).exists():
            return found, False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("public function"))
    def office(self, stakeholder):
        """The office held, in the reader's language."""
        return stakeholder.office
