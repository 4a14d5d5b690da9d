"""The base of every record's admin: all its writes go through `editorial`, one version for a record and its parts."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Replace
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe

from projects import editorial
from projects.admin.acts import ACTS, act_on_one, action_on_selected
from projects.admin.beside import citing_of
from projects.admin.bulk import edit_selected
from projects.admin.comparisons import compare
from projects.admin.completing import CountedChangeList, judged
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
from projects.admin.quick_entry import alike_view, code_view, links_to_alike
from projects.admin.reconciling import merge, without_refused
from projects.choices import Currency, Review, State
from projects.money import exact_amount, format_amount
from projects.previews import word_for
from projects.search import search_words
from projects.serializers import PUBLISHED


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


class NounAdmin(RecordAdmin):
    """The admin of what can be published."""

    record_fields = ("state", "kept_by", *RecordAdmin.record_fields)
    more_actions = (edit_selected,)
    # Whether a new record is compared with those that are there, and the column of the code that the form explains.
    is_compared = False
    explained = None

    def get_urls(self):
        """Add the address of a preview, and those of what the form asks while it is filled in."""
        name = f"projects_{self.opts.model_name}"
        preview = self.admin_site.admin_view(self.preview_view)
        hints = [path("<path:object_id>/preview/", preview, name=f"{name}_preview")]
        if self.is_compared:
            hints.append(path("alike/", self.admin_site.admin_view(self.alike_view), name=f"{name}_alike"))
        if self.explained:
            hints.append(path("code/", self.admin_site.admin_view(self.code_view), name=f"{name}_code"))
        return hints + super().get_urls()

    def alike_view(self, request):
        """Name the records that a new one may repeat."""
        return alike_view(request, self.model)

    def code_view(self, request):
        """Explain a code."""
        return code_view(request, self.explained)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form, which asks about records that the new one may repeat."""
        form = super().get_form(request, obj, change, **kwargs)
        if self.explained in form.base_fields:
            form.base_fields[self.explained].widget.record = obj and obj.pk
        if self.is_compared and obj is None:
            form.find_alike = staticmethod(links_to_alike)
            form.set_aside = frozenset(" ".join(request.POST.getlist("save_all_the_same")).split())
        return form

    def acts(self):
        """What can be done to a record on its way to the public and back."""
        names = ("submit", "publish", "send_back", "take_back", "withdraw", "ask_to_retract", "retract", "hand_over")
        return [*(ACTS[name] for name in names), *super().acts()]

    @method_decorator(require_safe)
    def preview_view(self, request, object_id):
        """Lead whoever may see the record to a preview of it, at an address that lasts an hour."""
        record = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if record is None or record.is_deleted:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(reverse("previews:page", args=[word_for(record, request.user)]))

    def get_queryset(self, request):
        """The records, each with the day its public copy dates from."""
        copies = PUBLISHED[self.model].objects.current().filter(reference=OuterRef("reference"))
        return super().get_queryset(request).annotate(public_since=Subquery(copies.values("shown_from")[:1]))

    def get_readonly_fields(self, request, obj=None):
        """The reference names the record in public for ever, so nobody changes it."""
        return (*super().get_readonly_fields(request, obj), *(("reference",) if obj is not None else ()))

    @admin.display(description=gettext_lazy("publication"), ordering="state")
    def standing(self, record):
        """Where the record stands on its way to the public, in words."""
        if record.is_deleted:
            return _("deleted")
        if record.review:
            return record.get_review_display()
        since = getattr(record, "public_since", None)
        day = date_format(since, "Y-m-d") if since else ""
        if record.has_changed_since_publication:
            return _("changed since %(day)s") % {"day": day} if day else _("changed since publication")
        if record.state == State.PUBLISHED and day:
            return _("published on %(day)s") % {"day": day}
        return record.get_state_display()

    @admin.display(description=gettext_lazy("name"), ordering="sort_zh")
    def title(self, record):
        """What the record is called, marked where that is not the reader's language."""
        return record.label

    @admin.display(description=gettext_lazy("complete"))
    def complete(self, record):
        """How many of the facts that are wanted of the record it has."""
        return record.completeness

    def get_changelist(self, request, **kwargs):
        """The list that says how complete its records are."""
        return CountedChangeList

    def comparison(self, record):
        """What publishing the record would change, found out once a request."""
        if not hasattr(record, "_comparison"):
            record._comparison = compare(record)
        return record._comparison

    def is_own_change(self, request, record):
        """Whether the account could publish the record, had it not written part of it; found out once a request."""
        if not hasattr(record, "_is_own_change"):
            is_own = self.may(request, "publish", record) and editorial.is_own_change(request.user, record)
            record._is_own_change = is_own
        return record._is_own_change

    def _buttons(self, request, record):
        buttons = super()._buttons(request, record)
        return [button for button in buttons if button[0].name != "publish" or not self.is_own_change(request, record)]

    def makes_sense(self, name, record):
        """Whether the record is such that the act `name` would change something."""
        if name in {"publish", "submit"}:
            is_news = record.published_version is None or bool(self.comparison(record).changes)
            return is_news and (name == "publish" or record.review != Review.SUBMITTED)
        if name == "confirm":
            return record.confirmed_on != timezone.localdate()
        if name == "take_back":
            return record.review == Review.SUBMITTED
        if name == "send_back":
            return record.review in {Review.SUBMITTED, Review.RETRACTION}
        if name == "withdraw":
            return record.published_version is not None
        if name == "ask_to_retract":
            return record.state in {State.PUBLISHED, State.WITHDRAWN} and record.review != Review.RETRACTION
        return record.review == Review.RETRACTION if name == "retract" else super().makes_sense(name, record)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Show what publishing the record would change, and what stands in its way."""
        if add and self.is_compared:
            context["alike_at"] = reverse(f"admin:projects_{self.opts.model_name}_alike")
        if obj is not None and not obj.is_deleted:
            comparison = self.comparison(obj)
            context |= {
                "comparison": comparison,
                "missing": editorial.missing_facts(obj, comparison.facts),
                "completeness": judged(obj, comparison.facts),
                "is_own_change": self.is_own_change(request, obj),
                "preview_address": reverse(f"admin:projects_{self.opts.model_name}_preview", args=[obj.pk]),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


NAMING = (gettext_lazy("Reference and address"), {"fields": [("reference", "slug")], "classes": ["collapse"]})
