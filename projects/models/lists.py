"""Reference data: public as it stands, kept by staff, never in code."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.choices import Level, MilestoneKind, RegionLevel
from projects.localized import Localized
from projects.models.fields import either_language
from projects.models.records import Part, Record, numbered_within


class Listed(Record):
    """An entry of a list that staff keep."""

    is_public_as_it_stands = True

    name = Localized(models.CharField, _("name"), max_length=200)
    description = Localized(models.TextField, _("description"))

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.name)

    @property
    def label(self):
        """What the entry is called in lists, in the reader's language."""
        return self.name


class Region(Listed):
    """An administrative division, by its GB/T 2260 code."""

    natural_key_field = "code"

    code = models.CharField(
        _("division code"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^[1-9]\d{5}$", _("A division code (GB/T 2260) has six digits: 140300."))],
        help_text=_("Six digits, GB/T 2260: 140300 is Yangquan."),
    )
    level = models.CharField(_("level"), max_length=12, choices=RegionLevel)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
        help_text=_("The division one level above. A list filtered by that one shows this one too."),
    )
    is_home = models.BooleanField(
        _("tracked here"), default=False, help_text=_("The prefecture whose tracker this is: one region only.")
    )
    tile_row = models.PositiveSmallIntegerField(
        _("row on the map"), null=True, blank=True, help_text=_("Its place on the map of equal tiles, from the top.")
    )
    tile_column = models.PositiveSmallIntegerField(
        _("column on the map"),
        null=True,
        blank=True,
        help_text=_("Its place on the map of equal tiles, from the left."),
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            either_language("region", "name"),
            models.CheckConstraint(
                name="region_code_has_six_digits",
                condition=Q(code__regex=r"^[1-9][0-9]{5}$"),
                violation_error_message=_("A division code (GB/T 2260) has six digits: 140300."),
            ),
            models.CheckConstraint(
                name="region_has_a_whole_tile_or_none",
                condition=Q(tile_row__isnull=True, tile_column__isnull=True)
                | Q(tile_row__isnull=False, tile_column__isnull=False),
                violation_error_message=_("Give both row and column of the tile, or neither."),
            ),
            models.CheckConstraint(
                name="region_is_not_in_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                violation_error_message=_("A region cannot belong to itself."),
            ),
            models.UniqueConstraint(
                fields=["tile_row", "tile_column"],
                name="region_has_a_tile_of_its_own",
                violation_error_message=_("Another region has this tile."),
            ),
            models.UniqueConstraint(
                fields=["is_home"],
                condition=Q(is_home=True),
                name="region_is_home_alone",
                violation_error_message=_("Another region is the one tracked here."),
            ),
        ]

    @property
    def path(self):
        """The divisions it lies in, from the top down to itself."""
        above, region = [self], self.parent
        while region is not None and region not in above:
            above.append(region)
            region = region.parent
        return above[::-1]

    def clean(self):
        """Refuse a circle of regions, which no constraint can see."""
        super().clean()
        if self.parent_id and self.pk and any(above.pk == self.pk for above in self.parent.path):
            raise ValidationError({"parent": _("This region lies within the one you are editing.")})


class ProjectType(Listed):
    """A kind of healthcare project, for projects and planned sites alike."""

    natural_key_field = "slug"

    slug = models.SlugField(
        _("address"), max_length=60, unique=True, help_text=_("Used in links: healthcare-themed-town.")
    )
    position = models.PositiveSmallIntegerField(
        pgettext_lazy("order in a list", "position"),
        default=0,
        help_text=_("Lists and reports show types in this order."),
    )
    sectors = models.CharField(
        _("OC4IDS sectors"),
        max_length=200,
        blank=True,
        default="",
        validators=[
            RegexValidator(r"^[a-zA-Z.]+(,[a-zA-Z.]+)*$", _("Codes of the list projectSector, joined by commas."))
        ],
        help_text=_("Codes of the list projectSector, joined by commas: health,naturalResources."),
    )

    class Meta:
        verbose_name = _("project type")
        verbose_name_plural = _("project types")
        ordering = ["position", "slug"]
        constraints = [either_language("projecttype", "name")]


class UsualMilestone(Part):
    """A milestone that projects of a type usually pass, in the order of its number."""

    owners = ("type",)

    type = models.ForeignKey(
        ProjectType, models.CASCADE, related_name="usual_milestones", verbose_name=_("project type")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=MilestoneKind)
    name = Localized(models.CharField, _("name"), max_length=200)
    months_after_start = models.PositiveSmallIntegerField(
        _("months after the planned start"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(2400)],
        help_text=_("Where given, the day it is due is reckoned from the planned start. 0 is the start itself."),
    )

    class Meta(Part.Meta):
        verbose_name = _("usual milestone")
        verbose_name_plural = _("usual milestones")
        constraints = [
            *numbered_within("usualmilestone", "type"),
            models.CheckConstraint(
                name="usualmilestone_is_within_two_centuries",
                condition=Q(months_after_start__isnull=True) | Q(months_after_start__lte=2400),
                violation_error_message=_("Give at most 2400 months."),
            ),
        ]

    def __str__(self):
        return str(self.name or self.get_kind_display())


class KeyProjectList(Listed):
    """A list of key projects that a tier of government keeps from year to year."""

    natural_key_field = "slug"

    slug = models.SlugField(_("address"), max_length=60, unique=True, help_text=_("Used in links."))
    level = models.CharField(_("level"), max_length=12, choices=Level)

    class Meta:
        verbose_name = _("key-project list")
        verbose_name_plural = _("key-project lists")
        ordering = ["slug"]
        constraints = [either_language("keyprojectlist", "name")]
