"""Plans: a page each."""

from django.shortcuts import render

from projects.models import Plan, PublishedPlan, PublishedSite
from projects.views.changes import changes_of
from projects.views.citations import Notes
from projects.views.records import page_of
from projects.views.sheets import Sheet
from projects.views.values import choice, publication_address


@page_of(PublishedPlan)
def plan_detail(request, plan):
    """Everything published of a plan, and the sites it calls for, by type."""
    notes = Notes()
    sheet = Sheet(Plan, plan.facts, notes)
    return render(
        request,
        "projects/plan_detail.html",
        {
            "record": plan,
            "sheet": sheet,
            "notes": notes,
            "status": sheet.rows("status", "issued"),
            "key_facts": sheet.rows("region", "description", "rationale"),
            "advantages": sheet.parts("advantages"),
            "participations": sheet.parts("participations"),
            "remarks": sheet.parts("remarks"),
            "sites": _by_type(plan),
            "unsourced": sheet.unsourced(),
            "changes": changes_of(plan, Plan),
        },
    )


def _by_type(plan):
    """The sites that the plan calls for, as pairs of a type and its sites, in the order of types."""
    sites = PublishedSite.objects.current().filter(plan_reference=plan.reference).by_reference()
    groups = {}
    for site in sites.select_related("type").defer("facts", "search_tokens", "mentions"):
        shown = {
            "address": publication_address(site),
            "name": site.name,
            "status": choice(PublishedSite, "status", site.status),
        }
        groups.setdefault(site.type, []).append(shown)
    return sorted(groups.items(), key=lambda group: (group[0].position, group[0].slug))
