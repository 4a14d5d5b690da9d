"""The admin of what can be published: with its way to the public, its preview, and what the public reads of it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from projects import editorial
from projects.admin.acts import ACTS
from projects.admin.bulk import edit_selected
from projects.admin.comparisons import compare
from projects.admin.completing import CountedChangeList, judged
from projects.admin.quick_entry import alike_view, code_view, linked, links_to_alike
from projects.admin.records import RecordAdmin
from projects.choices import Review, State
from projects.previews import word_for
from projects.serializers import PUBLISHED


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
        names = ("publish", "send_back", "submit", "take_back", "withdraw", "ask_to_retract", "retract", "hand_over")
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
            is_settled = record.published_version is not None and not record.review
            return is_settled and record.confirmed_on != timezone.localdate()
        if name == "take_back":
            return record.review == Review.SUBMITTED
        if name == "send_back":
            return record.review in {Review.SUBMITTED, Review.RETRACTION}
        if name == "withdraw":
            return record.published_version is not None
        if name == "ask_to_retract":
            return record.state in {State.PUBLISHED, State.WITHDRAWN} and record.review != Review.RETRACTION
        return record.review == Review.RETRACTION if name == "retract" else super().makes_sense(name, record)

    def save_related(self, request, form, formsets, change):
        """Save, and say so where that took the record out of review."""
        was_submitted = form.instance.review == Review.SUBMITTED
        super().save_related(request, form, formsets, change)
        if was_submitted and not form.instance.review:
            messages.warning(
                request, _("The record has left review, for you changed it. Submit it again when it is done.")
            )

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
                "left_out": linked(comparison.left_out),
            }
            if comparison.publication:
                slug = comparison.publication.slug
                context["public_address"] = reverse(f"projects:{self.opts.model_name}_detail", args=[slug])
        return super().render_change_form(request, context, add, change, form_url, obj)


NAMING = (gettext_lazy("Reference and address"), {"fields": [("reference", "slug")], "classes": ["collapse"]})
