"""Regions: the list, and a page each."""

from django.db.models import CharField, Count, F, Value
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from projects import serializers
from projects.filters import ReferenceLists
from projects.localized import choose
from projects.models import PublishedPlan, PublishedProject, PublishedSite, Region
from projects.views.citations import Notes
from projects.views.counts import Counts, counts_file, counts_page
from projects.views.sheets import Sheet
from projects.views.values import address, text

# How far names are set in under those they belong to.
DEEPEST = 3
TITLE = gettext_lazy("Regions")
FILE_NAMES = gettext_lazy("%(region)s divisions with healthcare projects"), gettext_lazy("Divisions")


@require_safe
def region_list(request):
    """Every region under the one it belongs to, with what the query string selects in it and below."""
    counts, regions = _asked(request)
    depths = {}
    rows = []
    for region in regions:
        depths[region.pk] = depths.get(region.parent_id, -1) + 1
        rows.append(
            {
                "depth": min(depths[region.pk], DEEPEST),
                "name": region.name,
                "address": address({"code": region.code}),
                "words": [region.code, region.get_level_display()],
                "cells": counts.cells(region.code, counts.lists.within({region.code})),
            }
        )
    return counts_page(request, counts, TITLE, _headings(), rows, "projects:region_list_file")


@require_safe
def region_list_file(request, respond):
    """The same list as a file, in which each region names the one it belongs to."""

    def read(request):
        counts, regions = _asked(request)
        codes = {region.pk: region.code for region in counts.lists.regions}
        return counts, [
            [
                *(str(region.name), region.code, region.get_level_display(), codes.get(region.parent_id)),
                *counts.of(counts.lists.within({region.code})),
            ]
            for region in regions
        ]

    return counts_file(request, respond, read, TITLE, FILE_NAMES, [*_headings(), _("Belongs to")])


def _headings():
    return [_("Region"), _("Division code"), _("Level")]


def _asked(request):
    """The counts by region, and the regions asked for with all below them; none where the query makes no sense."""
    counts = Counts(request, "region", "region_id")
    regions = counts.lists.regions if counts.is_valid else []
    within = counts.lists.within(set(counts.asked))
    return counts, [region for region in regions if not counts.asked or region.pk in within]


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
