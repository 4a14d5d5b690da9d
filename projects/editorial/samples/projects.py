"""Invented projects with their sites, ten at a time: among them may be a whole and its phases."""

from datetime import date
from decimal import Decimal

from projects.editorial.samples import words
from projects.editorial.samples.draws import FIRST_DAY, LAST_DAY, Weights, dated, years_after
from projects.editorial.samples.parts import parts_of
from projects.editorial.samples.records import (
    AS_OF,
    FATES,
    PHASES,
    PROJECTS,
    SHEET,
    SITES,
    Invented,
    both,
    cited,
    days,
    named,
    numbered,
    place,
)

BLOCK = 10
STAGES = ("reserve", "preliminary", "tendering", "construction", "completed", "operation")
CONDITIONS = Weights({"on-track": 62, "": 17, "delayed": 14, "suspended": 5, "cancelled": 2})
CURRENCIES = Weights({"CNY": 970, "USD": 12, "EUR": 8, "HKD": 7, "JPY": 3})
NATURES = Weights({"new": 60, "": 15, "expansion": 12, "rebuild": 11, "relocation": 2})
SITE_STATUSES = Weights({"confirmed": 35, "development": 40, "built": 20, "dropped": 5})
STAGE_BEFORE = Weights({"reserve": 45, "preliminary": 35, "tendering": 20})
STAGE_BETWEEN = Weights({"construction": 80, "tendering": 12, "preliminary": 5, "": 3})
STAGE_AFTER = Weights({"operation": 52, "completed": 24, "construction": 20, "": 4})
PHASES_ZH = ("一期", "二期", "三期")
NOTHING = {"zh": "", "en": ""}


def block(setting, number):
    """The projects of block `number`, each after the site it stands on and the whole it belongs to.

    Their fields `site` and `part_of` are places in the list that this returns.
    """
    draw = setting.draw("block", number)
    phases = 2 + draw.below(2) if draw.chance(0.15) else 0
    made, whole = [], None
    for position in range(min(BLOCK, setting.projects - number * BLOCK)):
        index = number * BLOCK + position
        draw = setting.draw("project", index)
        stands = _Standing(setting, draw, index)
        if draw.chance(0.05):
            made.append(_site(stands, is_planned=True))
        site = None
        if draw.chance(0.55):
            site = len(made)
            made.append(_site(stands))
        part_of = whole if 0 < position <= phases else None
        made.append(_project(stands, site, part_of and (part_of, made[part_of], position)))
        if position == 0 and phases:
            whole = len(made) - 1
            made[whole].fate = "published"
    return made


class _Standing:
    """What a project and its site have in common: where it is, what it is, and what it is called."""

    def __init__(self, setting, draw, index):
        self.setting, self.draw, self.index = setting, draw, index
        self.place = place(draw)
        self.theme = draw.one(words.THEMES)
        self.type = draw.skewed(len(setting.types))
        self.region = draw.skewed(len(setting.regions))
        self.sheet = index // SHEET

    def placed(self):
        """Type, region, address and for some the coordinates, all around an invented middle of the region."""
        draw, (zh, en) = self.draw, self.place
        fields = {"type": self.type, "region": self.region}
        if draw.chance(0.6):
            address_zh, address_en = draw.one(words.ADDRESSES)
            said = {"place": zh, "Place": en, "number": 1 + draw.below(200)}
            fields |= both("address", address_zh.format(**said), address_en.format(**said) if draw.chance(0.6) else "")
        if draw.chance(0.4):
            row, column = divmod(self.region, 4)
            fields["longitude"] = Decimal(round(1_000_000 * draw.bell(112.5 + 0.4 * column, 0.08))).scaleb(-6)
            fields["latitude"] = Decimal(round(1_000_000 * draw.bell(37.0 + 0.3 * (row % 10), 0.06))).scaleb(-6)
        return fields


def _site(stands, is_planned=False):
    setting, draw, (zh, en) = stands.setting, stands.draw, stands.place
    status = "planned" if is_planned else draw.of(SITE_STATUSES)
    fields = stands.placed() | {
        "plan": stands.region if is_planned or draw.chance(0.5) else None,
        "status": status,
    }
    if not is_planned:
        fields |= named(draw, f"{zh}地块", f"{en} site")
    if status == "dropped":
        fields |= both("status_reason", *draw.one(words.DROPPED))
    parts = {"citations": numbered(cited(stands.sheet, "type", stated_on=SITES[0]))}
    if draw.chance(0.25):
        place_zh, place_en, mode = draw.one(words.CONNECTIONS)
        reached = {"relation": "reaches", "mode": mode, "minutes": 5 + draw.below(55)} if mode else {}
        parts["connections"] = numbered([both("place", place_zh, place_en) | {"relation": "borders"} | reached])
    fate = "draft" if draw.chance(0.03) else "published"
    return Invented("site", fields, parts, fate, days(draw, setting, SITES))


def _project(stands, site, phase):
    setting, draw = stands.setting, stands.draw
    stage, dates, begun = _course(draw)
    condition = draw.of(CONDITIONS)
    fields = {
        **_name(stands, phase),
        **stands.placed(),
        **dates,
        "site": site,
        "part_of": phase[0] if phase else None,
        "is_benchmark": draw.chance(0.01),
        "nature": draw.of(NATURES),
        "stage": stage,
        "condition": condition,
        "confirmed_on": draw.day(date(2023, 1, 1), AS_OF) if draw.chance(0.85) else None,
    }
    if condition in words.REASONS:
        fields |= _in_some(draw, "condition_reason", draw.one(words.REASONS[condition]))
    if draw.chance(0.7):
        fields |= _in_some(draw, "summary", [text.format(theme=theme) for text, theme in _summary(stands)])
    if draw.chance(0.82):
        fields["investment_currency"] = draw.of(CURRENCIES)
        fields["investment"] = draw.amount(80_000_000, 1.3, 10_000)
    if draw.chance(0.25):
        # Its end is the project's number, which only the desk that gives it knows.
        fields["national_code"] = f"{begun.year % 100:02}{begun.month:02}-{{region}}-99-05-"
    fields["former_names"] = "".join(place(draw)) if draw.chance(0.04) else ""
    parts = parts_of(stands, fields, begun)
    return Invented(
        "project",
        fields,
        {collection: numbered(rows) for collection, rows in parts.items()},
        draw.of(FATES),
        days(draw, setting, PHASES if phase else PROJECTS),
        _past(draw, fields, setting.versions - 1),
        _change(draw, fields),
    )


def _name(stands, phase):
    if phase:
        _place, whole, number = phase
        zh, en = whole.fields["name_zh"], whole.fields["name_en"]
        return both("name", zh and f"{zh}{PHASES_ZH[number - 1]}", en and f"{en}, phase {number}")
    (zh, en), (theme_zh, theme_en) = stands.place, stands.theme
    type_zh, type_en = stands.setting.types[stands.type]
    end = "项目" if stands.draw.chance(0.3) else ""
    return named(stands.draw, f"{zh}{theme_zh}{type_zh or type_en}{end}", f"{en} {theme_en} {type_en or type_zh}")


def _summary(stands):
    return zip(stands.draw.one(words.SUMMARIES), stands.theme, strict=True)


def _in_some(draw, name, texts):
    """A text in Chinese, and in two of three cases in English too."""
    zh, en = texts
    return both(name, zh, en if draw.chance(0.66) else "")


def _course(draw):
    """The stage of a project, the columns of its dates, and the day it begins or is to begin."""
    start = draw.day(FIRST_DAY, LAST_DAY)
    finish = years_after(start, 1 + 3 * draw.random())
    is_over = draw.chance(0.9) and finish < AS_OF
    stage = draw.of(STAGE_BEFORE if start > AS_OF else STAGE_AFTER if is_over else STAGE_BETWEEN)
    dates = {}
    if draw.chance(0.88):
        dates |= dated("start_planned", draw.period(start))
    if draw.chance(0.84):
        dates |= dated("finish_planned", draw.period(finish))
    if draw.chance(0.2):
        dates |= dated("finish_baseline", draw.period(years_after(finish, -draw.random())))
    if draw.chance(0.08):
        dates |= dated("start_baseline", draw.period(years_after(start, -draw.random())))
    if stage in STAGES[3:] and draw.chance(0.9):
        dates |= dated("start_actual", draw.period(years_after(start, draw.random() / 2), is_past=True))
    if stage in STAGES[4:] and draw.chance(0.9):
        dates |= dated("finish_actual", draw.period(years_after(finish, draw.random() / 2), is_past=True))
    return stage, dates, start


def _past(draw, fields, versions):
    """In what the facts of earlier versions differ: a stage before, less money, and no trouble yet."""
    past = []
    for back in range(versions, 0, -1):
        stage, investment = fields["stage"], fields.get("investment")
        if stage:
            stage = STAGES[max(0, STAGES.index(stage) - (back + draw.below(2)) // 2)]
        if investment is not None:
            investment = str((investment * (100 - min(back, 15) * 3) / 100).quantize(Decimal("0.01")))
        past.append({"stage": stage, "investment": investment, "condition": "on-track", "condition_reason": NOTHING})
    return past


def _change(draw, fields):
    """What an editor has changed and not yet published, in a few of the projects."""
    if not draw.chance(0.04):
        return {}
    if draw.chance(0.5) or fields["stage"] in ("", STAGES[-1]):
        return {"investment": draw.amount(90_000_000, 1.3, 10_000)}
    return {"stage": STAGES[STAGES.index(fields["stage"]) + 1]}
