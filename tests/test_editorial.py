"""Working records: one version after another, each with who and why, and nothing written where a rule is broken."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from projects import editorial
from projects.editorial import versions
from projects.models import (
    Amenity,
    AnnualInvestment,
    Citation,
    KeyListing,
    KeyProjectList,
    Milestone,
    Participation,
    Project,
    PublicRevision,
    PublishedProject,
    Region,
    Site,
)
from tests.records import make_plan, make_project, make_region, make_site, make_source, make_stakeholder, make_type

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Messages as the source writes them."""
    with override("en"):
        yield


@pytest.fixture
def clerk():
    """Somebody who edits."""
    return get_user_model().objects.create_superuser("clerk")


@pytest.fixture
def project():
    """A draft with an amenity, a milestone, and a citation of the amenity."""
    source = make_source()
    return make_project(
        parts=[
            Amenity(kind="school", name_en="Senior college"),
            Milestone(kind="start"),
            Citation(source=source, field="amenities", part_number=1, stated_on="2021-06-01"),
            Citation(source=source, field="stage", stated_on="2021-06-01"),
        ],
        is_published=False,
        name_en="Red Leaf Town",
    )


def everything(*records):
    """All rows that an act on `records` could write: working rows, parts, histories, publications, the revision."""
    models = {type(record) for record in records} | {PublishedProject, PublicRevision, Project}
    for model in list(models):
        models |= set(getattr(model, "part_models", dict)().values())
    models |= {model.history.model for model in models if hasattr(model, "history")}
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def refused(act, *arguments, **said):
    """The messages of the `ValidationError` that an act raises, after making sure that it wrote nothing."""
    records = arguments[0] if isinstance(arguments[0], list) else arguments
    before = everything(*records)
    with pytest.raises(ValidationError) as caught:
        act(*arguments, **said)
    assert everything(*records) == before
    return " ".join(caught.value.messages)


# Versions and history.


def test_a_new_record_begins_at_version_1_with_one_history_row(project):
    assert (project.version, project.state, project.published_version) == (1, "draft", None)
    (row,) = project.history.all()
    assert (row.version, row.history_type) == (1, "+")


def test_a_change_is_one_version_with_who_why_before_and_after(project, clerk):
    project.stage = "construction"
    editorial.save(project, by=clerk, reason="seen on site")
    assert Project.objects.get().version == project.version == 2
    after, before = project.history.all()
    assert (after.history_user, after.history_change_reason, after.version) == (clerk, "seen on site", 2)
    assert (before.stage, after.stage) == ("", "construction")


def test_a_change_of_parts_is_logged_under_the_version_of_their_record(project, clerk):
    amenity, milestone = project.amenities.get(), project.milestones.get()
    amenity.name_en = "College for seniors"
    new = Milestone(kind="opening")
    editorial.save(project, by=clerk, reason="renamed", parts=[amenity, new], removed=[milestone])
    logged = [amenity.history.first(), new.history.first(), Milestone.history.filter(number=1).first()]
    assert [row.history_type for row in logged] == ["~", "+", "-"]
    assert {row.record_version for row in logged} == {2}
    assert {row.history_user for row in logged} == {clerk}
    assert {row.history_change_reason for row in logged} == {"renamed"}
    assert [row.name_en for row in amenity.history.all()] == ["College for seniors", "Senior college"]
    assert project.history.count() == 2


def test_a_command_leaves_history_without_a_person(project):
    assert project.history.get().history_user is None


def test_the_creation_of_a_record_is_not_changed_by_later_versions(project):
    created_at = Project.objects.get().created_at
    project.created_at = None
    editorial.save(project)
    assert Project.objects.get().created_at == created_at
    assert Project.objects.get().changed_at > created_at


# Who was first.

ACTS = {
    "save": editorial.save,
    "publish": editorial.publish,
    "withdraw": editorial.withdraw,
    "delete": editorial.delete,
    "restore": editorial.restore,
    "save_many": lambda record, **said: editorial.save_many([record], **said),
    "publish_many": lambda record, **said: editorial.publish_many([record], **said),
    "withdraw_many": lambda record, **said: editorial.withdraw_many([record], **said),
    "delete_many": lambda record, **said: editorial.delete_many([record], **said),
    "restore_many": lambda record, **said: editorial.restore_many([record], **said),
}


@pytest.mark.parametrize("name", ACTS)
def test_whoever_comes_second_writes_nothing(project, name):
    editorial.publish(project)
    mine, theirs = Project.objects.get(), Project.objects.get()
    theirs.summary_en = "Theirs"
    editorial.save(theirs)
    mine.summary_en = "Mine"
    before = everything(project)
    with pytest.raises(editorial.StaleVersionError) as caught:
        ACTS[name](mine, reason="too late")
    assert everything(project) == before
    assert (caught.value.seen, caught.value.current.version, caught.value.current.summary_en) == (2, 3, "Theirs")


def test_a_stale_save_writes_none_of_its_parts(project):
    mine = Project.objects.get()
    amenity = mine.amenities.get()
    editorial.save(project)
    amenity.name_en = "Mine"
    before = everything(project)
    with pytest.raises(editorial.StaleVersionError):
        editorial.save(mine, parts=[amenity, Milestone(kind="opening")], removed=[mine.milestones.get()])
    assert everything(project) == before


def test_a_retraction_too_checks_the_version(project, clerk):
    other = get_user_model().objects.create_superuser("other")
    editorial.publish(project)
    mine = Project.objects.get()
    editorial.save(Project.objects.get())
    with pytest.raises(editorial.StaleVersionError):
        editorial.retract(mine, by=clerk, confirmed_by=other, reason="error")
    assert PublishedProject.objects.current().count() == 1


def test_the_version_a_form_was_opened_with_counts_not_the_one_loaded_since(project):
    editorial.save(Project.objects.get())
    loaded = Project.objects.get()
    with pytest.raises(editorial.StaleVersionError):
        editorial.save(loaded, version=1)
    assert editorial.save(loaded, version=2).version == 3


def test_an_object_from_before_a_publication_does_not_take_it_back(project):
    mine = Project.objects.get()
    editorial.publish(project)
    mine.summary_en = "Mine all the same"
    editorial.save(mine, version=2)
    assert (mine.state, mine.published_version, mine.has_changed_since_publication) == ("published", 2, True)
    assert Project.objects.get().state == "published"


def test_an_object_from_before_a_deletion_does_not_undo_it(project):
    mine = Project.objects.get()
    editorial.delete(project)
    assert "Restore it" in refused(editorial.save, mine, version=2)
    assert "Restore it" in refused(editorial.publish, mine, version=2)


def test_objects_of_a_refused_change_are_as_they_came_and_can_be_saved_again(project):
    taken = make_project(national_code=None, name_en="Other")
    project.reference, kept = taken.reference, project.reference
    with pytest.raises(ValidationError):
        editorial.save(project)
    assert project.version == 1
    project.reference = kept
    new = Milestone(kind="opening")
    twice = [AnnualInvestment(year=2024), AnnualInvestment(year=2024)]
    with pytest.raises(ValidationError):
        editorial.save(project, parts=[new, *twice])
    assert (project.version, new.pk, new.number, new._state.adding) == (1, None, None, True)
    editorial.save(project, parts=[new, twice[0]])
    assert project.version == 2
    assert project.annual_investments.count() == 1


def test_a_new_record_that_was_refused_can_be_saved_again():
    record = Project(name_en="New", type=make_type(), region=make_region())
    twice = [AnnualInvestment(year=2024), AnnualInvestment(year=2024)]
    with pytest.raises(ValidationError):
        editorial.save(record, parts=twice)
    assert (record.pk, record.reference, record._state.adding) == (None, "", True)
    assert editorial.save(record, parts=twice[:1]).reference == "PRJ-0001"


# Broken rules.


def test_a_rule_that_validation_sees_is_explained(project):
    project.latitude = "37.86"
    assert refused(editorial.save, project) == "Give both coordinates (WGS-84, in degrees), or neither."


def test_a_rule_of_a_new_part_is_explained(project):
    assert "Give the name in Chinese or in English." in refused(editorial.save, project, parts=[Amenity(kind="school")])
    assert "Give the name" in refused(editorial.save, Project.objects.get(), parts=[Amenity(kind="school")])


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([(AnnualInvestment, {"year": 2024})] * 2, "This year is there already."),
        ([(Milestone, {"kind": "start", "number": 7})] * 2, "This number is taken."),
    ],
)
def test_a_rule_that_only_the_database_sees_is_explained_with_its_own_message(project, parts, message):
    assert refused(editorial.save, project, parts=[model(**facts) for model, facts in parts]) == message


def test_a_race_that_only_the_database_sees_is_explained(project, monkeypatch):
    make_project(slug="red-leaf", name_en="First")
    monkeypatch.setattr(Project, "full_clean", lambda record, **_kwargs: None)
    project.slug = "red-leaf"
    assert "Another record has the same reference, address or code." in refused(editorial.save, project)
    project = Project.objects.get(pk=project.pk)
    project.latitude = "37.86"
    assert "Give both coordinates" in refused(editorial.save, project)


def test_what_does_not_fit_its_column_is_refused_on_every_database(project):
    project.name_en = "x" * 201
    refused(editorial.save, project)


def test_an_explanation_knows_sqlite_s_words_for_a_unique_rule():
    said = versions.IntegrityError("UNIQUE constraint failed: projects_region.tile_row, projects_region.tile_column")
    assert versions.explain(said, Region) == "Another region has this tile."
    said = versions.IntegrityError("UNIQUE constraint failed: projects_region.code")
    assert "Another record" in versions.explain(said, Region)


def test_a_record_still_pointed_to_is_explained_too():
    assert "depends on" in versions.explain(versions.IntegrityError("FOREIGN KEY constraint failed"), Region)


# References and addresses.


def test_references_count_up_and_are_never_given_twice():
    first, second = make_project(), make_project()
    editorial.delete(editorial.withdraw(second))
    third = make_project()
    assert [row.reference for row in (first, second, third)] == ["PRJ-0001", "PRJ-0002", "PRJ-0003"]
    assert make_site().reference == "SITE-0001"


def test_counting_passes_over_references_that_an_author_chose():
    make_project(reference="PRJ-0001")
    make_project(reference="PRJ-2021")
    assert make_project().reference not in {"PRJ-0001", "PRJ-2021"}


def test_a_reference_once_given_is_kept(project):
    project.reference = "PRJ-7777"
    assert "PRJ-0001" in refused(editorial.save, project)
    project.reference = ""
    editorial.save(project)
    assert Project.objects.get().reference == "PRJ-0001"


@pytest.mark.parametrize("reference", ["prj 1", "PRJ--1", "PRJ-0001;", "项目-1"])
def test_a_chosen_reference_is_checked(reference):
    record = Project(name_en="New", type=make_type(), region=make_region(), reference=reference)
    assert "Use capital letters" in refused(editorial.save, record)


@pytest.mark.parametrize("slug", ["Red", "red_leaf", "-red", "red leaf"])
def test_a_chosen_address_is_checked(slug):
    record = Project(name_en="New", type=make_type(), region=make_region(), slug=slug)
    refused(editorial.save, record)


def test_addresses_come_from_the_name_and_are_free():
    first, second = make_project(name_en="Red Leaf Town"), make_project(name_en="Red Leaf Town")
    assert (first.slug, second.slug) == ("red-leaf-town", "red-leaf-town-prj-0002")
    assert make_project(name_zh="红叶康养小镇", name_en="").slug == "hong-ye-kang-yang-xiao-zhen"


def test_a_long_name_still_gives_an_address_that_fits():
    name = "Long " * 39
    slugs = {make_project(name_en=name, reference=f"PRJ-{'A' * 30}-{n}").slug for n in range(2)}
    assert len(slugs) == 2
    assert all(len(slug) <= 80 for slug in slugs)


def test_an_address_that_led_to_another_record_is_not_given_again():
    first = make_project(name_en="Red Leaf Town")
    first.slug = "maple-town"
    editorial.save(first)
    editorial.publish(first)
    assert make_project(name_en="Red Leaf Town").slug == "red-leaf-town-prj-0002"


def test_names_get_a_sort_key_in_pinyin():
    assert make_project(name_zh="红叶", name_en="").sort_zh == "hong ye"


# Parts.


def test_parts_are_numbered_within_their_record(project):
    editorial.save(
        project, parts=[Milestone(kind="opening"), Milestone(kind="other"), Amenity(kind="school", name_en="B")]
    )
    assert [part.number for part in project.milestones.all()] == [1, 2, 3]
    assert [part.number for part in project.amenities.all()] == [1, 2]
    other = make_project(parts=[Milestone(kind="start")])
    assert other.milestones.get().number == 1


def test_the_number_of_a_removed_part_is_not_given_again(project):
    editorial.save(project, parts=[Milestone(kind="opening")])
    editorial.save(project, removed=[project.milestones.get(number=2)], parts=[Milestone(kind="other")])
    assert [part.number for part in project.milestones.all()] == [1, 3]


def test_numbers_that_are_given_stay_and_the_others_go_round_them(project):
    editorial.save(project, parts=[Milestone(kind="opening"), Milestone(kind="other", number=2)])
    assert [(part.number, part.kind) for part in project.milestones.all()] == [
        (1, "start"),
        (2, "other"),
        (3, "opening"),
    ]


def test_citations_of_a_removed_part_go_with_it(project):
    editorial.save(project, removed=[project.amenities.get()], reason="closed")
    (left,) = project.citations.all()
    assert left.field == "stage"
    gone = Citation.history.filter(field="amenities").first()
    assert (gone.history_type, gone.record_version, gone.history_change_reason) == ("-", 2, "closed")


def test_a_citation_of_a_removed_part_goes_once_however_the_form_gives_it(project):
    citation = project.citations.get(field="amenities")
    citation.paragraph = "4"
    editorial.save(project, parts=[citation], removed=[project.amenities.get()])
    assert not Citation.objects.filter(field="amenities").exists()
    assert [row.history_type for row in Citation.history.filter(number=citation.number)] == ["-", "+"]


def test_a_citation_removed_together_with_its_part_is_logged_once(project):
    citation = project.citations.get(field="amenities")
    editorial.save(project, removed=[project.amenities.get(), citation])
    assert [row.history_type for row in Citation.history.filter(number=1)] == ["-", "+"]


def test_a_citation_moved_away_from_a_removed_part_stays(project):
    citation = project.citations.get(field="amenities")
    citation.field, citation.part_number = "summary", None
    editorial.save(project, parts=[citation], removed=[project.amenities.get()])
    assert set(project.citations.values_list("field", flat=True)) == {"summary", "stage"}


def test_a_part_of_another_record_is_refused(project):
    other = make_project(parts=[Milestone(kind="start")])
    forged = other.milestones.get()
    assert "belongs to another record" in refused(editorial.save, project, parts=[forged])
    forged = Milestone(pk=other.milestones.get().pk, number=5, kind="opening")
    forged._state.adding = False
    assert "belongs to another record" in refused(editorial.save, project, parts=[forged])
    assert "belongs to another record" in refused(editorial.save, project, removed=[other.milestones.get()])
    fresh = Project(name_en="Fresh", type=make_type(), region=make_region())
    assert "belongs to another record" in refused(editorial.save, fresh, parts=[other.milestones.get()])


def test_a_part_that_lies_under_another_kind_of_record_is_refused(project):
    site = make_site(parts=[Participation(stakeholder=make_stakeholder(), role="owner")])
    assert refused(editorial.save, project, parts=[site.participations.get()])
    assert "one project, site or plan" in refused(
        editorial.save, project, parts=[Participation(stakeholder=make_stakeholder(), role="owner", site=site)]
    )
    with pytest.raises(TypeError):
        editorial.save(site, parts=[Milestone(kind="start")])


def test_a_part_given_twice_is_refused(project):
    milestone = project.milestones.get()
    assert "given twice" in refused(editorial.save, project, parts=[milestone, project.milestones.get()])
    assert "given twice" in refused(editorial.save, project, parts=[milestone], removed=[project.milestones.get()])
    new = Milestone(kind="opening")
    assert "given twice" in refused(editorial.save, project, parts=[new, new])


def test_a_part_that_is_gone_is_refused(project):
    milestone = project.milestones.get()
    editorial.save(project, removed=[project.milestones.get()])
    assert "Open the record again" in refused(editorial.save, project, parts=[milestone])


# Deleting and restoring.


def test_a_deleted_record_keeps_everything_and_comes_back_as_it_was(project, clerk):
    editorial.delete(project, by=clerk, reason="entered twice")
    assert not Project.objects.live().exists()
    assert Milestone.objects.count() == 1
    row = project.history.first()
    assert (row.version, row.history_user, row.history_change_reason) == (2, clerk, "entered twice")
    assert row.deleted_at is not None
    editorial.restore(project, by=clerk, reason="was not")
    restored = Project.objects.live().get()
    assert (restored.version, restored.name_en, restored.state) == (3, "Red Leaf Town", "draft")
    assert project.history.first().history_change_reason == "was not"


def test_a_public_record_is_not_deleted(project):
    editorial.publish(project)
    assert "Withdraw it" in refused(editorial.delete, project)
    editorial.withdraw(project)
    editorial.delete(project)
    assert Project.objects.get().is_deleted


def test_a_deleted_record_is_neither_changed_nor_published(project):
    editorial.delete(project)
    assert "Restore it" in refused(editorial.save, project)
    assert "Restore it" in refused(editorial.publish, project)
    assert "This record is deleted already." in refused(editorial.delete, project)


def test_what_is_not_deleted_is_not_restored(project):
    assert "This record is not deleted." in refused(editorial.restore, project)


def test_a_record_in_use_is_not_deleted_and_its_users_are_named():
    stakeholder, source, plan = (make(is_published=False) for make in (make_stakeholder, make_source, make_plan))
    project = make_project(
        is_published=False,
        name_en="Red Leaf Town",
        parts=[
            Participation(stakeholder=stakeholder, role="owner"),
            Citation(source=source, field="stage", stated_on="2021-06-01"),
        ],
    )
    site = make_site(is_published=False, plan=plan, name_en="East Slope")
    assert "Still in use by: Red Leaf Town" in refused(editorial.delete, stakeholder)
    assert "Still in use by: Red Leaf Town" in refused(editorial.delete, source)
    assert "Still in use by: East Slope" in refused(editorial.delete, plan)
    message = refused(editorial.delete, project.type)
    assert "Red Leaf Town" in message
    assert "East Slope" in message
    assert "Red Leaf Town" in refused(editorial.delete, project.region)
    editorial.delete(project)
    editorial.delete(stakeholder)
    editorial.delete(site)
    editorial.delete(plan)


def test_a_region_with_regions_in_it_is_not_deleted():
    above = make_region(code="140300", name_en="Yangquan")
    make_region(code="140321", name_en="Pingding", parent=above)
    assert "Still in use by: Pingding" in refused(editorial.delete, above)


def test_what_the_public_still_reads_under_a_type_region_or_list_keeps_it_from_deletion():
    old_type, old_region = make_type("old"), make_region(code="140399")
    key_list = editorial.save(KeyProjectList(slug="provincial", name_en="Provincial", level="province"))
    project = make_project(
        type=old_type, region=old_region, parts=[KeyListing(list=key_list, year=2024)], name_en="Red Leaf Town"
    )
    project.type, project.region = make_type("new"), make_region(code="140398")
    editorial.save(project, removed=[project.key_listings.get()])
    for entry in (old_type, old_region, key_list):
        assert "Still in use by: Red Leaf Town" in refused(editorial.delete, entry)
    editorial.publish(project)
    for entry in (old_type, old_region, key_list):
        assert editorial.delete(entry).is_deleted


def test_the_users_of_a_record_are_found_in_few_queries():
    stakeholder = make_stakeholder(is_published=False)
    for _n in range(5):
        make_project(parts=[Participation(stakeholder=stakeholder, role="owner")], is_published=False)
    with CaptureQueriesContext(connection) as captured, pytest.raises(ValidationError):
        editorial.delete(stakeholder)
    assert len(captured) <= 15


def test_nothing_is_linked_to_a_deleted_record():
    site, stakeholder = make_site(is_published=False, name_en="East Slope"), make_stakeholder(is_published=False)
    project = make_project(is_published=False)
    editorial.delete(site)
    editorial.delete(stakeholder)
    project.site = site
    assert "Deleted in the meantime: East Slope" in refused(editorial.save, project)
    project.site = None
    part = Participation(stakeholder=stakeholder, role="owner")
    assert str(stakeholder) in refused(editorial.save, project, parts=[part])
    gone = editorial.delete(make_type("gone"))
    assert "Deleted" in refused(editorial.save, Site(type=gone, region=make_region(), status="confirmed"))


def test_a_record_is_not_restored_before_what_it_points_to():
    stakeholder = make_stakeholder(is_published=False)
    site = make_site(is_published=False, status="confirmed")
    project = make_project(site=site, is_published=False, parts=[Participation(stakeholder=stakeholder, role="owner")])
    for record in (project, site, stakeholder):
        editorial.delete(record)
    assert str(stakeholder) in refused(editorial.restore, project)
    editorial.restore(stakeholder)
    assert str(site) in refused(editorial.restore, project)
    editorial.restore(site)
    editorial.restore(project)
    assert not project.is_deleted


# Several at once.


def test_several_records_are_saved_together():
    records = [Project(name_en=f"P{n}", type=make_type(), region=make_region(code="149900")) for n in range(3)]
    saved = editorial.save_many(records, reason="import")
    assert saved == records
    assert [row.history_change_reason for row in Project.history.all()] == ["import"] * 3
    saved[0].summary_en = "Changed"
    saved.append(Project(name_en="P3", type=make_type(), region=make_region(code="149900")))
    assert editorial.save_many(saved) == saved
    assert [record.version for record in saved] == [2, 2, 2, 1]


def test_one_bad_record_keeps_all_from_being_saved():
    good, bad = (Project(name_en="P", type=make_type(), region=make_region(code="149900")) for _n in range(2))
    bad.latitude = "37.86"
    refused(editorial.save_many, [good, bad])
    assert (good.pk, good.reference) == (None, "")
    bad.latitude = None
    assert len(editorial.save_many([good, bad])) == 2


def test_one_stale_record_keeps_all_from_being_published(project):
    other, stale = make_project(is_published=False), Project.objects.get(pk=project.pk)
    editorial.save(project)
    before = everything(project)
    with pytest.raises(editorial.StaleVersionError):
        editorial.publish_many([other, stale])
    assert everything(project) == before
    assert (other.version, other.state) == (1, "draft")
    assert len(editorial.publish_many([other, project])) == 2


def test_one_used_record_keeps_all_from_being_deleted():
    free, used = make_stakeholder(is_published=False), make_stakeholder(is_published=False)
    make_project(is_published=False, parts=[Participation(stakeholder=used, role="owner")])
    refused(editorial.delete_many, [free, used])
    assert [row.is_deleted for row in editorial.delete_many([free])] == [True]
    assert [row.is_deleted for row in editorial.restore_many([free])] == [False]


def test_one_draft_keeps_all_from_being_withdrawn(project):
    public = make_project()
    refused(editorial.withdraw_many, [public, project])
    assert PublishedProject.objects.current().count() == 1


def test_the_error_names_the_record_in_the_way(project):
    public = make_project()
    with pytest.raises(ValidationError) as caught:
        editorial.withdraw_many([public, project])
    assert caught.value.record == project


def test_nothing_at_all_is_no_error():
    assert editorial.save_many([]) == editorial.publish_many(iter(())) == []


# Queries.


def cost(act, *arguments, **said):
    """How many queries an act takes."""
    with CaptureQueriesContext(connection) as captured:
        act(*arguments, **said)
    return len(captured)


def test_saving_and_publishing_take_as_many_queries_in_a_full_table(project):
    def costs():
        record = Project.objects.get(pk=project.pk)
        amenity = record.amenities.get()
        new = Project(name_en="New", type=record.type, region=record.region)
        return [
            cost(editorial.save, record, parts=[amenity]),
            cost(editorial.publish, record),
            cost(editorial.save, new),
            cost(editorial.withdraw, record),
            cost(editorial.delete, record),
            cost(editorial.restore, record),
        ]

    costs()
    few = costs()
    for n in range(20):
        make_project(name_en=f"New {n}", parts=[Milestone(kind="start")])
    assert costs() == few
    assert max(few) <= 60


def test_saving_takes_as_many_queries_for_a_record_with_many_parts(project):
    few = cost(editorial.save, project)
    editorial.save(project, parts=[Milestone(kind="other") for _n in range(20)])
    assert cost(editorial.save, project) == few
