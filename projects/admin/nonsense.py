"""Requests that make no sense: answered in words, where Django's admin would break."""

from contextlib import contextmanager

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.core.exceptions import BadRequest, FieldError, PermissionDenied, ValidationError
from django.db import DataError
from django.db.models import ForeignObject
from django.utils.text import capfirst

from projects.admin.fields import is_key
from projects.admin.wording import labelled
from projects.models import Noun, Record
from projects.search import search_words

NONSENSE = (ValueError, OverflowError, FieldError, ValidationError, DataError)


class SearchForm(ChangeListSearchForm):
    """The search box above a list; a search that no database could be asked is refused."""

    def clean(self):
        """Count the words."""
        super().clean()
        try:
            search_words(self.cleaned_data.get(SEARCH_VAR) or "")
        except ValidationError as error:
            self.add_error(SEARCH_VAR, error)


@contextmanager
def lookups():
    """Turn what a database says of impossible filters into what Django's admin answers them with."""
    try:
        yield
    except NONSENSE as error:
        raise IncorrectLookupParameters(error) from error


class GuardedChangeList(ChangeList):
    """A list that shows nothing where the search makes no sense, and drops filters that make none."""

    search_form_class = SearchForm

    def __init__(self, *args, **kwargs):
        """Call the list by what it lists."""
        super().__init__(*args, **kwargs)
        if not self.is_popup:
            self.title = capfirst(self.opts.verbose_name_plural)

    def get_queryset(self, request, exclude_parameters=None):
        with lookups():
            rows = super().get_queryset(request, exclude_parameters)
        return rows if self.search_form_class(request.GET).is_valid() else rows.none()

    def get_results(self, request):
        with lookups():
            super().get_results(request)
            # Asked here and not while the page is written, where nobody could answer for it.
            len(self.result_list)


class Guarded:
    """For every `ModelAdmin`: no request ends in an error of ours."""

    def get_changelist(self, request, **kwargs):
        """The list that stands up to nonsense, or the one that a request of ours asks for."""
        return getattr(request, "kind_of_list", GuardedChangeList)

    def lookup_allowed(self, lookup, value, request=None):
        """Refuse patterns: one that is wrong breaks the database, one that is clever keeps it busy."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        """Refuse selections of what cannot be a row."""
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("selected rows that cannot be")
        return super().changelist_view(request, extra_context)

    def refuse_nonsense(self, request):
        """Refuse a pop-up that names the model it came from in a way no page of ours does."""
        if "." not in request.POST.get("_source_model", "."):
            raise BadRequest("a source model that cannot be")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show or save the form of a row, unless the request makes no sense."""
        self.refuse_nonsense(request)
        return super().changeform_view(request, object_id, form_url, extra_context)


class GuardedAutocomplete(AutocompleteJsonView):
    """What search boxes for other records offer: records that are there, with the reference that tells them apart."""

    def process_request(self, request):
        found = super().process_request(request)
        if not isinstance(found[2], ForeignObject):
            raise PermissionDenied
        return found

    def get_queryset(self):
        try:
            search_words(self.term)
        except ValidationError:
            return self.model_admin.model._default_manager.none()
        rows = super().get_queryset()
        return labelled(rows.live()) if issubclass(rows.model, Record) else rows

    def serialize_result(self, obj, to_field_name):
        entry = super().serialize_result(obj, to_field_name)
        key = obj.natural_key()[0] if isinstance(obj, Record) else ""
        if key and key not in entry["text"] and (isinstance(obj, Noun) or key.isdecimal()):
            entry["text"] = f"{entry['text']} ({key})"
        return entry
