"""What was invented, and the records that projects point to: sources, stakeholders, plans."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from projects.editorial.samples import words
from projects.editorial.samples.draws import Draw, Weights

SHEET = 500
FATES = Weights({"published": 935, "draft": 50, "withdrawn": 15})
LANGUAGES = Weights({"zh en": 72, "zh": 21, "en": 7})
# Days on which copies were shown first: what is named by others before those, and all of them in the past.
FOUNDATIONS = date(2018, 1, 1), date(2018, 6, 30)
SITES = date(2018, 7, 1), date(2018, 12, 31)
PROJECTS = date(2019, 1, 1), date(2019, 6, 30)
PHASES = date(2019, 7, 1), date(2019, 12, 31)
LATER = date(2020, 1, 1), date(2024, 12, 31)
# The day from which on those withdrawn are no longer shown.
LEFT = date(2025, 3, 1)
# The day as of which all is told: nothing has happened after it.
AS_OF = date(2025, 12, 31)


@dataclass(frozen=True)
class Setting:
    """What is invented into: the seed, how many projects, how many versions of each, and the lists they stand in.

    `types` and `regions` are names, pairs of Chinese and English; the first ones are drawn most.
    """

    seed: int
    projects: int
    versions: int
    types: tuple
    regions: tuple

    @property
    def sources(self):
        """How many documents all of it is said to come from."""
        return 1 + (self.projects - 1) // SHEET

    @property
    def stakeholders(self):
        """How many bodies share the work."""
        return max(12, self.projects // 25)

    def draw(self, *what):
        """The choices on one thing, whatever was drawn before it."""
        return Draw(" ".join(map(str, (self.seed, *what))))


@dataclass
class Invented:
    """One record as plain data, as its last publication shows it.

    `fields` and each of the `parts` (collection -> list) are columns of the model; where one points to another record
    it holds that record's place among those of its kind. `days` are the first days of its copies, and `past` says in
    what the facts of the earlier ones differ; `change` are columns that an editor has changed since the last. The keys
    and names are those that the desk gives it.
    """

    noun: str
    fields: dict
    parts: dict = field(default_factory=dict)
    fate: str = "published"
    days: list = field(default_factory=list)
    past: list = field(default_factory=list)
    change: dict = field(default_factory=dict)
    key: int | None = None
    copy_keys: list = field(default_factory=list)
    reference: str = ""
    slug: str = ""

    @property
    def name(self):
        """What it is called in Chinese and English."""
        return self.fields.get("name_zh", ""), self.fields.get("name_en", "")


def both(name, zh, en):
    """The two columns of a text."""
    return {f"{name}_zh": zh, f"{name}_en": en}


def place(draw):
    """The name of a place, in both languages."""
    (start_zh, start_en), (end_zh, end_en) = draw.one(words.PLACE_STARTS), draw.one(words.PLACE_ENDS)
    return start_zh + end_zh, start_en + end_en


def named(draw, zh, en):
    """The columns of a name, which some records have in one language only."""
    languages = draw.of(LANGUAGES)
    return both("name", zh if "zh" in languages else "", en if "en" in languages else "")


def numbered(parts):
    """The parts with their numbers."""
    return [{"number": number} | part for number, part in enumerate(parts, 1)]


def days(draw, setting, first):
    """The days on which each version was shown first, in their order."""
    later = set()
    while len(later) < setting.versions - 1:
        later.add(draw.day(*LATER))
    return [draw.day(*first), *sorted(later)]


def cited(source, *fields, stated_on):
    """A citation of the source for each of the fields."""
    return [
        {"source": source, "field": name, "paragraph": str(line), "stated_on": stated_on}
        for line, name in enumerate(fields, 1)
    ]


def source(setting, index):
    """A sheet of the document that says it is all a sample."""
    draw = setting.draw("source", index)
    (zh, en), said = words.SOURCE, {"seed": setting.seed, "sheet": index + 1}
    return Invented(
        "source",
        both("name", zh.format(**said), en.format(**said))
        | both("publisher", *words.PUBLISHER)
        | {"published_on": FOUNDATIONS[0] - timedelta(days=1), "language": "zh"},
        days=days(draw, setting, FOUNDATIONS),
    )


def stakeholder(setting, index):
    """An organisation or a public group; no person is invented."""
    draw = setting.draw("stakeholder", index)
    (zh, en), is_group = place(draw), draw.chance(0.08)
    name_zh, name_en = draw.one(words.GROUPS if is_group else words.BODIES)
    return Invented(
        "stakeholder",
        named(draw, name_zh.format(place=zh), name_en.format(Place=en))
        | {"kind": "group" if is_group else "organisation"}
        | {"region": draw.skewed(len(setting.regions)) if draw.chance(0.8) else None},
        {"citations": numbered(cited(0, "name", stated_on=FOUNDATIONS[0]))},
        days=days(draw, setting, FOUNDATIONS),
    )


def plan(setting, index):
    """The layout of one region."""
    draw = setting.draw("plan", index)
    (zh, en), (region_zh, region_en) = words.PLAN, setting.regions[index]
    return Invented(
        "plan",
        both("name", zh.format(region=region_zh or region_en), en.format(region=region_en or region_zh))
        | {"region": index, "status": draw.of(PLAN_STATUSES)},
        {"citations": numbered(cited(0, "name", stated_on=FOUNDATIONS[0]))},
        days=days(draw, setting, FOUNDATIONS),
    )


PLAN_STATUSES = Weights({"adopted": 60, "drafted": 20, "revised": 12, "expired": 8})


def intervals(starts, end):
    """The days from and until which each copy is shown, one after the other, the last until `end`."""
    return list(pairwise([*starts, end]))
