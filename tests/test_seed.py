"""The seed: whole, cited, and never in the way of what staff have done."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from projects import editorial
from projects.models import (
    LISTS,
    NOUNS,
    Citation,
    Connection,
    Project,
    ProjectType,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    Region,
    Site,
    Stakeholder,
)
from tests.doors import public_paths
from tests.pages import unpacked

pytestmark = pytest.mark.django_db

FIXTURES = sorted(map(str, (settings.BASE_DIR / "fixtures").glob("*.json")))
ELSEWHERE = Path(__file__).parent / "fixtures" / "elsewhere"


def run(*arguments, **options):
    """Call `seed` and return what it said."""
    said = StringIO()
    call_command("seed", *arguments, stdout=said, **options)
    return said.getvalue()


def working_rows():
    """Every column of every working record and part."""
    models = [*LISTS, *NOUNS, *{part for model in (*LISTS, *NOUNS) for part in model.part_models().values()}]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def pages(client):
    """What the public reads, by address."""
    # When a copy was published is another time in each test.
    moment = re.compile(rb"<(updated|published)>[^<]*</")
    return {path: moment.sub(b"", client.get(path).getvalue()) for path in public_paths()}


def test_the_seed_holds_the_blueprint_and_the_benchmark_project():
    run()
    assert Project.objects.get().name_en == "Zhongyuan Healthcare Theme Town"
    assert Site.objects.count() == 7
    assert PublishedSite.objects.current().planned().count() == 6
    assert Region.objects.get(is_home=True).children.count() == 5


def test_the_seed_invents_nothing():
    run()
    project = Project.objects.get()
    assert project.name_zh == ""
    assert project.investment is None
    assert (project.longitude, project.latitude) == (None, None)
    assert all(getattr(project, name) is None for name in Project.partial_dates)
    assert set(Stakeholder.objects.filter(kind="person").values_list("name_zh", flat=True)) == {""}
    assert set(Site.objects.filter(status="planned").values_list("name_zh", "name_en", "longitude")) == {("", "", None)}
    assert Connection.objects.get(place_en="Taolin Ditch Scenic Area").place_zh == ""


def test_every_citation_of_the_seed_is_stated_on_the_day_of_the_document():
    run()
    assert {citation.stated_on.isoformat() for citation in Citation.objects.all()} == {"2021-06-01"}
    assert all(citation.paragraph for citation in Citation.objects.all())


def test_every_seeded_noun_cites_the_document():
    run()
    for noun in NOUNS:
        for record in noun.objects.all():
            assert not hasattr(record, "citations") or record.citations.exists(), record


def test_seeded_records_have_a_history_row_and_a_publication_each():
    run()
    for noun in NOUNS:
        for record in noun.objects.all():
            assert [row.history_change_reason for row in record.history.all()] == ["seed", "seed"]
            assert not record.has_changed_since_publication


def test_the_seed_run_three_times_over_edits_changes_no_staff_value():
    run()
    project = Project.objects.get()
    project.name_zh, project.is_benchmark = "中原康养小镇", False
    editorial.save(project, removed=[project.amenities.first()])
    edited = Region.objects.get(code="140302")
    edited.name_en = "Urban district"
    editorial.save(edited)
    editorial.withdraw(Site.objects.get(reference="SITE-0001"))
    withdrawn = editorial.withdraw(Site.objects.get(reference="SITE-0002"))
    editorial.delete(withdrawn)
    editorial.delete(editorial.save(ProjectType(slug="spare", name_en="Spare")))
    before, shown = working_rows(), PublishedProject.objects.count()
    said = [run(), run(), run()]
    assert working_rows() == before
    assert PublishedProject.objects.count() == shown
    assert all(line.startswith("Created 0 records, left 29 alone.") for line in said)


def test_the_seed_says_what_it_left_alone():
    run()
    editorial.delete(editorial.withdraw(Site.objects.get(reference="SITE-0003")))
    assert "SITE-0003" in run(verbosity=2)
    assert Site.objects.get(reference="SITE-0003").is_deleted


def test_the_seed_adds_what_is_absent_beside_what_is_there():
    editorial.save(Region(code="140000", name_zh="山西", level="province"))
    assert run().startswith("Created 28 records, left 1 alone.")
    assert Region.objects.get(code="140000").name_zh == "山西"


def test_a_folder_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="nowhere"):
        run("nowhere")


def test_a_broken_fixture_seeds_nothing(tmp_path):
    rows = json.loads((ELSEWHERE / "tracker.json").read_text("utf-8"))
    rows[-1]["fields"]["source"] = ["SRC-9999"]
    (tmp_path / "broken.json").write_text(json.dumps(rows), "utf-8")
    with pytest.raises(CommandError, match="SRC-9999"):
        run(tmp_path)
    assert not Region.objects.exists()


def test_plain_loaddata_then_complete_gives_the_same_site(client):
    with transaction.atomic():
        run()
        seeded = pages(client)
        transaction.set_rollback(True)
    call_command("loaddata", *FIXTURES, verbosity=0)
    assert PublishedSource.objects.count() == 0
    assert run("--complete") == "Completed 29 records.\n"
    assert pages(client) == seeded
    assert all(record.history.exists() for noun in NOUNS for record in noun.objects.all())
    assert all(part.history.exists() for part in Citation.objects.all())
    assert run("--complete") == "Completed 0 records.\n"


def test_check_says_when_loaded_records_are_incomplete():
    call_command("loaddata", *FIXTURES, verbosity=0)
    said = StringIO()
    call_command("check", databases=["default"], stderr=said)
    assert "29 records were loaded without history" in said.getvalue()
    run("--complete")
    said = StringIO()
    call_command("check", databases=["default"], stderr=said)
    assert said.getvalue() == ""


def test_loaddata_over_published_records_is_mended_by_complete(client):
    run()
    project = Project.objects.get()
    project.name_zh = "中原康养小镇"
    editorial.publish(editorial.save(project))
    call_command("loaddata", *FIXTURES, verbosity=0)
    run("--complete")
    mended = Project.objects.get()
    assert mended.version > project.version
    assert mended.state == "published"
    assert mended.has_changed_since_publication
    assert "中原康养小镇" in client.get("/projects/").text


def test_fixtures_alone_make_another_tracker(client):
    run(ELSEWHERE)
    for path in public_paths():
        page = client.get(path)
        assert page.status_code == 200, path
        assert not {"Yangquan", "阳泉"} & set(re.findall("Yangquan|阳泉", unpacked(page).decode())), path
    assert "云溪市" in client.get("/").text
    assert "Yunxi" in client.get("/en/").text
