"""The blueprint and its places: plans, sites, and how places lie to one another."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.choices import Direction, Mode, PlaceState, PlanStatus, Relation, SiteStatus
from projects.localized import Localized, LocalText, reading_language
from projects.models.fields import (
    PartialDateColumns,
    both_or_neither_coordinates,
    date_constraint,
    either_language,
    exactly_one,
)
from projects.models.lists import ProjectType, Region
from projects.models.records import Noun, Part, numbered_within


class Plan(Noun):
    """A blueprint: which sites of which types a region wants, and why."""

    prefix = "PLAN"

    name = Localized(models.CharField, _("name"), max_length=200)
    region = models.ForeignKey(Region, models.PROTECT, related_name="plans", verbose_name=_("region"))
    status = models.CharField(_("status"), max_length=12, choices=PlanStatus, default=PlanStatus.DRAFTED)
    description = Localized(models.TextField, _("description"))
    rationale = Localized(models.TextField, _("reasons"))
    issued = PartialDateColumns(_("issued"))

    class Meta(Noun.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [*Noun.Meta.constraints, either_language("plan", "name"), date_constraint("plan", "issued")]


class Site(Noun):
    """A place that a plan calls for, or where a project stands."""

    prefix = "SITE"

    name = Localized(models.CharField, _("name"), max_length=200)
    type = models.ForeignKey(ProjectType, models.PROTECT, related_name="sites", verbose_name=_("type"))
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="sites",
        verbose_name=_("region"),
        help_text=_("The district or county; the city itself where that is not known."),
    )
    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("called for by"),
        help_text=_("The plan that calls for it. Empty where a project stands without one."),
    )
    status = models.CharField(_("status"), max_length=12, choices=SiteStatus, default=SiteStatus.PLANNED)
    status_reason = Localized(models.TextField, _("reason for the status"))
    summary = Localized(models.TextField, _("summary"))
    address = Localized(models.CharField, _("place"), max_length=300)
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True, help_text=_("Degrees, WGS-84: 113.58.")
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True, help_text=_("Degrees, WGS-84: 37.86.")
    )

    class Meta(Noun.Meta):
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            *Noun.Meta.constraints,
            both_or_neither_coordinates("site"),
            models.CheckConstraint(
                name="site_is_planned_by_a_plan",
                condition=~Q(status=SiteStatus.PLANNED) | Q(plan__isnull=False),
                violation_error_message=_("A planned site needs the plan that calls for it."),
            ),
            models.CheckConstraint(
                name="site_says_why_it_was_dropped",
                condition=~Q(status=SiteStatus.DROPPED) | ~Q(status_reason_zh="", status_reason_en=""),
                violation_error_message=_("Say why the site was dropped."),
            ),
        ]

    @property
    def label(self):
        """Its name, or its type and reference where the plan gives it none."""
        if self.name or not self.type_id:
            return self.name or self.reference
        return LocalText(f"{self.type.name} {self.reference}".strip(), reading_language())


class Connection(Part):
    """A place that a site or region borders, or reaches in so many minutes."""

    owners = ("site", "region")

    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="connections", verbose_name=_("site")
    )
    region = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="connections", verbose_name=_("region")
    )
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    place = Localized(models.CharField, _("place"), max_length=200)
    place_state = models.CharField(_("state of the place"), max_length=12, choices=PlaceState, blank=True, default="")
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, blank=True, default="")
    mode = models.CharField(_("by"), max_length=16, choices=Mode, blank=True, default="")
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    note = Localized(models.CharField, _("note"), max_length=300)

    class Meta(Part.Meta):
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            *numbered_within("connection", "site", "region"),
            either_language("connection", "place"),
            models.CheckConstraint(
                name="connection_has_one_owner",
                condition=exactly_one("site", "region"),
                violation_error_message=_("A connection starts from one site or from one region."),
            ),
            models.CheckConstraint(
                name="connection_by_a_mode_where_it_takes_minutes",
                condition=Q(minutes__isnull=True) | Q(relation=Relation.REACHES),
                violation_error_message=_("Only a place that is reached takes minutes."),
            ),
        ]

    def __str__(self):
        return str(self.place)


class Advantage(Part):
    """Something that speaks for a region, or that a plan builds on: its climate, its location."""

    owners = ("plan", "region")

    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="advantages", verbose_name=_("plan")
    )
    region = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="advantages", verbose_name=_("region")
    )
    name = Localized(models.CharField, _("name"), max_length=100)
    text = Localized(models.TextField, _("text"))

    class Meta(Part.Meta):
        verbose_name = _("advantage")
        verbose_name_plural = _("advantages")
        constraints = [
            *numbered_within("advantage", "plan", "region"),
            either_language("advantage", "name"),
            models.CheckConstraint(
                name="advantage_has_one_owner",
                condition=exactly_one("plan", "region"),
                violation_error_message=_("An advantage belongs to one plan or to one region."),
            ),
        ]

    def __str__(self):
        return str(self.name)
