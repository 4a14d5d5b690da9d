"""What readers take of a page without taking a file: how to cite it, its code on paper, a card, and linked data."""

import json
import re
from html import unescape

import pytest
from django.db import OperationalError

from projects import editorial, middleware
from projects.models import Project
from projects.templatetags.tracker import qr_code
from projects.views import plans
from tests.doors import public_pages
from tests.pages import words
from tests.records import make_project, make_stakeholder

pytestmark = pytest.mark.django_db
PROJECT = "/projects/zhongyuan-healthcare-theme-town/"
CARD = "/embed/projects/zhongyuan-healthcare-theme-town/"


def linked(client, path):
    """The data that a page holds for search engines."""
    said = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text)
    return [json.loads(data) for data in said]


def citation(client, path):
    """How a page asks to be cited, as words."""
    shown = re.search(r'<p class="citation">(.*?)</p>', client.get(path).text, re.DOTALL)[1]
    return unescape(re.sub("<[^>]*>", "", shown))


def test_a_record_is_cited_by_the_reference_that_never_changes(client, seeded):
    assert "(PRJ-0001)" in citation(client, PROJECT)
    assert citation(client, PROJECT).endswith("http://testserver/projects/PRJ-0001/")
    assert citation(client, f"/en{PROJECT}").endswith("http://testserver/en/projects/PRJ-0001/")
    assert client.get("/projects/PRJ-0001/", follow=True).request["PATH_INFO"] == PROJECT


def test_a_selection_is_cited_with_what_narrows_it(client, seeded):
    said = citation(client, "/en/projects/?type=healthcare-themed-town&utm_source=x")
    assert "Type: Healthcare-themed town" in said
    assert said.endswith("http://testserver/en/projects/?type=healthcare-themed-town")


def test_the_operator_is_named_as_the_author(client, seeded, settings):
    settings.SITE_OPERATOR = "阳泉市发展和改革委员会"
    assert citation(client, PROJECT).startswith("阳泉市发展和改革委员会．")


def test_paper_leads_back_to_the_address_that_is_cited(client, seeded):
    assert qr_code("http://testserver/en/projects/PRJ-0001/") in client.get(f"/en{PROJECT}").text


def test_an_address_too_long_for_a_code_is_printed_without_one(client, seeded):
    assert '<svg aria-hidden="true" focusable="false"' not in client.get(f"/projects/?q={'康养' * 90}").text
    assert "http://testserver/projects/?q=" in client.get(f"/projects/?q={'康养' * 90}").text


def test_every_page_of_a_record_carries_its_data(client, seeded):
    found = {path: linked(client, path) for path in public_pages()}
    (project,) = found[f"/en{PROJECT}"]
    assert project["@type"] == "Project"
    assert project["identifier"] == "PRJ-0001"
    assert project["name"] == [{"@language": "en", "@value": "Zhongyuan Healthcare Theme Town"}]
    assert [above["identifier"] for above in project["location"]["containedInPlace"]] == ["140000", "140300"]
    nouns = {"projects", "sites", "plans", "stakeholders", "sources", "regions", "documents"}
    for path, data in found.items():
        first = path.removeprefix("/en").strip("/").split("/")[0]
        assert bool(data) == (first in nouns and path.removeprefix("/en") != "/regions/"), path


def test_a_list_says_where_its_files_are(client, seeded):
    (data,) = linked(client, "/en/projects/?type=healthcare-themed-town")
    assert data["@type"] == "Dataset"
    files = [file["contentUrl"] for file in data["distribution"]]
    assert files[0] == "/en/projects.csv?type=healthcare-themed-town"
    assert all(client.get(path).status_code == 200 for path in files)


def test_nothing_in_the_data_ends_its_script(client):
    make_stakeholder(name_en="</script><script>alert(1)</script>", name_zh="<!--", slug="shut")
    (data,) = linked(client, "/stakeholders/shut/")
    assert {"@language": "en", "@value": "</script><script>alert(1)</script>"} in data["name"]


def test_a_card_is_the_only_page_that_others_may_frame(client, seeded):
    for path in public_pages():
        headers = client.get(path).headers
        may_be_framed = "frame-ancestors *" in headers["Content-Security-Policy"] and "X-Frame-Options" not in headers
        assert may_be_framed == ("/embed/" in path), path


def test_a_card_shows_the_record_and_leads_to_its_page(client, seeded):
    card = words(client.get(f"/en{CARD}"))
    assert "Zhongyuan Healthcare Theme Town" in card
    assert "under construction" in card
    assert f'href="/en{PROJECT}"' in client.get(f"/en{CARD}").text


def test_the_code_for_other_pages_shows_the_card(client, seeded):
    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", client.get(PROJECT).text)[1])
    address = re.search(r'src="http://testserver([^"]*)"', code)[1]
    assert client.get(address, follow=True).request["PATH_INFO"] == CARD


def test_a_name_cannot_leave_the_code_for_other_pages(client):
    make_project(name_en='A" onload="alert(1)</textarea>', name_zh="", slug="out")
    page = client.get("/en/projects/out/").text
    code = re.search(r"<textarea[^>]*>(.*?)</textarea>", page)[1]
    assert 'onload="' not in unescape(code)


def test_the_card_of_a_record_no_longer_public_says_only_that(client, seeded):
    editorial.withdraw(Project.objects.get(reference="PRJ-0001"))
    gone = client.get(f"/en{CARD}")
    assert gone.status_code == 410
    assert "Zhongyuan" not in gone.text
    assert "frame-ancestors *" in gone.headers["Content-Security-Policy"]


@pytest.mark.parametrize("broken", [(plans, "Sheet"), (middleware, "build")])
def test_without_a_database_the_reader_is_asked_to_wait(client, seeded, monkeypatch, broken):
    def unreachable(*_args):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(*broken, unreachable)
    client.raise_request_exception = False
    for path, said in [("/plans/", "请稍后再来"), ("/en/plans/", "Back in a moment")]:
        answer = client.get(f"{path}layout-of-the-healthcare-industry/")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert said in answer.text
