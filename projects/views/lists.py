"""What every list has in common: a page of a selection, in words."""

from dataclasses import dataclass

from django.core.paginator import EmptyPage
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.views.values import link, publication_address, text


@dataclass(frozen=True)
class Column:
    """A column of a list: the name of its cells, its heading, and whether it holds figures."""

    name: str
    label: Promise
    is_figure: bool = False


REFERENCE = Column("reference", gettext_lazy("Reference"))
NAME = Column("name", gettext_lazy("Name"))
TYPE = Column("type", gettext_lazy("Type"))
REGION = Column("region", gettext_lazy("Region"))


def render_list(request, template, selection, columns, values):
    """The page of the selection that is asked for, with what `values` says of each publication under the `columns`."""
    # The list of regions holds it already.
    request.home_region = next((region for region in selection.lists.regions if region.is_home), None)
    try:
        page = selection.page
    except EmptyPage:
        raise Http404 from None
    context = {
        "selection": selection,
        "query": selection.canonical,
        "page": page,
        "left_out": selection.left_out,
        "columns": [REFERENCE, NAME, TYPE, REGION, *columns],
        "rows": list(_rows(page, [TYPE, REGION, *columns], values)),
    }
    return render(request, template, context)


def _rows(page, columns, values):
    # In words before the template, which would take far longer over it.
    nothing = format_html(
        '<span class="none"><span aria-hidden="true">–</span><span class="unseen">{}</span></span>', _("not recorded")
    )
    for publication in page:
        facts = publication.facts
        said = values(publication) | {"type": text(facts["type"]["name"]), "region": link(facts["region"])}
        yield {
            "reference": publication.reference,
            "address": publication_address(publication),
            "name": publication.name,
            "is_benchmark": getattr(publication, "is_benchmark", False),
            "cells": [(column, said[column.name] or nothing) for column in columns],
        }
