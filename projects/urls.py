"""The addresses of the public site."""

from django.urls import path, register_converter

from projects.exports import ExportConverter, TableConverter
from projects.views import home, plans, projects, regions, reports, sites, sources, stakeholders

register_converter(ExportConverter, "export")
register_converter(TableConverter, "table")

app_name = "projects"
urlpatterns = [
    path("", home.home, name="home"),
    path("projects/", projects.project_list, name="project_list"),
    path("projects.<export:respond>", projects.project_file, name="project_file"),
    path("projects/<slug:key>/", projects.project_detail, name="project_detail"),
    path("sites/", sites.site_list, name="site_list"),
    path("sites.<export:respond>", sites.site_file, name="site_file"),
    path("sites/<slug:key>/", sites.site_detail, name="site_detail"),
    path("plans/<slug:key>/", plans.plan_detail, name="plan_detail"),
    path("stakeholders/<slug:key>/", stakeholders.stakeholder_detail, name="stakeholder_detail"),
    path("sources/<slug:key>/", sources.source_detail, name="source_detail"),
    path("regions/<slug:code>/", regions.region_detail, name="region_detail"),
    path("reports/types/", reports.type_report, name="type_report"),
    path("reports/types.<table:respond>", reports.type_report_file, name="type_report_file"),
]
