"""The addresses of the public site."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import path, register_converter

from projects.asking import views as asking
from projects.exports import ExportConverter, RecordConverter, TableConverter
from projects.views import (
    cards,
    feeds,
    guide,
    home,
    lists,
    machines,
    maps,
    media,
    plans,
    previews,
    projects,
    regions,
    reports,
    saved_views,
    search,
    sites,
    sources,
    stakeholders,
    types,
)

register_converter(ExportConverter, "export")
register_converter(RecordConverter, "records")
register_converter(TableConverter, "table")


def listed(plural, noun, converter):
    """The addresses of the list of a noun and of its files."""
    return [
        path(f"{plural}/", lists.noun_list, {"noun": noun}, name=f"{noun}_list"),
        path(f"{plural}.<{converter}:respond>", lists.noun_file, {"noun": noun}, name=f"{noun}_file"),
    ]


def followed(plural, noun):
    """The address of the changes of a noun."""
    return path(f"{plural}.atom", feeds.changes_feed, {"noun": noun}, name=f"{noun}_feed")


app_name = "projects"
urlpatterns = [
    path("", home.home, name="home"),
    *listed("projects", "project", "export"),
    path("projects/<slug:key>/", projects.project_detail, name="project_detail"),
    *listed("sites", "site", "export"),
    path("sites/<slug:key>/", sites.site_detail, name="site_detail"),
    *listed("plans", "plan", "records"),
    path("plans/<slug:key>/", plans.plan_detail, name="plan_detail"),
    *listed("stakeholders", "stakeholder", "records"),
    path("stakeholders/<slug:key>/", stakeholders.stakeholder_detail, name="stakeholder_detail"),
    *listed("sources", "source", "records"),
    path("sources/<slug:key>/", sources.source_detail, name="source_detail"),
    *listed("documents", "document", "records"),
    *(followed(f"{noun}s", noun) for noun in ("project", "site", "plan", "stakeholder", "source")),
    path("projects.ics", feeds.dates_calendar, name="calendar"),
    path("projects/<slug:key>.ics", feeds.project_calendar, name="project_calendar"),
    path("types/", types.type_list, name="type_list"),
    path("types.<table:respond>", types.type_list_file, name="type_list_file"),
    path("types/<slug:key>/", types.type_detail, name="type_detail"),
    path("regions/", regions.region_list, name="region_list"),
    path("regions.<table:respond>", regions.region_list_file, name="region_list_file"),
    path("regions/<slug:code>/", regions.region_detail, name="region_detail"),
    path("views/", saved_views.view_list, name="view_list"),
    path("views/<slug:key>/", saved_views.view, name="view"),
    path("guide/", guide.guide, name="guide"),
    path("map/", maps.project_map, name="map"),
    path("reports/types/", reports.type_report, name="type_report"),
    path("reports/types.<table:respond>", reports.type_report_file, name="type_report_file"),
    path("search/", search.results, name="search"),
    path("search/suggestions.json", search.suggestions, name="suggestions"),
    path("embed/projects/<slug:key>/", cards.project_card, name="project_card"),
    path("embed/sites/<slug:key>/", cards.site_card, name="site_card"),
    path("embed/plans/<slug:key>/", cards.plan_card, name="plan_card"),
    path("embed/stakeholders/<slug:key>/", cards.stakeholder_card, name="stakeholder_card"),
    path("embed/sources/<slug:key>/", cards.source_card, name="source_card"),
    path("site.webmanifest", machines.manifest, name="manifest"),
]

# Where the public writes. Apart, for no answer here is kept by anybody.
asking_patterns = [
    path("<slug:noun>/<slug:reference>/", asking.ask, name="form"),
    path("<slug:noun>/<slug:reference>/received/<str:signed>/", asking.received, name="received"),
]

# A record before it is public, for who was given the address. Apart, for no answer here is kept by anybody.
preview_patterns = [
    path("<str:word>/", previews.page, name="page"),
    path("<str:word>/<slug:token>/<str:name>", previews.file, name="file"),
]

# What programs look for at the root of a site, whatever its language.
machine_patterns = [
    path("media/<slug:token>/<str:name>", media.published_file, name="media"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": machines.SITEMAPS, "sitemap_url_name": "machines:section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": machines.SITEMAPS}, name="section"),
]
