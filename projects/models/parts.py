"""What belongs to projects alone: milestones, money by year, amenities, papers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.choices import AmenityKind, Disclosure, DisclosureState, DocumentType, Measure, MilestoneKind, Unit
from projects.localized import Localized
from projects.models.fields import PartialDateColumns, amount, date_constraint, either_language, not_negative
from projects.models.files import MediaFile
from projects.models.lists import KeyProjectList
from projects.models.projects import Project
from projects.models.records import Part, numbered_within

YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class ProjectPart(Part):
    """A part that only projects have."""

    owners = ("project",)

    class Meta(Part.Meta):
        abstract = True


def uploaded(verbose_name):
    """A column for a file that staff uploaded."""
    return models.ForeignKey(
        MediaFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=verbose_name
    )


class Milestone(ProjectPart):
    """An event a project promises and meets, or does not."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones", verbose_name=_("project"))
    kind = models.CharField(_("kind"), max_length=12, choices=MilestoneKind)
    name = Localized(models.CharField, _("name"), max_length=200)
    due = PartialDateColumns(_("due"))
    met = PartialDateColumns(_("met"))

    class Meta(ProjectPart.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            *numbered_within("milestone", "project"),
            date_constraint("milestone", "due"),
            date_constraint("milestone", "met"),
        ]

    def __str__(self):
        return str(self.name or self.get_kind_display())


class AnnualInvestment(ProjectPart):
    """What a year was to bring in investment, and what it brought."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="annual_investments", verbose_name=_("project"))
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    planned = amount(_("planned"))
    completed = amount(_("completed"))

    class Meta(ProjectPart.Meta):
        verbose_name = _("annual investment")
        verbose_name_plural = _("annual investment")
        ordering = ["year"]
        constraints = [
            *numbered_within("annualinvestment", "project"),
            not_negative("annualinvestment", "planned", "completed"),
            models.UniqueConstraint(
                fields=["project", "year"],
                name="annualinvestment_once_a_year",
                violation_error_message=_("This year is there already."),
            ),
            models.CheckConstraint(
                name="annualinvestment_year_is_plausible",
                condition=Q(year__range=(1900, 2100)),
                violation_error_message=_("Give a year between 1900 and 2100."),
            ),
        ]

    def __str__(self):
        return str(self.year)


class Amenity(ProjectPart):
    """Something a project offers to those who live in it or visit it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="amenities", verbose_name=_("project"))
    kind = models.CharField(_("kind"), max_length=20, choices=AmenityKind)
    name = Localized(models.CharField, _("name"), max_length=200)
    purpose = Localized(models.CharField, _("purpose"), max_length=300)

    class Meta(ProjectPart.Meta):
        verbose_name = _("amenity")
        verbose_name_plural = _("amenities")
        constraints = [*numbered_within("amenity", "project"), either_language("amenity", "name")]

    def __str__(self):
        return str(self.name)


class Quantity(ProjectPart):
    """A count or measure of a project: beds, floor area."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="quantities", verbose_name=_("project"))
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2, validators=[MinValueValidator(0)])
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)

    class Meta(ProjectPart.Meta):
        verbose_name = _("quantity")
        verbose_name_plural = _("quantities")
        constraints = [
            *numbered_within("quantity", "project"),
            not_negative("quantity", "value"),
            models.UniqueConstraint(
                fields=["project", "measure"],
                name="quantity_once_a_measure",
                violation_error_message=_("This measure is there already."),
            ),
        ]

    def __str__(self):
        return str(self.get_measure_display())


class ProgressReport(ProjectPart):
    """How far a project had come on one day."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="progress_reports", verbose_name=_("project"))
    reported_on = models.DateField(_("as of"))
    percent = models.DecimalField(
        _("percent complete"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    completed_to_date = amount(_("investment completed to date"))
    completed_this_year = amount(_("investment completed this year"))
    note = Localized(models.TextField, _("note"))

    class Meta(ProjectPart.Meta):
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-reported_on"]
        constraints = [
            *numbered_within("progressreport", "project"),
            not_negative("progressreport", "completed_to_date", "completed_this_year"),
            models.UniqueConstraint(
                fields=["project", "reported_on"],
                name="progressreport_once_a_day",
                violation_error_message=_("This day has a report already."),
            ),
            models.CheckConstraint(
                name="progressreport_percent_is_within_100",
                condition=Q(percent__isnull=True) | Q(percent__range=(0, 100)),
                violation_error_message=_("Give a percentage from 0 to 100."),
            ),
        ]

    def __str__(self):
        return self.reported_on.isoformat() if self.reported_on else ""


class Document(ProjectPart):
    """A paper on a project, with its place among the eight categories of disclosure."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="documents", verbose_name=_("project"))
    title = Localized(models.CharField, _("title"), max_length=300)
    type = models.CharField(_("type"), max_length=30, choices=DocumentType, blank=True, default="")
    category = models.CharField(_("disclosure category"), max_length=1, choices=Disclosure, blank=True, default="")
    disclosure = models.CharField(
        _("disclosure"), max_length=16, choices=DisclosureState, default=DisclosureState.PUBLISHED
    )
    disclosure_reason = Localized(models.CharField, _("reason it does not apply"), max_length=300)
    document_number = models.CharField(_("document number"), max_length=100, blank=True, default="")
    authority = Localized(models.CharField, _("issuing authority"), max_length=200)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    due_on = models.DateField(
        _("to be disclosed by"),
        null=True,
        blank=True,
        help_text=_("20 working days from when the information came to be; 7 for permits and penalties."),
    )
    url = models.URLField(_("web address"), max_length=500, blank=True, default="")
    file = uploaded(_("file"))

    class Meta(ProjectPart.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            *numbered_within("document", "project"),
            either_language("document", "title"),
            models.CheckConstraint(
                name="document_says_why_it_does_not_apply",
                condition=~Q(disclosure=DisclosureState.NOT_APPLICABLE)
                | ~Q(disclosure_reason_zh="", disclosure_reason_en=""),
                violation_error_message=_("Say why this item of information does not apply."),
            ),
        ]

    def __str__(self):
        return str(self.title)


class Photo(ProjectPart):
    """A picture of a project, described for those who cannot see it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="photos", verbose_name=_("project"))
    alt = Localized(models.CharField, _("description of the picture"), max_length=300)
    credit = Localized(models.CharField, _("credit"), max_length=200)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True, default="")
    file = uploaded(_("picture"))

    class Meta(ProjectPart.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            *numbered_within("photo", "project"),
            either_language("photo", "alt"),
            models.CheckConstraint(
                name="photo_is_a_picture_or_an_address",
                condition=~Q(url="") | Q(file__isnull=False),
                violation_error_message=_("Upload a picture, or give its web address."),
            ),
        ]

    def __str__(self):
        return str(self.alt)


class KeyListing(ProjectPart):
    """A year in which a project stood on a list of key projects."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="key_listings", verbose_name=_("project"))
    list = models.ForeignKey(KeyProjectList, models.PROTECT, related_name="listings", verbose_name=_("list"))
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)

    class Meta(ProjectPart.Meta):
        verbose_name = _("key-project listing")
        verbose_name_plural = _("key-project listings")
        ordering = ["-year"]
        constraints = [
            *numbered_within("keylisting", "project"),
            models.UniqueConstraint(
                fields=["project", "list", "year"],
                name="keylisting_once_a_year",
                violation_error_message=_("The project is on this list already in that year."),
            ),
            models.CheckConstraint(
                name="keylisting_year_is_plausible",
                condition=Q(year__range=(1900, 2100)),
                violation_error_message=_("Give a year between 1900 and 2100."),
            ),
        ]

    def __str__(self):
        return f"{self.list} {self.year}"
