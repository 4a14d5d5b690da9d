"""Which facts a good record has, which of them one lacks, and why each is wanted: asked of one record or of many."""

from dataclasses import dataclass
from functools import reduce
from inspect import getattr_static
from operator import or_

from django.db.models import Case, Exists, OuterRef, Q, SmallIntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from projects.choices import SiteStatus, Stage, StakeholderKind, State
from projects.localized import LANGUAGES
from projects.models import Plan, Project, Site, Source, Stakeholder
from projects.querysets.desk import ENDED

ALWAYS = Q()
# What the database says of one fact of one record.
UNWANTED, LACKS, HAS = 0, 1, 2


@dataclass(frozen=True)
class Fact:
    """A fact that is wanted of every record of a noun, or of those that `wanted` keeps; `place` is its box or table."""

    name: str
    label: str
    reason: str
    place: str
    recorded: Q
    wanted: Q

    @property
    def lacking(self):
        """The condition that a record should have the fact and has not."""
        return self.wanted & ~self.recorded


@dataclass(frozen=True)
class Completeness:
    """How many facts a record has of how many that are wanted of it, and those that are missing."""

    recorded: int
    wanted: int
    missing: list


def _fact(model, name, reason, wanted=ALWAYS, instead=(), label=None):
    """The fact with this published name, which those named `instead` stand in for."""
    recorded = reduce(or_, (_recorded(model, one) for one in (name, *instead)))
    return Fact(name, label or _label(model, name), reason, _place(model, name), recorded, wanted)


def _recorded(model, name):
    """The condition that a record says something under a name, of whichever kind; it never comes to NULL."""
    if name in model.part_models():
        return Q(Exists(_parts(model, name)))
    if name in model.localized:
        return ~Q(**{f"{name}_{language}": "" for language in LANGUAGES})
    if name in getattr(model, "partial_dates", ()):
        return Q(**{f"{name}_first__isnull": False})
    column = model._meta.get_field(name)
    return Q(**{f"{name}__isnull": False}) if column.null or column.is_relation else ~Q(**{name: ""})


def _parts(model, name):
    relation = next(one for one in model._meta.related_objects if one.get_accessor_name() == name)
    return relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})


def _label(model, name):
    if name in model.part_models():
        return model.part_models()[name]._meta.verbose_name_plural
    # Partial dates and texts in two languages are descriptors over several columns.
    declared = getattr_static(model, name)
    return getattr(declared, "field", declared).verbose_name


def _place(model, name):
    if name in model.part_models():
        return f"{name}-group"
    return f"id_{name}_{LANGUAGES[0]}" if name in model.localized else f"id_{name}"


def _named(model, wanted=ALWAYS):
    return [
        _fact(model, "name_zh", _("The Chinese pages and files call it so."), wanted),
        _fact(model, "name_en", _("The English pages and files call it so."), wanted),
    ]


FILTERED = _("Readers filter by it.")
ON_THE_MAP = _("Shown on the map.")
AT_A_GLANCE = _("Says in a few lines what it is.")
WHO = _("Who is responsible for it.")
SOURCED = _("A value without a source is shown as unsourced.")
LOCATION = _("location")

PLANNED = Q(stage__in=[Stage.PRELIMINARY, Stage.TENDERING])
BEGUN = Q(stage__in=[Stage.CONSTRUCTION, Stage.COMPLETED, Stage.OPERATION])
UNFINISHED = Q(stage__in=[Stage.PRELIMINARY, Stage.TENDERING, Stage.CONSTRUCTION])
FINISHED = Q(stage__in=[Stage.COMPLETED, Stage.OPERATION])
FOLLOWED = Q(state=State.PUBLISHED) & ~ENDED
CHOSEN = ~Q(status__in=[SiteStatus.PLANNED, SiteStatus.DROPPED])
A_PERSON, AN_ORGANISATION = (Q(kind=kind) for kind in (StakeholderKind.PERSON, StakeholderKind.ORGANISATION))

FACTS = {
    Project: [
        *_named(Project),
        _fact(Project, "type", FILTERED),
        _fact(Project, "region", FILTERED),
        _fact(Project, "stage", _("Readers filter by it, and reports count by it.")),
        _fact(Project, "condition", FILTERED),
        _fact(Project, "investment", _("Reports add it up.")),
        _fact(Project, "start_planned", _("Readers ask when it begins."), PLANNED, instead=["start_actual"]),
        _fact(Project, "start_actual", _("Readers ask when it began."), BEGUN),
        _fact(
            Project, "finish_planned", _("The desk and readers see by it what is late."), UNFINISHED, ["finish_actual"]
        ),
        _fact(Project, "finish_actual", _("Readers ask when it was finished."), FINISHED),
        _fact(Project, "summary", AT_A_GLANCE),
        _fact(Project, "longitude", ON_THE_MAP, label=LOCATION),
        _fact(Project, "milestones", _("What is due next is read from them.")),
        _fact(Project, "participations", WHO),
        _fact(Project, "citations", SOURCED),
        _fact(Project, "confirmed_on", _("Says how fresh stage and condition are."), FOLLOWED),
    ],
    Site: [
        *_named(Site, CHOSEN),
        _fact(Site, "type", FILTERED),
        _fact(Site, "region", FILTERED),
        _fact(Site, "summary", AT_A_GLANCE),
        _fact(Site, "longitude", ON_THE_MAP, CHOSEN, label=LOCATION),
        _fact(Site, "connections", _("Says how it is reached."), CHOSEN),
        _fact(Site, "participations", WHO, CHOSEN),
        _fact(Site, "citations", SOURCED),
    ],
    Plan: [
        *_named(Plan),
        _fact(Plan, "region", FILTERED),
        _fact(Plan, "issued", _("Says since when it holds.")),
        _fact(Plan, "description", AT_A_GLANCE),
        _fact(Plan, "rationale", _("Says why the plan wants what it wants.")),
        _fact(Plan, "participations", WHO),
        _fact(Plan, "citations", SOURCED),
    ],
    Stakeholder: [
        *_named(Stakeholder),
        _fact(Stakeholder, "kind", FILTERED),
        _fact(Stakeholder, "office", _("A person is named for a public function only."), A_PERSON),
        _fact(Stakeholder, "organisation_code", _("Tells organisations of like names apart."), AN_ORGANISATION),
        _fact(
            Stakeholder,
            "phone",
            _("Readers can ask there."),
            AN_ORGANISATION,
            instead=["email", "website"],
            label=_("telephone, e-mail or website"),
        ),
        _fact(Stakeholder, "region", FILTERED),
        _fact(Stakeholder, "summary", AT_A_GLANCE),
        _fact(Stakeholder, "citations", SOURCED),
    ],
    # A title stays in the language of the document.
    Source: [
        _fact(Source, "name", _("Citations name it.")),
        _fact(Source, "publisher", _("Readers judge a source by who published it.")),
        _fact(Source, "published_on", _("Facts are shown as of a day.")),
        _fact(Source, "language", _("Readers see whether they can read it.")),
        _fact(Source, "url", _("Readers can look it up.")),
    ],
}


def counted(rows):
    """The rows, each with `facts_recorded` and `facts_wanted`."""
    facts = FACTS[rows.model]
    return rows.annotate(
        facts_wanted=sum((_one_if(fact.wanted) for fact in facts), Value(0)),
        facts_recorded=sum((_one_if(fact.wanted & fact.recorded) for fact in facts), Value(0)),
    )


def _one_if(condition):
    if not condition:
        return Value(1)
    return Case(When(condition, then=1), default=0, output_field=SmallIntegerField())


def lacking(rows, name=None):
    """Those of the rows that lack the fact with this name; that lack any, where none is named."""
    return rows.filter(reduce(or_, (fact.lacking for fact in FACTS[rows.model] if name in {fact.name, None})))


def judge(record):
    """The `Completeness` of a record as it is saved, in one query."""
    facts = FACTS[type(record)]
    answers = [_answer(fact) for fact in facts]
    row = type(record).objects.filter(pk=record.pk).values_list(*answers).first() or ()
    told = list(zip(facts, row, strict=False))
    missing = [fact for fact, answer in told if answer == LACKS]
    wanted = sum(answer != UNWANTED for _fact, answer in told)
    return Completeness(wanted - len(missing), wanted, missing)


def _answer(fact):
    has = [When(fact.wanted, then=HAS)] if fact.wanted else []
    default = UNWANTED if fact.wanted else HAS
    return Case(When(fact.lacking, then=LACKS), *has, default=default, output_field=SmallIntegerField())
