"""Reports over a selection, as pages and as files."""

from decimal import Decimal
from itertools import chain

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import reports
from projects.charts import bar_chart, stacked_chart
from projects.choices import Currency
from projects.extracts import ReportExtract
from projects.filters import select, select_alike
from projects.money import format_amount
from projects.querysets.snapshots import snapshot
from projects.views.files import file_name, refusal, selected

TITLE = gettext_lazy("Projects and sites by type")


@require_safe
def type_report(request):
    """Projects by stage, sites by status and investment for each type, over the selection."""
    selection, sites, report = _by_type(request)
    context = {"title": TITLE, "selection": selection, "query": selection.narrowed}
    if report:
        context |= {
            "tables": _tables(report, selection, sites),
            "phases_within": report.phases_within,
        }
    return render(request, "projects/type_report.html", context)


@require_safe
def type_report_file(request, respond):
    """The same table as a file; what is wrong with the query in plain text."""
    with snapshot():
        selection, _sites, report = _by_type(request)
    if report is None:
        return refusal(selection)
    separator = pgettext("between a label and what is said of it", ": ")
    headings = [separator.join((group, heading)) for group, headings in report.groups for heading in headings]
    name = file_name(request, gettext_lazy("%(region)s healthcare projects and sites by type"), TITLE)
    rows = [[name, *chain(*groups)] for name, groups in report.lines()]
    return respond(
        ReportExtract(str(TITLE), name, [_("Type"), *headings], rows, selected(request, selection, selection.narrowed))
    )


def _by_type(request):
    """The selection of projects, that of sites by the same filters, and the report; None where these make no sense."""
    projects = select("project", request.GET)
    sites = select_alike("site", projects)
    if not projects.is_valid():
        return projects, sites, None
    wanted = projects.parameters.get("type")
    types = [entry for entry in projects.lists.types if not wanted or entry.slug in wanted]
    return projects, sites, reports.by_type(projects.matches, sites.matches, types)


def _tables(report, projects, sites):
    """The report as the page shows it: a table for each group of columns, whose lines lead to what they count."""
    counted = [("project", projects), ("site", sites), ("project", projects)]
    names = [*(project_type.label for project_type, _tally in report.rows), _("In all")]
    lines = [groups for _name, groups in report.lines()]
    tables = []
    for n, ((caption, headings), (noun, selection)) in enumerate(zip(report.groups, counted, strict=True)):
        address = reverse(f"projects:{noun}_list")
        queries = [selection.narrowed_by(type=[project_type.slug]) for project_type, _tally in report.rows]
        queries.append(selection.narrowed)
        *rows, total = (
            {"name": name, "address": address + query, "cells": [_grouped(cell) for cell in groups[n]]}
            for name, query, groups in zip(names, queries, lines, strict=True)
        )
        tables.append({"caption": caption, "headings": headings, "rows": rows, "total": total})
    for table, chart in zip(tables, _charts(report), strict=True):
        table["chart"] = chart
    return tables


def _charts(report):
    """The same tables drawn: segments for each stage and status, and the amounts in yuan."""
    (stages, stage_names), (statuses, status_names), (investment, _headings) = report.groups
    labels = [project_type.label for project_type, _tally in report.rows]
    # Last of all come the total and what is only part of it.
    values = [[groups[0][:-1], groups[1][:-2]] for _name, groups in report.lines()]
    for n, (title, names) in enumerate([(stages, stage_names[:-1]), (statuses, status_names[:-2])]):
        # Without the line of the total, beside which every other would be short.
        entries = zip(labels, (line[n] for line in values), strict=False)
        yield stacked_chart(f"chart-{n}", title, [_("Type"), *names], entries)
    amounts = [
        (label, tally.investment, _("not stated") if tally.investment is None else _amount(tally.investment))
        for label, (_type, tally) in zip(labels, report.rows, strict=True)
    ]
    yield bar_chart("chart-2", investment, [_("Type"), _("in yuan")], amounts)


def _amount(amount):
    return format_amount(amount, Currency.CNY, get_language())


def _grouped(cell):
    return f"{cell:,}" if isinstance(cell, Decimal) else cell
