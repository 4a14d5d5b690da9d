"""Subscriptions to a selection: its changes as Atom, its dates as iCalendar."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from projects.columns import NOUN_MODELS, label_of
from projects.dates import PartialDate
from projects.filters import SELECTIONS, select
from projects.localized import TAGS, choose, reading_language
from projects.models import Milestone, Project, PublishedProject
from projects.templatetags.tracker import in_full, site_title
from projects.views.changes import compared, public_reason
from projects.views.context import home_region
from projects.views.files import refusal
from projects.views.lists import LISTS
from projects.views.records import page_of
from projects.views.values import choice, partial_date, text

# How many changes a reader gets at once, and of how many projects the dates.
ENTRIES, PROJECTS = 50, 500
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# What XML cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DUE, MET = gettext_lazy("%(milestone)s, due"), gettext_lazy("%(milestone)s, met")


class Feed(Atom1Feed):
    """A feed that is the same until something is published, even while it is empty."""

    def latest_post_date(self):
        """When the newest entry was published."""
        return super().latest_post_date() if self.items else LONG_AGO


@require_safe
def changes_feed(request, noun):
    """The newest publications of what the query string selects, each with what changed and why."""
    selection = select(noun, request.GET)
    if not selection.is_valid():
        return refusal(selection)
    published = SELECTIONS[noun][1]
    # No copy is newer than the current one of its record, so that the newest copies are of these records.
    rows = selection.matches.newest_first()
    rows = rows.hits_first() if selection.form.cleaned_data["q"] else rows
    newest = list(rows.values_list("reference", flat=True)[:ENTRIES])
    copies = published.objects.filter(reference__in=newest, is_retracted=False).order_by("reference", "-number")
    changes = compared(copies.whole(), NOUN_MODELS[noun])
    title = _separated(site_title(home_region(request)), LISTS[noun][0])
    here = reverse(f"projects:{noun}_list") + selection.narrowed
    feed = Feed(
        title=_plain(title),
        link=in_full(request, here),
        description="",
        language=TAGS[reading_language()],
        feed_url=in_full(request, reverse(f"projects:{noun}_feed") + selection.narrowed),
        author_name=_plain(site_title(home_region(request))),
    )
    for copy, changed in sorted(changes, key=lambda change: change[0].published_at, reverse=True)[:ENTRIES]:
        feed.add_item(
            title=_plain(choose(copy.name_zh, copy.name_en)),
            link=in_full(request, reverse(f"projects:{noun}_detail", args=[copy.reference])),
            description=_plain(_summary(copy, changed)),
            unique_id=f"tag:{_host(request)},2026:{noun}:{copy.reference}:{copy.number}",
            pubdate=copy.published_at,
            updateddate=copy.published_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _summary(copy, changed):
    separator = pgettext("between words in a list", ", ")
    if changed is None:
        return _("first published")
    said = separator.join(str(label) for label in changed) or _("published again, with nothing else changed")
    reason = public_reason(copy)
    return f"{said}\n{_('Reason:')} {reason}" if reason else said


@require_safe
def dates_calendar(request):
    """The dates of the projects that the query string selects: starts, finishes and milestones, as iCalendar."""
    selection = select("project", request.GET)
    if not selection.is_valid():
        return refusal(selection)
    projects, number = selection.ordered.whole()[:PROJECTS], selection.count
    left_out = (
        _("The dates of the first %(shown)s of %(number)s projects.") % {"shown": PROJECTS, "number": number}
        if number > PROJECTS
        else ""
    )
    return _calendar(request, projects, LISTS["project"][0], left_out)


def _calendar_address(project):
    return reverse("projects:project_calendar", args=[project.slug])


@page_of(PublishedProject, _calendar_address)
def project_calendar(request, project):
    """The dates of one project."""
    return _calendar(request, [project], project.name)


def _calendar(request, projects, name, left_out=""):
    calendar = Calendar()
    calendar.add("prodid", f"-//{_host(request)}//{TAGS[reading_language()]}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _plain(_separated(site_title(home_region(request)), name)))
    if left_out:
        calendar.add("x-wr-caldesc", left_out)
    for project in projects:
        for identifier, label, date in _dates(project.facts):
            calendar.add_component(_event(request, project, identifier, label, date))
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _dates(facts):
    """Every date of a project: a name that does not change, what it is, and the date as facts hold it."""
    for event in ("start", "finish"):
        for kind in ("planned", "actual"):
            if facts[f"{event}_{kind}"]:
                yield f"{event}-{kind}", label_of(Project, f"{event}_{kind}"), facts[f"{event}_{kind}"]
    for milestone in facts["milestones"]:
        name = text(milestone["name"]) or choice(Milestone, "kind", milestone["kind"])
        for kind, words in (("due", DUE), ("met", MET)):
            if milestone[kind]:
                yield f"milestone-{milestone['number']}-{kind}", words % {"milestone": name}, milestone[kind]


def _event(request, project, identifier, label, date):
    """One date as an event of whole days: all those within which it may lie, and in words how exactly it is known."""
    at = PartialDate.from_data(date)
    event = Event()
    event.add("uid", f"{project.reference}-{identifier}@{_host(request)}")
    event.add("dtstamp", project.published_at.astimezone(UTC))
    event.add("dtstart", at.first)
    event.add("dtend", at.last + timedelta(days=1))
    words = _separated(project.name, label)
    is_exact = at.first == at.last and not at.is_limit
    event.add("summary", _plain(words if is_exact else f"{words} ({partial_date(date)})"))
    event.add("url", in_full(request, reverse("projects:project_detail", args=[project.reference])))
    event.add("transp", "TRANSPARENT")
    return event


def _separated(first, second):
    return f"{first}{pgettext('between a label and what is said of it', ': ')}{second}"


def _host(request):
    return urlsplit(in_full(request, "/")).hostname


def _plain(words):
    return UNWRITABLE.sub("\ufffd", str(words))
