"""Merging two records of one stakeholder: what moves, what the public reads, what is kept."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from projects import editorial
from projects.models import (
    Citation,
    Member,
    Participation,
    PublicRequest,
    PublishedProject,
    PublishedStakeholder,
    Remark,
    Stakeholder,
)
from tests.desk import make_clerk
from tests.records import make_plan, make_project, make_source, make_stakeholder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Messages as the source writes them."""
    with override("en"):
        yield


CODE = "91350100M000100Y43"


def fresh(record):
    """The record as the database has it."""
    return type(record).objects.get(pk=record.pk)


def taking_part(stakeholder, role="investor"):
    """The part of somebody who takes part."""
    return [Participation(stakeholder=stakeholder, role=role)]


def merge(duplicate, into, **said):
    """Merge them for a reason."""
    return editorial.merge(duplicate, into, **{"reason": "one body"} | said)


@pytest.fixture
def twice():
    """One body, recorded twice and public twice: the duplicate and the survivor."""
    return make_stakeholder(name_zh="红叶公司"), make_stakeholder(name_zh="红叶有限公司")


def test_whatever_points_to_the_duplicate_points_to_the_survivor_with_a_version_and_a_reason(twice, django_user_model):
    duplicate, survivor = twice
    project = make_project(taking_part(duplicate))
    plan = make_plan([Remark(stakeholder=duplicate, text_en="Well done")])
    kept = make_project()
    editorial.hand_over(kept, department=duplicate)
    cited = Citation(source=make_source(), field="name", stated_on="2021-06-01")
    editorial.save(fresh(duplicate), parts=[cited])
    own = Citation(source=make_source(), field="name", stated_on="2021-06-02")
    editorial.save(fresh(survivor), parts=[own])
    member = Member.objects.create(account=django_user_model.objects.create_user("clerk"), department=duplicate)
    before = {record: fresh(record).version for record in (project, plan, kept, survivor)}
    merge(fresh(duplicate), fresh(survivor))
    assert fresh(project).participations.get().stakeholder == survivor
    assert fresh(plan).remarks.get().stakeholder == survivor
    assert fresh(kept).kept_by == survivor
    member.refresh_from_db()
    assert member.department == survivor
    assert [citation.number for citation in survivor.citations.all()] == [1, 2]
    assert not editorial.pointing_to(duplicate).records
    for record, version in before.items():
        line = record.history.first()
        assert fresh(record).version == line.version == version + 1
        assert (line.history_change_reason, line.act) == ("one body", "hand_over" if record == kept else "merge")
    part = project.participations.get().history.first()
    assert (part.record_version, part.history_change_reason) == (fresh(project).version, "one body")


def test_the_duplicate_leaves_and_says_where_it_went(twice):
    duplicate, survivor = twice
    merge(duplicate, survivor)
    duplicate = fresh(duplicate)
    assert duplicate.is_deleted
    assert (duplicate.state, duplicate.published_version, duplicate.merged_into) == ("withdrawn", None, survivor)
    assert duplicate.history.count() == 3
    assert fresh(survivor).former_names == f"红叶公司\n{duplicate.name_en}"


def test_a_chain_of_merges_leads_to_the_last(twice):
    duplicate, survivor = twice
    last = make_stakeholder()
    merge(duplicate, survivor)
    merge(fresh(survivor), last)
    assert fresh(duplicate).merged_into == last
    assert "红叶公司" in fresh(last).former_names


def test_the_code_of_the_duplicate_goes_to_a_survivor_without_one(twice):
    duplicate, survivor = twice
    duplicate.organisation_code = CODE
    editorial.save(duplicate)
    merge(duplicate, survivor)
    assert (fresh(duplicate).organisation_code, fresh(survivor).organisation_code) == (None, CODE)


def test_the_public_reads_the_survivor_wherever_it_read_the_duplicate(client, twice):
    duplicate, survivor = twice
    project = make_project(taking_part(duplicate))
    project.name_zh = "未发布的改动"
    editorial.save(project)
    current = make_project(taking_part(duplicate))
    merge(duplicate, survivor)
    copy = PublishedProject.objects.current().get(reference=project.reference)
    assert copy.facts["participations"][0]["stakeholder"]["reference"] == survivor.reference
    assert copy.participations.get().stakeholder_reference == survivor.reference
    assert copy.name_zh == ""
    assert fresh(project).has_changed_since_publication
    assert not fresh(current).has_changed_since_publication
    assert not PublishedStakeholder.objects.current().filter(reference=duplicate.reference)
    for key in (duplicate.slug, duplicate.reference):
        answer = client.get(f"/stakeholders/{key}/")
        assert (answer.status_code, answer.url) == (301, f"/stakeholders/{survivor.slug}/")
    assert current.name in client.get(f"/stakeholders/{survivor.slug}/").content.decode()


def test_a_survivor_that_is_not_public_stays_unnamed(client, twice):
    duplicate, _survivor = twice
    survivor = make_stakeholder(is_published=False)
    project = make_project(taking_part(duplicate))
    merge(duplicate, survivor)
    assert PublishedProject.objects.current().get(reference=project.reference).facts["participations"] == []
    assert client.get(f"/stakeholders/{duplicate.slug}/").status_code == 410


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"kind": "person"}, "cannot be one"), ({"organisation_code": CODE}, "different unified")],
)
def test_two_that_cannot_be_one_are_refused(facts, said):
    survivor = make_stakeholder(organisation_code="91110000600037341L")
    duplicate = make_stakeholder(**facts)
    with pytest.raises(ValidationError, match=said):
        merge(duplicate, survivor)
    assert not fresh(duplicate).is_deleted


def test_a_merge_wants_a_reason_another_and_one_that_is_there(twice):
    duplicate, survivor = twice
    with pytest.raises(ValidationError, match="Say why"):
        merge(duplicate, survivor, reason=" ")
    with pytest.raises(ValidationError, match="itself"):
        merge(duplicate, fresh(duplicate))
    merge(duplicate, survivor)
    with pytest.raises(ValidationError, match="deleted"):
        merge(make_stakeholder(), fresh(duplicate))


@pytest.mark.parametrize("stale", ["version", "into_version"])
def test_a_version_that_is_old_merges_nothing(twice, stale):
    duplicate, survivor = twice
    project = make_project(taking_part(duplicate))
    with pytest.raises(editorial.StaleVersionError):
        merge(duplicate, survivor, **{stale: 1})
    assert fresh(project).participations.get().stakeholder == duplicate
    assert not Stakeholder.objects.deleted().exists()


def test_only_who_may_publish_merges(twice):
    with pytest.raises(PermissionDenied):
        merge(*twice, by=make_clerk("change_stakeholder", "review_stakeholder"))
    publisher = make_clerk("change_stakeholder", "publish_stakeholder", username="publisher")
    merge(*twice, by=publisher)
    assert twice[0].history.first().history_user == publisher


def test_who_merged_may_still_publish_what_another_writes_later(twice):
    duplicate, survivor = twice
    publisher = make_clerk("publish_stakeholder", "publish_project")
    project = make_project(taking_part(duplicate), stage="reserve")
    merge(duplicate, survivor, by=publisher)
    assert not editorial.is_own_change(publisher, project)
    assert editorial.is_own_change(publisher, survivor)


def test_requests_of_the_public_follow(twice):
    duplicate, survivor = twice
    asked = PublicRequest(noun="stakeholder", about=duplicate.reference, kind="mistake", message="Wrong", language="en")
    editorial.receive(asked, address="198.51.100.1")
    merge(duplicate, survivor)
    assert fresh(asked).about == survivor.reference


def test_a_duplicate_that_is_restored_stands_alone(twice):
    duplicate, survivor = twice
    merge(duplicate, survivor)
    editorial.restore(fresh(duplicate))
    assert (fresh(duplicate).merged_into, fresh(duplicate).is_deleted) == (None, False)
