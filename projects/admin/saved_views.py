"""Saved views at the desk: kept from a list, opened, shared and taken back."""

from functools import partial

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import HiddenInput
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from projects import editorial
from projects.admin.filters import DeletedFilter
from projects.admin.forms import RecordForm, people_form
from projects.admin.keeping import choices_of_audience
from projects.admin.people import both
from projects.admin.queries import address_of, in_words, understood
from projects.admin.records import RecordAdmin
from projects.choices import Audience
from projects.filters import SELECTIONS, select
from projects.localized import person_name
from projects.models import VIEWED, SavedView
from projects.models.saved_views import public_form


class SavedViewForm(RecordForm):
    """The form of a view, whose selection comes from the list that it was kept on."""

    # What understands the query string of a list: set for each request.
    understand = None

    def clean(self):
        """Read a new selection as the desk's list does, and one for the public as the public list would too."""
        super().clean()
        said = self.cleaned_data
        noun, query = said.get("noun", self.instance.noun), said.get("query", self.instance.query)
        try:
            if "query" in said and noun:
                query = said["query"] = self.understand(noun, query)
            if said.get("audience") == Audience.PUBLIC and noun in SELECTIONS:
                _ask_the_public_list(noun, query)
        except ValidationError as error:
            self.add_error(None, error)
        return said


def _ask_the_public_list(noun, query):
    """Refuse what the public list makes no sense of; parameters that it does not have, the view itself refuses."""
    mapped, refused = public_form(noun, query)
    selection = select(noun, QueryDict(mapped))
    if not refused and not selection.is_valid():
        problems = " ".join(f"{label}: {problem}" if label else str(problem) for label, problem in selection.problems)
        raise ValidationError(_("The public list does not understand this selection. %(why)s") % {"why": problems})


@admin.register(SavedView)
class SavedViewAdmin(RecordAdmin):
    """Selections of lists under a name. What somebody keeps for themselves nobody else sees."""

    list_filter = ["audience", "noun", DeletedFilter]
    list_select_related = ["owner"]
    search_fields = ["name_zh", "name_en", "slug"]

    def __init__(self, model, admin_site):
        """Take the form that understands selections."""
        super().__init__(model, admin_site)
        self.form = people_form(model, SavedViewForm)

    def get_queryset(self, request):
        """The views that the account may see."""
        return super().get_queryset(request) & editorial.views_seen_by(request.user)

    def get_list_display(self, request):
        """The views, each leading to its list as this account has it."""

        @admin.display(description=_("Selection"))
        def opens(view):
            return self._link(request, view, _("Open the list"))

        return ["title", "noun", opens, "audience", "kept_by"]

    def get_fieldsets(self, request, obj=None):
        """What a view is called and for whom it is; what it selects comes from the list that it was kept on."""
        names = [both("name"), "noun", "selection", "audience"]
        if obj is None:
            names.append("query")
        if (obj is not None and obj.slug) or Audience.PUBLIC in editorial.audiences_for(request.user):
            names.append("slug")
        if obj is not None:
            names += ["public_address", "kept_by"]
        fieldsets = [(None, {"fields": names})]
        return fieldsets if obj is None else [*fieldsets, (gettext_lazy("Record"), {"fields": [self.record_fields]})]

    def get_readonly_fields(self, request, obj=None):
        """What a view is of stays, and so does the address that the public has read once."""
        fields = (*super().get_readonly_fields(request, obj), "selection")
        if obj is None:
            return fields
        return (*fields, "noun", "public_address", "kept_by", *(["slug"] if obj.slug else []))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The selection is carried along, not typed."""
        if db_field.name == "query":
            kwargs["widget"] = HiddenInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Offer the lists that the account sees, and those for whom it may keep views."""
        if db_field.name == "noun":
            seen = [noun for noun in db_field.flatchoices if editorial.may(request.user, "view", VIEWED[noun[0]])]
            kwargs["choices"] = [("", "---------"), *seen]
        if db_field.name == "audience":
            kwargs["choices"] = choices_of_audience(None, request.user)
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form, which asks the list of this account what a selection means."""
        form = super().get_form(request, obj, change, **kwargs)
        form.understand = staticmethod(partial(self._understood, request))
        return form

    def _understood(self, request, noun, query):
        return understood(self._admin_of(noun), request, query)

    def _admin_of(self, noun):
        return self.admin_site.get_model_admin(VIEWED[noun])

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Say what the view selects; of a new one, what the page was asked to keep."""
        form = context["adminform"].form
        view = form.instance
        noun, query = (form["noun"].value(), form["query"].value() or "") if add else (view.noun, view.query)
        view.said, view.opens = [], ""
        if noun in VIEWED:
            try:
                kept = self._understood(request, noun, query) if add else query
                view.said = in_words(self._admin_of(noun), request, kept) or [(_("Selection"), _("everything"))]
                view.opens = address_of(self._admin_of(noun), request, kept)
            except ValidationError as error:
                view.said = [(_("Selection"), error.messages[0])]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_post_save_add(self, request, obj):
        """Back to the list, which shows the view from now on."""
        return HttpResponseRedirect(address_of(self._admin_of(obj.noun), request, obj.query))

    def _link(self, request, view, words):
        return format_html('<a href="{}">{}</a>', address_of(self._admin_of(view.noun), request, view.query), words)

    @admin.display(description=gettext_lazy("name"), ordering="name_zh")
    def title(self, view):
        """What the view is called, marked where that is not the reader's language."""
        return view.name

    @admin.display(description=gettext_lazy("selection"))
    def selection(self, view):
        """What the view narrows by, in words, leading to the list."""
        chips = format_html_join("", "<li>{}: {}</li>", view.said)
        words = format_html('<ul class="view-chips">{}</ul>', chips) if view.said else self.get_empty_value_display()
        return format_html('{} <a href="{}">{}</a>', words, view.opens, _("Open the list")) if view.opens else words

    @admin.display(description=gettext_lazy("public address"))
    def public_address(self, view):
        """Where the public finds it, if it does."""
        if view.audience != Audience.PUBLIC or view.is_deleted:
            return self.get_empty_value_display()
        address = reverse("projects:view", args=[view.slug])
        return format_html('<a href="{}">{}</a>', address, address)

    @admin.display(description=pgettext_lazy("a saved view", "kept by"), ordering="owner__username")
    def kept_by(self, view):
        """Whose view it is."""
        return view.owner and person_name(view.owner)
