"""How complete records are: on their list, as a way to narrow it, and on the form of one."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects import completeness, editorial
from projects.admin.filters import Choice
from projects.admin.nonsense import GuardedChangeList
from projects.completeness import Completeness, Fact


class CountedChangeList(GuardedChangeList):
    """A list that says of the records on its page, and asks of no others, how many wanted facts they have."""

    def get_results(self, request):
        super().get_results(request)
        shown = {record.pk: record for record in self.result_list}
        rows = completeness.counted(self.model.objects.filter(pk__in=shown)).order_by()
        for key, recorded, wanted in rows.values_list("pk", "facts_recorded", "facts_wanted"):
            shown[key].completeness = f"{recorded}/{wanted}"


class MissingFilter(Choice):
    """Records that lack a fact which is wanted of them."""

    title = _("missing fact")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        """Every fact that is wanted of such records."""
        return [(fact.name, capfirst(fact.label)) for fact in completeness.FACTS[model_admin.model]]

    def narrow(self, queryset, value):
        return completeness.lacking(queryset, value)


@dataclass(frozen=True)
class Missing:
    """A fact that a record lacks, and whether it is not published without."""

    fact: Fact
    is_required: bool


def judged(record, facts):
    """The `Completeness` of a record that would publish `facts`, what publication requires marked."""
    found = completeness.judge(record)
    required = {name for group in editorial.missing_names(record, facts) for name in group}
    missing = [Missing(fact, fact.name in required) for fact in found.missing]
    return Completeness(found.recorded, found.wanted, missing)
