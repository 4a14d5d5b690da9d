"""The page that shows what would change if an earlier version of a record came back, and brings it back."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import editorial
from projects.admin.acts import LONGEST_REASON, changed_meanwhile, seen_versions, typed_reason
from projects.admin.fields import is_key
from projects.admin.forms import LARGEST_VERSION
from projects.admin.wording import differences, name_targets, part_differences, read_row


def revert_page(record_admin, request, object_id):
    """Ask whether the version `to` of the record is to come back, and why; a POST brings it back."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    record = record_admin.get_object(request, unquote(object_id))
    if not record_admin.may(request, "revert", record):
        raise PermissionDenied
    if record is None:
        return record_admin._get_obj_does_not_exist_redirect(request, record_admin.opts, object_id)
    name = f"admin:projects_{record_admin.opts.model_name}"
    history = HttpResponseRedirect(reverse(f"{name}_history", args=[record.pk]))
    wanted = (request.POST if request.method == "POST" else request.GET).get("to", "")
    number = int(wanted) if is_key(wanted) and int(wanted) <= LARGEST_VERSION else 0
    if request.method != "POST":
        then = editorial.contents_at(record, number)
        if then is None or then.record.is_deleted:
            messages.error(request, _("This record has no such version to bring back."))
            return history
        return _question(record_admin, request, record, number, then)
    version = seen_versions(request).get(record.pk)
    if version is None:
        messages.error(request, _("This page has lost the version it was made for. Look at the record and try again."))
        return history
    try:
        editorial.revert(record, number, by=request.user, reason=typed_reason(request), version=version)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return history
    except editorial.StaleVersionError as error:
        messages.error(request, changed_meanwhile(error))
        return history
    done = _("Version %(number)s is back.") % {"number": number}
    record_admin.log_change(request, record, done)
    messages.success(request, f"{record}: {done}")
    return HttpResponseRedirect(reverse(f"{name}_change", args=[record.pk]))


def _question(record_admin, request, record, number, then):
    context = {
        **record_admin.admin_site.each_context(request),
        "title": _("Restore version %(number)s") % {"number": number},
        "subtitle": str(record),
        "opts": record_admin.opts,
        "original": record,
        "number": number,
        "changes": _changes(record, then),
        "longest_reason": LONGEST_REASON,
    }
    request.current_app = record_admin.admin_site.name
    return TemplateResponse(request, "admin/projects/record_revert.html", context)


def _changes(record, then):
    """What the record says now beside what it said then; its address stays as it is."""
    model = type(record)
    if hasattr(record, "slug"):
        then.record.slug, then.record.reference = record.slug, record.reference
    now = {part: {one.number: one for one in getattr(record, name).all()} for name, part in model.part_models().items()}
    rows = [(model, record), (model, then.record)]
    for part in now:
        rows += [(part, one) for one in (*now[part].values(), *then.parts[part].values())]
    targets = name_targets(rows)
    changes = differences(read_row(model, record, targets), read_row(model, then.record, targets))
    for part, present in now.items():
        for number in sorted(present.keys() | then.parts[part].keys()):
            before, after = (
                rows[number] and read_row(part, rows[number], targets, model) if number in rows else None
                for rows in (present, then.parts[part])
            )
            if before != after:
                changes += part_differences(part, number, before, after)
    return changes
