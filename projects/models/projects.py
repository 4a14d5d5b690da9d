"""Projects and what belongs to them alone."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.choices import (
    AmenityKind,
    Condition,
    Currency,
    Disclosure,
    DisclosureState,
    DocumentType,
    Measure,
    MilestoneKind,
    Nature,
    Stage,
    Unit,
)
from projects.codes import validate_project_code
from projects.localized import Localized
from projects.models.fields import PartialDateColumns, both_or_neither_coordinates, date_constraint, either_language
from projects.models.lists import KeyProjectList, ProjectType, Region
from projects.models.records import Noun, Part, numbered_within

YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


def amount(verbose_name, **options):
    """A column of yuan, or of another currency's unit, to the hundredth."""
    return models.DecimalField(
        verbose_name,
        max_digits=20,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        **options,
    )


def not_negative(model, *names):
    """Refuse amounts and counts below zero; empty is allowed, and is not zero."""
    condition = Q()
    for name in names:
        condition &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})
    return models.CheckConstraint(
        name=f"{model}_is_not_negative",
        condition=condition,
        violation_error_message=_("Give a figure of zero or more, or leave it empty."),
    )


class Project(Noun):
    """One healthcare undertaking, or a phase of one, followed from reserve to operation."""

    prefix = "PRJ"

    name = Localized(models.CharField, _("name"), max_length=200)
    former_names = models.TextField(
        _("former names"), blank=True, default="", help_text=_("One a line. Search still finds the project by them.")
    )
    national_code = models.CharField(
        _("national project code"),
        max_length=24,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_project_code],
        help_text=_("项目代码, 24 characters: 2106-140300-89-01-123456."),
    )
    type = models.ForeignKey(ProjectType, models.PROTECT, related_name="projects", verbose_name=_("type"))
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="projects",
        verbose_name=_("region"),
        help_text=_("The district or county; the city itself where that is not known."),
    )
    site = models.ForeignKey(
        "projects.Site",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("site"),
        help_text=_("Where it stands. A site called for by the plan leads from plan to project."),
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="phases",
        verbose_name=_("phase of"),
        help_text=_("The whole, where this is a phase. Totals count the whole or its phases, never both."),
    )
    is_benchmark = models.BooleanField(_("benchmark project"), default=False)
    nature = models.CharField(_("nature"), max_length=12, choices=Nature, blank=True, default="")
    stage = models.CharField(
        _("stage"),
        max_length=12,
        choices=Stage,
        blank=True,
        default="",
        help_text=_("How far it has come in life; how well it fares is the condition."),
    )
    condition = models.CharField(_("condition"), max_length=12, choices=Condition, blank=True, default="")
    condition_reason = Localized(models.TextField, _("reason for the condition"))
    summary = Localized(models.TextField, _("summary"))
    address = Localized(models.CharField, _("place"), max_length=300)
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True, help_text=_("Degrees, WGS-84: 113.58.")
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True, help_text=_("Degrees, WGS-84: 37.86.")
    )
    start_planned = PartialDateColumns(_("planned start"))
    start_baseline = PartialDateColumns(_("start first promised"))
    start_actual = PartialDateColumns(_("actual start"))
    finish_planned = PartialDateColumns(_("planned finish"))
    finish_baseline = PartialDateColumns(_("finish first promised"))
    finish_actual = PartialDateColumns(_("actual finish"))
    investment = amount(
        _("total investment"), help_text=_("As people write it: 3.2亿, 32000万, CNY 320 million. Empty is not zero.")
    )
    investment_currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.CNY)
    confirmed_on = models.DateField(
        _("last confirmed on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last made sure that stage and condition hold."),
    )

    class Meta(Noun.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            *Noun.Meta.constraints,
            either_language("project", "name"),
            both_or_neither_coordinates("project"),
            not_negative("project", "investment"),
            *[
                date_constraint("project", f"{event}_{kind}")
                for event in ("start", "finish")
                for kind in ("planned", "baseline", "actual")
            ],
            models.CheckConstraint(
                name="project_condition_has_a_reason",
                condition=Q(condition__in=["", Condition.ON_TRACK])
                | ~Q(condition_reason_zh="", condition_reason_en=""),
                violation_error_message=_("Say why the project is delayed, suspended or cancelled."),
            ),
            models.CheckConstraint(
                name="project_is_not_a_phase_of_itself",
                condition=Q(part_of__isnull=True) | ~Q(part_of=models.F("id")),
                violation_error_message=_("A project cannot be a phase of itself."),
            ),
        ]

    def clean(self):
        """Refuse phases of phases, which no constraint can see: totals count a whole or its parts."""
        super().clean()
        if self.part_of_id and (self.part_of.part_of_id or (self.pk and self.phases.exists())):
            raise ValidationError({"part_of": _("A phase cannot have phases of its own.")})
        if self.national_code == "":
            self.national_code = None


class ProjectPart(Part):
    """A part that only projects have."""

    owners = ("project",)

    class Meta(Part.Meta):
        abstract = True


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
    url = models.URLField(_("web address"), max_length=500)

    class Meta(ProjectPart.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [*numbered_within("photo", "project"), either_language("photo", "alt")]

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
