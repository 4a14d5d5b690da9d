"""What the desk says while a form is filled in: what a code means, what is known already, what usually comes next."""

from dataclasses import asdict, dataclass, field

from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import editorial
from projects.admin.fields import is_key
from projects.choices import StakeholderKind
from projects.codes import (
    ProjectCodeForm,
    clean_organisation_code,
    clean_project_code,
    describe_project_code,
    project_code_warnings,
    validate_organisation_code,
)
from projects.likeness import alike
from projects.milestones import usual_milestones
from projects.models import Project, ProjectType, Region, Stakeholder

LONGEST = 300


@dataclass
class Explanation:
    """What a code says of itself, what is odd about it, and the records that have it already."""

    says: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    known: list = field(default_factory=list)


def explain_project_code(text, key=None):
    """What there is to say of a national project code as it was typed into the form of the project with this key."""
    code = clean_project_code(text)
    if not code:
        return Explanation()
    try:
        parts = describe_project_code(code)
    except ValidationError as error:
        return Explanation(warnings=error.messages)
    says = [ProjectCodeForm(parts.form).label]
    if parts.month:
        says.append(_("coded in %(year)s-%(month)02d") % {"year": parts.year, "month": parts.month})
    elif parts.year:
        says.append(_("coded in %(year)s") % {"year": parts.year})
    region = Region.objects.live().filter(code=parts.region).first()
    says.append(_("region %(code)s %(name)s") % {"code": parts.region, "name": region.name if region else ""})
    if parts.type_label:
        says.append(_("kind %(code)s, probably %(kind)s") % {"code": parts.type_code, "kind": parts.type_label})
    elif parts.type_code:
        says.append(_("kind %(code)s, which is not known") % {"code": parts.type_code})
    says.append(_("its shape is right; the check digit cannot be checked here"))
    home = list(Region.objects.live().filter(is_home=True).values_list("code", flat=True))
    warnings = [str(warning) for warning in project_code_warnings(code, home)]
    return Explanation(says, warnings, _known(Project, key, national_code=code))


def explain_organisation_code(text, key=None):
    """The same of a unified social credit code, typed into the form of a stakeholder."""
    code = clean_organisation_code(text)
    if not code:
        return Explanation()
    known = _known(Stakeholder, key, organisation_code=code)
    try:
        validate_organisation_code(code)
    except ValidationError as error:
        return Explanation(warnings=error.messages, known=known)
    says = [_("18 characters; the last one, a check character made from the others, fits")]
    region = Region.objects.live().filter(code=code[2:8]).first()
    says.append(_("registered in %(code)s %(name)s") % {"code": code[2:8], "name": region.name if region else ""})
    return Explanation(says, [], known)


EXPLAINED = {
    "national_code": (Project, explain_project_code),
    "organisation_code": (Stakeholder, explain_organisation_code),
}


class CodeInput(AdminTextInputWidget):
    """A line to paste a code into, with what the code says beside it."""

    template_name = "admin/projects/widgets/code.html"
    record = None

    def __init__(self, code, attrs=None):
        """Explain the column `code` of its model."""
        super().__init__(attrs)
        self.code = code

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        model, explain = EXPLAINED[self.code]
        context["widget"] |= {
            "explain_at": reverse(f"admin:projects_{model._meta.model_name}_code"),
            "explanation": explain(value[:LONGEST], self.record) if value else None,
            "record": self.record,
        }
        return context


def _known(model, key, **code):
    """The other records, deleted ones too, that have the code."""
    return linked(model.objects.filter(**code).exclude(pk=key))


def linked(records):
    """The records, each with the address of its page at the desk."""
    return [
        (record, reverse(f"admin:projects_{record._meta.model_name}_change", args=[record.pk])) for record in records
    ]


def _asked(request, name):
    return request.GET.get(name, "").replace("\0", "")[:LONGEST]


def _key(request, name):
    return int(request.GET[name]) if is_key(request.GET.get(name, "")) else None


@require_safe
def code_view(request, name):
    """Explain the `code` in the query string, typed into the form of `record`."""
    model, explain = EXPLAINED[name]
    if not editorial.may(request.user, "view", model):
        raise PermissionDenied
    return _fragment("code", {"explanation": explain(_asked(request, "code"), _key(request, "record"))})


@require_safe
def alike_view(request, model):
    """Name the records that may be of the same thing as one with the names, kind and region in the query string."""
    if not editorial.may(request.user, "view", model):
        raise PermissionDenied
    names = {name: _asked(request, name) for name in ("name_zh", "name_en")}
    draft = model(region_id=_key(request, "region"), **names)
    if model is Stakeholder and _asked(request, "kind") in StakeholderKind:
        draft.kind = _asked(request, "kind")
    return _fragment("alike", {"alike": links_to_alike(draft)})


@require_safe
def usual_milestones_view(request):
    """The usual milestones of a `type` for a planned `start`, as JSON."""
    if not editorial.may(request.user, "view", Project):
        raise PermissionDenied
    rows = usual_of(_asked(request, "type"), _asked(request, "start"))
    return _private(JsonResponse({"milestones": [asdict(row) for row in rows]}))


def usual_of(type_key, start):
    """The usual milestones of the type with this key, as a form says it, for a planned start."""
    types = ProjectType.objects.live()
    return usual_milestones(types.filter(pk=type_key).first() if is_key(type_key) else None, start)


def links_to_alike(record):
    """The records that `record` may repeat, each with the address of its page; none for one without a name."""
    return linked(like.record for like in alike(record)) if record.name_zh or record.name_en else []


def _fragment(name, context):
    return _private(HttpResponse(render_to_string(f"admin/projects/hints/{name}.html", context)))


def _private(response):
    response.headers["Cache-Control"] = "private, no-store"
    return response


def with_usual_milestones(posted):
    """What was posted of a project's form, with a row for each usual milestone that is not in it yet."""
    filled = posted.copy()
    total = posted.get("milestones-TOTAL_FORMS", "")
    if not is_key(total) or int(total) > LONGEST:
        return filled
    number = int(total)
    there = {tuple(posted.get(f"milestones-{row}-{name}", "") for name in ("kind", "name_zh")) for row in range(number)}
    for usual in usual_of(posted.get("type", ""), posted.get("start_planned", "").replace("\0", "")):
        if (usual.kind, usual.name_zh) not in there:
            for name, value in asdict(usual).items():
                filled[f"milestones-{number}-{name}"] = value
            number += 1
    filled["milestones-TOTAL_FORMS"] = str(number)
    return filled
