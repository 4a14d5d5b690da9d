"""The pages of history: of one record, and of everything; narrowed by who, what, when and which field."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, TextField
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import editorial
from projects.admin.fields import DayField, is_key
from projects.admin.sentences import ACTS
from projects.admin.versions import owner_of, read_versions
from projects.admin.wording import published_columns, published_name
from projects.localized import person_name
from projects.models import LISTS, NOUNS, PublicRequest, SavedView

VERSIONS_A_PAGE = 20
LINES_A_PAGE = 50
MODELS = {model._meta.model_name: model for model in (*reversed(NOUNS), *LISTS, PublicRequest, SavedView)}
AFTER = "after"


class AccountField(forms.ModelChoiceField):
    """A choice of who, by the names of people."""

    def label_from_instance(self, account):
        return person_name(account)


class HistoryForm(forms.Form):
    """What of a history is to be seen."""

    by = AccountField(
        get_user_model().objects.filter(is_staff=True).order_by("username"),
        required=False,
        label=gettext_lazy("Who"),
        empty_label=gettext_lazy("everybody"),
    )
    act = forms.ChoiceField(required=False, label=gettext_lazy("What was done"))
    field = forms.CharField(required=False, max_length=60, label=gettext_lazy("Words of the field"))
    since = DayField(required=False, label=gettext_lazy("From day"))
    until = DayField(required=False, label=gettext_lazy("To day"))

    def __init__(self, *args, models=(), **kwargs):
        """Offer a choice of what the history is of where that is more than one model."""
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = [("", _("everything")), *((name, _(word)) for name, word in ACTS.items())]
        for name in ("since", "until"):
            self.fields[name].widget = forms.TextInput(attrs={"placeholder": "2026-06-30"})
        if models:
            kinds = [(model._meta.model_name, capfirst(model._meta.verbose_name_plural)) for model in models]
            self.fields["noun"] = forms.ChoiceField(
                required=False, label=_("Kind of record"), choices=[("", _("every kind")), *kinds]
            )


def history_page(record_admin, request, object_id, extra_context=None):
    """Every version of the record, the newest first, a page at a time."""
    record = record_admin.get_object(request, unquote(object_id))
    if record is None:
        return record_admin._get_obj_does_not_exist_redirect(request, record_admin.opts, object_id)
    if not record_admin.has_view_or_change_permission(request, record):
        raise PermissionDenied
    form = HistoryForm(request.GET)
    rows = record.history.select_related("history_user").order_by("-history_id")
    rows = narrowed(type(record), rows, form.cleaned_data) if form.is_valid() else rows.none()
    page = Paginator(rows, VERSIONS_A_PAGE).get_page(request.GET.get(PAGE_VAR, 1))
    context = {
        **record_admin.admin_site.each_context(request),
        "title": _("History of %(record)s") % {"record": record},
        "subtitle": None,
        "module_name": capfirst(record_admin.opts.verbose_name_plural),
        "object": record,
        "opts": record_admin.opts,
        "form": form,
        "page": page,
        "page_var": PAGE_VAR,
        "others": _others(request, PAGE_VAR),
        "versions": read_versions([(type(record), line) for line in page.object_list]),
        "may_revert": record_admin.may(request, "revert", record),
        **(extra_context or {}),
    }
    request.current_app = record_admin.admin_site.name
    return TemplateResponse(request, "admin/projects/record_history.html", context)


def whole_history(admin_site, request):
    """What was done to every record that the account may see, the newest first."""
    models = [model for model in MODELS.values() if editorial.may(request.user, "view", model)]
    if not models:
        raise PermissionDenied
    form = HistoryForm(request.GET, models=models)
    lines = []
    if form.is_valid():
        chosen = form.cleaned_data["noun"]
        lines = _newest(
            [model for model in models if chosen in ("", model._meta.model_name)],
            form.cleaned_data,
            request.GET.get(AFTER, ""),
            request.user,
        )
    more = len(lines) > LINES_A_PAGE
    lines = lines[:LINES_A_PAGE]
    context = {
        **admin_site.each_context(request),
        "title": _("History"),
        "subtitle": None,
        "form": form,
        "versions": read_versions(lines),
        "others": _others(request, AFTER),
        "after": _mark(*lines[-1]) if more else "",
        "is_first": AFTER not in request.GET,
    }
    request.current_app = admin_site.name
    return TemplateResponse(request, "admin/projects/whole_history.html", context)


def _newest(models, said, after, account):
    """The newest lines of the models' logs after a mark, one more than a page shows, as `(model, line)`."""
    department, found = editorial.department_of(account), []
    for place, model in enumerate(MODELS.values()):
        if model not in models:
            continue
        rows = narrowed(model, model.history.model.objects.all(), said)
        if model is PublicRequest and department is not None:
            rows = rows.filter(id__in=PublicRequest.objects.of_department(department).values("pk"))
        if model is SavedView:
            rows = rows.filter(id__in=editorial.views_seen_by(account).values("pk"))
        rows = rows.filter(_beyond(after, place)).order_by("-history_date", "-history_id")
        found += [
            (date, -place, key, model)
            for date, key in rows.values_list("history_date", "history_id")[: LINES_A_PAGE + 1]
        ]
    found = sorted(found, key=lambda one: one[:3], reverse=True)[: LINES_A_PAGE + 1]
    lines = {}
    for model in {one[3] for one in found}:
        keys = [key for _date, _place, key, other in found if other is model]
        lines[model] = model.history.model.objects.select_related("history_user").in_bulk(keys)
    return [(model, lines[model][key]) for _date, _place, key, model in found if key in lines[model]]


def _mark(model, line):
    """Where the next page goes on."""
    return f"{line.history_date.isoformat()}_{list(MODELS.values()).index(model)}_{line.history_id}"


def _beyond(after, place):
    """The lines of the model at `place` that come after a mark; all of them where it is none."""
    moment, _line, rest = after.partition("_")
    number, _line, key = rest.partition("_")
    try:
        date = parse_datetime(moment)
    except ValueError:
        date = None
    if date is None or timezone.is_naive(date) or not is_key(number) or not is_key(key):
        return Q()
    if place == int(number):
        return Q(history_date__lt=date) | Q(history_date=date, history_id__lt=int(key))
    return Q(history_date__lte=date) if place > int(number) else Q(history_date__lt=date)


def _others(request, name):
    """The query string without one of its parameters, to be continued."""
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()


def narrowed(model, lines, said):
    """Those of the lines of a model's log that a valid form asks for."""
    if said["by"]:
        lines = lines.filter(history_user=said["by"])
    if said["act"] == "created":
        lines = lines.filter(history_type="+")
    elif said["act"]:
        lines = lines.filter(act=said["act"]).exclude(history_type="+")
    if said["since"]:
        lines = lines.filter(history_date__gte=_midnight(said["since"]))
    if said["until"]:
        lines = lines.filter(history_date__lt=_midnight(said["until"] + timedelta(days=1)))
    return _of_field(model, lines, said["field"].casefold().split()) if said["field"] else lines


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _of_field(model, lines, words):
    """The lines that changed a field, or a part, whose label holds the words."""

    def is_meant(*labels):
        return any(all(word in str(label).casefold() for word in words) for label in labels)

    def is_column_meant(owner, column):
        name, label = published_name(owner, column)
        return is_meant(column.verbose_name, label, name)

    earlier = model.history.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    found = Q(pk__in=[])
    for column in published_columns(model):
        if is_column_meant(model, column):
            name, was = column.attname, f"was_{column.name}"
            lines = lines.alias(**{was: Subquery(earlier.order_by("-history_id").values(name)[:1])})
            came = Q(**{f"{was}__isnull": True, f"{name}__isnull": False})
            if isinstance(column, CharField | TextField):
                came &= ~Q(**{name: ""})
            went = Q(**{f"{was}__isnull": False, f"{name}__isnull": True}, history_type="~")
            found |= came | went | Q(**{f"{name}__lt": F(was)}) | Q(**{f"{name}__gt": F(was)})
    for part in model.part_models().values():
        if is_meant(part._meta.verbose_name, part._meta.verbose_name_plural) or any(
            is_column_meant(part, column) for column in published_columns(part)
        ):
            owned = {f"{owner_of(part, model)}_id": OuterRef("id"), "record_version": OuterRef("version")}
            found |= Q(Exists(part.history.model.objects.filter(**owned)))
    return lines.filter(found)
