"""The base of every record's admin: all its writes go through `editorial`, one version for a record and its parts."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Q, Value
from django.db.models.functions import Replace
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from projects import editorial
from projects.admin.acts import ACTS, act_on_one, action_on_selected
from projects.admin.beside import citing_of
from projects.admin.conflicts import conflict_page
from projects.admin.fields import AmountField, is_key
from projects.admin.filters import DeletedFilter
from projects.admin.forms import people_form
from projects.admin.going_back import revert_page
from projects.admin.histories import history_page
from projects.admin.keeping import views_above
from projects.admin.nonsense import Guarded
from projects.admin.people import WrittenByPeople
from projects.admin.presence import opened, presence, say_others
from projects.admin.reconciling import merge, without_refused
from projects.choices import Currency
from projects.money import exact_amount, format_amount
from projects.search import search_words


class RecordAdmin(Guarded, WrittenByPeople, admin.ModelAdmin):
    """The admin of a record: forms with a reason and a version, soft deletes, a history in full."""

    list_per_page = 50
    list_filter = [DeletedFilter]
    record_fields = ("version", "created_at", "changed_at")
    # What can be done to several records beside the acts that can be done to each.
    more_actions = ()

    def __init__(self, model, admin_site):
        """Make the form that takes the model's partial dates, and an action on lists of every act."""
        super().__init__(model, admin_site)
        self.form = people_form(model)
        self.actions = [*self.more_actions, *(action_on_selected(act) for act in self.acts())]
        for act in self.acts():
            # The name under which Django asks whether an action is offered.
            if not hasattr(self, f"has_{act.name}_permission"):
                setattr(self, f"has_{act.name}_permission", partial(self._may_some, name=act.name))

    # Who may do what.

    def has_view_permission(self, request, obj=None):
        """Whether the account may see records, or this one."""
        return editorial.may(request.user, "view", obj or self.model)

    def has_add_permission(self, request):
        """Whether the account may write new records."""
        return editorial.may(request.user, "add", self.model)

    def has_change_permission(self, request, obj=None):
        """Whether the account may write records; a deleted one is to be restored first."""
        return self.may(request, "save", obj)

    def has_delete_permission(self, request, obj=None):
        """Whether the account may delete records that are still there."""
        return self.may(request, "delete", obj)

    def _may_some(self, request, *, name):
        return self.may(request, name)

    def may(self, request, name, record=None):
        """Whether the account may do the act `name` to records, or to this one as it stands."""
        if record is not None and record.is_deleted != (name == "restore"):
            return False
        return editorial.may(request.user, name, record or self.model)

    # Addresses.

    def acts(self):
        """What can be done to such records beside writing them."""
        return [ACTS["delete"], ACTS["restore"]]

    def get_urls(self):
        """Add an address for each act."""
        return [
            path(
                f"<path:object_id>/{act.name}/",
                self.admin_site.admin_view(partial(self.act_view, act=act)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{act.name}",
            )
            for act in self.acts()
        ] + [
            path(
                "<path:object_id>/revert/",
                self.admin_site.admin_view(self.revert_view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_revert",
            ),
            path(
                "<path:object_id>/presence/",
                self.admin_site.admin_view(self.presence_view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_presence",
            ),
            *super().get_urls(),
        ]

    def act_view(self, request, object_id, act):
        """Do what a button says."""
        return act_on_one(self, request, object_id, act)

    def history_view(self, request, object_id, extra_context=None):
        """Show every version of the record."""
        return history_page(self, request, object_id, extra_context)

    def revert_view(self, request, object_id):
        """Bring an earlier version of the record back."""
        return revert_page(self, request, object_id)

    def presence_view(self, request, object_id):
        """Keep up the word that somebody has the record open."""
        return presence(self, request, object_id)

    # Lists.

    def changelist_view(self, request, extra_context=None):
        """The list, under the views of it that the account finds."""
        return super().changelist_view(request, {"views_above": views_above(self, request)} | (extra_context or {}))

    def get_search_results(self, request, queryset, search_term):
        """The records that hold every word in one of the searched fields, or in the pinyin of their name."""
        has_pinyin = hasattr(self.model, "sort_zh")
        if has_pinyin:
            queryset = queryset.alias(pinyin=Replace("sort_zh", Value(" "), Value("")))
        for word in search_words(search_term):
            found = Q(pinyin__contains=word) if has_pinyin else Q()
            for name in self.search_fields:
                found |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(found)
        return queryset, False

    # Forms.

    def get_fieldsets(self, request, obj=None):
        """The fields of the record, and where it stands once it is there."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None:
            fieldsets.append((gettext_lazy("Record"), {"fields": [self.record_fields]}))
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        """What nobody types."""
        return (*super().get_readonly_fields(request, obj), *(self.record_fields if obj is not None else ()))

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form, with what `editorial` refused of the same request."""
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "editorial_refusal", None)
        form.citing = citing_of(self.model, obj)
        return form

    @method_decorator(csrf_protect)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show or save the form, without a transaction around it: `editorial` has its own, as short as can be."""
        self.refuse_nonsense(request)
        if request.method != "POST":
            return self._changeform_view(request, object_id, form_url, extra_context)
        if conflict := self._conflict(request, object_id):
            return conflict
        try:
            return self._changeform_view(request, object_id, form_url, extra_context)
        except editorial.StaleVersionError:
            return self._conflict(request, object_id)
        except ValidationError as error:
            request.editorial_refusal = error.messages
            return self._changeform_view(request, object_id, form_url, extra_context)

    def _conflict(self, request, object_id):
        """The answer to a clerk whose form is older than the record, or None where it is not."""
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is None or not editorial.may(request.user, "save", record):
            return None
        request.POST = without_refused(self, request, record)
        if record.is_deleted:
            return conflict_page(self, request, record)
        seen = request.POST.get("seen_version", "")
        if not is_key(seen) or int(seen) == record.version:
            return None
        form = self.get_form(request, record, change=True)(request.POST, instance=record)
        formsets, _inlines = self._create_formsets(request, form.instance, change=True)
        merged = merge(record, request.POST, form, formsets)
        return conflict_page(self, request, record, merged) if merged.choices else self._saved_by_another(request)

    def _saved_by_another(self, request):
        self.message_user(request, _("The record says already what you would have saved."), messages.INFO)
        return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        """Wait for the parts: `save_related` writes the record with them."""

    def save_related(self, request, form, formsets, change):
        """Give the record, its new and changed parts and those removed to `editorial`, as one version."""
        parts, removed = [], []
        for formset in formsets:
            parts += formset.save(commit=False)
            removed += formset.deleted_objects
        record = form.instance
        record.was_written = not change or form.has_changed() or bool(parts or removed)
        if not record.was_written:
            return
        editorial.save(
            record,
            by=request.user,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["seen_version"] if change else None,
            parts=parts,
            removed=removed,
        )
        self.echo(request, form, formsets)

    def echo(self, request, form, formsets):
        """Say how each amount that was typed was understood."""
        currency = getattr(form.instance, "investment_currency", Currency.CNY)
        language = get_language()
        for bound in (form, *(row for formset in formsets for row in formset.forms if row.has_changed())):
            for name in bound.changed_data:
                amount = bound.cleaned_data.get(name)
                if isinstance(bound.fields.get(name), AmountField) and amount is not None:
                    messages.info(
                        request,
                        _("%(field)s: understood as %(amount)s = %(exact)s")
                        % {
                            "field": capfirst(bound.fields[name].label),
                            "amount": format_amount(amount, currency, language),
                            "exact": exact_amount(amount, currency, language),
                        },
                    )

    def log_change(self, request, obj, message):
        """Keep the admin's own log too, but not of saves that changed nothing."""
        return super().log_change(request, obj, message) if getattr(obj, "was_written", True) else None

    def response_change(self, request, obj):
        """Say so where nothing was changed, and go where the button leads."""
        if obj.was_written or IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        self.message_user(request, _("Nothing was changed, so nothing was saved."), messages.INFO)
        if "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return self.response_post_save_change(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Show the buttons for what may be done to the record."""
        if obj is not None:
            acts = self._buttons(request, obj)
            context |= {
                "acts": [button for button in acts if not button[0].is_rare],
                "rare_acts": [button for button in acts if button[0].is_rare],
                "standing": self.standing(obj),
            }
            if self.may(request, "save", obj):
                context |= {"opening": opened(obj, request.user), "others": say_others(obj, request.user)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _buttons(self, request, record):
        return [
            (act, f"admin:{self.opts.app_label}_{self.opts.model_name}_{act.name}")
            for act in self.acts()
            if act.name != "delete" and self.may(request, act.name, record) and self.makes_sense(act.name, record)
        ]

    def makes_sense(self, name, record):
        """Whether the record is such that the act `name` would change something."""
        return True

    def standing(self, record):
        """Where the record stands, in words."""
        return _("deleted") if record.is_deleted else ""
