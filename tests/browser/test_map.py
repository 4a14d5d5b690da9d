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


def test_places_stand_on_the_tiles_of_the_service_that_is_named_and_nothing_complains(open_page, live_server, settings):
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy | {"img-src": [*policy["img-src"], "https://tiles.example.cn"]}
    }
    settings.MAP_TILES, settings.MAP_ATTRIBUTION = TILES, "© <b>Example</b>"
    make_project(name_en="Lake", region=Region.objects.get(code="140322"), longitude="113.41", latitude="38.08")
    watched = open_page("/en/")
    watched.page.route("https://tiles.example.cn/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    watched.page.goto("/en/map/")
    watched.page.locator(".ground .leaflet-tile-loaded").first.wait_for()
    watched.page.locator(".ground path.leaflet-interactive").first.click()
    assert watched.page.locator(".leaflet-popup-content a").inner_text() == "Lake"
    assert "<b>Example</b>" in watched.page.locator(".leaflet-control-attribution").inner_text()
    assert watched.hosts == {urlsplit(live_server.url).netloc, "tiles.example.cn"}
    assert watched.complaints == []
