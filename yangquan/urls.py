"""Addresses of the site: Chinese at the root, the same again under /en/; what has no language beside both."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from projects.urls import asking_patterns, machine_patterns, preview_patterns

urlpatterns = [
    path("", include((machine_patterns, "machines"))),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("ask/", include((asking_patterns, "asking"))),
        path("preview/", include((preview_patterns, "previews"))),
        path("", include("projects.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "projects.views.errors.bad_request"
handler403 = "projects.views.errors.permission_denied"
handler404 = "projects.views.errors.page_not_found"
handler500 = "projects.views.errors.server_error"
