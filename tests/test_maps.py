"""The map: what stands on each tile is what its link shows."""

import re
from html import unescape
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from projects import cartogram
from projects.models import Region
from tests.pages import words
from tests.records import make_project, make_site
from yangquan import settings as wiring

pytestmark = pytest.mark.django_db
TILE = re.compile(r'<a href="([^"]*)" aria-label="([^"]*)">\s*<rect class="tile level-(\w+)"')


def tiles(client, query=""):
    """The tiles of the map: pairs of an address and the words for it, with the class."""
    page = client.get(f"/en/map/{query}").text
    return [(unescape(address), unescape(said), level) for address, said, level in TILE.findall(page)]


def test_the_more_there_is_the_darker_the_tile(client, seeded):
    for _n in range(8):
        make_project(region=Region.objects.get(code="140322"))
    make_project(region=Region.objects.get(code="140311"))
    levels = {said.partition(": ")[0]: level for _address, said, level in tiles(client)}
    assert levels["Yu county"] == "4"
    assert levels["Jiaoqu district"] == "1"
    assert levels["Pingding county"] == "0"


def test_what_is_stated_for_the_whole_city_stands_beside_the_tiles(client, seeded):
    said = words(client.get("/en/map/?measure=sites"))
    assert "the whole city, or elsewhere: 7" in said
    assert "0 entries have coordinates; 8 have none." in said


def test_an_amount_that_nobody_states_is_not_zero(client, seeded):
    assert {level for _address, _said, level in tiles(client, "?measure=investment")} == {"none"}
    make_project(region=Region.objects.get(code="140322"), investment=320_000_000)
    assert ("Yu county: CNY 320 million", "4") in [entry[1:] for entry in tiles(client, "?measure=investment")]


def test_exact_places_are_sketched_and_lead_to_map_services_in_their_datum(client, seeded):
    make_project(name_en="Lake & pine", name_zh="", longitude="113.58", latitude="37.86")
    make_site(longitude="113.60", latitude="37.90")
    page = unescape(client.get("/en/map/").text)
    assert page.count('class="spot') == 2
    assert "position=113.58%2C37.86&name=Lake+%26+pine&coordinate=wgs84" in page
    assert "location=37.86%2C113.58" in page
    assert "coord_type=wgs84" in page


def test_tiles_are_asked_for_only_where_a_deployment_names_their_service(client, seeded, settings):
    make_project(longitude="113.58", latitude="37.86")
    assert "leaflet" not in client.get("/map/").text
    settings.MAP_TILES = "https://tiles.example.cn/{z}/{x}/{y}.png"
    settings.MAP_ATTRIBUTION = "© <b>Example</b>"
    page = client.get("/map/").text
    assert (
        'data-tiles="https://tiles.example.cn/{z}/{x}/{y}.png" data-attribution="© &lt;b&gt;Example&lt;/b&gt;"' in page
    )
    assert "leaflet/leaflet.js" in page


@pytest.mark.parametrize(
    ("tiles", "hosts"),
    [("", []), ("https://tiles.example.cn:8443/{z}/{x}/{y}.png?tk=1", ["https://tiles.example.cn:8443"])],
)
def test_pictures_come_from_the_host_that_is_named_and_no_other(monkeypatch, tiles, hosts):
    monkeypatch.setattr(wiring, "MAP_TILES", tiles)
    assert wiring.origin_of_tiles() == hosts


@pytest.mark.parametrize(
    "wrong", ["tiles.example.cn/{z}/{x}/{y}.png", "https://tiles.example.cn/", "javascript:{z}{x}{y}"]
)
def test_a_tile_service_that_cannot_be_one_is_named_when_the_site_starts(monkeypatch, wrong):
    monkeypatch.setattr(wiring, "MAP_TILES", wrong)
    with pytest.raises(ImproperlyConfigured, match="MAP_TILES"):
        wiring.origin_of_tiles()


def test_the_map_keeps_its_measure_while_filters_change(client, seeded):
    page = client.get("/en/map/?measure=sites").text
    assert '<input type="hidden" name="measure" value="sites"' in page


@pytest.mark.parametrize("wrong", ["measure=x", "measure=sites&measure=projects", "measure=%00", "x=1"])
def test_a_wrong_measure_is_named(client, seeded, wrong):
    answer = client.get(f"/en/map/?{wrong}")
    assert answer.status_code == 200
    assert 'class="problems"' in answer.text
    assert "tile level" not in answer.text


def test_classes_have_round_edges_and_hold_every_number():
    assert cartogram.class_edges([3, 17, 40]) == [10, 20, 30, 40]
    assert cartogram.class_edges([1]) == [1]
    assert cartogram.class_edges([]) == cartogram.class_edges([0]) == []
    edges = cartogram.class_edges([7, 93])
    assert [cartogram.class_of(value, edges) for value in (None, 0, 1, 93)] == [None, 0, 1, len(edges)]


def test_a_sketch_keeps_directions_and_distances():
    drawn = cartogram.sketch([(113.5, 37.8, False), (113.7, 37.8, False), (113.6, 37.9, True)])
    west, east, north = ((float(point.x.rstrip("%")), float(point.y.removesuffix("rem"))) for point in drawn.points)
    assert west[0] < north[0] < east[0]
    assert north[1] < west[1] == east[1]
    assert all(0 <= x <= 100 and 0 <= y <= 20 for x, y in (west, east, north))


def test_one_place_alone_is_in_the_middle():
    (point,) = cartogram.sketch([(113.5, 37.8, False)]).points
    assert (point.x, point.y) == ("50%", "10rem")


@pytest.fixture
def sampled(seeded):
    """Invented projects and sites beside the seed."""
    call_command("sample", "--projects", "80", "--seed", "4", "--beside", verbosity=0, stdout=StringIO())


@pytest.mark.parametrize(
    "query", ["", "type=healthcare-complex", "region=140300", "region=140322&region=140311", "q=a"]
)
@pytest.mark.parametrize("measure", ["projects", "sites"])
def test_each_tile_counts_what_the_list_behind_it_shows(client, sampled, query, measure):
    found = tiles(client, f"?measure={measure}&{query}")
    assert len(found) > 1
    for address, said, _level in found:
        shown = client.get(address).context["page"].paginator.count
        assert said.rpartition(": ")[2] == f"{shown:,}"
