"""How much of a selection of projects, and of the sites alike, belongs to each type or region."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.extracts import ReportExtract
from projects.filters import select, select_alike
from projects.querysets.snapshots import snapshot
from projects.reports import counted_by
from projects.views.files import file_name, refusal, selected


class Counts:
    """The projects and the sites that a query string selects, counted by a column that both have."""

    def __init__(self, request, name, column):
        """Read the query string, in which the parameter `name` narrows by the `column`."""
        self.name = name
        self.projects = select("project", request.GET)
        self.sites = select_alike("site", self.projects)
        self.lists = self.projects.lists
        # The list of regions holds it already.
        request.home_region = next((region for region in self.lists.regions if region.is_home), None)
        self.is_valid = self.projects.is_valid()
        if self.is_valid:
            self._numbers = [counted_by(column, selection.matches) for selection in (self.projects, self.sites)]

    @property
    def asked(self):
        """The values of the parameter that the reader asked for."""
        return self.projects.parameters.get(self.name, [])

    def of(self, keys):
        """The number of projects, and of sites, under any of the keys of the column."""
        return [sum(numbers[key] for key in keys) for numbers in self._numbers]

    def cells(self, value, keys):
        """The same, each with the address of the list that shows them; `value` is what the parameter calls them."""
        addresses = [
            reverse(f"projects:{noun}_list") + selection.narrowed_by(**{self.name: [value]})
            for noun, selection in (("project", self.projects), ("site", self.sites))
        ]
        return list(zip(self.of(keys), addresses, strict=True))


def counts_page(request, counts, title, headings, rows, files):
    """The page of a list of types or regions: `rows` are dictionaries with depth, name, address, words and cells."""
    context = {
        "title": title,
        "selection": counts.projects,
        "query": counts.projects.narrowed,
        "headings": [*headings, _("Projects"), _("Sites")],
        "rows": rows,
        "files": files,
    }
    return render(request, "projects/counts.html", context)


def counts_file(request, respond, read, title, names, headings):
    """The same as a file; `read` gives the counts of a request, and the values of each row under the headings."""
    with snapshot():
        counts, rows = read(request)
    if not counts.is_valid:
        return refusal(counts.projects)
    chosen = selected(request, counts.projects, counts.projects.narrowed)
    headings = [*headings, _("Projects"), _("Sites")]
    return respond(ReportExtract(str(title), file_name(request, *names), headings, rows, chosen))
