"""The first page: what is tracked here, how much of it, and what is new."""

from django.db.models import CharField, Count, Value
from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects import serializers
from projects.filters import select_alike, select_for_map
from projects.localized import choose
from projects.models import (
    ProjectType,
    PublishedPlan,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    PublishedStakeholder,
    Region,
)
from projects.views.citations import Notes
from projects.views.context import home_region
from projects.views.maps import districts
from projects.views.saved_views import MOST_SHOWN, public_views
from projects.views.sheets import Sheet
from projects.views.values import address, choice, day, noun_name, publication_address

LATEST = 8


@require_safe
def home(request):
    """What this tracker is, its counts by type, its benchmark projects and plans, and the latest publications."""
    region, notes = home_region(request), Notes()
    sheet = region and Sheet(Region, serializers.region_record(region), notes)
    types = _types()
    benchmarks = (
        PublishedProject.objects.current().filter(is_benchmark=True).by_name().select_related("region")[:LATEST]
    )
    plans = PublishedPlan.objects.current().by_name()[:LATEST]
    return render(
        request,
        "projects/home.html",
        {
            "types": types,
            **_map(),
            "projects": sum(entry["projects"] for entry in types),
            "sites": sum(entry["sites"] for entry in types),
            "benchmarks": [
                {
                    "address": publication_address(project),
                    "name": project.name,
                    "stage": choice(PublishedProject, "stage", project.stage),
                    "region": project.region.label,
                }
                for project in benchmarks.defer("facts", "search_tokens", "mentions")
            ],
            "plans": [
                {
                    "address": publication_address(plan),
                    "name": plan.name,
                    "status": choice(PublishedPlan, "status", plan.status),
                }
                for plan in plans.defer("facts", "search_tokens", "mentions")
            ],
            "description": sheet and sheet.fact("description"),
            "advantages": sheet and sheet.parts("advantages"),
            "connections": sheet and sheet.parts("connections"),
            "notes": notes,
            "latest": _latest(),
            "views": public_views(),
            "most_views": MOST_SHOWN,
        },
    )


def _map():
    """Every public project by district."""
    selection = select_for_map(QueryDict())
    return districts(selection, select_alike("site", selection))


def _types():
    """Every type with the number of its projects and sites."""
    counts = {}
    for published in (PublishedProject, PublishedSite):
        rows = published.objects.current().order_by().values("type_id").annotate(number=Count("pk"))
        counts[published] = {row["type_id"]: row["number"] for row in rows}
    return [
        {
            "slug": project_type.slug,
            "name": project_type.label,
            "projects": counts[PublishedProject].get(project_type.pk, 0),
            "sites": counts[PublishedSite].get(project_type.pk, 0),
        }
        for project_type in ProjectType.objects.live()
    ]


def _latest():
    """The last publications of every noun."""
    columns = ("noun", "slug", "name_zh", "name_en", "shown_from", "published_at")
    first, *others = (
        published.objects.current()
        .order_by()
        .annotate(noun=Value(published._meta.model_name.removeprefix("published"), CharField()))
        .values_list(*columns)
        for published in (PublishedProject, PublishedSite, PublishedPlan, PublishedStakeholder, PublishedSource)
    )
    rows = first.union(*others, all=True).order_by("-published_at", "noun", "slug")[:LATEST]
    return [
        {
            "address": address({"noun": noun, "slug": slug}),
            "name": choose(name_zh, name_en),
            "noun": noun_name(noun),
            "day": day(shown_from),
            "iso": shown_from.isoformat(),
        }
        for noun, slug, name_zh, name_en, shown_from, _published_at in rows
    ]
