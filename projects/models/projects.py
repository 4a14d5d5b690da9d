"""Projects; what belongs to them is in `parts`."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.choices import Condition, Currency, Nature, Stage
from projects.codes import validate_project_code
from projects.localized import Localized
from projects.models.fields import (
    PartialDateColumns,
    amount,
    both_or_neither_coordinates,
    date_constraint,
    either_language,
    not_negative,
)
from projects.models.lists import ProjectType, Region
from projects.models.records import Noun


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
