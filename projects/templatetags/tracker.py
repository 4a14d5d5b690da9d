"""The addresses of a page, in both languages and the one it is known by, and the way back to it."""

from functools import lru_cache

import segno
from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.http import escape_leading_slashes
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.choices import Precision
from projects.dates import PartialDate, format_date
from projects.localized import person_name, reading_language
from projects.models import WITH_PAGES

register = template.Library()

# Longer addresses make a code too fine for a phone to read from paper.
MOST = 500


register.filter("person_name", person_name)


@register.filter
def with_counts(field, facets):
    """The choices of a field: value, label, whether it is chosen, and the number behind it or None if not counted."""
    numbers, chosen = (facets or {}).get(field.name, {}), field.initial or ()
    return [(value, label, str(value) in chosen, numbers.get(value)) for value, label in field.field.choices]


@register.simple_tag(takes_context=True)
def address_in(context, language):
    """The address of this page in `zh` or `en`, with as much of its query as makes sense."""
    return get_script_prefix().rstrip("/") + _path(context, language)


@register.simple_tag(takes_context=True)
def full_address(context, language=None):
    """The same with the site's own address before it where PUBLIC_URL names one, by default as it is being read."""
    return in_full(context["request"], _path(context, language or reading_language()))


@register.inclusion_tag("projects/_share.html", takes_context=True)
def share(context, title, record=None):
    """How to cite what the page shows, its lasting address as a link and on paper as a QR code, and a card of it.

    A `record` is known by its reference, which never changes; any other page by its own address.
    """
    request, card = context["request"], None
    if record:
        noun = record._meta.model_name.removeprefix("published")
        address = in_full(request, reverse(f"projects:{noun}_detail", args=[record.reference]))
        card = in_full(request, reverse(f"projects:{noun}_card", args=[record.reference]))
    else:
        address = full_address(context)
    return {
        "author": settings.SITE_OPERATOR,
        "site": site_title(context["home"]),
        "title": title,
        "record": record,
        "published": record and _day(record.shown_from),
        "today": _day(timezone.localdate()),
        "address": address,
        "selection": context.get("selection"),
        "code": qr_code(address) if len(address) <= MOST else "",
        "card": card,
    }


@register.simple_tag
def site_title(home):
    """What the tracker of a region is called, as plain text; of None, of whatever region."""
    return _("Healthcare projects of %(region)s") % {"region": home.name} if home else _("Healthcare projects")


@register.simple_tag
def site_name(home):
    """The same in HTML, which marks a name that is not in the reader's language."""
    if not home:
        return _("Healthcare projects")
    return format_html(_("Healthcare projects of %(region)s").replace("%(region)s", "{}"), home.name)


@lru_cache(maxsize=1000)
def qr_code(address):
    """An address as a QR code: SVG with a path for the dark squares, of the size its style sheet gives it."""
    drawn = segno.make(address, micro=False).svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=2)
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308  # of digits


def _day(value):
    return format_date(PartialDate.of(Precision.DAY, value.year, value.month, value.day), get_language())


def in_full(request, path):
    """A path of the site with the site's own address before it, or the one it is being read at."""
    if settings.PUBLIC_URL:
        return settings.PUBLIC_URL + path.removeprefix(get_script_prefix().rstrip("/"))
    return request.build_absolute_uri(path)


@register.simple_tag(takes_context=True)
def asking_about(context):
    """The address of the form for a mistake in the record, region or type that the page is about."""
    entry = next(context[name] for name in ("record", "region", "type") if name in context)
    name = entry._meta.model_name.removeprefix("published")
    noun, model = next((noun, model) for noun, model in WITH_PAGES.items() if model._meta.model_name == name)
    return reverse("asking:form", args=[noun, getattr(entry, model.natural_key_field)])


def _path(context, language):
    path = context["request"].path_info
    bare = path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path
    localized = f"/en{bare}" if language == "en" else bare or "/"
    # A path of two slashes would be taken for the name of another host.
    return escape_leading_slashes(escape_uri_path(localized)) + context.get("query", "")
