"""Totals over a selection: what is counted, and of how many it is known."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import BigIntegerField, Count, F, Sum
from django.db.models.functions import Cast, Round
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from projects.choices import Currency, SiteStatus, Stage
from projects.money import format_amount

# SQLite keeps decimals as floating-point numbers: only a sum of whole hundredths is exact.
HUNDREDTHS = Sum(Cast(Round(F("investment") * 100), BigIntegerField()))

UNRECORDED = ""


@dataclass
class Tally:
    """What there is of one type, or in all: counts, and amounts with their coverage."""

    stages: Counter = field(default_factory=Counter)
    statuses: Counter = field(default_factory=Counter)
    planned_sites: int = 0
    stating: int = 0
    amounts: Counter = field(default_factory=Counter)

    @property
    def projects(self):
        """How many projects there are, whatever their stage."""
        return self.stages.total()

    @property
    def sites(self):
        """How many sites there are, whatever their status."""
        return self.statuses.total()

    @property
    def investment(self):
        """The total in yuan, or None where no project states an amount in yuan: empty is never zero."""
        return self.amounts.get(Currency.CNY)

    @property
    def investment_in_words(self):
        """The totals, each currency apart, and how many of the projects state an amount."""
        if not self.stating:
            return _("not stated (0 of %(projects)s)") % {"projects": self.projects}
        amounts = [format_amount(self.amounts[code], code, get_language()) for code in currencies(self.amounts)]
        return ngettext(
            "%(amounts)s (%(stating)s of %(projects)s project states an amount)",
            "%(amounts)s (%(stating)s of %(projects)s projects state an amount)",
            self.projects,
        ) % {
            "amounts": pgettext("between amounts", "; ").join(amounts),
            "stating": self.stating,
            "projects": self.projects,
        }

    def add(self, other):
        """Count what another tally counts as well."""
        self.stages += other.stages
        self.statuses += other.statuses
        self.planned_sites += other.planned_sites
        self.stating += other.stating
        for code, amount in other.amounts.items():
            self.amounts[code] += amount


@dataclass
class TypeReport:
    """A tally for each type, in the order of types, and one of them all."""

    rows: list
    total: Tally
    phases_within: int

    @property
    def groups(self):
        """The headings of the table: pairs of what a group of columns is about, and the heading of each column."""
        return [(group, [str(heading) for heading, _value in cells]) for group, cells in _cells(self.total)]

    def lines(self):
        """The table: for each type, and last in all, its name and the values of each group of columns."""
        named = [*((str(project_type.label), tally) for project_type, tally in self.rows), (_("In all"), self.total)]
        for name, tally in named:
            yield name, [[value for _heading, value in cells] for _group, cells in _cells(tally)]


def currencies(amounts):
    """The codes of the currencies that there are amounts in, the yuan first."""
    return sorted(amounts, key=lambda code: (code != Currency.CNY, code))


def _cells(tally):
    """The groups of columns, each as pairs of heading and value."""
    return [
        (
            _("Projects by stage"),
            [
                *((stage.label, tally.stages[stage.value]) for stage in Stage),
                (_("not recorded"), tally.stages[UNRECORDED]),
                (_("in all"), tally.projects),
            ],
        ),
        (
            _("Sites by status"),
            [
                *((status.label, tally.statuses[status.value]) for status in SiteStatus),
                (_("in all"), tally.sites),
                (_("planned by a plan"), tally.planned_sites),
            ],
        ),
        (
            _("Total investment"),
            [(_("stated"), tally.investment_in_words), (_("in yuan"), tally.investment)],
        ),
    ]


def by_type(projects, sites, types):
    """Return the `TypeReport` of the published projects and sites, with a row for each of the `types`.

    A phase whose whole is among the projects is counted within it.
    """
    tallies = tallied_by("type_id", projects, sites)
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    return TypeReport(
        rows=[(project_type, tallies[project_type.pk]) for project_type in types],
        total=total,
        phases_within=projects.count() - total.projects,
    )


def tallied_by(column, projects, sites):
    """Return a tally of the published projects and sites for each value of a column that both have: a `defaultdict`.

    A phase whose whole is among the projects is counted within it.
    """
    tallies = defaultdict(Tally)
    grouped = projects.counted_once().order_by().values(column, "stage", "investment_currency")
    for group in grouped.annotate(number=Count("pk"), stating=Count("investment"), hundredths=HUNDREDTHS):
        tally = tallies[group[column]]
        tally.stages[group["stage"]] += group["number"]
        tally.stating += group["stating"]
        if group["stating"]:
            tally.amounts[group["investment_currency"]] += Decimal(group["hundredths"]) / 100
    for group in sites.order_by().values(column, "status").annotate(number=Count("pk")):
        tallies[group[column]].statuses[group["status"]] += group["number"]
    for group in sites.planned().order_by().values(column).annotate(number=Count("pk")):
        tallies[group[column]].planned_sites += group["number"]
    return tallies


def counted_by(column, publications):
    """Return how many of the publications there are by each value of the column, as a Counter."""
    return Counter(dict(publications.order_by().values_list(column).annotate(number=Count("pk"))))
