"""Who may do what to which record: the one question that every door of the desk, and every act itself, asks."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from projects.choices import Audience, Review
from projects.models import VIEWED, Member, Noun, Preference, PublicRequest, SavedView

# Act -> the permissions of its model any of which it needs.
NEEDS = {
    "view": ("view", "change"),
    "add": ("add",),
    "save": ("change",),
    "confirm": ("change",),
    "revert": ("change",),
    "submit": ("change",),
    "take_back": ("change",),
    "send_back": ("review", "publish"),
    "publish": ("review", "publish"),
    "withdraw": ("publish",),
    "ask_to_retract": ("publish",),
    "retract": ("publish",),
    "delete": ("delete",),
    "restore": ("delete",),
    "hand_over": ("publish",),
    "merge": ("publish",),
}

# The acts that write what the public will read.
CONTENT = ("save", "confirm", "revert", "merge")


def may(account, act, about):
    """Whether the account may do `act` to a record, or to some record where `about` is a model.

    `account` None is a command, which may do anything.
    """
    if account is None:
        return True
    if not account.is_active or not account.is_staff:
        return False
    if isinstance(about, Preference):
        return act == "prefer" and about.account_id == account.pk
    held = [name for name in NEEDS[act] if account.has_perm(f"projects.{name}_{about._meta.model_name}")]
    if not held:
        return False
    if isinstance(about, SavedView):
        return _may_with_view(account, act, about)
    if isinstance(about, type) or (act == "view" and not isinstance(about, PublicRequest)):
        return True
    if act == "publish" and held == ["review"] and about.review != Review.SUBMITTED:
        return False
    if act == "retract" and about.review_by_id == account.pk:
        return False
    return is_own(account, about)


# For whom a view is -> the permission that it takes to make or keep it so.
SHARING = {Audience.OWN: None, Audience.STAFF: "share", Audience.PUBLIC: "publish"}


def _may_with_view(account, act, view):
    """Whether an account with the permission for the act may do it to this view; what one keeps nobody else sees.

    Whoever publishes also writes what others share, so that it can be made public and does not outlive its owner.
    """
    is_own = view._state.adding or view.owner_id == account.pk
    if view.noun not in VIEWED or not may(account, "view", VIEWED[view.noun]):
        return False
    if act == "view" or view.audience not in SHARING:
        return is_own or view.audience in (Audience.STAFF, Audience.PUBLIC)
    if view.audience not in audiences_for(account):
        return False
    return is_own or (view.audience != Audience.OWN and Audience.PUBLIC in audiences_for(account))


def audiences_for(account):
    """For whom the account may keep views."""
    return [
        audience
        for audience, needed in SHARING.items()
        if account is None or needed is None or account.has_perm(f"projects.{needed}_savedview")
    ]


def views_seen_by(account):
    """The views that the account may see: its own, and what others share of lists that it sees."""
    return SavedView.objects.seen_by(account, [noun for noun, model in VIEWED.items() if may(account, "view", model)])


def allow(account, act, about):
    """Raise `PermissionDenied` unless the account may do `act`."""
    if not may(account, act, about):
        raise PermissionDenied(f"{act} {about._meta.label}")


def department_of(account):
    """The department to whose records the account is limited, or None."""
    if account is None or account.pk is None:
        return None
    if not hasattr(account, "_department"):
        member = Member.objects.filter(account=account).select_related("department").first()
        account._department = member and member.department
    return account._department


def is_own(account, record):
    """Whether the record is among those that the account's department keeps; all are, for an account without one."""
    department = department_of(account)
    if department is None:
        return True
    if isinstance(record, Noun):
        return record._state.adding or record.kept_by_id == department.pk
    if isinstance(record, PublicRequest):
        return PublicRequest.objects.filter(pk=record.pk).of_department(department).exists()
    # Lists are everybody's, so no department writes them.
    return False


def unpublished_changes(record):
    """The lines of the log that wrote what publishing the record would show for the first time, in their order."""
    lines = record.history.filter(act__in=CONTENT).order_by("history_id")
    # Not the last publishing only: what merges and hands over may leave the public reading the record as it stands.
    as_it_stands = record.history.filter(published_version=F("version"))
    last = as_it_stands.order_by("-history_id").values_list("history_id", flat=True).first()
    return lines if last is None else lines.filter(history_id__gt=last)


def authors(record):
    """The accounts that wrote what publishing the record would show for the first time: their keys."""
    lines = unpublished_changes(record).order_by().exclude(history_user=None)
    return set(lines.values_list("history_user_id", flat=True))


def is_own_change(account, record):
    """Whether the account wrote what publishing the record would show, and may therefore not publish it."""
    return account is not None and not settings.OWN_CHANGES_MAY_BE_PUBLISHED and account.pk in authors(record)


def refuse_own_change(account, record):
    """Raise `ValidationError` where the account would publish what it wrote itself."""
    if is_own_change(account, record):
        raise ValidationError(_("You wrote part of this change yourself. Somebody else has to publish it."))
