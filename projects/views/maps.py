"""The map: a tile for each district, and the exact places as points."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import cartogram
from projects.choices import Currency
from projects.filters import select_alike, select_for_map
from projects.money import format_amount
from projects.reports import Tally, counted_by, tallied_by
from projects.views.values import noun_of, number, publication_address

TITLE = gettext_lazy("Map")
# As many points as can be told apart, and as a page can list.
MOST_POINTS = 100
NARROW = ("search_tokens", "mentions", "facts")


@require_safe
def project_map(request):
    """What the query string selects, by district on equal tiles, with the same numbers as a table, and as points."""
    selection = select_for_map(request.GET)
    # The list of regions holds it already.
    request.home_region = next((region for region in selection.lists.regions if region.is_home), None)
    context = {"title": TITLE, "selection": selection, "query": selection.query()}
    if selection.is_valid():
        sites = select_alike("site", selection)
        context |= districts(selection, sites) | _points(selection, sites)
        context |= _table(context["found"], selection, sites)
        context["measures"] = [
            (label, selection.query(measure=[measure]), measure == selection.measure)
            for measure, label in selection.measures.items()
        ]
    return render(request, "projects/map.html", context)


def districts(selection, sites):
    """The cartogram of a selection of projects and of the sites alike, and what lies on no tile."""
    measure = selection.measure
    found = Found(selection, sites)
    listed = ("site", sites) if measure == "sites" else ("project", selection)
    places = []
    for region, keys in found.on_tiles.items():
        codes = _codes(selection, region, keys)
        address = _list(*listed, region=codes) if codes else ""
        value, shown = _measured(measure, found.among(keys))
        places.append(cartogram.Place(region.tile_row, region.tile_column, region.label, value, shown, address))
    return {
        "drawn": cartogram.draw(places, _words(measure), is_counted=measure != "investment"),
        "measure": selection.measures[measure],
        "elsewhere": _measured(measure, found.among(found.elsewhere))[1] if found.elsewhere else "",
        "found": found,
    }


def _table(found, selection, sites):
    """The same numbers and all the others, district by district."""
    rows = []
    for region, keys in found.on_tiles.items():
        codes = _codes(selection, region, keys)
        rows.append(_row(region.label, found.among(keys), *((selection, sites) if codes else ()), region=codes))
    if found.elsewhere:
        rows.append(_row(_("the whole city, or elsewhere"), found.among(found.elsewhere)))
    return {"rows": rows, "whole": _row(_("In all"), found.among(found.regions), selection, sites)}


def _codes(selection, region, keys):
    """What the parameter says of the region of a tile, which has these keys below it, so that the rest stays asked."""
    asked = selection.parameters.get("region", [])
    if not asked or region.pk in selection.lists.within(set(asked)):
        return [region.code]
    return [entry.code for entry in selection.lists.regions if entry.pk in keys and entry.code in asked]


class Found:
    """What a selection finds, region by region."""

    def __init__(self, projects, sites):
        """Count the publications of both selections, and add up what the projects cost."""
        self._projects, self._sites = (counted_by("region_id", rows.matches) for rows in (projects, sites))
        self._selections = projects, sites
        self.regions = {*self._projects, *self._sites}
        lists = projects.lists
        # Each region that has a tile, with the keys of all below it.
        self.on_tiles = {region: lists.within({region.code}) for region in lists.regions if region.tile_row is not None}
        self.elsewhere = self.regions.difference(*self.on_tiles.values())

    @cached_property
    def _tallies(self):
        projects, sites = self._selections
        return tallied_by("region_id", projects.matches, sites.matches)

    def among(self, regions):
        """What there is in all of these regions."""
        counts = (sum(counter[region] for region in regions) for counter in (self._projects, self._sites))
        return Numbers(*counts, SimpleLazyObject(lambda: self._tally(regions)))

    def _tally(self, regions):
        whole = Tally()
        for region in regions & self._tallies.keys():
            whole.add(self._tallies[region])
        return whole


class Numbers(NamedTuple):
    """How many projects and sites, and what is added up of the projects, asked for only where it is shown."""

    projects: int
    sites: int
    tally: Tally


def _list(noun, selection, **asked):
    return reverse(f"projects:{noun}_list") + selection.narrowed_by(**asked)


def _measured(measure, numbers):
    """The number that shades a tile, None where nobody states it, and the same in words."""
    projects, sites, tally = numbers
    if measure == "investment":
        amount = tally.investment
        return amount, _("not stated") if amount is None else format_amount(amount, Currency.CNY, get_language())
    value = projects if measure == "projects" else sites
    return value, f"{value:,}"


def _words(measure):
    if measure == "investment":
        return lambda amount: format_amount(amount, Currency.CNY, get_language())
    return lambda count: f"{count:,}"


def _row(name, numbers, selection=None, like=None, **asked):
    """A line of the table; where selections are given, its numbers lead to the lists that they count."""
    projects, sites, tally = numbers
    return {
        "name": name,
        "projects": projects,
        "project_list": selection and _list("project", selection, **asked),
        "sites": sites,
        "site_list": like and _list("site", like, **asked),
        "investment": tally.investment_in_words,
    }


def _points(projects, sites):
    """The exact places of projects and sites as a sketch and a list, and how many have none."""
    found, located, unlocated = [], 0, 0
    for rows in (projects.matches, sites.matches):
        exact = rows.exclude(latitude=None)
        number_of = exact.count()
        located += number_of
        unlocated += rows.count() - number_of
        found += exact.by_name().defer(*NARROW)[: MOST_POINTS - len(found)]
    drawn = cartogram.sketch([(row.longitude, row.latitude, noun_of(row) == "site") for row in found])
    return {
        "sketch": drawn,
        "points": [_point(row, point) for row, point in zip(found, drawn.points if drawn else [], strict=True)],
        "located": located,
        "unlocated": unlocated,
        "tiles": found and settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }


def _point(row, drawn):
    latitude, longitude = number(row.latitude), number(row.longitude)
    return {
        "drawn": drawn,
        "name": row.name,
        "address": publication_address(row),
        "latitude": latitude,
        "longitude": longitude,
        "links": map_links(latitude, longitude, str(row.name)),
    }


def map_links(latitude, longitude, name):
    """Map services that show a place, as pairs of a name and an address; both are told that it is in WGS-84.

    https://lbs.amap.com/api/uri-api/guide/mobile-web/point and https://lbsyun.baidu.com/index.php?title=uri/api/web
    """
    amap = {"position": f"{longitude},{latitude}", "name": name, "coordinate": "wgs84"}
    baidu = {
        "location": f"{latitude},{longitude}",
        "title": name,
        "content": name,
        "coord_type": "wgs84",
        "output": "html",
    }
    return [
        (_("Amap"), f"https://uri.amap.com/marker?{urlencode(amap)}"),
        (_("Baidu Maps"), f"https://api.map.baidu.com/marker?{urlencode(baidu)}"),
    ]
