"""The staff side as a whole: its name, its languages, and how it answers requests that make no sense."""

from functools import cache, partial, wraps
from urllib.parse import quote

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.db import DataError
from django.urls import get_script_prefix, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.admin.histories import whole_history
from projects.admin.keeping import views_on_desk
from projects.admin.nonsense import GuardedAutocomplete
from projects.admin.worklist import desk_of
from projects.localized import reading_language
from projects.models import Region


class TrackerAdminSite(AdminSite):
    """The admin of one prefecture's tracker, named after the region that is tracked."""

    index_title = _("Records")
    empty_value_display = "—"

    def each_context(self, request):
        """What every page shows: the tracker's name, the way to the public pages and to the other language."""
        home = Region.objects.live().filter(is_home=True).first()
        name = (
            gettext("%(region)s healthcare projects") % {"region": home.name}
            if home
            else gettext("Healthcare projects")
        )
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

    def get_urls(self):
        """Add the history of everything."""
        return [path("history/", self.admin_view(partial(whole_history, self)), name="history"), *super().get_urls()]

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
