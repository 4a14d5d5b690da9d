"""Lists of the desk narrowed to what waits for an account."""

from django.utils.translation import gettext_lazy as _

from projects.admin.filters import Choice
from projects.worklist import PARAMETER, WORKS


class DeskFilter(Choice):
    """The records behind a number of the desk."""

    title = _("my desk")
    parameter_name = PARAMETER

    def __init__(self, request, params, model, model_admin):
        """Remember whose desk it is."""
        self.account = request.user
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        """Every kind of work on such records."""
        return [(work.name, work.title) for work in WORKS.values() if model_admin.model in work.models]

    def narrow(self, queryset, value):
        return queryset.filter(pk__in=WORKS[value].rows(queryset.model, self.account).values("pk"))
