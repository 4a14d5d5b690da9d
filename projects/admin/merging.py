"""The page on which two records of one stakeholder are looked at side by side, and merged."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import editorial
from projects.admin.acts import changed_meanwhile, seen_versions, typed_reason
from projects.admin.fields import RecordSelect, is_key
from projects.admin.wording import differences, name_targets, read_row
from projects.likeness import alike
from projects.models import Stakeholder

MOST_NAMED = 20


class OtherForm(forms.Form):
    """Which other record is of the same stakeholder."""

    other = forms.ModelChoiceField(Stakeholder.objects.live(), label=gettext_lazy("The other record"))

    def __init__(self, *args, admin_site, **kwargs):
        """Search for it by name, reference or code."""
        super().__init__(*args, **kwargs)
        column = Stakeholder._meta.get_field("kept_by")
        self.fields["other"].widget = RecordSelect(column, admin_site)
        self.fields["other"].widget.choices = self.fields["other"].choices


def merge_view(record_admin, request, object_id):
    """Ask which two are one and which stays, then merge them."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    one = record_admin.get_object(request, unquote(object_id))
    if not record_admin.may(request, "merge", one):
        raise PermissionDenied
    if one is None:
        return record_admin._get_obj_does_not_exist_redirect(request, record_admin.opts, object_id)
    chosen = request.POST.get("other", request.GET.get("other", ""))
    other = Stakeholder.objects.live().exclude(pk=one.pk).filter(pk=chosen).first() if is_key(chosen) else None
    if request.method == "POST" and other is not None:
        return _merge(record_admin, request, one, other)
    return _page(record_admin, request, one, other)


def _merge(record_admin, request, one, other):
    by_key = {str(record.pk): record for record in (one, other)}
    survivor = by_key.get(request.POST.get("survivor", ""))
    seen = seen_versions(request)
    if survivor is None or not {one.pk, other.pk} <= seen.keys():
        messages.error(request, _("Choose which of the two stays."))
        return _page(record_admin, request, one, other)
    duplicate = other if survivor == one else one
    try:
        editorial.merge(
            duplicate,
            survivor,
            by=request.user,
            reason=typed_reason(request),
            version=seen[duplicate.pk],
            into_version=seen[survivor.pk],
        )
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return _page(record_admin, request, one, other)
    except editorial.StaleVersionError as error:
        messages.error(request, changed_meanwhile(error))
        return HttpResponseRedirect(f"{request.path}?other={other.pk}")
    for record in (duplicate, survivor):
        record_admin.log_change(request, record, _("merged"))
    said = {"duplicate": f"{duplicate.reference} {duplicate}", "survivor": f"{survivor.reference} {survivor}"}
    messages.success(request, _("%(duplicate)s was merged into %(survivor)s.") % said)
    return HttpResponseRedirect(reverse("admin:projects_stakeholder_change", args=[survivor.pk]))


def _page(record_admin, request, one, other):
    context = {
        **record_admin.admin_site.each_context(request),
        "title": _("Merge two records of one stakeholder"),
        "opts": record_admin.opts,
        "original": one,
        "one": one,
        "other": other,
        "media": record_admin.media + OtherForm(admin_site=record_admin.admin_site).media,
    }
    if other is None:
        context |= {
            "form": OtherForm(admin_site=record_admin.admin_site),
            "alike": [like.record for like in alike(one)],
        }
    else:
        context |= {"changes": _side_by_side(one, other), "pointing": [(row, _moving(row)) for row in (one, other)]}
    request.current_app = record_admin.admin_site.name
    return TemplateResponse(request, "admin/projects/merge.html", context)


def _side_by_side(*both):
    targets = name_targets([(Stakeholder, row) for row in both])
    return differences(*(read_row(Stakeholder, row, targets) for row in both))


def _moving(stakeholder):
    """What points to the stakeholder: how many records, and the first of them."""
    records = editorial.pointing_to(stakeholder).records
    return len(records), records[:MOST_NAMED]


@admin.action(description=gettext_lazy("Merge two into one"), permissions=["merge"])
def merge_selected(record_admin, request, queryset):
    """Lead to the page for the two that were selected."""
    keys = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
    if len(keys) != 2:
        messages.error(request, _("Select exactly two records to merge."))
        return None
    address = reverse("admin:projects_stakeholder_merge", args=[keys[0]])
    return HttpResponseRedirect(f"{address}?other={keys[1]}")
