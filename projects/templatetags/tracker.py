"""The addresses of a page: in both languages, and the one it is known by."""

from django import template
from django.conf import settings
from django.urls import get_script_prefix
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from projects.localized import reading_language

register = template.Library()


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
    language = language or reading_language()
    return settings.PUBLIC_URL + _path(context, language) if settings.PUBLIC_URL else address_in(context, language)


def _path(context, language):
    path = context["request"].path_info
    bare = path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path
    localized = f"/en{bare}" if language == "en" else bare or "/"
    # A path of two slashes would be taken for the name of another host.
    return escape_leading_slashes(escape_uri_path(localized)) + context.get("query", "")
