"""A selection as a file, in the format that the address names."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy, pgettext

from projects.extracts import ListExtract, Selected
from projects.views.context import home_region

# What the file of each list is called, with and without a region that is tracked.
NAMES = {
    "project": (gettext_lazy("%(region)s healthcare projects"), gettext_lazy("Healthcare projects")),
    "site": (gettext_lazy("%(region)s healthcare sites"), gettext_lazy("Healthcare sites")),
    "plan": (gettext_lazy("%(region)s healthcare plans"), gettext_lazy("Healthcare plans")),
    "stakeholder": (gettext_lazy("%(region)s healthcare stakeholders"), gettext_lazy("Healthcare stakeholders")),
    "source": (gettext_lazy("%(region)s healthcare sources"), gettext_lazy("Healthcare sources")),
}


def list_file(request, respond, noun, selection):
    """What the list of a noun shows, whole, as `respond` writes it; what is wrong with the query in plain text."""
    if not selection.is_valid():
        return refusal(selection)
    name = file_name(request, *NAMES[noun])
    return respond(ListExtract(noun, selection.ordered, name, selected(request, selection, selection.whole)))


def file_name(request, of_region, alone):
    """The name of a file about the region tracked here."""
    region = home_region(request)
    return str(of_region % {"region": region.label} if region else alone)


def selected(request, selection, query):
    """What the reader asked for; where the site knows its own address, with that of the page which shows it."""
    page = request.path.rpartition(".")[0].removeprefix(settings.URL_PREFIX)
    return Selected.of(selection, f"{settings.PUBLIC_URL}{page}/{query}" if settings.PUBLIC_URL else "")


def refusal(selection):
    """What is wrong with the query, a line each, in plain text."""
    separator = pgettext("between a label and what is said of it", ": ")
    lines = [separator.join(str(words) for words in problem if words) for problem in selection.problems]
    return HttpResponse("\n".join(lines) + "\n", status=400, content_type="text/plain; charset=utf-8")
