"""What belongs to an invented project: who takes part, its milestones, documents, reports and figures."""

from datetime import timedelta
from decimal import Decimal

from projects.editorial.samples import words
from projects.editorial.samples.draws import Weights, dated, years_after
from projects.editorial.samples.records import AS_OF, PROJECTS, both, cited

# How many of each a project has; the means are 2, 2 and 1.5.
PARTICIPATIONS = Weights({1: 31, 2: 42, 3: 23, 4: 4})
MILESTONES = Weights({0: 11, 1: 25, 2: 32, 3: 17, 4: 15})
DOCUMENTS = Weights({0: 25, 1: 30, 2: 24, 3: 12, 4: 9})

ROLES = Weights(
    {
        **{"owner": 30, "authority": 22, "contractor": 14, "investor": 12, "designer": 7, "supervisor": 5},
        **{"operator": 6, "supporter": 2, "target-market": 1, "residents": 1},
    }
)
DISCLOSURES = Weights({"published": 78, "not-due": 12, "overdue": 7, "not-applicable": 3})
CITED = Weights({"": 60, "stage": 12, "investment": 10, "finish_planned": 10, "milestones": 8})


def parts_of(stands, fields, begun):
    """The parts of a project that began, or is to begin, on a day: collection -> rows."""
    draw = stands.draw
    parts = {
        "participations": _participations(stands, begun),
        "milestones": [_milestone(draw, begun, place) for place in range(draw.of(MILESTONES))],
        "documents": [_document(draw, begun) for _ in range(draw.of(DOCUMENTS))],
    }
    if draw.chance(0.15):
        parts["annual_investments"] = [_year(draw, begun.year + place) for place in range(1 + draw.below(3))]
    if draw.chance(0.2) and begun.year < AS_OF.year:
        parts["progress_reports"] = [_report(draw, begun, place) for place in range(1 + draw.below(2))]
    if draw.chance(0.2):
        parts["quantities"] = _quantities(draw)
    if draw.chance(0.15):
        parts["amenities"] = [_amenity(draw) for _ in range(1 + draw.below(2))]
    if draw.chance(0.09):
        parts["key_listings"] = _listings(draw, begun)
    parts["citations"] = _citations(stands, fields, parts)
    return parts


def _participations(stands, begun):
    draw, rows = stands.draw, []
    for _ in range(draw.of(PARTICIPATIONS)):
        row = {"stakeholder": draw.skewed(stands.setting.stakeholders), "role": draw.of(ROLES)}
        if draw.chance(0.1):
            row |= dated("since", draw.period(begun, is_past=True))
        if all(row["stakeholder"] != other["stakeholder"] or row["role"] != other["role"] for other in rows):
            rows.append(row)
    return rows


def _milestone(draw, begun, place):
    kind, zh, en = draw.one(words.MILESTONES)
    due = years_after(begun, place * 0.5 + draw.random() / 2)
    row = {"kind": kind, **dated("due", draw.period(due))}
    if kind == "other" or draw.chance(0.3):
        row |= both("name", zh, en if draw.chance(0.6) else "")
    met = years_after(due, draw.random() / 3)
    if draw.chance(0.6) and met < AS_OF:
        row |= dated("met", draw.period(met, is_past=True))
    return row


def _document(draw, begun):
    kind, category, zh, en = draw.one(words.DOCUMENTS)
    issued = min(begun + timedelta(days=draw.below(700) - 350), AS_OF)
    row = both("title", zh, en if draw.chance(0.6) else "") | {"type": kind, "category": category}
    disclosure = draw.of(DISCLOSURES)
    if disclosure == "not-applicable":
        row |= both("disclosure_reason", "本项目不涉及", "Does not concern this project")
    if disclosure == "published":
        row["issued_on"] = issued
        row["document_number"] = f"样例发〔{issued.year}〕{1 + draw.below(300)}号"
        if draw.chance(0.4):
            row["url"] = f"https://documents.example/{issued.year}/{1 + draw.below(99_999)}.pdf"
    elif disclosure != "not-applicable":
        row["due_on"] = issued + timedelta(days=28)
    return row | {"disclosure": disclosure}


def _year(draw, year):
    planned = draw.amount(20_000_000, 1.0, 10_000)
    row = {"year": year, "planned": planned}
    if draw.chance(0.7) and year <= AS_OF.year:
        row["completed"] = (planned * (40 + draw.below(75)) / 100).quantize(planned)
    return row


def _report(draw, begun, place):
    row = {"reported_on": begun + timedelta(days=180 * place + draw.below(180))}
    if draw.chance(0.8):
        row["percent"] = draw.amount(40 + 15 * place, 0.3, 1).min(Decimal("100.00"))
    if draw.chance(0.7):
        row["completed_to_date"] = draw.amount(30_000_000, 1.0, 10_000)
    if draw.chance(0.5):
        zh, en = draw.one(words.NOTES)
        row |= both("note", zh, en if draw.chance(0.5) else "")
    return row


def _quantities(draw):
    chosen = {draw.one(words.QUANTITIES) for _ in range(1 + draw.below(3))}
    return [
        {"measure": measure, "unit": unit, "value": draw.amount(middle, 0.8, 1)}
        for measure, unit, middle in sorted(chosen)
    ]


def _amenity(draw):
    kind, zh, en = draw.one(words.AMENITIES)
    return both("name", zh, en if draw.chance(0.7) else "") | {"kind": kind}


def _listings(draw, begun):
    """The lists on which a project stood, one a year."""
    return [
        {"list": draw.skewed(len(words.KEY_LISTS)), "year": begun.year + after} for after in range(1 + draw.below(3))
    ]


def _citations(stands, fields, parts):
    """Where its name is said, so that every sample says it is one, and for some where another fact is."""
    draw = stands.draw
    stated_on = PROJECTS[0]
    rows, also = cited(stands.sheet, "name", stated_on=stated_on), draw.of(CITED)
    if also == "milestones" and parts["milestones"]:
        rows.append(rows[0] | {"field": also, "part_number": 1, "paragraph": "2"})
    elif fields.get("finish_planned_first" if also == "finish_planned" else also):
        rows.append(rows[0] | {"field": also, "paragraph": "2"})
    return rows
