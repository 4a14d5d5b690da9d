"""The map of a deployment that names a tile service."""

import base64
from urllib.parse import urlsplit

import pytest

from projects.models import Region
from tests.records import make_project

pytestmark = pytest.mark.browser
TILES = "https://tiles.example.cn/{z}/{x}/{y}.png"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def watched(open_page, settings):
    """A page of a deployment that names a service, which here always has the same picture."""
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy | {"img-src": [*policy["img-src"], "https://tiles.example.cn"]}
    }
    settings.MAP_TILES, settings.MAP_ATTRIBUTION = TILES, "© <b>Example</b>"
    watched = open_page("/en/")
    watched.page.route("https://tiles.example.cn/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    return watched


def test_places_stand_on_the_tiles_of_the_service_that_is_named_and_nothing_complains(watched, live_server):
    make_project(name_en="Lake", region=Region.objects.get(code="140322"), longitude="113.41", latitude="38.08")
    watched.page.goto("/en/map/")
    watched.page.locator(".ground .leaflet-tile-loaded").first.wait_for()
    watched.page.locator(".ground path.leaflet-interactive").first.click()
    assert watched.page.locator(".leaflet-popup-content a").inner_text() == "Lake"
    assert "<b>Example</b>" in watched.page.locator(".leaflet-control-attribution").inner_text()
    assert watched.hosts == {urlsplit(live_server.url).netloc, "tiles.example.cn"}
    assert watched.complaints == []


def test_a_selection_refreshed_in_place_has_its_own_places_on_tiles(watched):
    make_project(longitude="113.41", latitude="38.08")
    make_project(longitude="113.60", latitude="37.90", is_benchmark=True)
    page = watched.page
    page.goto("/en/map/")
    page.locator(".ground path.leaflet-interactive").nth(1).wait_for()
    page.evaluate("window.isSamePage = true")
    page.locator("input[name=benchmark][value=yes]").evaluate("box => { box.checked = true; box.form.requestSubmit() }")
    page.wait_for_url("**benchmark=yes**")
    page.locator(".ground .leaflet-tile-loaded").first.wait_for()
    assert page.evaluate("window.isSamePage")
    assert page.locator(".ground path.leaflet-interactive").count() == 1
    assert watched.complaints == []
