"""What every working row has in common: a version, a history, and a single door for writes."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from projects.choices import Review, StakeholderKind, State
from projects.querysets.records import (
    GuardedQuerySet,
    NounQuerySet,
    PartQuerySet,
    RecordQuerySet,
    refuse_outside_editorial,
)


class WrittenByEditorial(models.Model):
    """A row that only `projects.editorial` may write."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Write the row, as `editorial` asked."""
        refuse_outside_editorial(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Remove the row, as `editorial` asked."""
        refuse_outside_editorial(self._meta.label)
        return super().delete(*args, **kwargs)


class GuardedRow(WrittenByEditorial):
    """A row that related managers, too, may only write under `projects.editorial`: they use the base manager."""

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class RecordHistory(models.Model):
    """A line in the log of a record, with the name of what was done: `save`, `submit`, `publish`."""

    act = models.CharField(max_length=16, default="save")

    class Meta:
        abstract = True


class Record(GuardedRow):
    """A working row of its own: versioned, kept after deletion, each change logged."""

    natural_key_field = "reference"
    # Whether the public reads the row itself, not a copy of it.
    is_public_as_it_stands = False

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False, db_index=True)

    history = HistoricalRecords(
        inherit=True,
        bases=[RecordHistory],
        excluded_fields=["changed_at"],
        history_change_reason_field=models.TextField(null=True),
    )
    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self):
        """What names the record in fixtures and files."""
        return (getattr(self, self.natural_key_field),)

    @property
    def is_deleted(self):
        """Whether the record was deleted and can be restored."""
        return self.deleted_at is not None

    @classmethod
    def part_models(cls):
        """The parts that belong to such a record: accessor -> model, in the order they were declared."""
        return {
            relation.get_accessor_name(): relation.related_model
            for relation in cls._meta.related_objects
            if issubclass(relation.related_model, Part) and relation.field.name in relation.related_model.owners
        }


class Noun(Record):
    """A record that can be published: it has a public reference, kept for ever, and a slug that may change."""

    reference = models.CharField(
        _("reference"),
        max_length=40,
        unique=True,
        blank=True,
        validators=[
            RegexValidator(r"^[A-Z0-9]+(-[A-Z0-9]+)*$", _("Use capital letters, digits and single hyphens: PRJ-0001."))
        ],
        help_text=_("Names the record in public, for ever. Left empty, the next free one is given."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        blank=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, digits and single hyphens: red-leaf-town.")
            )
        ],
        help_text=_("The last part of the page's address. Left empty, it is made from the name."),
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    review = models.CharField(_("review"), max_length=12, choices=Review, blank=True, default="", editable=False)
    # Who took the last step of the review, and so who may not take the next one alone.
    review_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("last step of the review by"),
    )
    review_note = models.TextField(_("word of the review"), blank=True, default="", editable=False)
    kept_by = models.ForeignKey(
        "projects.Stakeholder",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        limit_choices_to={"kind": StakeholderKind.ORGANISATION},
        related_name="kept_%(class)ss",
        verbose_name=_("kept by"),
        help_text=_("The department whose accounts may write the record; empty leaves it to accounts without one."),
    )
    published_version = models.PositiveIntegerField(_("published version"), null=True, blank=True, editable=False)
    sort_zh = models.CharField(max_length=200, default="", editable=False)

    objects = NounQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["reference"]
        default_permissions = ("add", "change", "delete", "view", "review", "publish")
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_public_when_published",
                condition=Q(state=State.PUBLISHED, published_version__isnull=False, deleted_at__isnull=True)
                | (~Q(state=State.PUBLISHED) & Q(published_version__isnull=True)),
                violation_error_message=_("Only a published record that is not deleted has a published version."),
            ),
        ]
        indexes = [models.Index(fields=["sort_zh"], name="%(class)s_sort_zh")]

    def __str__(self):
        return str(self.label)

    @property
    def label(self):
        """What the record is called in lists, in the reader's language."""
        return self.name or self.reference

    @property
    def has_changed_since_publication(self):
        """Whether the working row says something newer than what the public reads."""
        return self.published_version is not None and self.published_version != self.version


class PartHistory(models.Model):
    """A line in the log of a part, with the version of its record that it made."""

    record_version = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True


class Part(GuardedRow):
    """Something that belongs to one record and is named by its number within it."""

    owners = ()

    number = models.PositiveSmallIntegerField(_("number"), blank=True, editable=False)

    history = HistoricalRecords(
        inherit=True, bases=[PartHistory], history_change_reason_field=models.TextField(null=True)
    )
    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["number"]

    @property
    def owner_field(self):
        """The name of the foreign key to the record this belongs to, or None."""
        for name in self.owners:
            if getattr(self, f"{name}_id") is not None or self._state.fields_cache.get(name) is not None:
                return name
        return None

    @property
    def owner(self):
        """The record this belongs to."""
        return getattr(self, self.owner_field)

    def natural_key(self):
        """Which record it belongs to, and its number there."""
        return (self.owner_field, *self.owner.natural_key(), self.number)

    @cached_property
    def collection(self):
        """What the record calls this kind of part: `milestones`."""
        return self._meta.get_field(self.owner_field).remote_field.get_accessor_name()


def numbered_within(model, *owners):
    """Refuse two parts of one record with the same number."""
    return [
        models.UniqueConstraint(
            fields=[owner, "number"],
            name=f"{model}_number_in_{owner}",
            violation_error_message=_("This number is taken."),
        )
        for owner in owners
    ]


class ReferenceCounter(WrittenByEditorial):
    """The last number given out for a kind of noun."""

    noun = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return f"{self.noun}: {self.last}"
