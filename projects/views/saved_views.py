"""Selections that staff keep for the public under a name: found by it, at an address that stays."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.choices import Audience, ViewedList
from projects.models import SavedView
from projects.search import sort_key

# Of more a page names the first, and leads to the rest.
MOST_SHOWN = 8


def public_views(noun=None):
    """The views that the public finds, of one list or of all, by name."""
    if noun is not None and noun not in ViewedList:
        return []
    views = SavedView.objects.public() if noun is None else SavedView.objects.public().filter(noun=noun)
    return sorted(views, key=lambda view: (sort_key(view.name_zh, view.name_en), view.slug))


@require_safe
def view_list(request):
    """Every view, under the list that it is of."""
    views = public_views()
    groups = [(noun.label, [view for view in views if view.noun == noun]) for noun in ViewedList]
    groups = [(label, own) for label, own in groups if own]
    return render(request, "projects/view_list.html", {"title": _("Ready-made lists"), "groups": groups})


@require_safe
def view(request, key):
    """Lead to the list with just this selection; 410 where the view is no longer public."""
    kept = SavedView.objects.filter(slug=key).first()
    if kept is None:
        raise Http404
    if kept.is_deleted or kept.audience != Audience.PUBLIC:
        return render(request, "projects/errors/view_gone.html", status=410)
    query = kept.public_query
    response = redirect(reverse(f"projects:{kept.noun}_list") + (f"?{query}" if query else ""))
    # The view can be taken back at any time.
    response.headers["Cache-Control"] = "no-cache"
    return response
