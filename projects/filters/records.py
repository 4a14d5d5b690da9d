"""Which plans, stakeholders and sources a reader asks for."""

from django.utils.translation import gettext_lazy as _

from projects.filters.lists import RegionFilter
from projects.filters.participations import RoleFilter, StakeholderFilter
from projects.filters.selections import Selection


class PlanSelection(Selection):
    """Narrow published plans by the query string: the same for pages and files."""

    region = RegionFilter(label=_("Region"))
    stakeholder = StakeholderFilter(label=_("Stakeholder"))
    role = RoleFilter(label=_("Role"))


class StakeholderSelection(Selection):
    """Narrow published stakeholders by the query string: the same for pages and files."""

    region = RegionFilter(label=_("Region"))


class SourceSelection(Selection):
    """Narrow published sources by the query string: the same for pages and files."""
