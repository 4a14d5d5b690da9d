"""Regions: a page each."""

from django.db.models import CharField, Count, F, Value
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects import serializers
from projects.filters import ReferenceLists
from projects.localized import choose
from projects.models import PublishedPlan, PublishedProject, PublishedSite, Region
from projects.views.citations import Notes
from projects.views.sheets import Sheet
from projects.views.values import address, text


@require_safe
def region_detail(request, code):
    """What is said of a region, where it lies, and how much is planned and built in it."""
    lists = ReferenceLists()
    region = next((region for region in lists.regions if region.code == code), None)
    if region is None:
        raise Http404
    # The list holds it already, so that no page header has to ask again.
    request.home_region = next((other for other in lists.regions if other.is_home), None)
    facts, notes = serializers.region_record(region), Notes()
    sheet = Sheet(Region, facts, notes)
    shelf = _shelf(lists.within({code}))
    return render(
        request,
        "projects/region_detail.html",
        {
            "region": region,
            "above": [(entry["code"], text(entry["name"])) for entry in facts["path"][:-1]],
            "children": [
                {
                    "code": child.code,
                    "name": child.name,
                    "projects": _counted(shelf, "project", lists.within({child.code})),
                    "sites": _counted(shelf, "site", lists.within({child.code})),
                }
                for child in lists.regions
                if child.parent_id == region.pk
            ],
            "sheet": sheet,
            "notes": notes,
            "description": sheet.fact("description"),
            "advantages": sheet.parts("advantages"),
            "connections": sheet.parts("connections"),
            "projects": _counted(shelf, "project", lists.within({code})),
            "sites": _counted(shelf, "site", lists.within({code})),
            "plans": [
                {"name": choose(zh, en), "address": address({"noun": "plan", "slug": key})}
                for noun, _region, key, zh, en, _number in shelf
                if noun == "plan"
            ],
            "unsourced": sheet.unsourced(),
        },
    )


def _shelf(regions):
    """What is public in the regions, in one query: projects and sites counted by region, and the plans."""
    columns = ("noun", "region_id", "key", "zh", "en", "counted")
    nothing = {name: Value("", CharField()) for name in ("key", "zh", "en")}
    counted = [
        published.objects.current()
        .filter(region__in=regions)
        .order_by()
        .annotate(noun=Value(noun, CharField()), **nothing)
        .values(*columns[:-1])
        .annotate(counted=Count("pk"))
        .values_list(*columns)
        for noun, published in (("project", PublishedProject), ("site", PublishedSite))
    ]
    plans = PublishedPlan.objects.current().filter(region__in=regions).order_by()
    named = plans.annotate(
        noun=Value("plan", CharField()), key=F("slug"), zh=F("name_zh"), en=F("name_en"), counted=Value(1)
    )
    # Django 6.1 would order the whole by the model's own ordering, whose columns are not among these.
    return list(named.values_list(*columns).union(*counted, all=True).order_by())


def _counted(shelf, noun, regions):
    return sum(number for kind, region, _key, _zh, _en, number in shelf if kind == noun and region in regions)
