"""Two records of one stakeholder become one: whatever named the duplicate names the survivor."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from projects.choices import State
from projects.editorial.publishing import close
from projects.editorial.republishing import republish_with
from projects.editorial.rights import allow
from projects.editorial.saving import number_new
from projects.editorial.versions import act, claim, raise_public_revision, take, write
from projects.models import FOREVER, Noun, Part, Publication, PublicRequest, Record, Stakeholder
from projects.serializers import PUBLISHED


@dataclass
class Pointing:
    """What points to a stakeholder: by record which columns and parts; its own parts; and rows that are no records."""

    columns: dict = field(default_factory=lambda: defaultdict(list))
    parts: dict = field(default_factory=lambda: defaultdict(list))
    own: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    @property
    def records(self):
        """The records, each once, in the order in which acts write several."""
        found = {(type(record)._meta.label, record.pk): record for record in (*self.columns, *self.parts)}
        return [found[key] for key in sorted(found)]


def merge(duplicate, into, *, by=None, reason="", version=None, into_version=None):
    """Let `into` stand wherever `duplicate` stood; the duplicate is deleted, and its address leads to the survivor.

    `version` and `into_version` are those of the two that the author saw. What the public reads names the survivor from
    now on where that is public, and neither where it is not. Returns the survivor.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the two are one."))
    if duplicate.pk == into.pk:
        raise ValidationError(_("A record cannot be merged into itself."))
    with act(duplicate, into):
        raise_public_revision()
        seen = {duplicate: version, into: into_version}
        for record in sorted(seen, key=lambda record: record.pk):
            take(record, seen[record])
            allow(by, "merge", record)
        _refuse_different(duplicate, into)
        pointing = pointing_to(duplicate)
        _leave(duplicate, into, by, reason)
        into.former_names = _joined_names(duplicate, into)
        for holder in (duplicate, into):
            if holder.kept_by_id == duplicate.pk:
                holder.kept_by = into
        write(duplicate, by, reason, done="merge")
        write(into, by, reason, done="merge")
        _adopt(pointing.own, into, by, reason)
        for record in pointing.records:
            if record not in {duplicate, into}:
                _point(record, pointing, into, by, reason)
        for row, name in pointing.rows:
            setattr(row, name, into)
            row.save()
        republish_with(duplicate, into, by)
    return into


def _refuse_different(duplicate, into):
    for record in (duplicate, into):
        if record.is_deleted or record.state == State.RETRACTED:
            raise ValidationError(_("%(name)s is deleted or retracted, so it cannot be merged.") % {"name": record})
    if duplicate.kind != into.kind:
        raise ValidationError(_("A person, an organisation and a group cannot be one."))
    codes = {record.organisation_code for record in (duplicate, into)} - {None}
    if len(codes) > 1:
        raise ValidationError(_("They have different unified social credit codes. If one is wrong, correct it first."))


def pointing_to(stakeholder):
    """Everything in any table that points to the stakeholder, history and past publications apart."""
    found = Pointing()
    for model in apps.get_models():
        if issubclass(model, HistoricalChanges | Publication):
            continue
        for column in model._meta.concrete_fields:
            if column.is_relation and column.related_model is Stakeholder:
                _sort_in(found, model._base_manager.filter(**{column.name: stakeholder}), column.name)
    asked = Q(noun=Stakeholder._meta.model_name, about=stakeholder.reference) | Q(addressee=stakeholder.reference)
    for request in PublicRequest.objects.filter(asked):
        found.columns[request] += [
            name for name in ("about", "addressee") if getattr(request, name) == stakeholder.reference
        ]
    return found


def _sort_in(found, rows, name):
    model = rows.model
    if issubclass(model, Part) and name in model.owners:
        found.own += rows
    elif issubclass(model, Part):
        for part in rows.select_related(*model.owners):
            found.parts[part.owner].append((part, name))
    elif issubclass(model, Record):
        for record in rows:
            found.columns[record].append(name)
    else:
        found.rows += [(row, name) for row in rows]


def _leave(duplicate, into, by, reason):
    """Take the duplicate from the public and off the desk; its code, which only one may have, goes to the survivor."""
    close(PUBLISHED[Stakeholder].objects.filter(reference=duplicate.reference, shown_until=FOREVER))
    if duplicate.published_version is not None:
        duplicate.state, duplicate.published_version = State.WITHDRAWN, None
    duplicate.review, duplicate.review_by, duplicate.review_note = "", None, ""
    if duplicate.organisation_code and not into.organisation_code:
        into.organisation_code, duplicate.organisation_code = duplicate.organisation_code, None
    duplicate.merged_into, duplicate.deleted_at = into, timezone.now()


def _joined_names(duplicate, into):
    """The former names of the survivor, and after them those of the duplicate: all that it is not called now."""
    names = [
        *into.former_names.splitlines(),
        duplicate.name_zh,
        duplicate.name_en,
        *duplicate.former_names.splitlines(),
    ]
    current = {"", into.name_zh, into.name_en}
    return "\n".join(dict.fromkeys(name.strip() for name in names if name.strip() not in current))


def _adopt(parts, into, by, reason):
    """Give the survivor the parts of the duplicate, under numbers of its own."""
    for part in parts:
        setattr(part, part.owner_field, into)
        part.number = None
    number_new(into, parts)
    for part in parts:
        write(part, by, reason, into.version)


def _point(record, pointing, into, by, reason):
    """Let the record and its parts point to the survivor, as its next version; the public reads it as before."""
    was_current = isinstance(record, Noun) and record.published_version == record.version
    claim(record, None)
    if was_current:
        record.published_version = record.version
    names = pointing.columns.get(record, [])
    for name in names:
        setattr(record, name, into.reference if isinstance(record, PublicRequest) else into)
    parts = pointing.parts.get(record, [])
    # Whose department writes the record is no part of what the public will read.
    write(record, by, reason, done="merge" if parts or names != ["kept_by"] else "hand_over")
    for part, name in parts:
        setattr(part, name, into)
        write(part, by, reason, record.version)
