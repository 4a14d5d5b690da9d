"""What programs ask a site for."""

import json
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from projects import editorial
from projects.models import Project
from tests.doors import indexed_pages, machine_paths

pytestmark = pytest.mark.django_db
PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
ALTERNATE = "{http://www.w3.org/1999/xhtml}link"


def addresses(client):
    """Every address that the maps of the site name, without the host."""
    maps = [place.text for place in ET.fromstring(client.get("/sitemap.xml").content).iter(PLACE)]
    pages = (ET.fromstring(client.get(path.removeprefix("http://testserver")).content) for path in maps)
    return {place.text.removeprefix("http://testserver") for page in pages for place in page.iter(PLACE)}


def test_the_map_names_every_page_in_both_languages_and_nothing_else(client, seeded):
    assert addresses(client) == set(indexed_pages())


def test_each_entry_of_the_map_names_its_other_language(client, seeded):
    root = ET.fromstring(client.get("/sitemap-project.xml").content)
    for entry in root:
        assert {link.get("hreflang") for link in entry.iter(ALTERNATE)} == {"zh-hans", "en"}


def test_the_map_forgets_what_was_withdrawn(client, seeded):
    project = Project.objects.get(reference="PRJ-0001")
    assert f"/projects/{project.slug}/" in addresses(client)
    editorial.withdraw(project)
    assert f"/projects/{project.slug}/" not in addresses(client)


def test_robots_keep_to_public_pages(client, seeded):
    said = client.get("/robots.txt").text
    assert "Disallow: /admin/" in said
    assert "Disallow: /en/admin/" in said
    assert "Sitemap: http://testserver/sitemap.xml" in said


def test_a_hole_is_reported_to_whom_the_site_names(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.cn"
    said = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert said["Contact"] == "mailto:security@example.cn"
    assert timedelta() < datetime.fromisoformat(said["Expires"]) - timezone.now() < timedelta(days=366)


@pytest.mark.parametrize(("path", "language"), [("/site.webmanifest", "zh-Hans"), ("/en/site.webmanifest", "en")])
def test_a_phone_is_told_what_the_site_is_called(client, seeded, path, language):
    said = json.loads(client.get(path).content)
    assert said["lang"] == language
    assert client.get(said["start_url"]).status_code == 200
    assert ("阳泉" in said["name"]) == (language == "zh-Hans")


def test_what_programs_read_sets_no_cookie_and_breaks_at_no_nonsense(client, seeded, settings):
    settings.SECURITY_CONTACT = "https://example.cn/report"
    for path in machine_paths():
        response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
    for path in ("/sitemap-nothing.xml", "/sitemap-project.xml?p=0", "/sitemap-project.xml?p=x", "/sitemap.xml?p=%00"):
        assert client.get(path).status_code in {200, 404}, path


def test_the_footer_says_of_the_site_what_is_set(client, seeded, settings):
    assert "ICP" not in client.get("/").text
    settings.SITE_OPERATOR, settings.SITE_ICP = "阳泉市人民政府", "晋ICP备00000000号"
    settings.SITE_POLICE, settings.SITE_CODE = "晋公网安备 00000000000000号", "1403000000"
    page = client.get("/").text
    for words in ("主办单位：阳泉市人民政府", "晋ICP备00000000号", "晋公网安备 00000000000000号", "1403000000"):
        assert words in page.replace("： ", "："), words
