"""Saving a record together with its parts."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from projects.editorial.linking import owner_field, refuse_links_to_deleted, refuse_parts_of_others
from projects.editorial.naming import name_record, name_view
from projects.editorial.republishing import republish_where_named
from projects.editorial.rights import allow, department_of, may
from projects.editorial.versions import act, claim, raise_public_revision, remove, write
from projects.models import Citation, Noun, Record, SavedView
from projects.search import sort_key
from projects.serializers import PUBLISHED, facts_of


def save(record: Record, *, by=None, reason="", version=None, parts=(), removed=()):
    """Save `record`, the new and changed `parts` that belong to it, and delete those `removed`: one version.

    A record without a key is created. Raises `ValidationError` and `StaleVersionError`; nothing is written then.
    """
    parts, removed = list(parts), list(removed)
    validate(record, parts)
    write_version(record, by, reason, version, parts, removed, "save")
    return record


def write_version(record, by, reason, version, parts, removed, done):
    """Write the next version of a validated record, or its first, in one transaction; `done` names the act."""
    with act(record, *parts, *removed):
        if record.is_public_as_it_stands:
            raise_public_revision()
        was = None if record._state.adding else _claimed(record, version)
        allow(by, "add" if was is None else done, record if was is None else was)
        _place(record, by)
        if isinstance(record, SavedView):
            _keep_view(record, was, by, done)
        refuse_parts_of_others(record, [*parts, *removed])
        refuse_links_to_deleted(record, parts)
        if isinstance(record, Noun):
            name_record(record)
            record.sort_zh = sort_key(record.name_zh, record.name_en)
        write(record, by, reason, done=done)
        save_parts(record, parts, removed, by, reason)
        _settle(record)
        if was is not None and record.is_public_as_it_stands:
            republish_where_named(was, record, by)


def _place(record, by):
    """Give a new record to its author's department; take another out of review, unless a reviewer mends it."""
    if not isinstance(record, Noun):
        return
    if record._state.adding:
        record.kept_by = department_of(by)
    elif record.review and not may(by, "send_back", record):
        record.review, record.review_by, record.review_note = "", None, ""


def _keep_view(view, was, by, done):
    """Let a view be its author's, and ask once more where it is to be for others than before."""
    if was is None:
        view.owner = view.owner if by is None else by
    else:
        allow(by, done, view)
        if was.slug and view.slug != was.slug:
            raise ValidationError(_("A public address is kept for ever: %(kept)s.") % {"kept": was.slug})
    name_view(view)


def _settle(record):
    """Where a change was taken back, so that the record says again what the public reads, nothing waits any more."""
    if not isinstance(record, Noun) or record.published_version in (None, record.version):
        return
    copy = PUBLISHED[type(record)].objects.current().filter(reference=record.reference).first()
    if copy is None or copy.facts != facts_of(record):
        return
    settled = {"published_version": record.version, "review": "", "review_by": None, "review_note": ""}
    for rows in (type(record).objects.filter(pk=record.pk), record.history.filter(version=record.version)):
        rows.update(**settled)
    for name, value in settled.items():
        setattr(record, name, value)


def validate(record, parts):
    """Refuse, outside any transaction, what the rules would refuse inside."""
    record.full_clean()
    for part in parts:
        setattr(part, owner_field(type(part), record), record)
        part.full_clean(exclude=["number", *part.owners] if record._state.adding else ["number"])


def _claimed(record, version):
    """Claim the record for this change; what it said before it, whose reference and state a change does not touch."""
    claim(record, version)
    was = type(record).objects.get(pk=record.pk)
    if was.is_deleted:
        raise ValidationError(_("This record was deleted. Restore it before you change it."))
    if isinstance(record, Noun):
        if record.reference not in ("", was.reference):
            raise ValidationError({"reference": _("A reference is kept for ever: %(kept)s.") % {"kept": was.reference}})
        record.reference = was.reference
    for field in record._meta.concrete_fields:
        if not field.editable:
            setattr(record, field.attname, getattr(was, field.attname))
    return was


def save_parts(record, parts, removed, by, reason):
    """Write the parts of a record under the version it has just been given, numbering the new ones."""
    gone = {(part.collection, part.number) for part in removed}
    kept = [part for part in parts if not _supports(part, gone)]
    for part in (*removed, *_left_behind(record, gone, kept, removed)):
        remove(part, by, reason, record.version)
    number_new(record, kept)
    for part in kept:
        write(part, by, reason, record.version)


def _supports(part, gone):
    return isinstance(part, Citation) and (part.field, part.part_number) in gone


def _left_behind(record, gone, kept, removed):
    """The citations in the database that support parts which are gone, but for those about to support another."""
    if not gone or not hasattr(record, "citations"):
        return []
    seen_to = {part.pk for part in (*kept, *removed) if isinstance(part, Citation)}
    return [part for part in record.citations.all() if _supports(part, gone) and part.pk not in seen_to]


def number_new(record, parts):
    """Give the parts that have no number the next ones of their kind; the number of a removed part stays its own."""
    last = {}
    for part in parts:
        model = type(part)
        if part.number is None and model not in last:
            own = {owner_field(model, record): record.pk}
            rows = (model.objects.filter(**own), model.history.model.objects.filter(**own))
            taken = [row.number for row in parts if type(row) is model and row.number is not None]
            last[model] = max(*taken, 0, *(row.aggregate(last=Max("number"))["last"] or 0 for row in rows))
        if part.number is None:
            last[model] += 1
            part.number = last[model]
