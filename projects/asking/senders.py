"""Who sends a form: from which address, from a page of ours or another's, and how long after it was opened."""

import secrets
from datetime import timedelta
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _

QUICKEST = timedelta(seconds=3)
SLOWEST = timedelta(hours=2)
_stamps = signing.TimestampSigner(salt="projects.asking.form")


def is_from_here(request):
    """Whether the browser says that a page of this site sent the form; one that says nothing is not believed."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched and fetched != "same-origin":
        return False
    said = request.headers.get("Origin") or request.headers.get("Referer")
    if said is None:
        return fetched == "same-origin"
    try:
        host = urlsplit(said).netloc
    except ValueError:
        return False
    return host.lower() in {request.get_host().lower(), urlsplit(settings.PUBLIC_URL).netloc.lower()} - {""}


def address_of(request):
    """The network address that the request came from; of IPv6 the first half, for a household has all of the second.

    Behind a trusted proxy it is the last address of X-Forwarded-For, the only one that the proxy itself wrote.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.IS_BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        found = ip_address(address)
    except ValueError:
        return address[:100]
    found = getattr(found, "ipv4_mapped", None) or found
    return str(found if found.version == 4 else ip_network(f"{found}/64", strict=False))


def stamped(subject):
    """A word for a form about the subject that is being opened now; no two are the same."""
    return _stamps.sign(f"{subject.noun}:{subject.reference}:{secrets.token_hex(8)}")


def check_stamp(stamp, subject):
    """Refuse a form that is not ours, that is sent sooner than people can write, or long after it was opened."""
    try:
        named = _stamps.unsign(stamp, max_age=SLOWEST)
    except signing.SignatureExpired as error:
        raise ValidationError(
            _("The form was open for more than two hours. Look through what you wrote, then send it again.")
        ) from error
    except signing.BadSignature as error:
        raise ValidationError(
            _("The form came back incomplete. Look through what you wrote, then send it again.")
        ) from error
    if named.rpartition(":")[0] != f"{subject.noun}:{subject.reference}":
        raise ValidationError(_("The form came back incomplete. Look through what you wrote, then send it again."))
    if is_younger(stamp, QUICKEST):
        raise ValidationError(
            _("The form was sent within three seconds, as programs do. Wait a moment, then send it again.")
        )


def is_younger(stamp, age):
    """Whether a good stamp is younger than `age`."""
    try:
        _stamps.unsign(stamp, max_age=age)
    except signing.SignatureExpired:
        return False
    return True


class Capped(FileUploadHandler):
    """Lets a file that is too large pass by unread, so that what was typed beside it is not lost."""

    def __init__(self, most_bytes, request=None):
        """Take files of at most so many bytes."""
        super().__init__(request)
        self.most_bytes, self.has_skipped = most_bytes, False

    def receive_data_chunk(self, raw_data, start):
        """Hand the data on as long as there is not too much of it."""
        if start + len(raw_data) > self.most_bytes:
            self.has_skipped = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        """Leave the file to the handlers after this one."""
