"""Two clerks, one record: the page that shows both versions, and lets the slower one choose what is saved."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from projects.admin.reconciling import Merge

BUTTONS = ("_save", "_continue", "_addanother")
OWN = ("csrfmiddlewaretoken", "seen_version", *BUTTONS)


def conflict_page(record_admin, request, current, merged=None):
    """Show what the clerk typed beside what `current` says, to choose field by field; status 409.

    Without `merged` the record was deleted: everything typed is kept until it is there again.
    """
    last = current.history.select_related("history_user").order_by("-history_id").first()
    posted = [(name, value) for name, values in request.POST.lists() for value in values]
    seen = request.POST.get("seen_version", "") if current.is_deleted else current.version
    context = {
        **record_admin.admin_site.each_context(request),
        "title": _("Somebody else was quicker"),
        "subtitle": str(current),
        "opts": record_admin.opts,
        "original": current,
        "merged": merged or Merge(),
        "last": last,
        "carried": [(name, value) for name, value in (merged.data if merged else posted) if name not in OWN],
        "seen_version": seen,
        "has_files": bool(request.FILES),
        "button": next((button for button in BUTTONS if button in request.POST), "_save"),
        "is_popup": False,
    }
    request.current_app = record_admin.admin_site.name
    return TemplateResponse(request, "admin/projects/record_conflict.html", context, status=409)
