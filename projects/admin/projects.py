"""Projects, with everything that belongs to them."""

from django.contrib import admin, messages
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from projects.admin.acts import ACTS
from projects.admin.completing import MissingFilter
from projects.admin.filters import RegionFilter, StandingFilter, TypeFilter, UnsourcedFilter, UntranslatedFilter
from projects.admin.nouns import NAMING, NounAdmin
from projects.admin.parts import CitationInline, ParticipationInline, PartInline, RemarkInline, TableInline
from projects.admin.people import both
from projects.admin.quick_entry import usual_milestones_view, with_usual_milestones
from projects.admin.uploads import DocumentForm, PictureForm, PreviewsFiles
from projects.admin.worklist import DeskFilter
from projects.codes import project_code_warnings
from projects.models import (
    Amenity,
    AnnualInvestment,
    Document,
    KeyListing,
    Milestone,
    Photo,
    ProgressReport,
    Project,
    Quantity,
    Region,
)
from projects.querysets.desk import contradictions_of


class MilestoneInline(TableInline):
    """What the project promises and meets."""

    model = Milestone
    template = "admin/projects/edit_inline/milestones.html"
    fields = [("kind", *both("name")), ("due", "met")]


class AnnualInvestmentInline(TableInline):
    """What each year was to bring, and brought."""

    model = AnnualInvestment
    fields = [("year", "planned", "completed")]


class AmenityInline(PartInline):
    """What the project offers."""

    model = Amenity
    fields = [("kind", *both("name")), both("purpose")]


class QuantityInline(TableInline):
    """What is counted and measured."""

    model = Quantity
    fields = [("measure", "value", "unit")]


class ProgressReportInline(PartInline):
    """How far the project had come."""

    model = ProgressReport
    fields = [("reported_on", "percent"), ("completed_to_date", "completed_this_year"), both("note")]


class FileInline(PartInline):
    """Parts with a file."""

    def get_queryset(self, request):
        """The parts with their files."""
        return super().get_queryset(request).select_related("file")


class DocumentInline(FileInline):
    """Papers on the project and their disclosure."""

    model = Document
    form = DocumentForm
    fields = [
        both("title"),
        ("type", "category", "document_number"),
        ("disclosure", "issued_on", "due_on"),
        both("disclosure_reason"),
        both("authority"),
        ("file", "url"),
    ]


class PhotoInline(FileInline):
    """Pictures, described for those who cannot see them."""

    model = Photo
    form = PictureForm
    fields = [both("alt"), both("credit"), ("file", "url"), "taken_on"]


class KeyListingInline(TableInline):
    """The lists of key projects it stood on."""

    model = KeyListing
    fields = [("list", "year")]


@admin.register(Project)
class ProjectAdmin(PreviewsFiles, NounAdmin):
    """Undertakings, followed from reserve to operation."""

    is_compared = True
    explained = "national_code"
    list_display = [
        "reference",
        "title",
        "type",
        "region",
        "stage",
        "condition",
        "confirmed_on",
        "complete",
        "standing",
    ]
    list_display_links = ["reference", "title"]
    list_filter = [
        DeskFilter,
        StandingFilter,
        TypeFilter,
        RegionFilter,
        "stage",
        "condition",
        "is_benchmark",
        UntranslatedFilter,
        UnsourcedFilter,
        MissingFilter,
    ]
    list_select_related = ["type", "region"]
    search_fields = ["name_zh", "name_en", "former_names", "reference", "slug", "national_code"]
    fieldsets = [
        (None, {"fields": [both("name"), ("type", "region"), ("site", "part_of"), "is_benchmark"]}),
        (
            _("Stage and condition"),
            {
                "fields": [("stage", "condition", "nature"), both("condition_reason"), "confirmed_on"],
                "description": _("The stage says how far the project has come; the condition how well it fares."),
            },
        ),
        (
            _("Dates"),
            {
                "fields": [
                    ("start_planned", "start_baseline", "start_actual"),
                    ("finish_planned", "finish_baseline", "finish_actual"),
                ],
                "description": _(
                    "As exactly as they are known: 2021-06-01, 2021年6月, 2021年三季度, 2021, 2025年底前. "
                    "“First promised” stays as it was, whatever is planned later."
                ),
            },
        ),
        (_("Money"), {"fields": [("investment", "investment_currency")]}),
        (_("Description"), {"fields": [both("summary")]}),
        (_("Where it lies"), {"fields": [both("address"), ("longitude", "latitude")], "classes": ["collapse"]}),
        (_("Codes and former names"), {"fields": ["national_code", "former_names"], "classes": ["collapse"]}),
        NAMING,
    ]
    inlines = [
        MilestoneInline,
        AnnualInvestmentInline,
        ProgressReportInline,
        QuantityInline,
        AmenityInline,
        ParticipationInline,
        RemarkInline,
        DocumentInline,
        PhotoInline,
        KeyListingInline,
        CitationInline,
    ]

    def acts(self):
        """What can be done to any record on its way, and that what is said of it still holds."""
        return [*super().acts(), ACTS["confirm"]]

    def get_urls(self):
        """Add the address of the usual milestones."""
        view = self.admin_site.admin_view(usual_milestones_view)
        return [path("usual-milestones/", view, name="projects_project_usual_milestones"), *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show or save the form; the button for the usual milestones shows it again with a row for each."""
        if request.method == "POST" and "_usual_milestones" in request.POST:
            request.POST = with_usual_milestones(request.POST)
            request.editorial_refusal = [_("The usual milestones are in the table below. Look at them, then save.")]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Say what cannot be true, and offer the usual milestones to who may write them."""
        if obj is not None:
            context["contradictions"] = contradictions_of(obj)
        if add or self.has_change_permission(request, obj):
            context["usual_milestones_at"] = reverse("admin:projects_project_usual_milestones")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        """Save, and say what is odd about a project code that is allowed all the same."""
        super().save_related(request, form, formsets, change)
        code = form.instance.national_code
        if code and "national_code" in form.changed_data:
            home = Region.objects.live().filter(is_home=True).values_list("code", flat=True)
            for warning in project_code_warnings(code, list(home)):
                messages.warning(request, f"{code}: {warning}")
