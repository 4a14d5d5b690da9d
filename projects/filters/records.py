"""Which plans, stakeholders and sources a reader asks for."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.choices import PlanStatus, StakeholderKind
from projects.filters.lists import RegionFilter
from projects.filters.participations import HeldRoleFilter, RoleFilter, StakeholderFilter
from projects.filters.selections import Selection
from projects.filters.vocabularies import NONE, VocabularyFilter


class PlanSelection(Selection):
    """Narrow published plans by the query string: the same for pages and files."""

    noun = "plan"

    region = RegionFilter(label=gettext_lazy("Region"))
    status = VocabularyFilter(PlanStatus, with_none=False, label=gettext_lazy("Status"))
    stakeholder = StakeholderFilter(label=gettext_lazy("Stakeholder"))
    role = RoleFilter(label=gettext_lazy("Role"))


class StakeholderSelection(Selection):
    """Narrow published stakeholders by the query string: the same for pages and files."""

    noun = "stakeholder"

    kind = VocabularyFilter(StakeholderKind, with_none=False, label=gettext_lazy("Kind"))
    region = RegionFilter(with_none=True, label=gettext_lazy("Region"))
    role = HeldRoleFilter(label=gettext_lazy("Role"))

    @property
    def lacking(self):
        """Those that belong to no region, where regions are asked for: words, and the query string that shows them."""
        asked = self.form.cleaned_data["region"] if self.is_valid() else []
        if not asked or NONE in asked:
            return
        placeless = self.same_for(type(self), self.queryset.filter(region__isnull=True), without=["region"])
        if placeless.count:
            words = _("Left out for want of a region: %(number)s") % {"number": placeless.count}
            yield {"words": words, "query": self.query(region=[NONE])}


class SourceSelection(Selection):
    """Narrow published sources by the query string: the same for pages and files."""

    noun = "source"
