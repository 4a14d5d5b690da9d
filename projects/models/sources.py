"""Where facts come from: documents, and the places in them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.localized import Localized
from projects.models.fields import either_language, exactly_one
from projects.models.lists import Region
from projects.models.places import Plan, Site
from projects.models.projects import Project
from projects.models.records import Noun, Part, numbered_within
from projects.models.stakeholders import Stakeholder

CITED = ("project", "site", "plan", "stakeholder", "region")
SPAN = RegexValidator(r"^[1-9]\d{0,4}(-[1-9]\d{0,4})?$", _("A number, or two joined by a hyphen: 4 or 2-3."))


class Source(Noun):
    """A document that facts were taken from."""

    prefix = "SRC"

    name = Localized(models.CharField, _("title"), max_length=300)
    publisher = Localized(models.CharField, _("publisher"), max_length=200)
    section = Localized(models.CharField, _("section"), max_length=200)
    published_on = models.DateField(_("dated"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=10, blank=True, default="", choices=[("zh", _("Chinese")), ("en", _("English"))]
    )
    url = models.URLField(_("web address"), max_length=500, blank=True, default="")
    note = Localized(models.TextField, _("note"))

    class Meta(Noun.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [*Noun.Meta.constraints, either_language("source", "name")]


class Citation(Part):
    """The place in a source that supports one field, or one part, of one record."""

    owners = CITED

    project = models.ForeignKey(
        Project, models.CASCADE, null=True, blank=True, related_name="citations", verbose_name=_("project")
    )
    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="citations", verbose_name=_("site")
    )
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="citations", verbose_name=_("plan")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="citations", verbose_name=_("stakeholder")
    )
    region = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="citations", verbose_name=_("region")
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))
    field = models.CharField(
        _("supports"),
        max_length=40,
        help_text=_("The field, or the kind of part, that this place in the source supports."),
    )
    part_number = models.PositiveSmallIntegerField(
        _("part"), null=True, blank=True, help_text=_("The number of the part, where it supports one.")
    )
    paragraph = models.CharField(_("paragraph"), max_length=11, blank=True, default="", validators=[SPAN])
    page = models.CharField(_("page"), max_length=11, blank=True, default="", validators=[SPAN])
    stated_on = models.DateField(
        _("stated on"), help_text=_("The day the source says it. The fact is shown as of this day, never as of today.")
    )

    class Meta(Part.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            *numbered_within("citation", *CITED),
            models.CheckConstraint(
                name="citation_has_one_owner",
                condition=exactly_one(*CITED),
                violation_error_message=_("A citation supports one record."),
            ),
            models.CheckConstraint(
                name="citation_names_a_field",
                condition=~Q(field=""),
                violation_error_message=_("Say which field the source supports."),
            ),
        ]

    def __str__(self):
        place = f" ¶{self.paragraph}" if self.paragraph else ""
        return f"{self.source}{place}"
