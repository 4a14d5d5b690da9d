"""What the public reads: append-only, dated copies of records."""

from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.choices import (
    Condition,
    Currency,
    Disclosure,
    DisclosureState,
    DocumentType,
    PlanStatus,
    Role,
    SiteStatus,
    Stage,
    StakeholderKind,
)
from projects.facts import document_facts
from projects.localized import choose
from projects.models.fields import amount, exactly_one
from projects.models.lists import KeyProjectList, ProjectType, Region
from projects.models.records import GuardedRow, WrittenByEditorial
from projects.querysets.publications import (
    PublicationQuerySet,
    PublishedDocumentQuerySet,
    PublishedProjectQuerySet,
    PublishedSiteQuerySet,
    PublishedStakeholderQuerySet,
)

FOREVER = date(9999, 12, 31)


class Publication(WrittenByEditorial):
    """One dated copy of a record: shown from one day until, but not on, another."""

    # No GuardedRow: Django empties `published_by` of a deleted account through the base manager.

    reference = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    # Without the two indexes that a slug brings; the one below is enough.
    slug = models.SlugField(max_length=80, db_index=False)
    shown_from = models.DateField()
    shown_until = models.DateField(default=FOREVER)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, default="")
    is_retracted = models.BooleanField(default=False)
    name_zh = models.CharField(max_length=300, blank=True, default="")
    name_en = models.CharField(max_length=300, blank=True, default="")
    sort_zh = models.CharField(max_length=200, blank=True, default="")
    sort_en = models.CharField(max_length=200, blank=True, default="")
    search_tokens = models.TextField(blank=True, default="")
    mentions = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["reference", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["reference", "number"], name="%(class)s_number_grows"),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(shown_until=FOREVER), name="%(class)s_is_current_once"
            ),
            models.CheckConstraint(name="%(class)s_is_shown_forwards", condition=Q(shown_until__gte=F("shown_from"))),
            models.CheckConstraint(
                name="%(class)s_says_nothing_once_retracted",
                condition=Q(is_retracted=False) | Q(name_zh="", name_en="", search_tokens="", mentions=""),
            ),
        ]
        indexes = [
            models.Index(fields=["shown_until", "shown_from"], name="%(class)s_shown"),
            models.Index(fields=["slug"], name="%(class)s_slug"),
        ]

    def __str__(self):
        return f"{self.reference} ({self.number})"

    @property
    def name(self):
        """What it is called, in the reader's language."""
        return choose(self.name_zh, self.name_en)


def list_indexes(narrowed_by, counted_by=(), **orders):
    """The indexes of the lists of a noun: one to count by, and one an order, each with every column they narrow by.

    Any page of any selection, and its count, is then a walk along one index: without sorting, and without reading
    the rows that their facts make wide. `orders` are the columns that come first in an order, by its name;
    `counted_by` are those that only totals need.
    """
    orders = {"name_zh": ["sort_zh"], "name_en": ["sort_en"], "reference": [], "newest": ["-published_at"]} | orders
    return [
        models.Index(fields=["shown_until", *narrowed_by, "id", *counted_by], name="%(class)s_narrow"),
        *[
            models.Index(fields=["shown_until", *first, "reference", "id", *narrowed_by], name=f"%(class)s_{name}")
            for name, first in orders.items()
        ],
    ]


class PublishedProject(Publication):
    """What the public reads of a project."""

    type = models.ForeignKey(ProjectType, models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=12, choices=Stage, blank=True, default="")
    condition = models.CharField(max_length=12, choices=Condition, blank=True, default="")
    is_benchmark = models.BooleanField(default=False)
    part_of_reference = models.CharField(max_length=40, blank=True, default="")
    site_reference = models.CharField(max_length=40, blank=True, default="")
    plan_reference = models.CharField(max_length=40, blank=True, default="")
    roles = models.PositiveIntegerField(default=0)
    is_listed = models.BooleanField(default=False)
    start_first = models.DateField(null=True)
    start_last = models.DateField(null=True)
    finish_first = models.DateField(null=True)
    finish_last = models.DateField(null=True)
    investment = amount(_("total investment"))
    investment_currency = models.CharField(max_length=3, choices=Currency, default=Currency.CNY)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    confirmed_on = models.DateField(null=True)
    sort_start = models.DateField(default=FOREVER)
    sort_finish = models.DateField(default=FOREVER)
    sort_investment = models.DecimalField(max_digits=20, decimal_places=2, default=-1)
    sort_confirmed = models.DateField(default=date(1000, 1, 1))

    objects = PublishedProjectQuerySet.as_manager()

    class Meta(Publication.Meta):
        indexes = [
            *Publication.Meta.indexes,
            *list_indexes(
                [
                    *("type", "region", "stage", "condition", "is_benchmark", "plan_reference", "roles", "is_listed"),
                    *("start_first", "start_last", "finish_first", "finish_last", "confirmed_on"),
                    *("investment", "investment_currency"),
                ],
                counted_by=["part_of_reference", "reference"],
                start=["sort_start"],
                finish=["sort_finish"],
                investment=["-sort_investment"],
                confirmed=["-sort_confirmed"],
            ),
            models.Index(fields=["site_reference"], name="publishedproject_site"),
            models.Index(fields=["part_of_reference"], name="publishedproject_part_of"),
        ]


class PublishedSite(Publication):
    """What the public reads of a site."""

    type = models.ForeignKey(ProjectType, models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    plan_reference = models.CharField(max_length=40, blank=True, default="")
    roles = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=12, choices=SiteStatus)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)

    objects = PublishedSiteQuerySet.as_manager()

    class Meta(Publication.Meta):
        indexes = [
            *Publication.Meta.indexes,
            *list_indexes(["type", "region", "plan_reference", "roles", "status"]),
            models.Index(fields=["plan_reference"], name="publishedsite_plan"),
        ]


class PublishedPlan(Publication):
    """What the public reads of a plan."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=12, choices=PlanStatus)
    roles = models.PositiveIntegerField(default=0)

    class Meta(Publication.Meta):
        indexes = [*Publication.Meta.indexes, *list_indexes(["region", "roles", "status"])]


class PublishedStakeholder(Publication):
    """What the public reads of a stakeholder."""

    kind = models.CharField(max_length=12, choices=StakeholderKind)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = PublishedStakeholderQuerySet.as_manager()

    class Meta(Publication.Meta):
        indexes = [*Publication.Meta.indexes, *list_indexes(["region", "kind"])]


class PublishedSource(Publication):
    """What the public reads of a source."""

    published_on = models.DateField(null=True)

    class Meta(Publication.Meta):
        indexes = [*Publication.Meta.indexes, *list_indexes(["published_on"])]


class PublishedParticipation(GuardedRow):
    """Who takes part in what, narrow enough to filter by."""

    project = models.ForeignKey(PublishedProject, models.CASCADE, null=True, related_name="participations")
    site = models.ForeignKey(PublishedSite, models.CASCADE, null=True, related_name="participations")
    plan = models.ForeignKey(PublishedPlan, models.CASCADE, null=True, related_name="participations")
    stakeholder_reference = models.CharField(max_length=40)
    role = models.CharField(max_length=16, choices=Role)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="publishedparticipation_has_one_owner", condition=exactly_one("project", "site", "plan")
            )
        ]
        indexes = [
            models.Index(
                fields=["stakeholder_reference", "role", "project", "site", "plan"], name="publishedparticipation_who"
            ),
        ]

    def __str__(self):
        return f"{self.stakeholder_reference}: {self.role}"


class PublishedListing(GuardedRow):
    """A year in which a project stood on a list of key projects, narrow enough to filter by."""

    project = models.ForeignKey(PublishedProject, models.CASCADE, related_name="listings")
    list = models.ForeignKey(KeyProjectList, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["list", "year", "project"], name="publishedlisting_list")]

    def __str__(self):
        return f"{self.list_id}: {self.year}"


class PublishedDocument(GuardedRow):
    """A paper on a project, narrow enough to list beside the papers of all others."""

    project = models.ForeignKey(PublishedProject, models.CASCADE, related_name="documents")
    # Those of the project, here again: an index can hold both them and what papers are found by.
    reference = models.CharField(max_length=40)
    shown_until = models.DateField(default=FOREVER)
    number = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=300, blank=True, default="")
    title_en = models.CharField(max_length=300, blank=True, default="")
    type = models.CharField(max_length=30, choices=DocumentType, blank=True, default="")
    category = models.CharField(max_length=1, choices=Disclosure, blank=True, default="")
    disclosure = models.CharField(max_length=16, choices=DisclosureState)
    issued_on = models.DateField(null=True)
    sort_issued = models.DateField(default=date(1000, 1, 1))
    search_tokens = models.TextField(blank=True, default="")

    objects = PublishedDocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        base_manager_name = "objects"
        indexes = [
            models.Index(
                fields=[
                    *("shown_until", "category", "disclosure", "type", "issued_on", "project"),
                    *("sort_issued", "reference", "number", "id"),
                ],
                name="publisheddocument_narrow",
            ),
            models.Index(
                fields=["shown_until", "-sort_issued", "reference", "number", "id"], name="publisheddocument_issued"
            ),
            models.Index(fields=["shown_until", "reference", "number", "id"], name="publisheddocument_reference"),
        ]

    def __str__(self):
        return f"{self.number}: {self.title_zh or self.title_en}"

    @property
    def name(self):
        """What it is called, in the reader's language."""
        return choose(self.title_zh, self.title_en)

    @property
    def facts(self):
        """What the publication says of the paper, and of which project it is."""
        return document_facts(self.project.facts, self.number)


class PublishedFile(GuardedRow):
    """A picture or document that a publication of a project shows: whoever asks for it is given it, or not."""

    project = models.ForeignKey(PublishedProject, models.CASCADE, related_name="files")
    shown_until = models.DateField(default=FOREVER)
    token = models.CharField(max_length=64)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["token", "-shown_until"], name="publishedfile_token")]

    def __str__(self):
        return f"{self.name}: {self.token}"


class PublicRevision(GuardedRow):
    """One row that grows whenever what the public reads changes."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(name="publicrevision_is_one_row", condition=Q(id=1))]

    def __str__(self):
        return str(self.number)
