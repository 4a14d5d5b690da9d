"""Which sites a reader asks for."""

from django.utils.translation import gettext_lazy as _

from projects.choices import SiteStatus
from projects.filters.lists import PlanFilter, RegionFilter, TypeFilter
from projects.filters.participations import RoleFilter, StakeholderFilter
from projects.filters.selections import Selection
from projects.filters.vocabularies import VocabularyFilter


class SiteSelection(Selection):
    """Narrow published sites by the query string: the same for pages, files and reports."""

    noun = "site"

    type = TypeFilter(label=_("Type"))
    region = RegionFilter(label=_("Region"))
    status = VocabularyFilter(SiteStatus, with_none=False, label=_("Status"))
    plan = PlanFilter(label=_("Called for by"))
    stakeholder = StakeholderFilter(label=_("Stakeholder"))
    role = RoleFilter(label=_("Role"))
