"""Sites: a page each."""

from django.shortcuts import render

from projects.choices import SiteStatus
from projects.models import PublishedProject, PublishedSite, Site
from projects.views.changes import changes_of
from projects.views.citations import Notes
from projects.views.records import page_of
from projects.views.sheets import Sheet
from projects.views.values import choice, link

KEY_FACTS = ("type", "region", "plan", "address", "latitude", "summary")


@page_of(PublishedSite)
def site_detail(request, site):
    """Everything published of a site, between the plan that calls for it and the projects that stand on it."""
    notes = Notes()
    sheet = Sheet(Site, site.facts, notes)
    projects = [
        {
            "noun": "project",
            "slug": project.slug,
            "name": {"zh": project.name_zh, "en": project.name_en},
            "stage": choice(PublishedProject, "stage", project.stage),
        }
        for project in PublishedProject.objects.current().filter(site_reference=site.reference).by_name()
    ]
    return render(
        request,
        "projects/site_detail.html",
        {
            "record": site,
            "sheet": sheet,
            "notes": notes,
            "status": sheet.status("status", "status_reason"),
            "ladder": sheet.ladder("status", [status for status in SiteStatus if status != SiteStatus.DROPPED]),
            "key_facts": sheet.rows(*KEY_FACTS),
            "lineage": {
                "plan": site.facts["plan"] and link(site.facts["plan"]),
                "site": site.name,
                "projects": [link(project) for project in projects],
            },
            "projects": [(link(project), project["stage"]) for project in projects],
            "connections": sheet.parts("connections"),
            "participations": sheet.parts("participations"),
            "unsourced": sheet.unsourced(),
            "changes": changes_of(site, Site),
        },
    )
