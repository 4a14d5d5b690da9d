"""What the public writes to those responsible for a record, and how often one address has written."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from projects.choices import RequestKind, RequestState
from projects.models.records import GuardedRow, Record
from projects.querysets.requests import RequestQuerySet


class PublicRequest(Record):
    """A mistake that somebody reports, a document they send, a question they ask; seen by staff only.

    What was written stays as it came: staff change the state and their own note. All of it but the state is erased a
    year after the request was closed.
    """

    prefix = "REQ"

    reference = models.CharField(_("reference"), max_length=40, unique=True, blank=True, editable=False)
    noun = models.CharField(_("kind of record"), max_length=20, editable=False)
    about = models.CharField(_("about"), max_length=80, editable=False)
    addressee = models.CharField(_("addressed to"), max_length=40, blank=True, default="", editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind, editable=False)
    message = models.TextField(_("message"), blank=True, editable=False, validators=[MaxLengthValidator(4000)])
    name = models.CharField(_("name"), max_length=100, blank=True, default="", editable=False)
    contact = models.CharField(_("how to reach them"), max_length=200, blank=True, default="", editable=False)
    language = models.CharField(_("language"), max_length=10, editable=False)
    document = models.CharField(_("document"), max_length=100, blank=True, default="", editable=False)
    document_name = models.CharField(_("name of the document"), max_length=150, blank=True, default="", editable=False)
    # What the form was signed with: the same form, sent twice, is one request.
    stamp = models.CharField(max_length=200, unique=True, null=True, editable=False)  # noqa: DJ001 - absent is not equal
    state = models.CharField(
        pgettext_lazy("request", "state"), max_length=12, choices=RequestState, default=RequestState.OPEN
    )
    note = models.TextField(
        _("note"), blank=True, default="", help_text=_("What was done about it. For staff, never shown to the public.")
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-created_at", "-reference"]

    def __str__(self):
        return gettext("%(kind)s: %(about)s") % {"kind": self.get_kind_display(), "about": self.about}


class RequestTally(GuardedRow):
    """How many requests one address has sent since its hour began; the address itself is not kept."""

    address_hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(db_index=True)
    received = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.since:%H:%M}: {self.received}"
