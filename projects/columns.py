"""The one list of what is said of a noun in a row: for the table of its list page and for every file.

A column reads published facts (`serializers` describes them). To add a field of a noun to its page and to all files,
add one line to `COLUMNS`.
"""

from inspect import getattr_static
from operator import itemgetter, methodcaller

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from projects.facts import display_name
from projects.kinds import Column, Kind
from projects.localized import LANGUAGES
from projects.models import NOUNS, Document, Plan, Project, Site, Source, Stakeholder

AMOUNTS = {"investment", "planned", "completed", "completed_to_date", "completed_this_year"}
# What begins each row of a list, whichever other columns are shown.
HEADS = ("reference", "name")
DATE_COLUMNS = ("first", "last", "precision", "text")
NOUN_MODELS = {model._meta.model_name: model for model in NOUNS}
# What `COLUMNS` says something of: the nouns, and the papers on projects.
LISTED_MODELS = NOUN_MODELS | {"document": Document}


def label_of(model, name):
    """What a field or a kind of part is called; lazy."""
    parts = model.part_models() if hasattr(model, "part_models") else {}
    if name in parts:
        return capfirst(parts[name]._meta.verbose_name_plural)
    declared = getattr_static(model, name, None)
    if isinstance(getattr(declared, "columns", None), dict):
        return capfirst(declared.verbose_name)
    return capfirst(model._meta.get_field(name).verbose_name)


def names_of(model):
    """The names under which facts hold what can be said of such a record or part, in the order of its columns."""
    composite = {f"{name}_{end}": name for name in getattr(model, "localized", ()) for end in LANGUAGES}
    composite |= {f"{name}_{end}": name for name in getattr(model, "partial_dates", ()) for end in DATE_COLUMNS}
    fields = [field.name for field in model._meta.concrete_fields if field.editable and not field.primary_key]
    owners = getattr(model, "owners", ())
    return list(dict.fromkeys(composite.get(name, name) for name in fields if name not in owners))


def of(model, name, group, **options):
    """The column of one field: its label, kind and choices come from the model."""
    kind, choices = _kind_of(model, name)
    options = {"label": label_of(model, name), "choices": choices, "get": methodcaller("get", name)} | options
    return Column(name, kind=kind, group=group, **options)


def _kind_of(model, name):
    """The kind of a field, and its choices."""
    if name in getattr(model, "localized", ()):
        return Kind.TEXT, {}
    if name in getattr(model, "partial_dates", ()):
        return Kind.PERIOD, {}
    declared = model._meta.get_field(name)
    if declared.choices:
        return Kind.CHOICE, dict(declared.flatchoices)
    if declared.is_relation:
        return Kind.ENTRY, {}
    kinds = {
        models.BooleanField: Kind.FLAG,
        models.DateField: Kind.DAY,
        models.IntegerField: Kind.NUMBER,
        models.DecimalField: Kind.MONEY if name in AMOUNTS else Kind.NUMBER,
    }
    return next((kind for field, kind in kinds.items() if isinstance(declared, field)), Kind.TEXT), {}


def part_columns(noun, collection):
    """The columns of one kind of part, by the word for its noun: every field it has."""
    model = NOUN_MODELS[noun]
    part = model.part_models()[collection]
    columns = [of(part, name, label_of(model, collection)) for name in ["number", *names_of(part)]]
    if collection != "citations":
        return columns
    # What a source supports is kept by the name of a field or of a kind of part.
    supported = {name: label_of(model, name) for name in [*names_of(model), *model.part_models()]}
    return [
        Column("field", column.label, Kind.CHOICE, column.get, column.group, choices=supported)
        if column.key == "field"
        else column
        for column in columns
    ]


def _stated(event):
    """When it starts or finishes: the actual date where there is one, else the planned one, which says so."""

    def get(facts):
        planned = facts[f"{event}_planned"]
        return facts[f"{event}_actual"] or (planned and planned | {"is_planned": True})

    return get


def _edge(event, end):
    """The first or last day of that date."""

    def get(facts):
        stated = facts[f"{event}_actual"] or facts[f"{event}_planned"]
        return stated and stated[end]

    return get


IDENTITY = gettext_lazy("What it is")
PLACE = gettext_lazy("Where it is")
STANDING = gettext_lazy("How it stands")
DATES = gettext_lazy("When")
MONEY = gettext_lazy("What it costs")
CONTACT = gettext_lazy("How to reach it")

EVENTS = ("start", "finish")
DEGREES = gettext_lazy("degrees, WGS-84")


def _reference(model):
    return of(model, "reference", IDENTITY, label=gettext_lazy("Reference"), is_listed=True)


def _name(model):
    return of(model, "name", IDENTITY, label=gettext_lazy("Name"), get=display_name, is_listed=True)


def _type():
    return Column(
        "type", gettext_lazy("Type"), Kind.TEXT, lambda facts: facts["type"]["name"], IDENTITY, is_listed=True
    )


def _region(model):
    return of(model, "region", PLACE, label=gettext_lazy("Region"), is_listed=True)


def _region_code(facts):
    return facts["region"] and facts["region"]["code"]


def _division_code():
    return Column("region_code", gettext_lazy("Division code"), Kind.TEXT, _region_code, PLACE)


COLUMNS = {
    "project": [
        _reference(Project),
        _name(Project),
        _type(),
        _region(Project),
        of(Project, "stage", STANDING, is_listed=True),
        of(Project, "condition", STANDING, is_listed=True),
        Column("start", gettext_lazy("Start"), Kind.PERIOD, _stated("start"), DATES, is_listed=True),
        Column("finish", gettext_lazy("Finish"), Kind.PERIOD, _stated("finish"), DATES, is_listed=True),
        of(Project, "investment", MONEY, is_listed=True),
        of(Project, "investment_currency", MONEY),
        of(Project, "confirmed_on", STANDING, is_listed=True),
        of(Project, "is_benchmark", IDENTITY),
        of(Project, "nature", IDENTITY),
        of(Project, "national_code", IDENTITY),
        of(Project, "former_names", IDENTITY),
        of(Project, "part_of", IDENTITY),
        of(Project, "site", PLACE),
        Column("plan", gettext_lazy("Plan"), Kind.ENTRY, lambda facts: facts["plan"], PLACE),
        _division_code(),
        of(Project, "address", PLACE),
        of(Project, "longitude", PLACE, unit=DEGREES),
        of(Project, "latitude", PLACE, unit=DEGREES),
        of(Project, "condition_reason", STANDING),
        Column("start_first", gettext_lazy("Start, first day"), Kind.DAY, _edge("start", "first"), DATES),
        Column("finish_last", gettext_lazy("Finish, last day"), Kind.DAY, _edge("finish", "last"), DATES),
        *[of(Project, f"{event}_{kind}", DATES) for event in EVENTS for kind in ("baseline", "planned", "actual")],
        of(Project, "summary", IDENTITY),
    ],
    "site": [
        _reference(Site),
        _name(Site),
        _type(),
        _region(Site),
        of(Site, "status", STANDING, is_listed=True),
        of(Site, "plan", PLACE, is_listed=True),
        of(Site, "status_reason", STANDING),
        _division_code(),
        of(Site, "address", PLACE),
        of(Site, "longitude", PLACE, unit=DEGREES),
        of(Site, "latitude", PLACE, unit=DEGREES),
        of(Site, "summary", IDENTITY),
    ],
    "plan": [
        _reference(Plan),
        _name(Plan),
        _region(Plan),
        of(Plan, "status", STANDING, is_listed=True),
        of(Plan, "issued", DATES, is_listed=True),
        of(Plan, "description", IDENTITY),
        of(Plan, "rationale", IDENTITY),
    ],
    "stakeholder": [
        _reference(Stakeholder),
        _name(Stakeholder),
        of(Stakeholder, "kind", IDENTITY, is_listed=True),
        of(Stakeholder, "office", IDENTITY, is_listed=True),
        _region(Stakeholder),
        of(Stakeholder, "organisation_code", IDENTITY),
        of(Stakeholder, "former_names", IDENTITY),
        of(Stakeholder, "summary", IDENTITY),
        of(Stakeholder, "website", CONTACT),
        of(Stakeholder, "phone", CONTACT),
        of(Stakeholder, "email", CONTACT),
    ],
    "source": [
        _reference(Source),
        _name(Source),
        of(Source, "publisher", IDENTITY, is_listed=True),
        of(Source, "section", IDENTITY),
        of(Source, "published_on", DATES, is_listed=True),
        of(Source, "language", IDENTITY),
        of(Source, "url", CONTACT),
        of(Source, "note", IDENTITY),
    ],
    "document": [
        Column(
            "reference",
            gettext_lazy("Project reference"),
            Kind.TEXT,
            lambda facts: facts["project"]["reference"],
            IDENTITY,
            is_listed=True,
        ),
        Column("name", gettext_lazy("Title"), Kind.TEXT, itemgetter("title"), IDENTITY, is_listed=True),
        Column("project", gettext_lazy("Project"), Kind.ENTRY, itemgetter("project"), IDENTITY, is_listed=True),
        of(Document, "type", IDENTITY, is_listed=True),
        of(Document, "category", STANDING, is_listed=True),
        of(Document, "disclosure", STANDING, is_listed=True),
        of(Document, "disclosure_reason", STANDING),
        of(Document, "issued_on", DATES, is_listed=True),
        of(Document, "due_on", DATES),
        of(Document, "document_number", IDENTITY),
        of(Document, "authority", IDENTITY),
        of(Document, "url", CONTACT),
        of(Document, "number", IDENTITY),
    ],
}
