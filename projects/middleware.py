"""What happens to every request before a page answers it."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.http import parse_etags

from projects.models import PublicRevision

# Settings that pages show.
SHOWN = ("PUBLIC_URL", "STATIC_URL", "DATA_LICENCE", "DATA_LICENCE_URL")
SHOWN += ("SITE_OPERATOR", "SITE_CONTACT", "SITE_ICP", "SITE_POLICE", "SITE_CODE", "MAP_TILES", "MAP_ATTRIBUTION")

COMPRESSED = ("image/jpeg", "application/pdf", "application/vnd.openxmlformats")


class PathLanguage:
    """Let the path alone decide the language: English under `/en/`, Chinese everywhere else.

    Django's LocaleMiddleware would also ask cookie and headers, and add `Vary: Accept-Language` to every answer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_english = request.path_info == "/en" or request.path_info.startswith("/en/")
        language = "en" if is_english else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", "en" if is_english else "zh-Hans")
        return response


class Freshness:
    """Answer 304, before any view runs, to who has a public page or file as it still is.

    Its ETag says what a page depends on: the number of the public revision, the build, the whole address and the day
    in Shanghai. Pages are asked for again at each visit, so that nobody reads what has been taken away.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.etag = None
        response = self.get_response(request)
        if request.etag and response.status_code in {200, 304}:
            response.headers["ETag"] = request.etag
            response.headers.setdefault("Cache-Control", "no-cache")
        return response

    def process_view(self, request, view, args, kwargs):
        """Return the answer to a question about a public address, or None where it has to be made."""
        if request.resolver_match.app_name != "projects" or request.method not in {"GET", "HEAD"} or settings.DEBUG:
            return None
        # Asked before the view reads: what is published meanwhile may be seen too early, never too late.
        revision = PublicRevision.objects.values_list("number", flat=True).first()
        stands_on = (revision, build(), request.build_absolute_uri(), timezone.localdate())
        request.etag = f'W/"{sha256(repr(stands_on).encode()).hexdigest()[:32]}"'
        known = parse_etags(request.headers.get("If-None-Match", ""))
        return HttpResponseNotModified() if request.etag in known else None


class Compression(GZipMiddleware):
    """Compress what travels, but for pictures and documents: they hold no air any more."""

    def process_response(self, request, response):
        """Return the answer, compressed where that makes it smaller."""
        if response.headers.get("Content-Type", "").startswith(COMPRESSED):
            return response
        return super().process_response(request, response)


@cache
def build():
    """A word for the code, the templates, the texts and the settings that make pages: new with each change of them."""
    seen = sha256(repr([getattr(settings, name) for name in SHOWN]).encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in {".py", ".html", ".mo", ".css", ".js", ".svg"}:
            seen.update(path.read_bytes())
    return seen.hexdigest()
