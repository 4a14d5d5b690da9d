"""Every rule of the database: broken past all validation it is refused, and before that explained to people."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import BaseConstraint, UniqueConstraint
from django.utils import timezone
from django.utils.translation import override

from projects import editorial
from projects.models import (
    Advantage,
    Amenity,
    AnnualInvestment,
    Citation,
    Connection,
    Document,
    KeyListing,
    KeyProjectList,
    Milestone,
    OpenRecord,
    Part,
    Participation,
    Photo,
    Plan,
    ProgressReport,
    Project,
    ProjectType,
    Publication,
    PublicRevision,
    PublishedParticipation,
    PublishedProject,
    PublishedSite,
    Quantity,
    Record,
    Region,
    Remark,
    SavedView,
    Site,
    Source,
    Stakeholder,
    UsualMilestone,
)
from projects.querysets.records import writing
from projects.serializers import PUBLISHED
from tests.records import (
    make_plan,
    make_project,
    make_region,
    make_site,
    make_source,
    make_stakeholder,
    make_type,
    make_view,
)

pytestmark = pytest.mark.django_db

RECORDS = {
    Project: make_project,
    Site: lambda **facts: make_site(**{"status": "confirmed"} | facts),
    Plan: make_plan,
    Stakeholder: make_stakeholder,
    Source: make_source,
    Region: lambda is_published=False, **facts: make_region(**facts),
    ProjectType: lambda is_published=False, **facts: make_type(**{"slug": "type"} | facts),
    KeyProjectList: lambda is_published=False, **facts: editorial.save(
        KeyProjectList(**{"slug": "list", "name_en": "List", "level": "province"} | facts)
    ),
    SavedView: lambda is_published=False, **facts: make_view(**facts),
}

# The fewest facts of each kind of part; what it points to is made when it is needed.
PARTS = {
    Milestone: {"kind": "start"},
    AnnualInvestment: {"year": 2024},
    Amenity: {"kind": "school", "name_en": "School"},
    Quantity: {"measure": "beds", "value": 100, "unit": "bed"},
    ProgressReport: {"reported_on": date(2024, 6, 30)},
    Document: {"title_en": "Approval"},
    Photo: {"alt_en": "A gate", "url": "https://example.org/gate.jpg"},
    KeyListing: {"list": lambda: RECORDS[KeyProjectList](), "year": 2024},
    Participation: {"stakeholder": lambda: make_stakeholder(is_published=False), "role": "owner"},
    Remark: {"stakeholder": lambda: make_stakeholder(is_published=False), "text_en": "Fine."},
    UsualMilestone: {"kind": "start"},
    Connection: {"relation": "borders", "place_en": "Taolin Ditch"},
    Advantage: {"name_en": "Climate"},
    Citation: {
        "source": lambda: make_source(is_published=False),
        "field": "summary",
        "stated_on": date(2021, 6, 1),
    },
}

NAMELESS = {"name_zh": "", "name_en": ""}
DAY = {"first": date(2024, 1, 1), "last": date(2024, 1, 31), "precision": "month", "text": "2024-01"}


def half_dates(name):
    """Every way in which a date of four columns can be half there, backwards or beyond the years known here."""
    wrong = [
        {"last": None},
        {"first": None},
        {"first": None, "last": None},
        {"first": None, "last": None, "precision": ""},
        {"first": None, "last": None, "text": ""},
        {"precision": ""},
        {"precision": "week"},
        {"first": date(2024, 2, 1)},
        {"first": date(1899, 12, 31)},
        {"last": date(2101, 1, 1)},
    ]
    return [{f"{name}_{end}": value for end, value in (DAY | changes).items()} for changes in wrong]


POINTS = [
    {"latitude": "37.86"},
    {"longitude": "113.58"},
    {"longitude": "181", "latitude": "37.86"},
    {"longitude": "-181", "latitude": "37.86"},
    {"longitude": "113.58", "latitude": "91"},
    {"longitude": "113.58", "latitude": "-91"},
]

# How each rule of a working record or part can be broken: the facts that break it, in every way that differs.
BROKEN = {
    **{
        f"{model._meta.model_name}_has_a_{name}": (model, [{f"{name}_zh": "", f"{name}_en": ""}])
        for model, name in (
            *((model, "name") for model in (Project, Plan, Stakeholder, Source, Region, ProjectType, KeyProjectList)),
            *((Amenity, "name"), (Advantage, "name"), (Document, "title"), (Photo, "alt")),
            *((Connection, "place"), (Remark, "text"), (SavedView, "name")),
        )
    },
    **{
        f"{model._meta.model_name}_{name}_is_a_date": (model, half_dates(name))
        for model, names in (
            (Plan, ["issued"]),
            (
                Project,
                [f"{event}_{kind}" for event in ("start", "finish") for kind in ("planned", "baseline", "actual")],
            ),
            (Milestone, ["due", "met"]),
            (Participation, ["since", "until"]),
        )
        for name in names
    },
    "savedview_is_of_a_known_list": (SavedView, [{"noun": ""}, {"noun": "document"}]),
    "savedview_is_for_somebody": (SavedView, [{"audience": ""}, {"audience": "everybody"}]),
    "savedview_of_requests_is_for_staff": (SavedView, [{"noun": "publicrequest", "audience": "public"}]),
    "photo_is_a_picture_or_an_address": (Photo, [{"url": ""}]),
    "project_has_both_coordinates_or_neither": (Project, POINTS),
    "site_has_both_coordinates_or_neither": (Site, POINTS),
    "project_is_not_negative": (Project, [{"investment": "-0.01"}]),
    "project_condition_has_a_reason": (
        Project,
        [{"condition": condition} for condition in ("delayed", "suspended", "cancelled")],
    ),
    "project_is_not_a_phase_of_itself": (Project, [{"part_of": "itself"}]),
    "region_is_not_in_itself": (Region, [{"parent": "itself"}]),
    "site_is_planned_by_a_plan": (Site, [{"status": "planned"}]),
    "site_says_why_it_was_dropped": (Site, [{"status": "dropped"}]),
    "stakeholder_code_is_an_organisation_s": (
        Stakeholder,
        [{"kind": kind, "organisation_code": "91140300MA0GT3XJ5T"} for kind in ("person", "group")],
    ),
    "stakeholder_contact_is_an_organisation_s": (
        Stakeholder,
        [{"kind": "person", "phone": "0353-1"}, {"kind": "group", "email": "a@example.org"}],
    ),
    "stakeholder_is_deleted_when_merged": (Stakeholder, [{"merged_into": "itself"}]),
    "usualmilestone_is_within_two_centuries": (UsualMilestone, [{"months_after_start": 2401}]),
    "region_code_has_six_digits": (
        Region,
        [{"code": code} for code in ("", "14030", "040300", "14030a", "14030\u0663", " 14030", "14030\n")],
    ),
    "region_has_a_whole_tile_or_none": (Region, [{"tile_row": 1}, {"tile_column": 1}]),
    "connection_by_a_mode_where_it_takes_minutes": (Connection, [{"minutes": 20}]),
    "document_says_why_it_does_not_apply": (Document, [{"disclosure": "not-applicable"}]),
    "annualinvestment_is_not_negative": (AnnualInvestment, [{"planned": "-1"}, {"completed": "-1", "planned": "1"}]),
    "annualinvestment_year_is_plausible": (AnnualInvestment, [{"year": 1899}, {"year": 2101}]),
    "keylisting_year_is_plausible": (KeyListing, [{"year": 1899}, {"year": 2101}]),
    "quantity_is_not_negative": (Quantity, [{"value": "-1"}]),
    "progressreport_is_not_negative": (
        ProgressReport,
        [{"completed_to_date": "-1"}, {"completed_this_year": "-1", "completed_to_date": "1"}],
    ),
    "progressreport_percent_is_within_100": (ProgressReport, [{"percent": "-0.01"}, {"percent": "100.01"}]),
    "citation_names_a_field": (Citation, [{"field": ""}]),
    **{
        f"{model._meta.model_name}_is_public_when_published": (
            model,
            [
                {"state": "published"},
                {"state": "draft", "published_version": 1},
                {"state": "withdrawn", "published_version": 1},
                {"state": "published", "published_version": 1, "deleted_at": "2024-01-01T00:00:00Z"},
            ],
        )
        for model in (Project, Site, Plan, Stakeholder, Source)
    },
    **{
        f"{model._meta.model_name}_has_one_owner": (model, ["nobody", "two"])
        for model in (Citation, Connection, Advantage, Participation, Remark)
    },
}

# Rules that take two rows to break: what both of them say.
UNIQUE = {
    **{
        f"{model._meta.model_name}_number_in_{owner}": (model, owner, {"number": 1})
        for model in PARTS
        for owner in model.owners
    },
    "annualinvestment_once_a_year": (AnnualInvestment, "project", {"year": 2024}),
    "quantity_once_a_measure": (Quantity, "project", {"measure": "beds"}),
    "progressreport_once_a_day": (ProgressReport, "project", {"reported_on": date(2024, 6, 30)}),
    "keylisting_once_a_year": (KeyListing, "project", {"year": 2024}),
    "region_has_a_tile_of_its_own": (Region, None, {"tile_row": 1, "tile_column": 1}),
    "region_is_home_alone": (Region, None, {"is_home": True}),
    "savedview_has_an_address_of_its_own": (SavedView, None, {"slug": "under-construction"}),
}

# Rules of what people never edit: no message, but no less kept. The facts change a publication that stands.
BROKEN_COPIES = {
    **{
        f"{model._meta.model_name}_is_shown_forwards": (model, [{"shown_until": date(2000, 1, 1)}])
        for model in PUBLISHED.values()
    },
    **{
        f"{model._meta.model_name}_says_nothing_once_retracted": (
            model,
            [
                {**NAMELESS, "search_tokens": "", "mentions": "", "is_retracted": True, name: "something"}
                for name in ("name_zh", "name_en", "search_tokens", "mentions")
            ],
        )
        for model in PUBLISHED.values()
    },
}
TWICE = {
    **{
        f"{model._meta.model_name}_number_grows": (model, {"shown_until": date(2100, 1, 1)})
        for model in PUBLISHED.values()
    },
    **{f"{model._meta.model_name}_is_current_once": (model, {"number": 2}) for model in PUBLISHED.values()},
}
ALONE = {
    "openrecord_once_an_account",
    "publishedparticipation_has_one_owner",
    "publicrevision_is_one_row",
}

CONSTRAINTS = {
    constraint.name: (model, constraint)
    for model in apps.get_app_config("projects").get_models()
    for constraint in model._meta.constraints
}


def refused(name):
    """Expect the database to refuse what is done, for the rule `name` and no other."""
    model, constraint = CONSTRAINTS[name]
    words = name
    if connection.vendor == "sqlite" and isinstance(constraint, UniqueConstraint):
        words = "UNIQUE constraint failed: " + ", ".join(
            f"{model._meta.db_table}.{model._meta.get_field(field).column}" for field in constraint.fields
        )
    return pytest.raises(IntegrityError, match=rf"{words}(\W|$)")


def owner_of(model, name):
    """A record to which parts of the model can belong."""
    return RECORDS[model._meta.get_field(name).related_model](is_published=False)


def noun_of(published):
    """The noun whose publications such rows are."""
    return next(noun for noun, model in PUBLISHED.items() if model is published)


def whole(model):
    """A function that builds rows of the model, each with the fewest facts and those it is given."""
    if issubclass(model, Part):
        fewest = {name: value() if callable(value) else value for name, value in PARTS[model].items()}
        owners = {name: owner_of(model, name) for name in model.owners[:2]}

        def build(facts):
            if facts == "two":
                return model(number=1, **fewest, **owners)
            if facts == "nobody":
                return model(number=1, **fewest)
            return model(**{"number": 1, model.owners[0]: owners[model.owners[0]], **fewest, **facts})

        return build
    saved = RECORDS[model](is_published=False)

    def change(facts):
        row = model.objects.get(pk=saved.pk)
        for name, value in facts.items():
            setattr(row, name, row if value == "itself" else value)
        return row

    return change


def write(row):
    """Write a row past all validation."""
    with writing(), transaction.atomic():
        manager = type(row).objects
        if row.pk is None:
            manager.bulk_create([row])
        else:
            manager.filter(pk=row.pk).update(
                **{
                    field.attname: getattr(row, field.attname)
                    for field in row._meta.concrete_fields
                    if not field.primary_key
                }
            )
        # PostgreSQL and SQLite both look at foreign keys last.
        connection.check_constraints()


def test_every_rule_of_every_model_is_broken_here():
    named = [*BROKEN, *UNIQUE, *BROKEN_COPIES, *TWICE, *ALONE]
    assert sorted(named) == sorted(CONSTRAINTS)


@pytest.mark.parametrize("model", [*PARTS, *RECORDS])
def test_a_row_that_breaks_no_rule_is_kept(model):
    write(whole(model)({}))


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_row_that_breaks_a_rule(name):
    model, cases = BROKEN[name]
    build = whole(model)
    for facts in cases:
        with refused(name):
            write(build(facts))


@pytest.mark.parametrize("name", UNIQUE)
def test_the_database_refuses_a_second_row_that_says_the_same(name):
    model, owner, facts = UNIQUE[name]
    if owner is None:
        first, second = RECORDS[model](), RECORDS[model]()
    else:
        fewest = {key: value() if callable(value) else value for key, value in PARTS[model].items()}
        fewest |= {owner: owner_of(model, owner)}
        first, second = (model(**fewest | {"number": number}) for number in (1, 2))
        if "number" in facts:
            second = model(**fewest | _different(model))
    for row in (first, second):
        for key, value in facts.items():
            setattr(row, key, value)
    write(first)
    with refused(name):
        write(second)


def _different(model):
    """Facts by which a second part of one record differs from the first in all but its number."""
    return {
        AnnualInvestment: {"year": 2023},
        KeyListing: {"year": 2023},
        Quantity: {"measure": "jobs"},
        ProgressReport: {"reported_on": date(2023, 6, 30)},
    }.get(model, {})


@pytest.mark.parametrize("name", BROKEN_COPIES)
def test_the_database_refuses_a_publication_that_breaks_a_rule(name):
    model, cases = BROKEN_COPIES[name]
    noun = noun_of(model)
    RECORDS[noun]()
    for facts in cases:
        with refused(name), writing(), transaction.atomic():
            model.objects.filter(reference__startswith=noun.prefix).update(**facts)


@pytest.mark.parametrize("name", TWICE)
def test_the_database_refuses_a_second_publication_of_the_same_number_or_time(name):
    model, facts = TWICE[name]
    RECORDS[noun_of(model)]()
    (row,) = model.objects.values()
    with refused(name), writing(), transaction.atomic():
        model.objects.bulk_create([model(**{**row, "id": None, **facts})])


def test_the_database_refuses_a_published_participation_of_nobody_or_two():
    make_site(status="confirmed")
    make_project()
    project, site = PublishedProject.objects.get(), PublishedSite.objects.get()
    for owners in ({}, {"project": project, "site": site}):
        with refused("publishedparticipation_has_one_owner"), writing(), transaction.atomic():
            PublishedParticipation.objects.bulk_create(
                [PublishedParticipation(stakeholder_reference="STK-0001", role="owner", **owners)]
            )


def test_the_database_refuses_a_second_public_revision():
    with refused("publicrevision_is_one_row"), writing(), transaction.atomic():
        PublicRevision.objects.bulk_create([PublicRevision(pk=2)])


# What people are told.

WORKING = {name: constraint for name, (model, constraint) in CONSTRAINTS.items() if issubclass(model, Record | Part)}


@pytest.mark.parametrize("name", WORKING)
def test_every_rule_says_in_both_languages_what_to_do(name):
    constraint = WORKING[name]
    with override("en"):
        english = str(constraint.get_violation_error_message())
    with override("zh-hans"):
        chinese = str(constraint.get_violation_error_message())
    assert english.endswith(".")
    assert english != str(BaseConstraint.default_violation_error_message % {"name": name})
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)


def test_only_what_people_never_edit_has_no_message():
    silent = {
        model
        for model, constraint in CONSTRAINTS.values()
        if constraint.violation_error_message == BaseConstraint.default_violation_error_message
    }
    assert all(
        issubclass(model, Publication | PublishedParticipation | PublicRevision | OpenRecord) for model in silent
    )


@pytest.mark.parametrize("name", BROKEN)
def test_people_are_told_of_the_rule_they_broke(name):
    model, cases = BROKEN[name]
    build = whole(model)
    for facts in cases:
        row = build(facts)
        with pytest.raises(ValidationError):
            row.full_clean()
        with pytest.raises(ValidationError) as caught:
            WORKING[name].validate(model, row)
        assert caught.value.messages == [str(WORKING[name].get_violation_error_message())]


# What the door decides by itself is not taken from the author, so that there is nothing to refuse.
DECIDED = ("_is_public_when_published", "_has_one_owner", "_is_deleted_when_merged")


@pytest.mark.parametrize("name", [name for name in BROKEN if not name.endswith(DECIDED)])
def test_the_door_refuses_what_breaks_a_rule(name):
    model, cases = BROKEN[name]
    build = whole(model)
    for facts in cases:
        row = build(facts)
        owner, parts = (row.owner, [row]) if isinstance(row, Part) else (row, [])
        with pytest.raises(ValidationError):
            editorial.save(owner, parts=parts)
        assert not isinstance(row, Part) or not model.objects.exists()


@pytest.mark.parametrize("name", [name for name in UNIQUE if UNIQUE[name][1]])
def test_a_second_part_that_says_the_same_is_explained_with_the_rule_s_own_message(name):
    model, owner, facts = UNIQUE[name]
    fewest = {key: value() if callable(value) else value for key, value in PARTS[model].items()}
    pair = [model(**fewest | {"number": number} | facts) for number in (1, 2)]
    if "number" in facts:
        pair = [model(**fewest | facts), model(**fewest | _different(model) | facts)]
    with pytest.raises(ValidationError) as caught:
        editorial.save(owner_of(model, owner), parts=pair)
    assert caught.value.messages == [str(WORKING[name].get_violation_error_message())]


def test_a_record_is_open_at_one_account_once():
    row = {"account": User.objects.create_user("clerk"), "noun": "project", "key": 1}
    now = {"since": timezone.now(), "seen_at": timezone.now()}
    write(OpenRecord(**row, **now))
    with pytest.raises(IntegrityError), transaction.atomic():
        write(OpenRecord(**row, **now))


def test_the_usual_milestones_of_a_type_have_numbers_of_their_own():
    row = {"type": make_type(), "number": 1}
    write(UsualMilestone(**row, kind="start"))
    with pytest.raises(IntegrityError), transaction.atomic():
        write(UsualMilestone(**row, kind="opening"))
