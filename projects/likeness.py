"""Whether two records are of one thing: what is alike in their names, and the few records worth comparing."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from projects.models import Noun, Region
from projects.plain import plain
from projects.search import sort_key

# Names as like each other as this are shown; less will do where both are in one region.
ALIKE, ALIKE_IN_ONE_REGION = 0.9, 0.8
MOST_COMPARED = 60
MOST_SHOWN = 5
LEAST_SYLLABLES = 2

# What many names end in and people leave out, the longest first.
_ENDINGS = re.compile(
    "(?:股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|分公司|公司|集团|建设项目|项目|工程)$"
    "|[ ,]+(?:co\\.?,? ?ltd|company limited|limited|ltd|inc|corporation|company|group|project)\\.?$"
)
_MARKS = re.compile(r"[\W_]+")
# Phases and lots are told apart by these alone.
_NUMBERS = re.compile("[0-9]+|[一二三四五六七八九十]+(?=[期号标区院栋])")


@dataclass(frozen=True)
class Like:
    """A record that may be of the same thing, and how alike the names are, from 0 to 1."""

    record: Noun
    likeness: float


def essence(name):
    """A name without width, case, marks, and the endings that people leave out."""
    text = plain(name).casefold().strip()
    while (shorter := _ENDINGS.sub("", text).strip(" ,.")) and shorter != text:
        text = shorter
    return _MARKS.sub("", text) or _MARKS.sub("", plain(name).casefold())


def likeness(one, other):
    """How alike two names are, from 0 to 1; 0 where a number tells them apart."""
    left, right = essence(one), essence(other)
    if not left or not right or _NUMBERS.findall(left) != _NUMBERS.findall(right):
        return 0.0
    if left == right:
        return 1.0
    return max(_ratio(left, right), _ratio(_sound(left), _sound(right)))


def _ratio(left, right):
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _sound(text):
    return sort_key(text, text).replace(" ", "")


def alike(record):
    """The live records of the same noun that may be of the same thing as `record`, the likeliest first.

    Only those are compared whose names begin alike in pinyin, with or without a region before them: a few ranges of
    an index, however many records there are.
    """
    regions = list(Region.objects.live().select_related("parent__parent"))
    places = _names_of(regions)
    around = _names_of(_around(record, regions))
    found = {}
    for key in sorted(_keys(record, places, around)):
        rows = type(record).objects.live().sounding_from(key).exclude(pk=record.pk).order_by("sort_zh", "reference")
        found |= {row.pk: row for row in rows[:MOST_COMPARED]}
    likes = [Like(row, _likeness_of(record, row, places)) for row in found.values()]
    near = [like for like in likes if like.likeness >= _least(record, like.record)]
    return sorted(near, key=lambda like: (-like.likeness, like.record.reference))[:MOST_SHOWN]


def _least(record, other):
    is_in_one_region = record.region_id is not None and record.region_id == other.region_id
    return ALIKE_IN_ONE_REGION if is_in_one_region else ALIKE


def _likeness_of(record, other, places):
    kinds = {getattr(row, "kind", "") for row in (record, other)} - {""}
    if len(kinds) > 1:
        return 0.0
    pairs = [(record.name_zh, other.name_zh), (record.name_en, other.name_en)]
    return max(
        likeness(_without_place(one, places), _without_place(two, places)) if one and two else 0.0 for one, two in pairs
    )


def _around(record, regions):
    """The region of a record and those that it lies in; without one, those that are tracked here."""
    by_key = {region.pk: region for region in regions}
    own = by_key.get(record.region_id) or next((region for region in regions if region.is_home), None)
    return own.path if own else []


def _names_of(regions):
    """What names of regions look like at the head of other names: 阳泉市 and 阳泉, the longest first."""
    names = set()
    for region in regions:
        names |= {region.name_zh, region.name_en.casefold()}
        if len(region.name_zh) > LEAST_SYLLABLES:
            names.add(region.name_zh.rstrip("省市县区"))
    return sorted(filter(None, names), key=lambda name: (-len(name), name))


def _without_place(name, places):
    """A name without the regions at its head, as long as something stays."""
    text = plain(name).casefold()
    while place := next((place for place in places if text.startswith(place) and len(text) > len(place) + 1), ""):
        text = text.removeprefix(place).strip()
    return text


def _keys(record, places, around):
    """The sort keys with which names like the record's begin: those of its head, alone and after a region."""
    # As records are sorted: by their Chinese name, where there is one.
    name = record.name_zh or record.name_en
    words = sort_key(*([_without_place(name, places), ""] if record.name_zh else ["", _without_place(name, places)]))
    words = words.split()
    heads = {" ".join(words[:long]) for long in (LEAST_SYLLABLES, 2 * LEAST_SYLLABLES)} - {""}
    starts = {sort_key(start, "") if record.name_zh else sort_key("", start) for start in around} | {""}
    return {f"{start} {head}".strip() for start in starts for head in heads}
