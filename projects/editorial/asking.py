"""Taking in what the public writes: each form once, so much an hour from one address, and none of it for ever."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from projects.choices import RequestState
from projects.editorial.naming import next_references
from projects.editorial.saving import validate
from projects.editorial.versions import act, claim, write
from projects.media import shelf
from projects.models import PublicRequest, RequestTally

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 5
KEPT_ONCE_CLOSED = timedelta(days=365)
AT_ONCE = 100
FOLDER = "requests"
WRITTEN = ("message", "name", "contact", "document", "document_name")


class TooManyRequestsError(Exception):
    """The address has sent as many requests as we take from one in an hour."""


def receive(request, *, address, document=None):
    """Keep a new request, with the opened file that came with it, from this network address.

    Returns the request; that of before where the same form was sent already. Raises `ValidationError` and
    `TooManyRequestsError`; nothing is kept then.
    """
    if known := _known(request.stamp):
        return known
    try:
        validate(request, ())
        if document:
            request.document = shelf.put_apart(document, FOLDER)
        with act(request):
            _count(address)
            (request.reference,) = next_references(PublicRequest, 1)
            write(request, None, "")
    except Exception as error:
        if request.document:
            shelf.discard(request.document)
        # Two clicks at once: the other was quicker.
        if isinstance(error, ValidationError) and (known := _known(request.stamp)):
            return known
        raise
    return request


def _known(stamp):
    return PublicRequest.objects.filter(stamp=stamp).first() if stamp else None


def _count(address):
    """Count a request of this address, or refuse it; addresses of past hours are forgotten."""
    now, rows = timezone.now(), RequestTally.objects
    rows.filter(since__lt=now - HOUR).delete()
    digest = salted_hmac("projects.asking", address, algorithm="sha256").hexdigest()
    rows.bulk_create([RequestTally(address_hash=digest, since=now)], ignore_conflicts=True)
    own = rows.filter(address_hash=digest, received__lt=MOST_AN_HOUR)
    if not own.update(received=F("received") + 1):
        raise TooManyRequestsError


def forget():
    """Erase what people wrote in requests that were closed or deleted a year ago; returns how many were.

    Number, record, state and the note of staff stay.
    """
    done = Q(state=RequestState.CLOSED) | Q(deleted_at__isnull=False)
    due = PublicRequest.objects.filter(done, changed_at__lt=timezone.now() - KEPT_ONCE_CLOSED)
    forgotten = 0
    while requests := list(due.exclude(message="", document="")[:AT_ONCE]):
        for request in requests:
            _forget(request)
        forgotten += len(requests)
    return forgotten


def _forget(request):
    with act(request):
        if request.document:
            transaction.on_commit(lambda name=request.document: shelf.discard(name))
        claim(request, None)
        nothing = dict.fromkeys(WRITTEN, "")
        for name, value in nothing.items():
            setattr(request, name, value)
        write(request, None, "")
        request.history.update(**nothing)
