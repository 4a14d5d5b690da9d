"""The codes of projects (GB/T 40058-2021), organisations (GB 32100-2015) and divisions (GB/T 2260)."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from projects.plain import plain

PROJECT_CODE_EXAMPLE = "2105-140302-04-01-123456"

# The kinds rest on one secondary source: name them as probable.
PROJECT_CODE_TYPES = {
    "01": _("capital construction"),
    "02": _("technical renovation"),
    "03": _("equipment purchase only"),
    "04": _("information technology"),
    "05": _("other"),
}

_PROJECT_CODE = re.compile("([0-9]{4})-([0-9]{6})-([0-9]{2})-([0-9]{2})-([0-9]{6})")
_ORGANISATION_CODE = re.compile("[0-9A-HJ-NPQRTUWXY]{18}")
_DIVISION_CODE = re.compile("[1-9][0-9]{5}")


class ProjectCodeForm(TextChoices):
    """Which national rule a project code follows, told by its first four digits."""

    CURRENT = "current", _("current form, beginning with year and month")
    OLD = "old", _("older form, beginning with a full year")
    UNKNOWN = "unknown", _("neither the current nor the older form")


@dataclass(frozen=True)
class ProjectCode:
    """What a national project code says of itself; None for what its form does not tell.

    `type_label` is probable, not certain: see PROJECT_CODE_TYPES.
    """

    form: ProjectCodeForm
    region: str
    year: int | None = None
    month: int | None = None
    department: str | None = None
    type_code: str | None = None
    type_label: str | None = None


def clean_project_code(text):
    """Return the code as it is stored: plain characters, upper case, no spaces, every kind of dash as a hyphen."""
    # The numeral one and the long-vowel mark are typed for a dash, and a project code can hold neither.
    return re.sub("[一ー]", "-", plain(text)).replace(" ", "").upper()


def clean_organisation_code(text):
    """Return the code as it is stored: plain characters, upper case, neither spaces nor dashes."""
    return re.sub("[ -]", "", plain(text)).upper()


def validate_project_code(value):
    """Refuse what does not look like a national project code as `clean_project_code` leaves it."""
    if not _PROJECT_CODE.fullmatch(value):
        raise ValidationError(
            _("Enter a national project code of 4, 6, 2, 2 and 6 digits with hyphens between, such as %(example)s."),
            code="invalid_project_code",
            params={"example": PROJECT_CODE_EXAMPLE},
        )


def describe_project_code(value):
    """Return a valid code taken apart as a ProjectCode; ValidationError where it is not valid."""
    validate_project_code(value)
    start, region, department, kind, _rest = value.split("-")
    if 1 <= int(start[2:]) <= 12:
        return ProjectCode(
            ProjectCodeForm.CURRENT,
            region,
            year=2000 + int(start[:2]),
            month=int(start[2:]),
            department=department,
            type_code=kind,
            type_label=PROJECT_CODE_TYPES.get(kind),
        )
    if 2015 <= int(start) <= 2020:
        return ProjectCode(ProjectCodeForm.OLD, region, year=int(start))
    return ProjectCode(ProjectCodeForm.UNKNOWN, region)


def project_code_warnings(value, home_codes):
    """Return what is odd about a valid project code, as translatable sentences.

    `home_codes` are division codes of the tracker's own prefecture; without any the region is not judged.
    """
    code = describe_project_code(value)
    warnings = []
    if code.form == ProjectCodeForm.OLD:
        warnings.append(_("This code has the older form, which begins with a full year."))
    elif code.form == ProjectCodeForm.UNKNOWN:
        warnings.append(_("The first four digits are neither a year and month nor a year from 2015 to 2020."))
    prefixes = {prefix for home in home_codes for prefix in (home[:4], f"{home[:2]}00")}
    if prefixes and code.region[:4] not in prefixes:
        warnings.append(_("The region in this code is neither this prefecture nor its province."))
    return warnings


def validate_organisation_code(value):
    """Refuse what is no 统一社会信用代码 as `clean_organisation_code` leaves it, its check character included."""
    if not _ORGANISATION_CODE.fullmatch(value):
        raise ValidationError(
            _("Enter a unified social credit code of 18 digits and capital letters (without I, O, S, V and Z)."),
            code="invalid_organisation_code",
        )
    if not uscc.is_valid(value):
        raise ValidationError(
            _("The check character of this unified social credit code does not fit: compare it with the certificate."),
            code="invalid_organisation_code",
        )


def validate_division_code(value):
    """Refuse what is no six-digit division code."""
    if not _DIVISION_CODE.fullmatch(value):
        raise ValidationError(
            _("Enter a division code of six digits that does not begin with 0, such as 140300."),
            code="invalid_division_code",
        )
