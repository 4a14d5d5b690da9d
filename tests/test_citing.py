"""Citing from beside a field: what each offers, what it says is cited already, and who is offered it."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from projects import editorial
from projects.admin.wording import citable
from projects.models import LISTS, NOUNS, Citation, Milestone, Participation, Project, Source
from tests.desk import add_row, address, make_member, sent_by
from tests.records import make_project, make_source, make_stakeholder

pytestmark = pytest.mark.django_db

CITING = [model for model in (*NOUNS, *LISTS) if Citation in model.part_models().values()]


@pytest.fixture(autouse=True)
def in_english():
    """Messages as the source writes them."""
    with override("en"):
        yield


def offered(page):
    """The ways to cite on a page: what each supports -> its text, and its title."""
    found = re.findall(r'<a class="cite[^"]*" href="(#[^"]*)" data-supports="([^"]+)"([^>]*)>(.*?)</a>', page)
    assert {target for target, *_rest in found} <= {"#citations-group"}
    assert len({supports for _target, supports, *_rest in found}) == len(found)
    return {
        supports: (re.sub("<[^>]+>", "", text), "".join(re.findall('title="([^"]*)"', title)))
        for _target, supports, title, text in found
    }


def cite(source, field, number=None, **place):
    """A citation of the source."""
    return Citation(source=source, field=field, part_number=number, stated_on=date(2021, 6, 1), **place)


@pytest.mark.parametrize("model", CITING)
def test_every_citable_field_can_be_cited_for_beside_it(admin_client, model):
    page = admin_client.get(address(model, "add", "en")).text
    assert offered(page).keys() == citable(model).keys()
    assert 'id="citations-group"' in page
    choices = re.search(r'<select name="citations-__prefix__-supports".*?</select>', page, re.DOTALL)[0]
    assert all(f'<option value="{name}">' in choices for name in offered(page))


def test_what_cites_nothing_offers_nothing(admin_client):
    assert offered(admin_client.get(address(make_source())).text) == {}
    assert offered(admin_client.get(address(Source, "add")).text) == {}


def test_a_saved_citation_marks_its_field_as_sourced(admin_client):
    project, source = make_project(stage="reserve"), make_source()
    page = address(project, language="en")
    assert offered(admin_client.get(page).text)["stage"] == ("source: Stage", "")
    typed = {"supports": "stage", "source": source.pk, "paragraph": "4", "stated_on": "2021-06-01"}
    sent = add_row(sent_by(admin_client.get(page)), "citations", **typed)
    assert admin_client.post(page, sent).status_code == 302
    (kept,) = Citation.objects.filter(project=project)
    assert (kept.field, kept.part_number) == ("stage", None)
    place = f"{source.reference} ¶4"
    marks = offered(admin_client.get(page).text)
    assert marks["stage"] == (f"✓ source (1): Stage; {place}", place)
    assert marks["condition"] == ("source: Condition", "")


def test_rows_with_a_number_can_be_cited_for_in_tables_and_elsewhere(admin_client):
    source, who = make_source(), make_stakeholder()
    parts = [
        Milestone(kind="start"),
        Milestone(kind="opening"),
        Participation(stakeholder=who, role="owner"),
        cite(source, "milestones", 2, page="7"),
        cite(source, "milestones", 2),
    ]
    project = make_project(parts)
    marks = offered(admin_client.get(address(project, language="en")).text)
    assert {name for name in marks if ":" in name} == {"milestones:1", "milestones:2", "participations:1"}
    assert marks["milestones:1"] == ("source of this row: Milestone 1", "")
    places = f"{source.reference} page 7; {source.reference}"
    assert marks["milestones:2"] == (f"✓ source of this row (2): Milestone 2; {places}", places)


def test_who_may_not_write_the_record_is_offered_nothing(client):
    client.force_login(make_member("viewer"))
    assert offered(client.get(address(make_project(stage="reserve"))).text) == {}


def test_a_form_with_errors_still_says_what_is_cited(admin_client):
    project = make_project([cite(make_source(), "stage")], stage="reserve")
    page = address(project, language="en")
    answer = admin_client.post(page, sent_by(admin_client.get(page)) | {"investment": "much"})
    assert answer.status_code == 200
    assert offered(answer.text)["stage"][0].startswith("✓ source (1)")


def test_what_is_cited_is_asked_once_however_many_rows_there_are(admin_client):
    source = make_source()
    project = make_project([cite(source, "stage"), Milestone(kind="start")], stage="reserve")
    page = address(project)
    more = [Milestone(kind="opening") for _ in range(9)]
    editorial.save(project, parts=[*more, *(cite(source, "milestones", n) for n in range(1, 9))])
    with CaptureQueriesContext(connection) as captured:
        assert len(offered(admin_client.get(page).text)) == len(citable(Project)) + 10
    asked = [one["sql"] for one in captured if 'SELECT "projects_citation"."field"' in one["sql"]]
    assert len(asked) == 1
