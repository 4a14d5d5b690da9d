"""What waits at the desk, and for whom: the questions behind its numbers and behind the lists that they lead to."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.choices import Condition, Review, Stage, State

SOON = timedelta(days=30)
FINISHED = (Stage.COMPLETED, Stage.OPERATION)
ENDED = Q(stage__in=FINISHED) | Q(condition=Condition.CANCELLED) | Q(finish_actual_first__isnull=False)


def written_by(rows, account, acts):
    """Those of the rows whose contents the account wrote last; `acts` are those that write contents."""
    log = rows.model.history.model.objects.filter(act__in=acts)
    last = log.filter(id=OuterRef("pk")).order_by("-history_id")
    # First those that the account ever wrote: an index finds them, however many others there are.
    written = rows.filter(pk__in=log.filter(history_user=account.pk).values("id"))
    return written.alias(author=Subquery(last.values("history_user")[:1])).filter(author=account.pk)


def drafts(rows):
    """What says something that the public does not read and nobody has been asked to review."""
    return rows.filter(review="").filter(Q(published_version=None) | ~Q(version=F("published_version")))


def returned(rows):
    """What a reviewer gave back."""
    return rows.filter(review=Review.RETURNED)


def waiting_for(rows, account):
    """What waits for somebody other than who took the last step."""
    return rows.filter(review__in=[Review.SUBMITTED, Review.RETRACTION]).exclude(review_by=account.pk)


def overdue(projects):
    """Projects in progress with a milestone or a finish whose last day has passed."""
    today = timezone.localdate()
    late = Exists(_milestones(due_last__lt=today))
    return projects.exclude(ENDED).filter(late | Q(finish_planned_last__lt=today))


def due_soon(projects):
    """Projects in progress with a milestone or a finish whose last day comes within 30 days."""
    days = timezone.localdate(), timezone.localdate() + SOON
    return projects.exclude(ENDED).filter(
        Exists(_milestones(due_last__range=days)) | Q(finish_planned_last__range=days)
    )


def _milestones(**conditions):
    milestones = apps.get_model("projects", "Milestone").objects
    return milestones.filter(project=OuterRef("pk"), met_first__isnull=True, **conditions)


def unconfirmed(projects, days):
    """Public projects in progress about which nobody has said for so many days that they still hold."""
    since = timezone.localdate() - timedelta(days=days)
    in_time = projects.filter(confirmed_on__gte=since)
    return projects.filter(state=State.PUBLISHED).exclude(ENDED).exclude(pk__in=in_time.values("pk"))


def contradictory(projects):
    """Projects that say two things that cannot both be true."""
    return projects.filter(reduce(or_, (condition for _words, condition in contradictions())))


def contradictions_of(project):
    """What the project, as it is saved, says that cannot be true, in words."""
    said = contradictions()
    answers = [
        Case(When(condition, then=True), default=False, output_field=BooleanField()) for _words, condition in said
    ]
    row = type(project).objects.filter(pk=project.pk).values_list(*answers).first() or ()
    return [words for (words, _condition), holds in zip(said, row, strict=False) if holds]


def contradictions():
    """Each thing that cannot be true of a project today: in words, and as a condition."""
    today = timezone.localdate()
    milestones, years, progress = (
        apps.get_model("projects", name).objects.filter(project=OuterRef("pk"))
        for name in ("Milestone", "AnnualInvestment", "ProgressReport")
    )
    spent = years.order_by().values("project").annotate(total=Sum("completed")).values("total")
    unfinished = ~Q(stage__in=["", *FINISHED])
    return [
        (_("It was finished before it began."), Q(finish_actual_last__lt=F("start_actual_first"))),
        (_("It is to be finished before it begins."), Q(finish_planned_last__lt=F("start_planned_first"))),
        (_("It was finished, but its stage says otherwise."), Q(finish_actual_first__isnull=False) & unfinished),
        (
            _("It has begun, but its stage says otherwise."),
            Q(start_actual_first__isnull=False) & Q(stage__in=[Stage.RESERVE, Stage.PRELIMINARY]),
        ),
        (_("It was finished on a day that is still to come."), Q(finish_actual_first__gt=today)),
        (_("It began on a day that is still to come."), Q(start_actual_first__gt=today)),
        (
            _("It is on track, but its planned finish has passed."),
            Q(condition=Condition.ON_TRACK, finish_planned_last__lt=today) & ~ENDED,
        ),
        (_("A milestone was met on a day that is still to come."), Q(Exists(milestones.filter(met_first__gt=today)))),
        (
            _("A progress report says that all is done, but its stage says otherwise."),
            Q(Exists(progress.filter(percent=100))) & unfinished,
        ),
        (_("More was spent than the total investment."), Q(investment__lt=Subquery(spent))),
    ]
