"""What every list has in common: a page of a selection, in words."""

from django.core.paginator import EmptyPage
from django.http import Http404
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.columns import COLUMNS, Kind
from projects.views.values import day, link, money, number, partial_date, publication_address, text

# The columns that begin each row of the table, in a cell of their own making.
HEADS = {"reference", "name"}


def render_list(request, template, selection, noun):
    """The page of the selection of a `project`, `site` … that is asked for, under the columns that lists show."""
    # The list of regions holds it already.
    request.home_region = next((region for region in selection.lists.regions if region.is_home), None)
    try:
        page = selection.page
    except EmptyPage:
        raise Http404 from None
    columns = [column for column in COLUMNS[noun] if column.is_listed]
    context = {
        "selection": selection,
        "query": selection.canonical,
        "page": page,
        "left_out": selection.left_out,
        "columns": columns,
        "rows": list(_rows(page, [column for column in columns if column.key not in HEADS])),
        "files": f"projects:{noun}_file",
    }
    return render(request, template, context)


def _rows(page, columns):
    # In words before the template, which would take far longer over it.
    nothing = format_html(
        '<span class="none"><span aria-hidden="true">–</span><span class="unseen">{}</span></span>', _("not recorded")
    )
    for publication in page:
        facts = publication.facts
        yield {
            "reference": publication.reference,
            "address": publication_address(publication),
            "name": publication.name,
            "is_benchmark": getattr(publication, "is_benchmark", False),
            "cells": [(column, _shown(column, facts) or nothing) for column in columns],
        }


def _shown(column, facts):
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
