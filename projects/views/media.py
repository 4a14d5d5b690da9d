"""Pictures and documents, for as long as a public record shows them."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.localized import by_letters, choose
from projects.media import shelf
from projects.media.answers import file_answer
from projects.media.pictures import SMALL
from projects.models import FOREVER, PublishedFile

# In no language, like its address.
GONE = "This file is no longer public.\n该文件已不再公开。\n"


@require_safe
def published_file(request, token, name):
    """A file that a publication of today shows; 410 where only one of before did, 404 where none ever has.

    It is asked for again at each visit, for it goes when the record goes.
    """
    shown = PublishedFile.objects.filter(token=token).order_by("-shown_until").first()
    if shown is None:
        raise Http404
    if shown.shown_until != FOREVER:
        return HttpResponse(GONE, status=410, content_type="text/plain; charset=utf-8")
    etag = f'"{token}-{name.rpartition(".")[0]}"' if name.isascii() else f'"{token}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = file_answer(token, shown.name, shown.media_type, name)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    return response


def media_address(file, width=None):
    """The address of a file, as facts name one; of a picture in this width, or else its largest.

    Facts that are not public yet say by which word of a preview the file can be seen.
    """
    name = shelf.picture_name(width or file["sizes"][-1]["width"]) if file["sizes"] else file["name"]["en"]
    if "preview" in file:
        return reverse("previews:file", args=[file["preview"], file["token"], name])
    return reverse("machines:media", args=[file["token"], name])


def file_link(file):
    """A link to a file, with what it is and how large, for a phone on the road."""
    name = file["name"]["en"]
    kind = name.rpartition(".")[2].upper()
    if file["bytes"] < 100_000:
        size = _("%(number)s kB") % {"number": max(round(file["bytes"] / 1000), 1)}
    else:
        size = _("%(number)s MB") % {"number": f"{file['bytes'] / 1_000_000:.1f}"}
    words = by_letters(name)
    return format_html('<a href="{}">{}</a> <small>{}, {}</small>', media_address(file), words, kind, size)


def pictured(parts):
    """The photos of a record, each with what an `img` needs where there is a picture of ours."""
    return [{"part": part, "picture": _picture(part.facts)} for part in parts]


def _picture(facts):
    file = facts.get("file")
    if not file:
        return None
    largest = file["sizes"][-1]
    small = next((size["width"] for size in file["sizes"] if size["width"] <= SMALL), largest["width"])
    return {
        "address": media_address(file),
        "src": media_address(file, small),
        "srcset": ", ".join(f"{media_address(file, size['width'])} {size['width']}w" for size in file["sizes"]),
        "width": largest["width"],
        "height": largest["height"],
        "alt": choose(facts["alt"]["zh"], facts["alt"]["en"]),
    }
