"""A sample: as uneven as life is, and nothing that the door would have refused."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from projects.choices import State
from projects.dates import parse_date
from projects.editorial.samples.draws import Draw, Weights
from projects.facts import columns_of
from projects.models import (
    NOUNS,
    Citation,
    Project,
    PublicRevision,
    PublishedParticipation,
    PublishedProject,
    Region,
    Site,
    Source,
)
from projects.serializers import PUBLISHED, facts_of
from tests.doors import public_paths

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    """A sample of 300 projects, each published once, for all tests of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("sample", "--projects", "300", "--seed", "7", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sample(written, db):
    """The sample of 300 projects."""


def rows_and_parts():
    """Every working record of the sample, and every part of it."""
    for noun in NOUNS:
        for record in noun.objects.all():
            yield record
            for collection in noun.part_models():
                yield from getattr(record, collection).all()


def test_a_publication_says_what_the_record_would_say_if_published_now(sample):
    compared = 0
    for noun, published in PUBLISHED.items():
        for record in noun.objects.filter(state=State.PUBLISHED):
            publication = published.objects.current().get(reference=record.reference)
            assert publication.version == record.published_version
            if record.has_changed_since_publication:
                assert publication.facts != facts_of(record)
                continue
            facts = facts_of(record)
            assert publication.facts == facts
            again = published(**columns_of(noun._meta.model_name, facts))
            for name in columns_of(noun._meta.model_name, facts):
                assert str(getattr(publication, name) or "") == str(getattr(again, name) or ""), name
            assert getattr(publication, "region_id", None) == getattr(record, "region_id", None)
            assert getattr(publication, "type_id", None) == getattr(record, "type_id", None)
            compared += 1
    assert compared > 400


def test_who_takes_part_stands_in_rows_of_its_own(sample):
    narrow = Counter(PublishedParticipation.objects.values_list("project__reference", "stakeholder_reference", "role"))
    stated = Counter(
        (publication.reference, participation["stakeholder"]["reference"], participation["role"])
        for publication in PublishedProject.objects.all()
        for participation in publication.facts["participations"]
    )
    assert narrow == stated


def test_every_record_and_part_keeps_the_rules(sample):
    rows = list(rows_and_parts())
    for row in rows[:: max(1, len(rows) // 400)]:
        row.full_clean(exclude=getattr(row, "owners", ()))


def test_dates_as_entered_mean_the_days_they_are_kept_as(sample):
    texts = 0
    for project in Project.objects.all():
        for name in Project.partial_dates:
            period = getattr(project, name)
            if period and period.text:
                read = parse_date(period.text)
                assert (read.first, read.last, read.precision) == (period.first, period.last, period.precision)
                assert not (name.endswith("_actual") and period.is_limit)
                texts += 1
    assert texts > 100


def test_every_record_and_part_has_the_history_that_saving_leaves(sample):
    for row in rows_and_parts():
        log = list(row.history.order_by("history_id"))
        is_changed = getattr(row, "has_changed_since_publication", False)
        assert [line.history_type for line in log] == (["+", "~"] if is_changed else ["+"]), row
        assert log[0].history_change_reason == "sample"
        last = log[-1]
        for field in last.tracked_fields:
            assert getattr(last, field.attname) == getattr(row, field.attname), field
        assert getattr(last, "record_version", 1) == 1


def test_the_sample_is_as_uneven_as_life(sample):
    projects = list(Project.objects.select_related("type", "region"))
    assert len(projects) == 300
    for share in ("type", "region"):
        ranks = [number for _name, number in Counter(getattr(project, share) for project in projects).most_common()]
        assert ranks[0] > 2 * ranks[-1]
    sponsors = Counter(PublishedParticipation.objects.values_list("stakeholder_reference", flat=True)).most_common()
    assert sponsors[0][1] > 4 * sponsors[len(sponsors) // 2][1]
    amounts = sorted(project.investment for project in projects if project.investment is not None)
    assert 180 < len(amounts) < 280
    assert sum(amounts) / len(amounts) > 1.4 * float(amounts[len(amounts) // 2])
    years = {project.start_planned.first.year for project in projects if project.start_planned}
    assert years <= set(range(2012, 2027))
    assert len(years) == 15
    assert {project.start_planned.precision for project in projects if project.start_planned} == {
        *("day", "month", "quarter", "half-year", "year")
    }
    assert any(project.name_zh and not project.name_en for project in projects)
    assert any(project.name_en and not project.name_zh for project in projects)
    assert any(project.part_of_id for project in projects)
    assert {project.state for project in projects} == {"published", "draft", "withdrawn"}
    assert any(project.has_changed_since_publication for project in projects)


@pytest.mark.parametrize(
    ("collection", "low", "high"),
    [
        ("participations", 1.8, 2.2),
        ("milestones", 1.8, 2.2),
        ("documents", 1.3, 1.7),
        ("citations", 1, 2),
        ("annual_investments", 0.1, 1),
        ("progress_reports", 0.1, 1),
        ("quantities", 0.1, 1),
        ("amenities", 0.1, 1),
        ("key_listings", 0.05, 0.5),
    ],
)
def test_a_project_has_as_many_parts_as_projects_have(sample, collection, low, high):
    assert low < Project.part_models()[collection].objects.exclude(project=None).count() / 300 < high


def test_there_are_sites_for_six_of_ten_projects(sample):
    assert 0.5 < Site.objects.count() / 300 < 0.7
    assert Site.objects.filter(projects__isnull=True).exists()


def test_every_record_says_that_it_is_a_sample(sample):
    assert all(source.name_en.startswith("Sample data, seed 7") for source in Source.objects.all())
    assert all(project.citations.exists() for project in Project.objects.all())
    assert Citation.objects.exclude(source__name_en__startswith="Sample data").count() == 0
    assert not PublishedProject.objects.exclude(reason="sample").exists()


def test_a_withdrawn_project_is_public_no_longer(sample):
    for project in Project.objects.filter(state=State.WITHDRAWN):
        assert project.published_version is None
        (copy,) = PublishedProject.objects.filter(reference=project.reference)
        assert copy.shown_until == copy.shown_from
    assert not PublishedProject.objects.filter(
        reference__in=Project.objects.never_public().filter(state="draft").values("reference")
    ).exists()


def test_the_sample_of_an_empty_tracker_stands_in_the_regions_of_the_fixtures(sample):
    assert Region.objects.get(is_home=True).code == "140300"
    assert PublicRevision.objects.get().number > 1


def test_every_page_shows_the_sample(sample, client):
    paths = public_paths()
    for path in paths[:: max(1, len(paths) // 40)]:
        response = client.get(path)
        assert response.status_code == 200, path
        assert response.getvalue()


def test_a_draw_is_skewed_towards_the_first():
    draw = Draw("skew")
    ranks = Counter(draw.skewed(10) for _ in range(20_000))
    assert set(ranks) == set(range(10))
    assert 1.5 < ranks[0] / ranks[1] < 1.9
    weights = Weights({"often": 9, "rarely": 1})
    assert 1_700 < sum(draw.of(weights) == "rarely" for _ in range(20_000)) < 2_300
