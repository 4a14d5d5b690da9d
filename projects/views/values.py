"""Published facts in the reader's words, ready for HTML."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from projects.choices import Currency, Precision
from projects.columns import AMOUNTS, NOUN_MODELS
from projects.dates import PartialDate, format_date
from projects.localized import choose
from projects.models import PublishedDocument
from projects.money import exact_amount, format_amount
from projects.views.media import file_link


def address(entry):
    """The address of the page about what facts name."""
    if "noun" in entry:
        return reverse(f"projects:{entry['noun']}_detail", args=[entry["slug"]])
    if "code" in entry:
        return reverse("projects:region_detail", args=[entry["code"]])
    return reverse("projects:type_detail", args=[entry["slug"]])


def publication_address(publication):
    """The one address of a published record."""
    return reverse(f"projects:{noun_of(publication)}_detail", args=[publication.slug])


def listed_address(row):
    """Where a row of a list leads: the page of a record, or the place of a paper on that of its project."""
    if isinstance(row, PublishedDocument):
        return f"{publication_address(row.project)}#{anchor('documents', row.number)}"
    return publication_address(row)


def anchor(name, number=None):
    """The name on a page of a field or part: `stage`, `amenities-2`."""
    return name if number is None else f"{name}-{number}"


def noun_of(publication):
    """The word for a publication's noun: `project`."""
    return publication._meta.model_name.removeprefix("published")


def noun_name(noun):
    """What a noun is called, by its word: `project`."""
    return capfirst(NOUN_MODELS[noun]._meta.verbose_name)


def text(both):
    """The text of `{"zh": …, "en": …}` in the reader's language, marked where it is in the other."""
    return choose(both["zh"], both["en"])


def link(entry):
    """The name of what facts point to, leading to its page."""
    return format_html('<a href="{}">{}</a>', address(entry), text(entry["name"]))


def day(value):
    """A day, given as a date or in ISO 8601, written out in the reader's language."""
    value = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(PartialDate.of(Precision.DAY, value.year, value.month, value.day), get_language())


def partial_date(data):
    """A date as exactly as it is known, as it was entered."""
    return format_date(PartialDate.from_data(data), get_language())


def money(amount, currency=Currency.CNY):
    """An amount in words, with the exact figure in reach."""
    language, amount = get_language(), Decimal(amount)
    return format_html(
        '<data value="{}" title="{}">{}</data>',
        f"{amount:f}",
        exact_amount(amount, currency, language),
        format_amount(amount, currency, language),
    )


def number(value):
    """A figure without the zeros that only its column has."""
    return f"{Decimal(value).normalize():,f}"


def choice(model, name, value):
    """The label of a coded value; "" where there is none."""
    return dict(model._meta.get_field(name).flatchoices).get(value, value)


def show(model, name, value, currency=Currency.CNY):
    """The value of one field in the reader's words, as safe HTML; "" where nothing is recorded."""
    if value in (None, "") or value == {"zh": "", "en": ""}:
        return ""
    if isinstance(value, dict):
        return _show_object(value)
    field = model._meta.get_field(name)
    if field.choices:
        return conditional_escape(choice(model, name, value))
    if isinstance(field, models.BooleanField):
        return pgettext("is it so", "yes") if value else pgettext("is it so", "no")
    if isinstance(field, models.DateField):
        return day(value)
    if isinstance(field, models.DecimalField):
        return money(value, currency) if name in AMOUNTS else number(value)
    if name == "minutes":
        return ngettext("%(minutes)s minute", "%(minutes)s minutes", value) % {"minutes": value}
    if isinstance(field, models.URLField):
        return outward(value)
    if isinstance(field, models.EmailField):
        return format_html('<a href="mailto:{}">{}</a>', value, value)
    return conditional_escape(value)


def _show_object(value):
    if "token" in value:
        return file_link(value)
    if "precision" in value:
        return partial_date(value)
    if "name" in value:
        return text(value["name"]) if "level" in value else link(value)
    return conditional_escape(text(value))


def outward(url, words=None):
    """A link that leaves the site; only its words where the address is not one of the web."""
    if not url.startswith(("http://", "https://")):
        return conditional_escape(words or url)
    return format_html('<a href="{}" rel="external noopener">{}</a>', url, words or url)


def coordinates(facts):
    """Latitude and longitude, or "" where the place is not known."""
    if facts["latitude"] is None:
        return ""
    return _("%(latitude)s, %(longitude)s (WGS-84)") % {
        "latitude": number(facts["latitude"]),
        "longitude": number(facts["longitude"]),
    }


def is_stated(value):
    """Whether a fact says anything: a box left unticked does not."""
    return value not in (None, "", False, []) and value != {"zh": "", "en": ""}
