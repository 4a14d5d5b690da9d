"""Selections of a list that somebody keeps under a name, shares with staff or shows to the public."""

from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from projects.choices import Audience, ViewedList
from projects.localized import Localized
from projects.models.fields import either_language
from projects.models.records import Record
from projects.plain import visible
from projects.querysets.saved_views import SavedViewQuerySet

LONGEST_QUERY = 3000
ORDER = "o"

# The parameters of the desk's lists that those of the public have too, under their names there.
SAME = {
    "project": {
        "q": "q",
        "type": "type",
        "region": "region",
        "stage__exact": "stage",
        "condition__exact": "condition",
        "is_benchmark__exact": "benchmark",
    },
    "site": {"q": "q", "type": "type", "region": "region", "status__exact": "status"},
    "plan": {"q": "q", "region": "region", "status__exact": "status"},
    "stakeholder": {"q": "q", "region": "region", "kind__exact": "kind"},
    "source": {"q": "q"},
}
# Where the values differ; "" stands for what is not recorded.
VALUES = {"benchmark": {"1": "yes", "True": "yes", "0": "no", "False": "no"}, "stage": {"": "none"}}
VALUES["condition"] = VALUES["stage"]
# The orders that both have: a column of the desk, "-" before it where it descends -> the order, "" where it is usual.
ORDERS = {"title": "", "reference": "reference", "-confirmed_on": "confirmed"}
# What the desk alone narrows by, in words.
DESK_ONLY = {
    "standing": _("publication"),
    "desk": _("my desk"),
    "untranslated": _("translation"),
    "sources": _("sources"),
    ORDER: _("order"),
}


def public_form(noun, query):
    """What a query of the desk's list is for the public: its query string, and in words what the public cannot ask."""
    parameters, refused = {}, {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        public = SAME.get(noun, {}).get(name)
        if name == ORDER and value in ORDERS and (noun == "project" or value != "-confirmed_on"):
            if ORDERS[value]:
                parameters["order"] = {ORDERS[value]}
        elif public:
            parameters.setdefault(public, set()).add(VALUES.get(public, {}).get(value, value))
        else:
            refused[str(DESK_ONLY.get(name, visible(name[:40])))] = None
    return urlencode(sorted((name, sorted(values)) for name, values in parameters.items()), doseq=True), [*refused]


def leave_without_owner(collector, field, views, using):
    """Let the views of a deleted account stay, without it; `SET_NULL` would ask the guarded manager."""
    collector.add_field_update(field, None, list(views))


class SavedView(Record):
    """A selection of one of the desk's lists, kept under a name by the account that made it.

    Its `query` names columns where the desk's addresses have their numbers, which differ from account to account.
    """

    natural_key_field = "slug"

    name = Localized(models.CharField, _("name"), max_length=200)
    noun = models.CharField(pgettext_lazy("a saved view", "list"), max_length=20, choices=ViewedList)
    query = models.CharField(_("selection"), max_length=LONGEST_QUERY, blank=True, default="")
    audience = models.CharField(
        _("for whom"), max_length=12, choices=Audience, default=Audience.OWN, help_text=_("Who finds the view.")
    )
    slug = models.SlugField(
        _("address"),
        max_length=80,
        blank=True,
        default="",
        # The named constraint below brings the index.
        db_index=False,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, digits and single hyphens: red-leaf-town.")
            )
        ],
        help_text=_("The last part of the public address, kept for ever. Left empty, it is made from the name."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        leave_without_owner,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=pgettext_lazy("a saved view", "kept by"),
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["noun", "name_zh", "name_en", "pk"]
        default_permissions = ("add", "change", "delete", "view", "share", "publish")
        constraints = [
            either_language("savedview", "name"),
            models.CheckConstraint(
                name="savedview_is_of_a_known_list",
                condition=Q(noun__in=ViewedList.values),
                violation_error_message=_("Choose one of the lists."),
            ),
            models.CheckConstraint(
                name="savedview_is_for_somebody",
                condition=Q(audience__in=Audience.values),
                violation_error_message=_("Say for whom the view is."),
            ),
            models.CheckConstraint(
                name="savedview_of_requests_is_for_staff",
                condition=~Q(noun=ViewedList.REQUEST, audience=Audience.PUBLIC),
                violation_error_message=_("What the public wrote is for staff only, so this view cannot be public."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=~Q(slug=""),
                name="savedview_has_an_address_of_its_own",
                violation_error_message=_("Another view has this address. Choose another."),
            ),
        ]
        indexes = [models.Index(fields=["audience", "noun"], name="savedview_audience")]

    def __str__(self):
        return str(self.name)

    @property
    def label(self):
        """What the view is called, in the reader's language."""
        return self.name

    @property
    def is_public_as_it_stands(self):
        """Whether the public finds the view, or still finds it until what is said here is written."""
        public = Audience.PUBLIC
        stored = type(self).objects.filter(pk=self.pk, audience=public)
        return self.audience == public or (self.pk is not None and stored.exists())

    @property
    def public_query(self):
        """The query string of the public list that shows the same selection."""
        return public_form(self.noun, self.query)[0]

    def clean(self):
        """Refuse what the public list cannot be asked for, and an address for what was never public."""
        super().clean()
        if self.audience == Audience.PUBLIC and self.noun in SAME:
            _query, refused = public_form(self.noun, self.query)
            if refused:
                problem = gettext(
                    "The public list cannot be narrowed or ordered by: %(names)s. Leave that out, or keep it for staff."
                )
                raise ValidationError(problem % {"names": ", ".join(refused)})
        kept = type(self).objects.filter(pk=self.pk, slug=self.slug)
        if self.slug and self.audience != Audience.PUBLIC and not kept.exists():
            raise ValidationError(gettext("Only a public view has an address. Leave it empty."))
