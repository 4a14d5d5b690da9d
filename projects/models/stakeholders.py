"""The people and bodies behind projects, what they do there and what they say."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.choices import Role, StakeholderKind
from projects.codes import validate_organisation_code
from projects.localized import Localized
from projects.models.fields import PartialDateColumns, date_constraint, either_language, exactly_one
from projects.models.lists import Region
from projects.models.places import Plan, Site
from projects.models.projects import Project
from projects.models.records import Noun, Part, numbered_within


class Stakeholder(Noun):
    """A person in a public function, an organisation, or a public group."""

    prefix = "STK"

    name = Localized(models.CharField, _("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=StakeholderKind)
    office = Localized(
        models.CharField,
        _("public function"),
        max_length=200,
        help_text=_("The office a person holds in public, as the source states it. No private details."),
    )
    former_names = models.TextField(_("former names"), blank=True, default="", help_text=_("One a line."))
    organisation_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_organisation_code],
        help_text=_("统一社会信用代码, 18 characters, for organisations."),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="stakeholders", verbose_name=_("region")
    )
    summary = Localized(models.TextField, _("summary"))
    phone = models.CharField(
        _("office telephone"),
        max_length=40,
        blank=True,
        default="",
        help_text=_("Of an organisation, never of a person."),
    )
    email = models.EmailField(
        _("office e-mail"), blank=True, default="", help_text=_("Of an organisation, never of a person.")
    )
    website = models.URLField(_("website"), max_length=300, blank=True, default="")
    # Set on a duplicate only: it is deleted then, and its public address leads to this one.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    class Meta(Noun.Meta):
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        constraints = [
            *Noun.Meta.constraints,
            either_language("stakeholder", "name"),
            models.CheckConstraint(
                name="stakeholder_code_is_an_organisation_s",
                condition=Q(organisation_code__isnull=True) | Q(kind=StakeholderKind.ORGANISATION),
                violation_error_message=_("Only an organisation has a unified social credit code."),
            ),
            models.CheckConstraint(
                name="stakeholder_contact_is_an_organisation_s",
                condition=Q(phone="", email="") | Q(kind=StakeholderKind.ORGANISATION),
                violation_error_message=_("Give telephone and e-mail of organisations only, never of people."),
            ),
            models.CheckConstraint(
                name="stakeholder_is_deleted_when_merged",
                condition=Q(merged_into__isnull=True) | (Q(deleted_at__isnull=False) & ~Q(merged_into=models.F("id"))),
                violation_error_message=_("Only a deleted stakeholder is merged into another."),
            ),
        ]

    def clean(self):
        """Keep an empty code out of the unique column."""
        super().clean()
        if self.organisation_code == "":
            self.organisation_code = None


class Participation(Part):
    """What a stakeholder does in one project, site or plan."""

    owners = ("project", "site", "plan")

    project = models.ForeignKey(
        Project, models.CASCADE, null=True, blank=True, related_name="participations", verbose_name=_("project")
    )
    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="participations", verbose_name=_("site")
    )
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="participations", verbose_name=_("plan")
    )
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="participations", verbose_name=_("stakeholder")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    position = Localized(
        models.CharField, _("position"), max_length=200, help_text=_("As the source stated it then: head of operation.")
    )
    note = Localized(models.TextField, _("note"))
    since = PartialDateColumns(_("since"))
    until = PartialDateColumns(_("until"))

    class Meta(Part.Meta):
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            *numbered_within("participation", "project", "site", "plan"),
            date_constraint("participation", "since"),
            date_constraint("participation", "until"),
            models.CheckConstraint(
                name="participation_has_one_owner",
                condition=exactly_one("project", "site", "plan"),
                violation_error_message=_("A participation belongs to one project, site or plan."),
            ),
        ]

    def __str__(self):
        return f"{self.stakeholder}: {self.get_role_display()}"


class Remark(Part):
    """What a stakeholder said of a project or plan, in our words."""

    owners = ("project", "plan")

    project = models.ForeignKey(
        Project, models.CASCADE, null=True, blank=True, related_name="remarks", verbose_name=_("project")
    )
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="remarks", verbose_name=_("plan")
    )
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="remarks", verbose_name=_("said by"))
    text = Localized(models.TextField, _("text"))

    class Meta(Part.Meta):
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        constraints = [
            *numbered_within("remark", "project", "plan"),
            either_language("remark", "text"),
            models.CheckConstraint(
                name="remark_has_one_owner",
                condition=exactly_one("project", "plan"),
                violation_error_message=_("A remark is about one project or one plan."),
            ),
        ]

    def __str__(self):
        return str(self.text)[:60]
