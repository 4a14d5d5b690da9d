"""Filters by the lists that staff keep, and by the records that others belong with."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import CharField, Q, Value
from django.utils.functional import cached_property
from django_filters import MultipleChoiceFilter

from projects.filters.vocabularies import NONE, NOT_RECORDED, AnyOf, ColumnFilter, RelatedFilter
from projects.localized import choose
from projects.models import KeyProjectList, ProjectType, PublishedPlan, PublishedStakeholder, Region

# What a slug or a reference can be written with; anything else is nobody's.
KEY = re.compile("[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True)
class Entry:
    """A record that can be chosen: the names by which links know it, and what it is called."""

    slug: str
    reference: str
    name_zh: str
    name_en: str

    @property
    def label(self):
        """What it is called, in the reader's language."""
        return choose(self.name_zh, self.name_en)


COLUMNS = ("slug", "reference", "name_zh", "name_en")


class ReferenceLists:
    """The types and regions as they stand, each asked once a request."""

    @cached_property
    def types(self):
        """Every type, in the order of reports."""
        return list(ProjectType.objects.live())

    @cached_property
    def regions(self):
        """Every region, each after the one it belongs to."""
        below = {}
        for region in Region.objects.live():
            below.setdefault(region.parent_id, []).append(region)
        known = {region.pk for regions in below.values() for region in regions}
        ordered = []
        waiting = [region for parent, regions in below.items() if parent not in known for region in regions][::-1]
        while waiting:
            region = waiting.pop()
            ordered.append(region)
            waiting += below.get(region.pk, [])[::-1]
        return ordered

    @cached_property
    def _plans_and_key_lists(self):
        key_lists = KeyProjectList.objects.live().order_by().annotate(reference=Value("", CharField()))
        plans = PublishedPlan.objects.current().order_by()
        both = plans.annotate(is_plan=Value(1)).values_list("is_plan", *COLUMNS)
        rows = both.union(key_lists.annotate(is_plan=Value(0)).values_list("is_plan", *COLUMNS), all=True)
        return sorted(rows.order_by("slug"), key=lambda row: row[1])

    @cached_property
    def plans(self):
        """Every plan the public reads, by address."""
        return [Entry(*row) for is_plan, *row in self._plans_and_key_lists if is_plan]

    @cached_property
    def key_lists(self):
        """Every list of key projects, by address."""
        return [Entry(*row) for is_plan, *row in self._plans_and_key_lists if not is_plan]

    def stakeholders(self, names):
        """The stakeholders the public reads under these slugs or references."""
        keys = {name for name in names if KEY.fullmatch(name)}
        if not keys:
            return []
        known = PublishedStakeholder.objects.current().filter(Q(slug__in=keys) | Q(reference__in=keys))
        return [Entry(*row) for row in known.by_reference().values_list(*COLUMNS)]

    def within(self, codes):
        """The keys of the regions with these codes and of all below them."""
        keys = set()
        # Each region stands after the one it belongs to, so that one pass finds all.
        for region in self.regions:
            if region.code in codes or region.parent_id in keys:
                keys.add(region.pk)
        return keys


class ListFilter(MultipleChoiceFilter):
    """Those of any of the entries chosen from a list of `ReferenceLists`."""

    field_class = AnyOf
    list_name = ""

    def __init__(self, *, with_none=False, **options):
        """Choose by natural key, or none where some have none; the choices come with each request."""
        super().__init__(distinct=False, **options)
        self.with_none = with_none

    @property
    def entries(self):
        """What can be chosen."""
        return getattr(self.parent.lists, self.list_name)

    @property
    def field(self):
        """The form field with the choices of today."""
        choices = [(entry.natural_key()[0], entry.label) for entry in self.entries]
        self.extra["choices"] = [*choices, (NONE, NOT_RECORDED)] if self.with_none else choices
        return super().field


class RecordFilter(ListFilter):
    """Those that belong with any of the records chosen by slug or reference, or with none."""

    @property
    def field(self):
        """The form field with the choices of today."""
        self.extra["choices"] = [*((entry.slug, entry.label) for entry in self.entries), (NONE, NOT_RECORDED)]
        self.extra["aliases"] = {entry.reference: entry.slug for entry in self.entries if entry.reference}
        return super(ListFilter, self).field

    def references(self, slugs):
        """The references of the entries chosen; "" stands for none."""
        return [entry.reference for entry in self.entries if entry.slug in slugs] + [""] * (NONE in slugs)


class TypeFilter(ListFilter, ColumnFilter):
    """Those of any of the types."""

    list_name = "types"

    def values_of(self, chosen):
        """The keys of the types, which the indexes of publications hold."""
        return {entry.pk for entry in self.entries if entry.slug in chosen}


class RegionFilter(ListFilter, ColumnFilter):
    """Those in any of the regions or below them."""

    list_name = "regions"

    def values_of(self, chosen):
        """The keys of the regions and of all that belong to them."""
        keys = self.parent.lists.within(chosen)
        return keys | {None} if NONE in chosen else keys

    def counts(self, numbers):
        """How many there are by code, with those below."""
        below = Counter(numbers)
        # Each region stands after the one it belongs to, so that backwards one pass sums up all.
        for region in reversed(self.entries):
            below[region.parent_id] += below[region.pk]
        counts = {region.code: below[region.pk] for region in self.entries}
        return counts | {NONE: numbers[None]} if self.with_none else counts


class PlanFilter(RecordFilter, ColumnFilter):
    """Those that any of the plans calls for."""

    list_name = "plans"

    def __init__(self, **options):
        """Choose among the plans, by slug or reference, or none."""
        super().__init__(field_name="plan_reference", **options)

    def values_of(self, chosen):
        """The references of the plans, which publications name."""
        return {*self.references(chosen)}


class KeyListFilter(RecordFilter, RelatedFilter):
    """Those that stood on any of the lists of key projects, in any year."""

    list_name = "key_lists"
    counted = ("list",)

    def filter(self, rows, slugs):
        """Narrow `rows` to those listed."""
        listed = [slug for slug in slugs if slug != NONE]
        return rows.listed_on(listed, with_unlisted=NONE in slugs) if slugs else rows

    def facets(self, rows):
        """How many stood on each of the lists, and how many on none."""
        numbers = rows.count_by_list()
        return {"list": {entry.slug: numbers[entry.slug] for entry in self.entries} | {NONE: numbers[None]}}
