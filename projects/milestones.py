"""The milestones that projects of a type usually pass: those that staff list with the type, or else a built-in list."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from projects.choices import MilestoneKind, Precision
from projects.dates import PartialDate, parse_date

# (kind, Chinese, English, months after the planned start): without facts of their own but that the start is the start.
BUILT_IN = [
    (MilestoneKind.APPROVAL, "立项(审批、核准或备案)", "Project approved or filed", None),
    (MilestoneKind.APPROVAL, "可行性研究报告批复", "Feasibility study approved", None),
    (MilestoneKind.LAND, "用地落实", "Land secured", None),
    (MilestoneKind.PERMIT, "取得施工许可证", "Construction permit granted", None),
    (MilestoneKind.START, "开工", "Work begins", 0),
    (MilestoneKind.TOPPING_OUT, "主体封顶", "Structure completed", None),
    (MilestoneKind.ACCEPTANCE, "竣工验收", "Completion accepted", None),
    (MilestoneKind.OPENING, "开业运营", "Opening", None),
]
# A date of this precision can be moved by so many months at once.
_STEPS = {Precision.DAY: 1, Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}


@dataclass(frozen=True)
class Usual:
    """One such milestone as a form takes it: all text, `due` empty where the start does not give it."""

    kind: str
    name_zh: str
    name_en: str
    due: str


def usual_milestones(project_type, start=""):
    """The usual milestones of the type, None for no type, of a project whose planned start was typed as `start`."""
    listed = list(project_type.usual_milestones.all()) if project_type else []
    rows = [(row.kind, row.name_zh, row.name_en, row.months_after_start) for row in listed] or BUILT_IN
    begins = _read(start)
    return [Usual(str(kind), zh, en, _due(begins, months)) for kind, zh, en, months in rows]


def _read(text):
    try:
        return parse_date(text)
    except ValidationError:
        return None


def _due(start, months):
    """The date so many months after the start, as exactly as that is known; empty where it is not exact enough."""
    if start is None or months is None or start.is_limit or months % _STEPS[start.precision]:
        return ""
    year, month = divmod(start.first.year * 12 + start.first.month - 1 + months, 12)
    try:
        if start.precision != Precision.DAY:
            return str(PartialDate.of(start.precision, year, month + 1))
        for day in range(start.first.day, start.first.day - 4, -1):
            try:
                return str(PartialDate.of(Precision.DAY, year, month + 1, day))
            except ValueError:
                continue
    except ValueError:
        return ""
    return ""
