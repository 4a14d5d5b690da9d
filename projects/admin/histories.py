"""The history of a record: every version with who, when, why, and each field before and after."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.admin.wording import Change, differences, name_targets, part_differences, read_row

VERSIONS_A_PAGE = 20


@dataclass(frozen=True)
class Version:
    """One version of a record, and what it changed of the one before."""

    number: int
    made_at: datetime
    made_by: object
    reason: str
    act: str
    changes: list[Change]


def history_page(record_admin, request, object_id, extra_context=None):
    """Every version of the record, the newest first, a page at a time."""
    record = record_admin.get_object(request, unquote(object_id))
    if record is None:
        return record_admin._get_obj_does_not_exist_redirect(request, record_admin.opts, object_id)
    if not record_admin.has_view_or_change_permission(request, record):
        raise PermissionDenied
    rows = record.history.select_related("history_user").order_by("-history_id")
    page = Paginator(rows, VERSIONS_A_PAGE).get_page(request.GET.get(PAGE_VAR, 1))
    context = {
        **record_admin.admin_site.each_context(request),
        "title": _("History of %(record)s") % {"record": record},
        "subtitle": None,
        "module_name": capfirst(record_admin.opts.verbose_name_plural),
        "object": record,
        "opts": record_admin.opts,
        "page": page,
        "page_var": PAGE_VAR,
        "versions": _versions(record, page, rows),
        **(extra_context or {}),
    }
    request.current_app = record_admin.admin_site.name
    return TemplateResponse(request, "admin/projects/record_history.html", context)


def _versions(record, page, rows):
    """The versions on a page, each compared with the one before it, which may stand on the next page."""
    model = type(record)
    lines = list(rows[page.start_index() - 1 : page.end_index() + 1]) if page.object_list else []
    part_lines = _lines_of_parts(record)
    targets = name_targets(
        [*((model, line) for line in lines), *((part, line) for part, history in part_lines for line in history)]
    )
    changed_parts = _changes_of_parts(model, part_lines, targets)
    return [
        Version(
            number=line.version,
            made_at=line.history_date,
            made_by=line.history_user,
            reason=line.history_change_reason or "",
            act=_act(line, earlier),
            changes=[
                *differences(
                    read_row(model, earlier, targets) if earlier else {},
                    read_row(model, line, targets),
                ),
                *changed_parts.get(line.version, []),
            ],
        )
        for line, earlier in pairwise([*lines, None])
    ][: len(page.object_list)]


def _lines_of_parts(record):
    """The log of every part that the record has or had: one query for each kind."""
    found = []
    for part in type(record).part_models().values():
        owner = next(name for name in part.owners if part._meta.get_field(name).related_model is type(record))
        lines = part.history.model.objects.filter(**{f"{owner}_id": record.pk}).order_by("history_id")
        found.append((part, list(lines)))
    return found


def _changes_of_parts(model, part_lines, targets):
    """What each version changed in the parts: version -> changes."""
    changes = {}
    for part, lines in part_lines:
        last = {}
        for line in lines:
            after = None if line.history_type == "-" else read_row(part, line, targets, model)
            before = last.get(line.id)
            last[line.id] = after
            if before != after:
                changes.setdefault(line.record_version, []).extend(part_differences(part, line.number, before, after))
    return changes


def _act(line, earlier):
    """What was done, in one word."""
    if earlier is None and line.history_type == "+":
        return _("created")
    if earlier is None:
        return _("changed")
    if line.deleted_at != earlier.deleted_at:
        return _("deleted") if line.deleted_at else _("restored")
    if getattr(line, "published_version", None) is not None and line.published_version == line.version:
        return _("published")
    if hasattr(line, "state") and line.state != earlier.state:
        return line.get_state_display()
    return _("changed")
