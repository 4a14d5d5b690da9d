"""On the way to the public: handed in, taken back, sent back with a word, asked to be retracted."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.choices import Review
from projects.editorial.rights import allow
from projects.editorial.versions import act, take, write
from projects.serializers import PUBLISHED


def submit(record, *, by=None, reason="", version=None):
    """Hand `record` in for review; `reason` is what its author says to the reviewer."""
    with act(record):
        _taken(record, by, version, "submit")
        if record.review == Review.SUBMITTED:
            raise ValidationError(_("This record is in review already."))
        if record.published_version is not None and record.published_version == record.version - 1:
            raise ValidationError(_("The public reads this record as it stands, so there is nothing to review."))
        _step(record, Review.SUBMITTED, by, reason, "submit")
    return record


def take_back(record, *, by=None, reason="", version=None):
    """Take `record` back from review, to write on."""
    with act(record):
        _taken(record, by, version, "take_back")
        _expect(record, Review.SUBMITTED)
        _step(record, "", by, reason, "take_back")
    return record


def send_back(record, *, by=None, reason="", version=None):
    """Give `record` back to its author with a word on what is missing; or drop the wish to retract it."""
    if not reason.strip():
        raise ValidationError(_("Say what the author should change."))
    with act(record):
        _taken(record, by, version, "send_back")
        _expect(record, Review.SUBMITTED, Review.RETRACTION)
        _step(record, Review.RETURNED, by, reason, "send_back")
    return record


def ask_to_retract(record, *, by, reason, version=None):
    """Ask a second person to take `record` from every day it was ever public on."""
    if not reason.strip():
        raise ValidationError(_("Say why this record is retracted."))
    with act(record):
        _taken(record, by, version, "ask_to_retract")
        if not PUBLISHED[type(record)].objects.filter(reference=record.reference).exists():
            raise ValidationError(_("This record was never public, so there is nothing to retract."))
        _step(record, Review.RETRACTION, by, reason, "ask_to_retract")
    return record


def confirm(record, *, by=None, reason="", version=None):
    """Record that stage and condition of a project still hold today.

    A published project about which nothing else is new goes straight into review: the public reads the day once
    somebody else has looked at it.
    """
    with act(record):
        _taken(record, by, version, "confirm")
        today = timezone.localdate()
        if record.confirmed_on == today:
            raise ValidationError(_("This was confirmed today already."))
        is_all_that_is_new = record.published_version == record.version - 1
        record.confirmed_on = today
        if is_all_that_is_new:
            record.review, record.review_by, record.review_note = Review.SUBMITTED, by, reason or _("Still true.")
        write(record, by, reason, done="confirm")
    return record


def hand_over(record, *, department, by=None, reason="", version=None):
    """Leave the writing of `record` to the accounts of another department, a stakeholder; None is those without one."""
    with act(record):
        _taken(record, by, version, "hand_over")
        if record.kept_by == department:
            raise ValidationError(_("The record is kept there already."))
        record.kept_by = department
        _keep_publication_current(record)
        write(record, by, reason, done="hand_over")
    return record


def _taken(record, by, version, name):
    take(record, version)
    allow(by, name, record)
    if record.is_deleted:
        raise ValidationError(_("This record was deleted. Restore it first."))


def _expect(record, *reviews):
    if record.review not in reviews:
        raise ValidationError(_("This record is not in review."))


def _keep_publication_current(record):
    """Its version was just raised, though what it says was not changed: the public still reads it as it stands."""
    if record.published_version == record.version - 1:
        record.published_version = record.version


def _step(record, review, by, reason, done):
    _keep_publication_current(record)
    record.review, record.review_by, record.review_note = review, by, reason
    write(record, by, reason, done=done)
