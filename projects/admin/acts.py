"""What staff do to records besides writing them, one or several, with a reason: from submitting them to retracting."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from projects import editorial
from projects.admin.fields import RecordSelect, is_key
from projects.admin.forms import LARGEST_VERSION
from projects.choices import StakeholderKind
from projects.models import Stakeholder
from projects.serializers import facts_and_left_out

AT_ONCE = 200
LONGEST_REASON = 500


class DepartmentForm(forms.Form):
    """Which department keeps the records from now on."""

    department = forms.ModelChoiceField(
        Stakeholder.objects.live().filter(kind=StakeholderKind.ORGANISATION),
        required=False,
        label=gettext_lazy("Department"),
        help_text=gettext_lazy("Empty leaves the record to the accounts without a department."),
    )

    def __init__(self, record_admin, *args, **kwargs):
        """Search for the department, as the forms of `record_admin` search for records."""
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        field.widget = RecordSelect(record_admin.opts.get_field("kept_by"), record_admin.admin_site)
        field.widget.choices = field.choices


@dataclass(frozen=True)
class Act:
    """One thing to do to records, and its words; its name is what the permission to do it is asked for by.

    Such an act may want a reason, and more that a form asks for. One that `is_asked_first` has a page of its own; the
    button of one that `is_rare` stands apart from those of every day.
    """

    name: str
    one: Callable
    many: Callable
    title: str
    explanation: str
    done: str
    reason_label: str = gettext_lazy("Reason")
    is_reason_required: bool = False
    is_asked_first: bool = False
    is_rare: bool = False
    form: type | None = None


ACTS = {
    act.name: act
    for act in (
        Act(
            "submit",
            editorial.submit,
            editorial.submit_many,
            gettext_lazy("Submit for review"),
            gettext_lazy("Somebody else looks at it and publishes it, or returns it with a word."),
            gettext_noop("submitted for review"),
            reason_label=gettext_lazy("What the reviewer should know"),
        ),
        Act(
            "take_back",
            editorial.take_back,
            editorial.take_back_many,
            gettext_lazy("Take back"),
            gettext_lazy("The record leaves review, to be written on."),
            gettext_noop("taken back from review"),
        ),
        Act(
            "publish",
            editorial.publish,
            editorial.publish_many,
            gettext_lazy("Publish"),
            gettext_lazy("From today on the public reads the record as it stands now."),
            gettext_noop("published"),
            reason_label=gettext_lazy("Reason, which readers see"),
        ),
        Act(
            "send_back",
            editorial.send_back,
            editorial.send_back_many,
            gettext_lazy("Return"),
            gettext_lazy("Its author finds it among what was returned, with your word."),
            gettext_noop("returned"),
            reason_label=gettext_lazy("What the author should change"),
            is_reason_required=True,
        ),
        Act(
            "confirm",
            editorial.confirm,
            editorial.confirm_many,
            gettext_lazy("Still true"),
            gettext_lazy("Records that stage and condition hold today; the public reads it once somebody else agrees."),
            gettext_noop("confirmed"),
        ),
        Act(
            "withdraw",
            editorial.withdraw,
            editorial.withdraw_many,
            gettext_lazy("Withdraw"),
            gettext_lazy("From today on the public no longer reads the record; its past days stay readable."),
            gettext_noop("withdrawn"),
            is_asked_first=True,
            is_rare=True,
        ),
        Act(
            "ask_to_retract",
            editorial.ask_to_retract,
            editorial.ask_to_retract_many,
            gettext_lazy("Ask for retraction"),
            gettext_lazy("For law, privacy or error: a second person has to confirm it."),
            gettext_noop("retraction asked for"),
            is_reason_required=True,
            is_rare=True,
        ),
        Act(
            "retract",
            editorial.confirm_retraction,
            editorial.confirm_retraction_many,
            gettext_lazy("Retract"),
            gettext_lazy("The record disappears from every day it was ever public on. This cannot be undone."),
            gettext_noop("retracted"),
            is_asked_first=True,
        ),
        Act(
            "hand_over",
            editorial.hand_over,
            editorial.hand_over_many,
            gettext_lazy("Hand over"),
            gettext_lazy("The accounts of another department write the record from now on."),
            gettext_noop("handed over"),
            is_asked_first=True,
            is_rare=True,
            form=DepartmentForm,
        ),
        Act(
            "delete",
            editorial.delete,
            editorial.delete_many,
            gettext_lazy("Delete"),
            gettext_lazy("The record leaves the desk. It is kept, with its history, and can be restored."),
            gettext_noop("deleted"),
            is_asked_first=True,
        ),
        Act(
            "restore",
            editorial.restore,
            editorial.restore_many,
            gettext_lazy("Restore"),
            gettext_lazy("The record comes back to the desk as it was."),
            gettext_noop("restored"),
        ),
    )
}


def act_on_one(record_admin, request, object_id, act):
    """Do `act` to the record, as the clerk saw it; a GET asks for the reason first, where that is wanted."""
    if request.method not in ({"GET", "HEAD", "POST"} if act.is_asked_first else {"POST"}):
        return HttpResponseNotAllowed(["POST"])
    record = record_admin.get_object(request, unquote(object_id))
    if record is None:
        if not record_admin.may(request, act.name):
            raise PermissionDenied
        return record_admin._get_obj_does_not_exist_redirect(request, record_admin.opts, object_id)
    page = reverse(f"admin:projects_{record_admin.opts.model_name}_change", args=[record.pk])
    if not record_admin.may(request, act.name, record):
        if not record_admin.may(request, act.name) or not record_admin.has_view_permission(request, record):
            raise PermissionDenied
        # Somebody else has changed it since the page was opened, or it is another department's.
        messages.error(request, _("You cannot do this to the record as it stands now. Look at it again."))
        return HttpResponseRedirect(page)
    if request.method != "POST":
        return _question(record_admin, request, [record], act)
    version = seen_versions(request).get(record.pk)
    if version is None:
        messages.error(request, _("This page has lost the version it was made for. Look at the record and try again."))
        return HttpResponseRedirect(page)
    more = _more(record_admin, request, act)
    if more is None:
        return _question(record_admin, request, [record], act)
    left_out = facts_and_left_out(record)[1] if act.name == "publish" else []
    try:
        act.one(record, by=request.user, reason=typed_reason(request), version=version, **more)
    except ValidationError as error:
        _tell(request, error)
        return HttpResponseRedirect(page)
    except editorial.StaleVersionError as error:
        messages.error(request, changed_meanwhile(error))
        return HttpResponseRedirect(page)
    _note(record_admin, request, record, act)
    messages.success(request, f"{record}: {_(act.done)}")
    if left_out:
        messages.warning(request, _("Not public, so left out: %(names)s.") % {"names": ", ".join(map(str, left_out))})
    if act.name == "delete":
        if IS_POPUP_VAR in request.POST:
            return record_admin.response_delete(request, str(record), record.pk)
        page = reverse(f"admin:projects_{record_admin.opts.model_name}_changelist")
    return HttpResponseRedirect(page)


def action_on_selected(act):
    """The same act as an action on the selected records of a list."""

    def action(record_admin, request, queryset):
        return act_on_selected(record_admin, request, queryset, act)

    action.__name__ = f"{act.name}_selected"
    return admin.action(description=act.title, permissions=[act.name])(action)


def act_on_selected(record_admin, request, queryset, act):
    """Ask for a reason, then do `act` to every selected record, or to none; None leads back to the list."""
    records = list(queryset[: AT_ONCE + 1])
    if len(records) > AT_ONCE:
        messages.error(request, _("Select at most %(number)s records at once.") % {"number": AT_ONCE})
        return None
    if not records:
        messages.warning(request, _("None of the selected records is on this list any more."))
        return None
    if refused := [record for record in records if not record_admin.may(request, act.name, record)]:
        names = ", ".join(map(str, refused[:10]))
        messages.error(request, _("You may not do this to: %(names)s.") % {"names": names})
        messages.error(request, _("So nothing was done to any of the selected records."))
        return None
    more = _more(record_admin, request, act)
    if "confirmed" not in request.POST or more is None:
        return _question(record_admin, request, records, act, is_selection=True)
    seen = seen_versions(request)
    for record in records:
        record.version = seen.get(record.pk, record.version)
    try:
        act.many(records, by=request.user, reason=typed_reason(request), **more)
    except ValidationError as error:
        _tell(request, error, about=getattr(error, "record", None))
        messages.error(request, _("So nothing was done to any of the selected records."))
        return None
    except editorial.StaleVersionError as error:
        messages.error(request, changed_meanwhile(error))
        messages.error(request, _("So nothing was done to any of the selected records."))
        return None
    for record in records:
        _note(record_admin, request, record, act)
    counted = ngettext("%(number)s record: %(done)s", "%(number)s records: %(done)s", len(records))
    messages.success(request, counted % {"number": len(records), "done": _(act.done)})
    return None


def _question(record_admin, request, records, act, *, is_selection=False):
    """The page that says what is about to happen, and asks why."""
    is_answered = request.method == "POST" and (not is_selection or "confirmed" in request.POST)
    context = {
        **record_admin.admin_site.each_context(request),
        "title": act.title,
        "subtitle": get_text_list([str(record) for record in records[:3]], _("and")) if len(records) < 4 else None,
        "opts": record_admin.opts,
        "act": act,
        "form": act.form and act.form(record_admin, request.POST if is_answered else None),
        "records": records,
        "is_selection": is_selection,
        "action": f"{act.name}_selected",
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "longest_reason": LONGEST_REASON,
        "is_popup": IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST,
        "is_popup_var": IS_POPUP_VAR,
    }
    request.current_app = record_admin.admin_site.name
    return TemplateResponse(request, "admin/projects/record_act.html", context)


def seen_versions(request):
    """Which version of which record the clerk saw: key -> version, from values such as `17:3`."""
    pairs = (value.partition(":") for value in request.POST.getlist("seen"))
    return {
        int(key): int(version)
        for key, _colon, version in pairs
        if is_key(key) and is_key(version) and int(version) <= LARGEST_VERSION
    }


def _more(record_admin, request, act):
    """What the act wants to know beside the reason, or None where it was not said rightly."""
    if act.form is None:
        return {}
    form = act.form(record_admin, request.POST)
    return form.cleaned_data if form.is_valid() else None


def typed_reason(request):
    return request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]


def _note(record_admin, request, record, act):
    record_admin.log_change(request, record, f"{_(act.done)}")


def _tell(request, error, about=None):
    for message in error.messages:
        messages.error(request, f"{about}: {message}" if about else message)


def changed_meanwhile(error):
    return _("%(record)s was changed since you opened it. Look at it as it is now, then try again.") % {
        "record": error.current
    }
