"""Cards: a record in a few lines, the only pages that other sites may show in a frame."""

from csp.decorators import csp_replace
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from projects.columns import COLUMNS
from projects.models import PublishedPlan, PublishedProject, PublishedSite, PublishedSource, PublishedStakeholder
from projects.views.lists import split_columns, words_of
from projects.views.records import page_of
from projects.views.values import noun_name, noun_of, publication_address


def card_address(publication):
    """The address of a record's card."""
    return reverse(f"projects:{noun_of(publication)}_card", args=[publication.slug])


def _card(request, publication):
    """What lists show of the record, and the way to its page."""
    noun = noun_of(publication)
    _heads, columns = split_columns(noun, [column.key for column in COLUMNS[noun] if column.is_listed])
    context = {
        "record": publication,
        "address": publication_address(publication),
        "noun": noun_name(noun),
        "lines": [(column.label, words_of(column, publication.facts)) for column in columns],
    }
    return render(request, "projects/card.html", context)


def card_of(published):
    """The view of the cards of one noun."""
    view = page_of(published, card_address, "projects/card_gone.html")(_card)
    return xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(view))


project_card, site_card, plan_card, stakeholder_card, source_card = (
    card_of(published)
    for published in (PublishedProject, PublishedSite, PublishedPlan, PublishedStakeholder, PublishedSource)
)
