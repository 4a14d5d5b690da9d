"""Projects: a page each."""

from collections import Counter
from datetime import date
from decimal import Decimal

from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.charts import bar_chart, dot_chart, line_chart
from projects.choices import Currency, Disclosure, DisclosureState, Stage
from projects.columns import label_of
from projects.dates import PartialDate
from projects.models import Milestone, ProgressReport, Project, PublishedProject, PublishedSite, Site
from projects.money import format_amount
from projects.views.changes import changes_of
from projects.views.citations import Notes
from projects.views.media import pictured
from projects.views.records import page_of
from projects.views.sheets import Sheet
from projects.views.values import choice, day, link, money, number, partial_date, publication_address, text

KEY_FACTS = (
    *("type", "region", "address", "latitude", "site", "part_of", "nature", "is_benchmark"),
    *("national_code", "former_names", "summary"),
)


MOST_NEIGHBOURS = 10


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
            "ladder": sheet.ladder("stage", list(Stage)),
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
            "timeline": _timeline(facts),
            "milestones": sheet.table("milestones", "kind", "name", "due", "met"),
            "investment": sheet.fact("investment"),
            "yearly": _yearly(facts),
            "annual_investments": sheet.table("annual_investments", "year", "planned", "completed"),
            "progress": _progress(facts),
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
            "disclosure": list(_disclosure(facts)),
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
            "neighbours": _neighbours(project),
            "alike": _alike(facts),
            "unsourced": sheet.unsourced(),
            "changes": changes_of(project, Project),
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


def _timeline(facts):
    """The dates of the project in their order, drawn; None where there is none."""
    dated = [
        (label_of(Project, f"{event}_{kind}"), facts[f"{event}_{kind}"])
        for event in ("start", "finish")
        for kind in ("baseline", "planned", "actual")
    ]
    for milestone in facts["milestones"]:
        name = text(milestone["name"]) or choice(Milestone, "kind", milestone["kind"])
        dated += [
            (_("%(milestone)s, due") % {"milestone": name}, milestone["due"]),
            (_("%(milestone)s, met") % {"milestone": name}, milestone["met"]),
        ]
    dates = [(label, PartialDate.from_data(data), partial_date(data)) for label, data in dated if data]
    entries = [(label, at.first, at.last, shown) for label, at, shown in sorted(dates, key=lambda entry: entry[1].last)]
    return dot_chart("timeline", _("Timeline"), [_("Date"), _("When")], entries) if entries else None


def _yearly(facts):
    """What was completed each year, drawn; None where no year states it, or not in yuan."""
    years = [part for part in facts["annual_investments"] if part["completed"] is not None]
    if not years or facts["investment_currency"] != Currency.CNY:
        return None
    years.sort(key=lambda part: part["year"])
    entries = [
        (
            str(part["year"]),
            Decimal(part["completed"]),
            format_amount(Decimal(part["completed"]), Currency.CNY, get_language()),
        )
        for part in years
    ]
    return bar_chart("yearly", _("Completed each year"), [_("Year"), _("Completed")], entries)


def _progress(facts):
    """How much was done by each report, drawn as a line through time; None where fewer than two say."""
    reports = sorted(facts["progress_reports"], key=lambda report: report["reported_on"])
    points = [
        (day(report["reported_on"]), date.fromisoformat(report["reported_on"]).toordinal(), Decimal(report["percent"]))
        for report in reports
        if report["percent"] is not None
    ]
    if len(points) < 2:
        return None
    headings = [label_of(ProgressReport, "reported_on"), label_of(ProgressReport, "percent")]
    shown = [(label, at, percent, f"{number(percent)}%") for label, at, percent in points]
    return line_chart("progress-line", headings[1], headings, shown)


def _disclosure(facts):
    """Each of the eight categories that have to be disclosed: its name, how many documents, and their states."""
    states = dict(DisclosureState.choices)
    for category in Disclosure:
        found = Counter(part["disclosure"] for part in facts["documents"] if part["category"] == category)
        shown = format_html_join(
            " · ", "{} {}", ((label, found[state]) for state, label in states.items() if found[state])
        )
        yield category.label, found.total(), shown


def _neighbours(project):
    """The other projects on the same site, as links."""
    if not project.site_reference:
        return []
    others = PublishedProject.objects.current().filter(site_reference=project.site_reference)
    rows = others.exclude(reference=project.reference).by_name().values("slug", "name_zh", "name_en")
    return [
        link({"noun": "project", "slug": row["slug"], "name": {"zh": row["name_zh"], "en": row["name_en"]}})
        for row in rows[:MOST_NEIGHBOURS]
    ]


def _alike(facts):
    """The lists of projects that it has something in common with, as words and addresses."""
    projects = reverse("projects:project_list")
    yield _("Projects of the same type"), f"{projects}?type={facts['type']['slug']}"
    if facts["region"]:
        yield _("Projects in the same region"), f"{projects}?region={facts['region']['code']}"
    if facts["plan"]:
        yield _("Projects that the same plan calls for"), f"{projects}?plan={facts['plan']['slug']}"
