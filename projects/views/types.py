"""Types of projects: the list, and a page each."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from projects import reports
from projects.columns import label_of
from projects.models import ProjectType, PublishedProject, PublishedSite
from projects.views.counts import Counts, counts_file, counts_page
from projects.views.values import choice, publication_address

TITLE = gettext_lazy("Project types")
FILE_NAMES = gettext_lazy("%(region)s healthcare project types"), gettext_lazy("Healthcare project types")
SHOWN = 10


@require_safe
def type_list(request):
    """Every type, with what the query string selects of it."""
    counts, types = _asked(request)
    rows = [
        {
            "name": project_type.label,
            "address": reverse("projects:type_detail", args=[project_type.slug]),
            "words": [project_type.sectors],
            "cells": counts.cells(project_type.slug, [project_type.pk]),
        }
        for project_type in types
    ]
    return counts_page(request, counts, TITLE, _headings(), rows, "projects:type_list_file")


@require_safe
def type_list_file(request, respond):
    """The same list as a file."""

    def read(request):
        counts, types = _asked(request)
        return counts, [[str(entry.label), entry.slug, entry.sectors, *counts.of([entry.pk])] for entry in types]

    name, *others = _headings()
    return counts_file(request, respond, read, TITLE, FILE_NAMES, [name, label_of(ProjectType, "slug"), *others])


def _headings():
    return [_("Type"), _("OC4IDS sectors")]


def _asked(request):
    """The counts by type, and the types that are asked for; none where the query makes no sense."""
    counts = Counts(request, "type", "type_id")
    types = counts.lists.types if counts.is_valid else []
    return counts, [entry for entry in types if not counts.asked or entry.slug in counts.asked]


@require_safe
def type_detail(request, key):
    """What a type is, how many projects and sites there are of it in which state, and the first of them by name."""
    project_type = ProjectType.objects.live().filter(slug=key).first()
    if project_type is None:
        return _moved(key)
    of_type = {
        noun: published.objects.current().filter(type=project_type)
        for noun, published in (("project", PublishedProject), ("site", PublishedSite))
    }
    report = reports.by_type(of_type["project"], of_type["site"], [project_type])
    (_name, groups), _total = report.lines()
    return render(
        request,
        "projects/type_detail.html",
        {
            "type": project_type,
            "groups": [
                (group, list(zip(headings, values, strict=True)))
                for (group, headings), values in zip(report.groups, groups, strict=True)
            ],
            "phases_within": report.phases_within,
            "projects": _first(of_type["project"], "stage", report.total.projects + report.phases_within),
            "sites": _first(of_type["site"], "status", report.total.sites),
        },
    )


def _first(publications, state, number):
    """The first of the publications by name, each with the word for its state, and the `number` of them all."""
    shown = publications.by_name().defer("facts", "search_tokens", "mentions")[:SHOWN]
    rows = [
        {
            "address": publication_address(publication),
            "name": publication.name,
            "state": choice(type(publication), state, getattr(publication, state)),
        }
        for publication in shown
    ]
    return {"rows": rows, "number": number}


def _moved(key):
    """The way to the type that once had this address; raises Http404 where none had."""
    former = ProjectType.history.filter(slug=key).order_by("-history_date").values_list("id", flat=True).first()
    project_type = ProjectType.objects.live().filter(pk=former).first()
    if project_type is None:
        raise Http404
    return redirect("projects:type_detail", project_type.slug, permanent=True)
