"""My desk: what waits for an account, each number leading to the list of just those records."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects import completeness, editorial
from projects.choices import RequestState, Review
from projects.models import NOUNS, Project, PublicRequest, Region
from projects.querysets import desk

PARAMETER = "desk"
SHOWN = 5


@dataclass(frozen=True)
class Work:
    """One kind of work: which records it is about, and which of them wait for an account.

    What `is_urgent` is told by mail too; the rest is there for who comes to look.
    """

    name: str
    title: str
    explanation: str
    models: tuple
    narrow: Callable
    is_urgent: bool = True

    def rows(self, model, account):
        """The records of the model that wait for the account, none that it may not see."""
        if not editorial.may(account, "view", model):
            return model.objects.none()
        return self.narrow(model.objects.live(), account)


def _drafts(rows, account):
    return desk.written_by(desk.drafts(rows), account, editorial.CONTENT)


def _returned(rows, account):
    return desk.written_by(desk.returned(rows), account, editorial.CONTENT)


def _submitted(rows, account):
    return rows.filter(review=Review.SUBMITTED, review_by=account.pk)


def _incomplete(rows, account):
    return completeness.lacking(desk.written_by(rows, account, editorial.CONTENT))


def _waiting(rows, account):
    if not editorial.may(account, "send_back", rows.model):
        return rows.none()
    theirs = desk.written_by(rows, account, editorial.CONTENT)
    return desk.waiting_for(_kept(rows, account), account).exclude(pk__in=theirs.values("pk"))


def _kept(rows, account):
    return rows.kept_by(editorial.department_of(account))


def _requests(rows, account):
    return rows.filter(state=RequestState.OPEN).of_department(editorial.department_of(account))


def _of_projects(narrow):
    return lambda rows, account: narrow(_kept(rows, account))


WORKS = {
    work.name: work
    for work in (
        Work("waiting", _("Waiting for me"), _("Handed in by others, to be published or returned."), NOUNS, _waiting),
        Work("returned", _("Returned to me"), _("With a word on what to change."), NOUNS, _returned),
        Work("drafts", _("My drafts"), _("Written by me and not handed in yet."), NOUNS, _drafts),
        Work(
            "submitted",
            _("Handed in by me"),
            _("Waiting for somebody else to look at it."),
            NOUNS,
            _submitted,
            is_urgent=False,
        ),
        Work(
            "incomplete",
            _("Incomplete"),
            _("Written by me, and without a fact that a good record has."),
            NOUNS,
            _incomplete,
            is_urgent=False,
        ),
        Work(
            "requests",
            _("Written by the public"),
            _("Mistakes, documents and questions that wait for an answer."),
            (PublicRequest,),
            _requests,
        ),
        Work(
            "overdue",
            _("Overdue"),
            _("A milestone or the finish was planned for a day that has passed."),
            (Project,),
            _of_projects(desk.overdue),
        ),
        Work(
            "soon",
            _("Due soon"),
            _("A milestone or the finish comes within 30 days."),
            (Project,),
            _of_projects(desk.due_soon),
        ),
        Work(
            "contradictory",
            _("Contradictions"),
            _("Dates, stage or amounts that cannot all be true."),
            (Project,),
            _of_projects(desk.contradictory),
        ),
        Work(
            "unconfirmed",
            _("To be confirmed"),
            _("Public, and not confirmed for a long time: one click says that they still hold."),
            (Project,),
            _of_projects(lambda rows: desk.unconfirmed(rows, settings.CONFIRM_AFTER_DAYS)),
        ),
    )
}


@dataclass(frozen=True)
class Pile:
    """The records of one noun that one kind of work is about: how many, where they are listed, the first few."""

    label: str
    number: int
    address: str
    first: list


def tracker_name():
    """What the tracker is called, after the region that is tracked."""
    home = Region.objects.live().filter(is_home=True).first()
    return gettext("%(region)s healthcare projects") % {"region": home.name} if home else gettext("Healthcare projects")


def desk_of(account):
    """What waits for the account: pairs of a kind of work and its piles, those of nothing left out."""
    found = []
    for work in WORKS.values():
        piles = [pile for model in work.models if (pile := _pile(work, model, account)) is not None]
        found.append((work, piles))
    return found


def _pile(work, model, account):
    rows = work.rows(model, account)
    number = rows.count()
    if not number:
        return None
    name = model._meta.model_name
    first = [
        (record, reverse(f"admin:projects_{name}_change", args=[record.pk]))
        for record in rows.order_by("-changed_at", "pk")[:SHOWN]
    ]
    address = f"{reverse(f'admin:projects_{name}_changelist')}?{PARAMETER}={work.name}"
    label = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
    return Pile(label, number, address, first)
