"""Which papers on projects a reader asks for."""

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.choices import Disclosure, DisclosureState, DocumentType
from projects.filters.projects import ProjectSelection
from projects.filters.ranges import AfterFilter, BeforeFilter, Matter
from projects.filters.selections import SearchFilter
from projects.filters.vocabularies import VocabularyFilter
from projects.models import PublishedProject

ISSUED = Matter("issued_on", Q(issued_on__isnull=True), gettext_lazy("Left out for want of a day of issue: %(number)s"))


class DocumentSelection(ProjectSelection):
    """Narrow the papers on published projects by the query string: by what they are, and by the project they are on."""

    noun = "document"

    q = SearchFilter(label=gettext_lazy("Search"))
    category = VocabularyFilter(Disclosure, label=gettext_lazy("Disclosure category"))
    disclosure = VocabularyFilter(DisclosureState, with_none=False, label=gettext_lazy("Disclosure"))
    document_type = VocabularyFilter(DocumentType, field_name="type", label=gettext_lazy("Document type"))
    issued_after = AfterFilter(ISSUED, "issued_on__gte", label=gettext_lazy("Issued from"))
    issued_before = BeforeFilter(ISSUED, "issued_on__lte", label=gettext_lazy("Issued until"))

    orders = {
        "issued": (gettext_lazy("last issued first"), "last_issued_first"),
        "reference": (gettext_lazy("project reference"), "by_project"),
    }

    @property
    def own_filters(self):
        """The filters by what the papers are."""
        return {
            name: narrowing
            for name, narrowing in self.filters.items()
            if name == "q" or name not in ProjectSelection.base_filters
        }

    @cached_property
    def projects(self):
        """The selection of the projects that the papers are on."""
        return self.same_for(ProjectSelection, PublishedProject.objects.current(), without=["q"])

    @property
    def narrowed_rows(self):
        """The papers on the projects asked for."""
        rows = super().narrowed_rows
        return rows.filter(project__in=self.projects.matches.order_by()) if self.projects.narrowed else rows

    @property
    def lacking(self):
        """The papers and the projects that only lack what they would be judged by: words, and a query or None."""
        yield from super().lacking
        for words in self.projects.left_out if self.is_valid() and self.projects.narrowed else ():
            yield {"words": _("Of the projects: %(words)s") % {"words": words}, "query": None}
