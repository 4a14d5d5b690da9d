"""The staff side as a whole: its name, its languages, and how it answers requests that make no sense."""

from functools import cache, partial, wraps
from urllib.parse import quote

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.db import DataError
from django.urls import get_script_prefix, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.admin.guides import guide_page
from projects.admin.histories import whole_history
from projects.admin.keeping import views_on_desk
from projects.admin.nonsense import GuardedAutocomplete
from projects.admin.preferences import preferences
from projects.localized import reading_language
from projects.models import LISTS, NOUNS, PublicRequest
from projects.worklist import desk_of, tracker_name

# Lists of the desk as they are come back to: projects and what they are made of, letters, then what seldom changes.
ORDER = [*reversed(NOUNS), PublicRequest, *reversed(LISTS)]


class TrackerAdminSite(AdminSite):
    """The admin of one prefecture's tracker, named after the region that is tracked."""

    index_title = _("Records")
    empty_value_display = "—"

    def each_context(self, request):
        """What every page shows: the tracker's name, the way to the public pages and to the other language."""
        name = tracker_name()
        english = reading_language() == "en"
        path = request.path_info.removeprefix("/en") if english else f"/en{request.path_info}"
        query = request.META.get("QUERY_STRING", "") if request.method == "GET" else ""
        return super().each_context(request) | {
            "site_title": name,
            "site_header": gettext("%(name)s: editorial desk") % {"name": name},
            "site_url": get_script_prefix() + ("en/" if english else ""),
            "other_language_url": get_script_prefix() + quote(path.lstrip("/")) + (f"?{query}" if query else ""),
        }

    def index(self, request, extra_context=None):
        """My desk: what waits for the account, and under it every list."""
        shown = {"title": gettext("My desk"), "desk": desk_of(request.user), "views": views_on_desk(self, request)}
        return super().index(request, shown | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """The records in the order of the work on them, and accounts after them."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda entry: ORDER.index(entry["model"]) if entry["model"] in ORDER else len(ORDER))
        return sorted(apps, key=lambda app: app["app_label"] != PublicRequest._meta.app_label)

    def get_urls(self):
        """Add the history of everything, the guide, and what an account chooses for itself."""
        return [
            path("history/", self.admin_view(partial(whole_history, self)), name="history"),
            path("guide/", self.admin_view(partial(guide_page, self)), name="guide"),
            path("preferences/", self.admin_view(partial(preferences, self)), name="preferences"),
            *super().get_urls(),
        ]

    def admin_view(self, view, cacheable=False):
        """Answer 400 where a request holds what no database stores."""

        @wraps(view)
        def guarded(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except (DataError, OverflowError) as error:
                raise BadRequest("a value that no row can have") from error

        return super().admin_view(guarded, cacheable)

    def autocomplete_view(self, request):
        """What search boxes offer."""
        return GuardedAutocomplete.as_view(admin_site=self)(request)


@cache
def tracker_admin_site():
    """The one site, made once: importing this package registers with it while Django is still asking for it."""
    return TrackerAdminSite()
