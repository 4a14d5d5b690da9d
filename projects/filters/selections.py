"""A query string as a selection: what it narrows, what is wrong with it, and the links that change it."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, FilterSet

from projects.columns import COLUMNS, HEADS
from projects.filters.facets import count_by_filter
from projects.filters.lists import ReferenceLists
from projects.filters.ranges import RangeFilter, Written, tally
from projects.filters.vocabularies import NONE, AnyOf, ColumnFilter, RelatedFilter, shown
from projects.search import search_words

PER_PAGE = 25
# Of more records nobody waits for how many have each role or stood on each list: other rows have to be read for these.
MOST_COUNTED = 5_000
LAST_PAGE = 10**6
# What is left of bytes that are no UTF-8.
UNDECODED = "\ufffd"
# What links gather on their way through messengers, search engines and advertisements; it selects nothing.
CARRIED = {"from", "isappinstalled", "spm", "gclid", "fbclid", "bd_vid", "hmsr"}
CARRIED_PREFIX = "utm_"


class SearchField(forms.CharField):
    """Words that every match must hold."""

    def validate(self, value):
        """Refuse what cannot be searched for, and marks alone, which would find everything."""
        super().validate(value)
        if UNDECODED in value:
            raise ValidationError(_("This search is not written in UTF-8."), code="invalid_search")
        if value and not search_words(value):
            raise ValidationError(_("Search for a word, a name or a reference."), code="invalid_search")


class SearchFilter(CharFilter):
    """Those whose names, references, places and texts hold every word."""

    field_class = SearchField

    def filter(self, rows, query):
        """Narrow `rows` to those that match."""
        return rows.matching(search_words(query)) if query else rows


class SelectionForm(forms.Form):
    """The fields that a selection understands, and no other."""

    def clean(self):
        """Refuse names that select nothing, and two values where there can be one."""
        for name in self.data:
            if name not in self.fields:
                if name not in CARRIED and not name.startswith(CARRIED_PREFIX):
                    problem = _("There is no parameter “%(name)s”.") % {"name": shown(name)}
                    self.add_error(None, ValidationError(problem, code="unknown_parameter"))
            elif len(self.data.getlist(name)) > 1 and not isinstance(self.fields[name], AnyOf):
                self.add_error(name, ValidationError(_("Give one value only."), code="given_twice"))
        return self.cleaned_data


class Pages(Paginator):
    """Pages of keys, of which only the rows of one page are ever read whole."""

    def page(self, number):
        """Return the page; its publications without what only the database looks at."""
        page = super().page(number)
        keys = list(page.object_list)
        found = self.object_list.model.objects.whole().in_bulk(keys)
        page.object_list = [found[key] for key in keys]
        return page


class Selection(FilterSet):
    """Narrow the publications of a noun by a query string: the same for pages, files and reports."""

    q = SearchFilter(label=gettext_lazy("Search"))

    # The word for what is listed, under which its columns stand.
    noun = ""
    # The parameters that say how it is shown, and not what.
    display = ("order", "per_page", "columns")
    # Name of an order -> its label and the queryset method that puts rows into it; the first is the default.
    orders = {
        "name": (gettext_lazy("name"), "by_name"),
        "reference": (gettext_lazy("reference"), "by_reference"),
        "newest": (gettext_lazy("newest first"), "newest_first"),
    }

    class Meta:
        form = SelectionForm

    def __init__(self, data, queryset, *, lists=None):
        """Read the QueryDict `data`; several selections of one request share their `lists`."""
        super().__init__(data, queryset)
        self.lists = lists or ReferenceLists()

    def same_for(self, selection, queryset, *, without=()):
        """Return what the query selects of another noun, by the filters that its `selection` has; shares the lists."""
        names = (selection.base_filters.keys() & self.data.keys()).difference(without)
        data = QueryDict(mutable=True)
        for name in names:
            data.setlist(name, self.data.getlist(name))
        return selection(data, queryset, lists=self.lists)

    def get_form_class(self):
        """Return the form of the filters, of order and of pages."""
        fields = {name: narrowing.field for name, narrowing in self.filters.items()}
        return type(f"{type(self).__name__}Form", (self._meta.form,), fields | self._page_fields())

    def _page_fields(self):
        """The fields that change how a list is shown and not what is on it; reports ignore them.

        So do files, but for the order: they hold all columns, for who takes data away can leave some out.
        """
        orders = [(name, label) for name, (label, _method) in self.orders.items()]
        order = forms.ChoiceField(
            label=_("Order"),
            choices=orders,
            initial=orders[0][0],
            required=False,
            error_messages={"invalid_choice": _("Order by one of: %(names)s.") % {"names": ", ".join(self.orders)}},
        )
        sizes = {"initial": PER_PAGE, "min_value": 10, "max_value": 200, "required": False}
        others = [column for column in COLUMNS[self.noun] if column.key not in HEADS]
        columns = {}
        for column in others:
            columns.setdefault(str(column.group), []).append((column.key, column.heading))
        return {
            "columns": AnyOf(
                label=_("Columns"),
                choices=list(columns.items()),
                initial=[column.key for column in others if column.is_listed],
                required=False,
            ),
            "order": order,
            "per_page": forms.IntegerField(label=_("Rows a page"), **sizes),
            "page": forms.IntegerField(label=_("Page"), initial=1, min_value=1, max_value=LAST_PAGE, required=False),
        }

    def filter_queryset(self, queryset):
        """Return the rows that satisfy every filter."""
        matches = self._in_every_range
        for narrowing, value in self._ranges_asked:
            matches = narrowing.filter(matches, value)
        return matches

    @cached_property
    def _in_every_range(self):
        """The rows that satisfy every filter but those of ranges."""
        return self._narrow(self.narrowed_rows, lambda narrowing: not isinstance(narrowing, RangeFilter))

    def _narrow(self, rows, is_meant):
        """Narrow the rows by those of their own filters that are meant."""
        for name, narrowing in self.own_filters.items():
            if is_meant(narrowing):
                rows = narrowing.filter(rows, self.form.cleaned_data[name])
        return rows

    @cached_property
    def _numbers(self):
        """How many match, and by filter of a column: how many satisfy all the others, a Counter by the column."""
        asked = {name: narrowing for name, narrowing in self.own_filters.items() if isinstance(narrowing, ColumnFilter)}
        if not asked or not self.is_valid():
            return self.count, {}
        rows = self._narrow(self.narrowed_rows, lambda narrowing: not isinstance(narrowing, ColumnFilter))
        chosen = {narrowing: self.form.cleaned_data[name] for name, narrowing in asked.items()}
        matching, numbers = count_by_filter(rows, chosen)
        return matching, {name: numbers[narrowing] for name, narrowing in asked.items()}

    @cached_property
    def facets(self):
        """How many would match if a choice were the only one of its filter: filter -> choice -> number.

        Those of a document's project are not counted: no index holds both what it is and what its project is. What
        other rows say is left uncounted where there is too much of it.
        """
        counted = {name: self.filters[name].counts(numbers) for name, numbers in self._numbers[1].items()}
        for narrowing in self.own_filters.values() if self.is_valid() else ():
            if isinstance(narrowing, RelatedFilter):
                others = self._narrow(self.narrowed_rows, lambda other, this=narrowing: other is not this)
                is_asked = self.parameters.keys() & narrowing.counted
                number = others.order_by()[: MOST_COUNTED + 1].count() if is_asked else self._numbers[0]
                few = number <= MOST_COUNTED
                counted |= narrowing.facets(others) if few else {name: {} for name in narrowing.counted}
        return counted

    @property
    def relaxed(self):
        """What would match without one of the filters, where anything would: its label, query string and number."""
        for name in self.parameters:
            if name not in self.filters:
                continue
            number = self.same_for(type(self), self.queryset, without=[name]).count
            if number:
                query = self.query(**{name: None})
                yield {"label": self.form.fields[name].label, "query": query, "number": number}

    @property
    def narrowed_rows(self):
        """The rows as narrowed by whatever is not one of their own filters."""
        return self.queryset

    @property
    def own_filters(self):
        """The filters that narrow the rows themselves, by name."""
        return self.filters

    @property
    def _ranges_asked(self):
        """The filters of ranges in force, each with its value."""
        ranges = ((narrowing, self.form.cleaned_data[name]) for name, narrowing in self.own_filters.items())
        return [
            (narrowing, value)
            for narrowing, value in ranges
            if isinstance(narrowing, RangeFilter) and value is not None
        ]

    @cached_property
    def _tally(self):
        return tally(self._in_every_range, self._ranges_asked) if self.is_valid() else (0, {})

    @property
    def count(self):
        """How many publications match."""
        return self._tally[0]

    @property
    def lacking(self):
        """Those that only lack what they would be judged by: words, and the query string that shows them or None."""
        dropped = self._tally[1] if self.is_valid() and self._ranges_asked else {}
        names = {}
        for name, narrowing in self.own_filters.items():
            if isinstance(narrowing, RangeFilter) and name in self.parameters:
                names.setdefault(narrowing.matter, []).append(name)
        for matter, number in dropped.items():
            # Where two matters are judged, some of those that lack one lack the other too, and no query says so.
            is_askable = len(names) == 1 and matter.lacking == matter.unrecorded
            unrecorded = dict.fromkeys(names[matter]) | {names[matter][0]: [NONE]}
            yield {
                "words": matter.left_out % {"number": number},
                "query": self.query(**unrecorded) if is_askable else None,
            }

    @property
    def left_out(self):
        """What is to be said of those that only lack what they would be judged by."""
        return [line["words"] for line in self.lacking]

    @property
    def matches(self):
        """The publications that match, or none where the query makes no sense."""
        return self.qs if self.is_valid() else self.queryset.none()

    @property
    def problems(self):
        """What is wrong with the query: pairs of a parameter's label, empty where it is unknown, and a message."""
        for name, messages in self.form.errors.items():
            label = self.form.fields[name].label if name in self.form.fields else ""
            for message in messages:
                yield label, message

    @property
    def ordered(self):
        """The publications that match, in the order asked for."""
        asked = self.form.cleaned_data if self.is_valid() else {}
        _label, order = self.orders[asked.get("order") or next(iter(self.orders))]
        rows = getattr(self.matches, order)()
        return rows.hits_first() if asked.get("q") else rows

    @cached_property
    def page(self):
        """The page asked for, in the order asked for; raises EmptyPage beyond the last."""
        asked = self.form.cleaned_data if self.is_valid() else {}
        pages = Pages(self.ordered.values_list("pk", flat=True), asked.get("per_page") or PER_PAGE)
        # The walk that counts the choices has counted these too.
        pages.count = self._numbers[0]
        return pages.page(asked.get("page") or 1)

    @cached_property
    def parameters(self):
        """What is asked for and makes sense: name -> values as links write them, without defaults."""
        understood = {}
        self.is_valid()
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if isinstance(field, AnyOf):
                values = field.understood(self.data.getlist(name))
                values = set() if values == {*(field.initial or [])} else values
            elif value in (None, "", field.initial):
                values = set()
            else:
                values = {field.link_value(value) if isinstance(field, Written) else str(value)}
            if values:
                understood[name] = sorted(values)
        return understood

    def query(self, **changes):
        """The query string, "?" included, with some values changed: sorted by name, empty where nothing is asked."""
        parameters = {name: values for name, values in self.parameters.items() if name != "page"} | changes
        written = urlencode(sorted((name, values) for name, values in parameters.items() if values), doseq=True)
        return f"?{written}" if written else ""

    @property
    def canonical(self):
        """The query string that names this page of this selection, without anything that makes no sense."""
        return self.query(page=self.parameters.get("page"))

    @property
    def whole(self):
        """The query string of the whole list in its order, for files."""
        return self.query(per_page=None, columns=None)

    @property
    def narrowed(self):
        """The query string of the filters alone, for other lists and reports of the same selection."""
        return self.narrowed_by()

    def narrowed_by(self, **changes):
        """The query string of the filters alone, with some of them changed."""
        return self.query(**dict.fromkeys(self.display), **changes)

    @property
    def chips(self):
        """The filters in force: label, value, and the query string without that one value."""
        for name, values in self.parameters.items():
            if name not in self.filters:
                continue
            field = self.form.fields[name]
            labels = {str(key): label for key, label in getattr(field, "choices", ())}
            if isinstance(field, Written):
                labels = {value: field.chip_value(self.form.cleaned_data[name]) for value in values}
            for value in values:
                others = [other for other in values if other != value]
                yield {
                    "label": field.label,
                    "value": labels.get(value, value),
                    "without": self.query(**{name: others}),
                }

    @property
    def unfiltered(self):
        """The query string without any filter, but with the order and the size of pages."""
        return self.query(**dict.fromkeys(self.filters))

    @property
    def page_links(self):
        """The pages to jump to: number and query string, and None for each gap."""
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1):
            yield {"number": number, "query": self.page_query(number)} if isinstance(number, int) else None

    def page_query(self, number):
        """The query string of another page of the same selection."""
        return self.query(page=[number] if number > 1 else None)

    @cached_property
    def columns(self):
        """The keys of the columns to show beside the heads: those asked for, else those that lists have room for."""
        return {*(self.parameters.get("columns") or self.form.fields["columns"].initial)}

    @cached_property
    def sorting(self):
        """The orders that are those of a column: its key -> query string, direction, and whether it is in force."""
        usual = next(iter(self.orders))
        asked = self.parameters.get("order", [usual])
        known = {column.key for column in COLUMNS[self.noun]}
        orders = {}
        for name, (_label, method) in self.orders.items():
            key = next((key for key in (name, f"{name}_on") if key in known), None)
            if key is None:
                continue
            first = getattr(self.queryset, method)().query.order_by[0]
            orders[key] = {
                "query": self.query(order=[name] if name != usual else None),
                "direction": "descending" if first.startswith("-") else "ascending",
                "is_asked": asked == [name],
            }
        return orders

    @property
    def has_ranges(self):
        """Whether there is a filter by days or amounts."""
        return any(isinstance(narrowing, RangeFilter) for narrowing in self.filters.values())

    @property
    def is_within_ranges(self):
        """Whether days or amounts are asked for."""
        return any(isinstance(self.filters.get(name), RangeFilter) for name in self.parameters)

    @property
    def asked(self):
        """How many values of filters are in force."""
        return sum(len(values) for name, values in self.parameters.items() if name in self.filters)

    @property
    def previous(self):
        """The query string of the page before."""
        return self.page_query(self.page.number - 1)

    @property
    def next(self):
        """The query string of the page after."""
        return self.page_query(self.page.number + 1)

    @cached_property
    def blank_form(self):
        """The form as the page shows it: with what makes sense filled in, and nothing else repeated."""
        single = {
            name: values if isinstance(self.form.fields[name], AnyOf) else values[0]
            for name, values in self.parameters.items()
        }
        return type(self.form)(initial=single)
