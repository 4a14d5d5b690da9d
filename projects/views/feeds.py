"""Subscriptions to a selection: its changes as Atom, its dates as iCalendar."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vText

from projects.choices import Condition
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
    here = reverse(f"projects:{noun}_list") + selection.narrowed
    feed = Feed(
        title=_plain(_title(request, selection, LISTS[noun][0])),
        link=in_full(request, here),
        description="",
        language=TAGS[reading_language()],
        feed_url=in_full(request, reverse(f"projects:{noun}_feed") + selection.narrowed),
        author_name=_plain(site_title(home_region(request))),
    )
    for copy, changed in _changes(noun, selection):
        feed.add_item(
            title=_plain(choose(copy.name_zh, copy.name_en)),
            link=in_full(request, reverse(f"projects:{noun}_detail", args=[copy.reference])),
            description=_plain(_summary(copy, changed)),
            unique_id=f"tag:{_host(request)},2026:{noun}:{copy.reference}:{copy.number}",
            pubdate=copy.published_at,
            updateddate=copy.published_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _changes(noun, selection):
    """The last publications of what is selected, the last first: each with the labels of what changed."""
    # No copy is newer than the current one of its record, so that the newest copies are of these records.
    rows = selection.matches.newest_first()
    rows = rows.hits_first() if selection.form.cleaned_data["q"] else rows
    newest = list(rows.values_list("reference", flat=True)[:ENTRIES])
    copies = SELECTIONS[noun][1].objects.filter(reference__in=newest, is_retracted=False)
    history = list(copies.order_by("reference", "-number").values_list("published_at", "reference", "pk"))
    # Each with the one before it; records of many years have far more, and their facts stay where they are.
    steps = {pk: older for (_at, _reference, pk), (_, _, older) in pairwise([*history, (None, None, None)])}
    last = {pk for _at, _reference, pk in sorted(history, reverse=True)[:ENTRIES]}
    rows = copies.filter(pk__in=last | {steps[pk] for pk in last} - {None}).order_by("reference", "-number").whole()
    changes = [change for change in compared(rows, NOUN_MODELS[noun]) if change[0].pk in last]
    return sorted(changes, key=lambda change: change[0].published_at, reverse=True)


def _title(request, selection, name):
    """The site, the list, and in words what is selected of it."""
    chips = [_separated(chip["label"], chip["value"]) for chip in selection.chips]
    return " · ".join([_separated(site_title(home_region(request)), name), *chips])


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
    projects, about = selection.ordered.whole()[: PROJECTS + 1], ""
    if len(projects) > PROJECTS:
        about = _("Dates of the first %(number)s of %(whole)s projects: narrow the selection to have them all.") % {
            "number": PROJECTS,
            "whole": selection.count,
        }
    name = _title(request, selection, LISTS["project"][0])
    return _calendar(request, projects[:PROJECTS], name, about)


def _calendar_address(project):
    return reverse("projects:project_calendar", args=[project.slug])


@page_of(PublishedProject, _calendar_address)
def project_calendar(request, project):
    """The dates of one project."""
    return _calendar(request, [project], _separated(site_title(home_region(request)), project.name))


def _calendar(request, projects, name, about=""):
    calendar = Calendar()
    calendar.add("prodid", f"-//{_host(request)}//{TAGS[reading_language()]}")
    calendar.add("version", "2.0")
    # Names of which the standard does not know the kind are written as they stand, unless they say it.
    calendar.add("x-wr-calname", vText(_line(name)))
    if about:
        calendar.add("x-wr-caldesc", vText(_line(about)))
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
    event.add("sequence", project.number)
    if project.facts["condition"] == Condition.CANCELLED:
        event.add("status", "CANCELLED")
    event.add("dtstart", at.first)
    event.add("dtend", at.last + timedelta(days=1))
    words = _separated(project.name, label)
    is_exact = at.first == at.last and not at.is_limit
    event.add("summary", _line(words if is_exact else f"{words} ({partial_date(date)})"))
    event.add("url", in_full(request, reverse("projects:project_detail", args=[project.reference])))
    event.add("transp", "TRANSPARENT")
    return event


def _separated(first, second):
    return f"{first}{pgettext('between a label and what is said of it', ': ')}{second}"


def _host(request):
    return urlsplit(in_full(request, "/")).hostname


def _plain(words):
    return UNWRITABLE.sub("\ufffd", str(words))


def _line(words):
    """On one line, for not every program that reads calendars takes each sign of a new one for the same."""
    return " ".join(_plain(words).split())
