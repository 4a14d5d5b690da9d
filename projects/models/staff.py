"""What the tracker knows of an account at the desk beside what Django does."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.choices import Digest, MailLanguage, StakeholderKind
from projects.models.records import GuardedRow
from projects.models.stakeholders import Stakeholder


class Member(models.Model):
    """The department that an account works for: it may then write that department's records only."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="member", verbose_name=_("account")
    )
    department = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        related_name="members",
        limit_choices_to={"kind": StakeholderKind.ORGANISATION, "deleted_at": None},
        verbose_name=_("department"),
        help_text=_("Limits the account to the records that this organisation keeps."),
    )

    class Meta:
        verbose_name = _("department of an account")
        verbose_name_plural = _("departments of accounts")
        default_permissions = ()

    def __str__(self):
        return f"{self.account}: {self.department}"


class Preference(GuardedRow):
    """What an account has chosen for itself, and when it was last told by mail what waits for it."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference")
    wants_digest = models.CharField(_("mail on what waits for me"), max_length=8, choices=Digest, default=Digest.DAILY)
    language = models.CharField(
        _("language of the mail"), max_length=8, choices=MailLanguage, default=MailLanguage.CHINESE
    )
    digest_sent_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.account)


class OpenRecord(GuardedRow):
    """A record that an account has open at the desk: a word to others, not a lock."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    noun = models.CharField(max_length=20)
    key = models.BigIntegerField()
    opening = models.CharField(max_length=22, default="")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["account", "noun", "key"], name="openrecord_once_an_account")]
        indexes = [models.Index(fields=["noun", "key"], name="openrecord_of_a_record")]

    def __str__(self):
        return f"{self.account}: {self.noun} {self.key}"
