"""The mail of the morning: to each account that wants it what its desk shows, once a day."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from projects import editorial
from projects.choices import Digest
from projects.localized import person_name
from projects.plain import visible
from projects.worklist import desk_of, tracker_name

MONDAY = 0


@dataclass
class Outcome:
    """The mails that left, or would have, and the accounts whose mail did not, each with the error."""

    sent: list = field(default_factory=list)
    failed: list = field(default_factory=list)


def lacking(*, is_rehearsal=False):
    """The environment variables that have to be set before mail can be sent, or, for a rehearsal, written."""
    needed = {"PUBLIC_URL": settings.PUBLIC_URL}
    if not is_rehearsal:
        needed |= {"EMAIL_URL": settings.SENDS_MAIL, "EMAIL_FROM": settings.EMAIL_FROM}
    return [name for name, value in needed.items() if not value]


def send(*, again=False, is_rehearsal=False):
    """Send today's mails, to those who have had theirs only if `again`; a rehearsal sends and notes nothing.

    What keeps one mail back keeps back no other.
    """
    today, outcome = timezone.localdate(), Outcome()
    for account in readers(today):
        preference = editorial.preference_of(account)
        if preference.digest_sent_on == today and not again:
            continue
        try:
            mail = compose(account, preference.language)
            if mail is not None and (is_rehearsal or _post(mail, account, today, again)):
                outcome.sent.append(mail)
        except Exception as error:
            outcome.failed.append((account, error))
    return outcome


def readers(day):
    """The accounts at the desk that have an address and want to be written to on this day."""
    unwanted = [Digest.NEVER] if day.weekday() == MONDAY else [Digest.NEVER, Digest.WEEKLY]
    accounts = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    return accounts.exclude(preference__wants_digest__in=unwanted).order_by("username")


def _post(mail, account, day, again):
    """Send the mail unless another process has it already; whether it was sent."""
    is_ours, before = editorial.take_digest(account, day, again=again)
    if not is_ours:
        return False
    try:
        mail.send()
    except Exception:
        editorial.give_digest_back(account, day, before)
        raise
    return True


def compose(account, language):
    """What waits for the account as a mail in the language, or None where nothing does."""
    with override(language):
        works = [(work, piles) for work, piles in desk_of(account) if piles and work.is_urgent]
        number = sum(pile.number for _work, piles in works for pile in piles)
        if not number:
            return None
        name, choices = visible(tracker_name()), _in_full(reverse("admin:preferences"))
        subject = ngettext(
            "%(name)s: %(number)s thing waits for you", "%(name)s: %(number)s things wait for you", number
        )
        text = render_to_string(
            "projects/mail/digest.txt",
            {
                "reader": visible(person_name(account)),
                "tracker": name,
                "number": number,
                "works": [(work, [_shown(pile) for pile in piles]) for work, piles in works],
                "desk": _in_full(reverse("admin:index")),
                "preferences": choices,
            },
        )
        return EmailMessage(
            subject % {"name": name, "number": number},
            re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
            to=[account.email],
            headers={"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{choices}>"},
        )


def _shown(pile):
    """A pile as the mail shows it, each record on a line of its own."""
    first = [" ".join(dict.fromkeys([record.reference, visible(str(record))])) for record, _address in pile.first]
    return {"label": pile.label, "number": pile.number, "address": _in_full(pile.address), "first": first}


def _in_full(path):
    """A path of the site with the site's own address before it."""
    return settings.PUBLIC_URL + path.removeprefix(get_script_prefix().rstrip("/"))
