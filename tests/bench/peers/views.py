"""What one writes by the tutorial: a ListView with filters, a count a facet, and files by django-import-export."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.views.generic import ListView

from tests.bench.peers.rows import FlatProject

FILTERS = {"type": "type", "region": "region_code", "stage": "stage", "start_after": "start_first__gte"}
SEARCHED = ("reference", "name", "former_names", "region", "address", "summary")
FACETS = ("type", "region", "stage")
CONTENT_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ProjectList(ListView):
    """The projects that match, a page at a time; with `facets=1` how many there are of each type, region and stage."""

    model = FlatProject
    template_name = "projects.html"
    paginate_by = 25

    def get_queryset(self):
        """Narrow the rows by each parameter."""
        rows = super().get_queryset()
        for name, lookup in FILTERS.items():
            if value := self.request.GET.get(name):
                rows = rows.filter(**{lookup: value})
        if words := self.request.GET.get("q"):
            found = [Q(**{f"{name}__icontains": words}) for name in SEARCHED]
            rows = rows.filter(Q(*found, _connector=Q.OR))
        return rows

    def get_context_data(self, **context):
        """Count each facet over the same rows."""
        context = super().get_context_data(**context)
        if self.request.GET.get("facets"):
            rows = self.object_list.order_by()
            context["facets"] = {
                name: rows.values_list(name).annotate(number=Count("pk")).order_by("-number") for name in FACETS
            }
        return context


def project_file(request, suffix):
    """All of them as a CSV file or a workbook."""
    from import_export.resources import modelresource_factory

    resource = modelresource_factory(FlatProject)()
    return HttpResponse(resource.export().export(suffix), content_type=CONTENT_TYPES[suffix])
