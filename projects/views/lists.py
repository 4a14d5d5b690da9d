"""What every list has in common: a page of a selection, in words; and the whole of it as a file."""

from django.core.paginator import EmptyPage
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext
from django.views.decorators.http import require_safe

from projects.columns import COLUMNS, HEADS, Kind
from projects.extracts import ListExtract
from projects.filters import select, select_alike
from projects.views.files import file_name, refusal, selected
from projects.views.linked_data import linked_list
from projects.views.saved_views import MOST_SHOWN, public_views
from projects.views.values import day, link, listed_address, money, number, partial_date, text

# What is listed -> what the list is called, its count, and the name of its file with and without a region tracked.
LISTS = {
    "project": (
        gettext_lazy("Projects"),
        ngettext_lazy("%(number)s project", "%(number)s projects", "number"),
        (gettext_lazy("%(region)s healthcare projects"), gettext_lazy("Healthcare projects")),
    ),
    "site": (
        gettext_lazy("Sites"),
        ngettext_lazy("%(number)s site", "%(number)s sites", "number"),
        (gettext_lazy("%(region)s healthcare sites"), gettext_lazy("Healthcare sites")),
    ),
    "plan": (
        gettext_lazy("Plans"),
        ngettext_lazy("%(number)s plan", "%(number)s plans", "number"),
        (gettext_lazy("%(region)s healthcare plans"), gettext_lazy("Healthcare plans")),
    ),
    "stakeholder": (
        gettext_lazy("Stakeholders"),
        ngettext_lazy("%(number)s stakeholder", "%(number)s stakeholders", "number"),
        (gettext_lazy("%(region)s healthcare stakeholders"), gettext_lazy("Healthcare stakeholders")),
    ),
    "source": (
        gettext_lazy("Sources"),
        ngettext_lazy("%(number)s source", "%(number)s sources", "number"),
        (gettext_lazy("%(region)s healthcare sources"), gettext_lazy("Healthcare sources")),
    ),
    "document": (
        gettext_lazy("Documents"),
        ngettext_lazy("%(number)s document", "%(number)s documents", "number"),
        (gettext_lazy("%(region)s healthcare documents"), gettext_lazy("Healthcare documents")),
    ),
}
# What the report by type counts, and what has a place of its own.
REPORTED = LOCATED = {"project", "site"}
# What has a feed of its changes.
FOLLOWED = LISTS.keys() - {"document"}


@require_safe
def noun_list(request, noun):
    """The `project`, `site` … that the query string selects, a page at a time, under the columns that lists show."""
    selection = select(noun, request.GET)
    # The list of regions holds it already.
    request.home_region = next((region for region in selection.lists.regions if region.is_home), None)
    try:
        page = selection.page
    except EmptyPage:
        raise Http404 from None
    title, counted, _names = LISTS[noun]
    heads, columns = split_columns(noun, selection.columns)
    context = {
        "title": title,
        "counted": counted % {"number": page.paginator.count},
        "selection": selection,
        "query": selection.canonical,
        "page": page,
        "facets": selection.facets,
        "left_out": list(selection.lacking),
        "headings": [(column, selection.sorting.get(column.key)) for column in (*heads, *columns)],
        "heads": heads,
        "rows": list(_rows(page, columns)),
        "files": f"projects:{noun}_file",
        "has_places": noun in LOCATED,
        "feed": noun in FOLLOWED and reverse(f"projects:{noun}_feed") + selection.narrowed,
        "calendar": noun == "project" and reverse("projects:calendar") + selection.narrowed,
        "views": public_views(noun),
        "most_views": MOST_SHOWN,
        "linked_data": linked_list(title, noun, selection.whole),
        "reported": noun in REPORTED and (selection if noun == "project" else select_alike("project", selection)),
    }
    return render(request, "projects/list.html", context)


@require_safe
def noun_file(request, respond, noun):
    """The same list, whole, as `respond` writes it; what is wrong with the query in plain text."""
    selection = select(noun, request.GET)
    if not selection.is_valid():
        return refusal(selection)
    name = file_name(request, *LISTS[noun][-1])
    return respond(ListExtract(noun, selection.ordered, name, selected(request, selection, selection.whole)))


def split_columns(noun, keys=None):
    """The columns of the heads of rows, and the others: those with these keys, by default the ones that lists show."""
    heads = {column.key: column for column in COLUMNS[noun] if column.key in HEADS}
    others = [column for column in COLUMNS[noun] if column.key not in heads]
    return [heads[key] for key in HEADS], [
        column for column in others if (column.is_listed if keys is None else column.key in keys)
    ]


def _rows(page, columns):
    # In words before the template, which would take far longer over it.
    nothing = format_html(
        '<span class="none"><span aria-hidden="true">–</span><span class="unseen">{}</span></span>', _("not recorded")
    )
    for row in page:
        facts = row.facts
        yield {
            "reference": row.reference,
            "address": listed_address(row),
            "name": row.name,
            "is_benchmark": getattr(row, "is_benchmark", False),
            "cells": [(column, words_of(column, facts) or nothing) for column in columns],
        }


def words_of(column, facts):
    """What a column says of a record in the reader's words, as safe HTML; "" where nothing is recorded."""
    value = column.get(facts)
    if value in (None, "") or value == {"zh": "", "en": ""}:
        return ""
    if column.kind is Kind.MONEY:
        return money(value, facts["investment_currency"])
    if column.kind is Kind.PERIOD and value.get("is_planned"):
        return _("%(day)s (planned)") % {"day": partial_date(value)}
    return SHOWN[column.kind](column, value)


SHOWN = {
    Kind.TEXT: lambda _column, value: text(value) if isinstance(value, dict) else value,
    Kind.CHOICE: lambda column, value: column.choices.get(value, value),
    Kind.NUMBER: lambda _column, value: number(value),
    Kind.DAY: lambda _column, value: day(value),
    Kind.PERIOD: lambda _column, value: partial_date(value),
    Kind.FLAG: lambda _column, value: pgettext("is it so", "yes") if value else pgettext("is it so", "no"),
    Kind.ENTRY: lambda _column, value: link(value),
}
