"""What an account chooses for itself, and the day on which it was last told by mail what waits for it."""

from django.db import transaction

from projects.editorial.rights import allow
from projects.models import Preference
from projects.querysets.records import writing


def preference_of(account):
    """What the account has chosen; what it has not is as for everybody."""
    return Preference.objects.filter(account=account).first() or Preference(account=account)


def prefer(preference, *, by, email):
    """Keep what the account `by` chose for itself, and the address at which it is written to.

    Raises `ValidationError`, and `PermissionDenied` where the choice is another account's.
    """
    account = preference.account
    account.email = email
    account.clean_fields(exclude={field.name for field in account._meta.fields} - {"email"})
    chosen = Preference(account=account, wants_digest=preference.wants_digest, language=preference.language)
    chosen.clean_fields(exclude=["account"])
    with writing(), transaction.atomic():
        allow(by, "prefer", preference)
        # But not the day of the last mail, which may be taken meanwhile.
        Preference.objects.bulk_create(
            [chosen],
            update_conflicts=True,
            unique_fields=["account"],
            update_fields=["wants_digest", "language"],
        )
        account.save(update_fields=["email"])


def take_digest(account, day, *, again=False):
    """Note that the account is told on this day, as `(whether nobody else has noted it, the day before)`.

    Of several that take the same day one gets it, unless it is to be sent `again`.
    """
    with writing(), transaction.atomic():
        Preference.objects.bulk_create([Preference(account=account)], ignore_conflicts=True)
        row = Preference.objects.filter(account=account)
        (before,) = row.values_list("digest_sent_on", flat=True)
        free = row if again else row.exclude(digest_sent_on=day)
        return bool(free.update(digest_sent_on=day)), before


def give_digest_back(account, day, before):
    """Note that the account was not told on this day after all, but last on the day `before`, or never."""
    with writing(), transaction.atomic():
        Preference.objects.filter(account=account, digest_sent_on=day).update(digest_sent_on=before)
