"""What every file has in common: its name, what it says of its selection, and the answer to one that makes no sense."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import pgettext

from projects.extracts import Selected
from projects.views.context import home_region


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
