"""Which projects a reader asks for."""

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from projects.choices import Condition, Stage
from projects.filters.lists import KeyListFilter, PlanFilter, RegionFilter, TypeFilter
from projects.filters.participations import RoleFilter, StakeholderFilter
from projects.filters.ranges import (
    CONFIRMED,
    FINISH,
    INVESTMENT,
    START,
    AfterFilter,
    AmountFilter,
    BeforeFilter,
)
from projects.filters.selections import Selection
from projects.filters.vocabularies import FlagFilter, VocabularyFilter


class ProjectSelection(Selection):
    """Narrow published projects by the query string: the same for pages, files and reports."""

    noun = "project"

    type = TypeFilter(label=_("Type"))
    region = RegionFilter(label=_("Region"))
    stage = VocabularyFilter(Stage, label=_("Stage"))
    condition = VocabularyFilter(Condition, label=_("Condition"))
    plan = PlanFilter(label=_("Called for by"))
    stakeholder = StakeholderFilter(label=_("Stakeholder"))
    role = RoleFilter(label=_("Role"))
    list = KeyListFilter(label=_("Key-project list"))
    benchmark = FlagFilter(field_name="is_benchmark", label=_("Benchmark project"))
    # The record's own days must all lie within, so that a start known only as "2025" is not after June 2025.
    start_after = AfterFilter(START, "start_first__gte", label=_("Starts from"))
    start_before = BeforeFilter(START, "start_last__lte", label=_("Starts by"))
    finish_after = AfterFilter(FINISH, "finish_first__gte", label=_("Finishes from"))
    finish_before = BeforeFilter(FINISH, "finish_last__lte", label=_("Finishes by"))
    investment_min = AmountFilter(INVESTMENT, "investment__gte", label=_("Investment at least"))
    investment_max = AmountFilter(INVESTMENT, "investment__lte", label=_("Investment at most"))
    confirmed_before = BeforeFilter(CONFIRMED, "confirmed_on__lte", label=_("Last confirmed by"))

    orders = Selection.orders | {
        "start": (_("start"), "by_start"),
        "finish": (_("finish"), "by_finish"),
        "investment": (_("largest investment first"), "by_investment"),
        "confirmed": (_("last confirmed first"), "last_confirmed_first"),
    }


class MapSelection(ProjectSelection):
    """The same for the map, which shades its tiles by a measure."""

    display = (*Selection.display, "measure")
    measures = {"projects": _("Projects"), "sites": _("Sites"), "investment": _("Total investment")}

    def _page_fields(self):
        measure = forms.ChoiceField(
            label=pgettext_lazy("what the tiles of the map are shaded by", "Measure"),
            choices=list(self.measures.items()),
            initial="projects",
            required=False,
            widget=forms.HiddenInput,
            error_messages={
                "invalid_choice": gettext("Measure by one of: %(names)s.") % {"names": ", ".join(self.measures)}
            },
        )
        return super()._page_fields() | {"measure": measure}

    @property
    def measure(self):
        """What the tiles are shaded by: `projects`, `sites` or `investment`."""
        return self.parameters.get("measure", ["projects"])[0]
