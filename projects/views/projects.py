"""Projects: a page each."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from projects.models import Project, PublishedProject, PublishedSite, Site
from projects.views.citations import Notes
from projects.views.media import pictured
from projects.views.records import page_of
from projects.views.sheets import Sheet
from projects.views.values import choice, link, money, publication_address

KEY_FACTS = (
    *("type", "region", "address", "latitude", "site", "part_of", "nature", "is_benchmark"),
    *("national_code", "former_names", "summary"),
)


def _investment(facts):
    return "" if facts["investment"] is None else money(facts["investment"], facts["investment_currency"])


@page_of(PublishedProject)
def project_detail(request, project):
    """Everything published of a project, with the way the plan led to it and the place it stands in."""
    facts, notes = project.facts, Notes()
    sheet = Sheet(Project, facts, notes)
    site = facts["site"] and PublishedSite.objects.current().filter(reference=facts["site"]["reference"]).first()
    place = site and Sheet(Site, site.facts, notes, is_wanted=lambda field, _number: field == "connections")
    phases = PublishedProject.objects.current().filter(part_of_reference=project.reference).by_name()
    return render(
        request,
        "projects/project_detail.html",
        {
            "record": project,
            "sheet": sheet,
            "notes": notes,
            "status": sheet.status("stage", "condition", "condition_reason", "confirmed_on"),
            "key_facts": sheet.rows(*KEY_FACTS),
            "lineage": {
                "plan": facts["plan"] and link(facts["plan"]),
                "site": facts["site"] and link(facts["site"]),
                "projects": [project.name],
            },
            "dates": [
                (
                    {"start": _("Start"), "finish": _("Finish")}[event],
                    sheet.rows(f"{event}_baseline", f"{event}_planned", f"{event}_actual"),
                )
                for event in ("start", "finish")
            ],
            "milestones": sheet.table("milestones", "kind", "name", "due", "met"),
            "investment": sheet.fact("investment"),
            "annual_investments": sheet.table("annual_investments", "year", "planned", "completed"),
            "progress_reports": sheet.table(
                "progress_reports", "reported_on", "percent", "completed_to_date", "completed_this_year", "note"
            ),
            "amenities": sheet.table("amenities", "name", "kind", "purpose"),
            "quantities": sheet.table("quantities", "measure", "value", "unit"),
            "key_listings": sheet.table("key_listings", "list", "year"),
            "connections": place and place.parts("connections"),
            "participations": sheet.parts("participations"),
            "remarks": sheet.parts("remarks"),
            "documents": _by_category(sheet),
            "photos": pictured(sheet.parts("photos")),
            "phases": [
                {
                    "address": publication_address(phase),
                    "name": phase.name,
                    "stage": choice(Project, "stage", phase.stage),
                    "investment": _investment(phase.facts),
                }
                for phase in phases
            ],
            "unsourced": sheet.unsourced(),
        },
    )


def _by_category(sheet):
    """The documents under the category of disclosure they belong to, in the order of categories."""
    columns = (
        *("title", "type", "disclosure", "disclosure_reason", "document_number", "authority"),
        *("issued_on", "due_on", "file", "url"),
    )
    whole = sheet.table("documents", *columns)
    if not whole:
        return []
    groups = {}
    for row in sorted(whole["rows"], key=lambda row: row["part"].facts["category"] or "9"):
        groups.setdefault(row["part"].shown["category"] or _("No category given"), []).append(row)
    return [whole | {"caption": caption, "rows": rows} for caption, rows in groups.items()]
