"""What programs ask a site for: where they may go, what there is, and whom to tell of a hole."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.localized import TAGS, reading_language
from projects.models import (
    ProjectType,
    PublishedPlan,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    PublishedStakeholder,
    Region,
)
from projects.templatetags.tracker import site_title
from projects.views.context import home_region
from projects.views.values import address, publication_address

# A map of 50,000 addresses is the most that search engines read; of this many the database is asked at a time.
ADDRESSES = 5_000
PAGES = ("home", "project_list", "site_list", "plan_list", "stakeholder_list", "source_list", "document_list")
PAGES += ("type_list", "region_list", "type_report", "map", "guide", "view_list")
# The colours of the address bar around a page: those of --accent and --paper in site.css.
THEME, PAPER = "#1b5e43", "#fbfaf7"


@require_safe
def robots(request):
    """Who crawls finds every page, but neither the staff side nor each of endless selections."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {settings.URL_PREFIX}/en/admin/",
        f"Disallow: {settings.URL_PREFIX}/*?*q=",
        f"Sitemap: {request.build_absolute_uri(reverse('machines:sitemap'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def security(request):
    """Whom to tell of a hole (RFC 9116); 404 where SECURITY_CONTACT names nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = datetime.combine(timezone.localdate() + timedelta(days=180), time(), timezone.get_current_timezone())
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: zh, en",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request):
    """How a phone shows the site among its applications, in the language of the path."""
    region = home_region(request)
    name = site_title(region)
    return JsonResponse(
        {
            "name": name,
            "short_name": region.label if region else name,
            "lang": TAGS[reading_language()],
            "start_url": reverse("projects:home"),
            "scope": f"{settings.URL_PREFIX}/",
            "display": "browser",
            "theme_color": THEME,
            "background_color": PAPER,
            "icons": [{"src": static("projects/icon.svg"), "type": "image/svg+xml", "sizes": "any"}],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


class Addresses(Sitemap):
    """Pages in both languages, each naming the other."""

    i18n = alternates = True
    limit = ADDRESSES


class OwnPages(Addresses):
    """The pages that are there whatever is published."""

    def items(self):
        """Their names."""
        return PAGES

    def location(self, name):
        """The address of one."""
        return reverse(f"projects:{name}")


class ListPages(Addresses):
    """The types and regions, public as they stand."""

    def items(self):
        """Each as facts name it."""
        types = [{"slug": slug} for slug in ProjectType.objects.live().values_list("slug", flat=True)]
        return types + [{"code": code} for code in Region.objects.live().values_list("code", flat=True)]

    def location(self, entry):
        """The address of one."""
        return address(entry)


class RecordPages(Addresses):
    """The records of one noun that the public reads."""

    def __init__(self, published):
        """Those of a table of publications."""
        self.published = published

    def items(self):
        """What their addresses and days need."""
        return self.published.objects.current().by_reference().only("slug", "published_at")

    def location(self, publication):
        """The address of one."""
        return publication_address(publication)

    def lastmod(self, publication):
        """When it last changed."""
        return publication.published_at


SITEMAPS = {"pages": OwnPages(), "lists": ListPages()} | {
    published._meta.model_name.removeprefix("published"): RecordPages(published)
    for published in (PublishedProject, PublishedSite, PublishedPlan, PublishedStakeholder, PublishedSource)
}
