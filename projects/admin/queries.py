"""Query strings of the desk's lists: understood, put into words, and led back to."""

from contextlib import contextmanager
from copy import copy
from urllib.parse import parse_qsl, urlencode

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.admin.nonsense import GuardedChangeList, SearchForm, lookups
from projects.models.saved_views import LONGEST_QUERY, ORDER
from projects.plain import visible

CHECKBOX = "action_checkbox"


class UnreadList(GuardedChangeList):
    """A list of which only the question is wanted."""

    def get_results(self, request):
        """Read nothing."""


def understood(record_admin, request, query):
    """The query string as views keep it, without pages and what selects nothing; raises `ValidationError`."""
    asked = _asked(record_admin, request, query)
    with _refusing(), lookups():
        asked.queryset.exists()
    single = {spec.parameter_name for spec in asked.filter_specs if isinstance(spec, SimpleListFilter)}
    pairs = [
        (name, value)
        for name, values in asked.get_filters_params().items()
        for value in (values[-1:] if name in single else dict.fromkeys(values))
    ]
    pairs += [(SEARCH_VAR, asked.query.strip()), (ORDER, _named_order(asked))]
    kept = urlencode(sorted((name, value) for name, value in pairs if value or name not in (SEARCH_VAR, ORDER)))
    if len(kept) > LONGEST_QUERY:
        raise ValidationError(_("This selection is too long to be kept."))
    return kept


def _asked(record_admin, request, query):
    """The list that a query string asks for, unread; raises `ValidationError` where it makes no sense."""
    if len(query) > 4 * LONGEST_QUERY:
        raise ValidationError(_("This selection is too long to be kept."))
    request = copy(request)
    with _refusing():
        request.GET = QueryDict(query)
        request.kind_of_list = UnreadList
        if "\0" in "".join(name + value for name, values in request.GET.lists() for value in values):
            raise IncorrectLookupParameters
        if not SearchForm(request.GET).is_valid():
            raise IncorrectLookupParameters
        return record_admin.get_changelist_instance(request)


@contextmanager
def _refusing():
    """Say in words that a list does not understand a query string."""
    try:
        yield
    except (IncorrectLookupParameters, SuspiciousOperation) as error:
        raise ValidationError(_("The list does not understand this selection. Choose its filters again.")) from error


def _named_order(asked):
    """The columns by name that the list is ordered by, where its query says so: `type.-confirmed_on`."""
    names = {}
    for part in asked.params.get(ORDER, "").split("."):
        _before, minus, number = part.rpartition("-")
        if number.isascii() and number.isdecimal() and len(number) < 4 and int(number) < len(asked.list_display):
            name = asked.list_display[int(number)]
            if name != CHECKBOX and asked.get_ordering_field(name):
                names.setdefault(name, minus)
    return ".".join(f"{minus}{name}" for name, minus in names.items())


def numbered(record_admin, request, query):
    """A query string that views keep, as the address of the list for this account has it."""
    columns = [*([CHECKBOX] if record_admin.get_actions(request) else []), *record_admin.get_list_display(request)]
    pairs = []
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == ORDER:
            parts = [(part.startswith("-"), part.removeprefix("-")) for part in value.split(".")]
            value = ".".join("-" * down + str(columns.index(column)) for down, column in parts if column in columns)
        pairs.append((name, value))
    return urlencode([(name, value) for name, value in pairs if name != ORDER or value])


def address_of(record_admin, request, query):
    """The address of the list with just this selection."""
    page = reverse(f"admin:projects_{record_admin.opts.model_name}_changelist")
    written = numbered(record_admin, request, query)
    return f"{page}?{written}" if written else page


def in_words(record_admin, request, query):
    """What a kept query string narrows and orders by: pairs of a label and its value."""
    try:
        asked = _asked(record_admin, request, numbered(record_admin, request, query))
    except ValidationError as error:
        return [(_("Selection"), error.messages[0])]
    given, found = asked.get_filters_params(), []
    for spec in asked.filter_specs:
        used = [name for name in spec.expected_parameters() if name in given]
        chosen = [str(choice["display"]) for choice in list(spec.choices(asked))[1:] if choice["selected"]]
        values = chosen or [value for name in used for value in given[name]]
        if used:
            found.append((capfirst(spec.title), ", ".join(values)))
        for name in used:
            del given[name]
    found += [(visible(name), ", ".join(map(visible, values))) for name, values in given.items()]
    if asked.query:
        found.append((_("Search"), asked.query))
    if order := dict(parse_qsl(query)).get(ORDER):
        found.append((_("Order"), ", ".join(_order_in_words(record_admin, part) for part in order.split("."))))
    return found


def _order_in_words(record_admin, part):
    name = part.removeprefix("-")
    try:
        label = label_for_field(name, record_admin.model, record_admin)
    except AttributeError:
        label = name
    return _("%(column)s, descending") % {"column": label} if part != name else str(label)
