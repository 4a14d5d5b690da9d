"""Ways out: withdrawn from today on, retracted from every day, deleted from the desk, and back again."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.choices import Review, State
from projects.editorial.linking import refuse_links_to_deleted
from projects.editorial.publishing import close
from projects.editorial.republishing import erase, republish_without, shown_with, strike_everywhere
from projects.editorial.rights import allow
from projects.editorial.versions import act, raise_public_revision, take, write
from projects.models import FOREVER, Noun, Part, Stakeholder
from projects.serializers import PUBLISHED


def withdraw(record, *, by=None, reason="", version=None):
    """Take `record` from the public from today on; its past days stay readable."""
    with act(record):
        raise_public_revision()
        take(record, version)
        allow(by, "withdraw", record)
        if record.published_version is None:
            raise ValidationError(_("This record is not public, so there is nothing to withdraw."))
        _leave(record, State.WITHDRAWN, by, reason, "withdraw")
        current = PUBLISHED[type(record)].objects.filter(reference=record.reference, shown_until=FOREVER)
        close(current)
        republish_without(record, by)
    return record


def retract(record, *, by, confirmed_by, reason, version=None):
    """Take `record` from every day it was ever public on, and out of every publication that names it.

    For law, privacy or error only: it needs a reason and a second person.
    """
    if not reason.strip():
        raise ValidationError(_("Say why this record is retracted."))
    if by is None or confirmed_by is None or by == confirmed_by:
        raise ValidationError(_("A retraction takes two people."))
    with act(record):
        raise_public_revision()
        take(record, version)
        allow(by, "ask_to_retract", record)
        allow(confirmed_by, "retract", record)
        if not PUBLISHED[type(record)].objects.filter(reference=record.reference).exists():
            raise ValidationError(_("This record was never public, so there is nothing to retract."))
        _leave(
            record,
            State.RETRACTED,
            by,
            _("%(reason)s (confirmed by %(name)s)") % {"reason": reason, "name": confirmed_by.get_username()},
            "retract",
        )
        erase(record)
        strike_everywhere(record)
    return record


def confirm_retraction(record, *, by=None, reason="", version=None):
    """Retract `record` as the second person, for the reason of the one who asked."""
    record.refresh_from_db(fields=["review", "review_by", "review_note"])
    if record.review != Review.RETRACTION:
        raise ValidationError(_("Nobody has asked to retract this record."))
    because = f"{record.review_note}; {reason}" if reason.strip() else record.review_note
    return retract(record, by=record.review_by, confirmed_by=by, reason=because, version=version)


def _leave(record, state, by, reason, done):
    record.state, record.published_version = state, None
    record.review, record.review_by, record.review_note = "", None, ""
    write(record, by, reason, done=done)


def delete(record, *, by=None, reason="", version=None):
    """Take `record` off the desk; it can be restored. Public records and records in use stay."""
    with act(record):
        if record.is_public_as_it_stands:
            raise_public_revision()
        take(record, version)
        allow(by, "delete", record)
        if record.is_deleted:
            raise ValidationError(_("This record is deleted already."))
        if isinstance(record, Noun) and record.published_version is not None:
            raise ValidationError(_("This record is public. Withdraw it before you delete it."))
        in_use = dependants(record)
        if in_use:
            raise ValidationError(
                _("Still in use by: %(names)s. Change these first.") % {"names": ", ".join(map(str, in_use[:10]))}
            )
        record.deleted_at = timezone.now()
        write(record, by, reason, done="delete")
    return record


def restore(record, *, by=None, reason="", version=None):
    """Bring a deleted `record` back to the desk, as it was."""
    with act(record):
        if record.is_public_as_it_stands:
            raise_public_revision()
        take(record, version)
        allow(by, "restore", record)
        if not record.is_deleted:
            raise ValidationError(_("This record is not deleted."))
        refuse_links_to_deleted(
            record, [part for collection in record.part_models() for part in getattr(record, collection).all()]
        )
        record.deleted_at = None
        if isinstance(record, Stakeholder):
            record.merged_into = None
        write(record, by, reason, done="restore")
    return record


def dependants(record):
    """The records, not deleted, that point to `record`: themselves, through a part, or in what the public reads."""
    found = {}
    for relation in record._meta.related_objects:
        field, model = relation.field, relation.related_model
        if issubclass(model, Part) and field.name not in model.owners:
            parts = model.objects.filter(**{field.name: record}).select_related(*model.owners)
            holders = (part.owner for part in parts)
        elif issubclass(model, Noun) or hasattr(model, "natural_key_field"):
            holders = model.objects.live().filter(**{field.name: record})
        else:
            continue
        found |= {(type(holder), holder.pk): holder for holder in holders if not holder.is_deleted}
    for noun, references in shown_with(record).items():
        found |= {(noun, holder.pk): holder for holder in noun.objects.filter(reference__in=references)}
    return list(found.values())
