"""Invented records as rows: worked out without asking the database, so that another process can do it."""

from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache
from operator import attrgetter

from django.utils import timezone

from projects.choices import State
from projects.editorial.linking import owner_field
from projects.editorial.publishing import foreign_keys, narrow_rows, publication_columns
from projects.editorial.rows import made, stored
from projects.editorial.samples.records import LEFT, intervals
from projects.models import FOREVER, NOUNS
from projects.search import sort_key
from projects.serializers import PUBLISHED, Directory, facts_at_hand

REASON = "sample"
# What points to a record of the same block.
WITHIN = ("site", "part_of")
NAMES = {noun._meta.model_name: noun for noun in NOUNS}


@dataclass
class Sheaf:
    """What is to be written: model -> rows as `insert` takes them, and project's key -> columns changed afterwards."""

    rows: dict = field(default_factory=dict)
    changes: dict = field(default_factory=dict)

    def add(self, row):
        """Take in a row."""
        self.rows.setdefault(type(row), []).append(stored(row))

    def extend(self, other):
        """Take in all of another sheaf."""
        for model, rows in other.rows.items():
            self.rows.setdefault(model, []).extend(rows)
        self.changes |= other.changes


class Scribe:
    """Turns invented records, with their keys and names, into rows, knowing those that others point to."""

    def __init__(self, setting, at, is_dated, known):
        """Take what all records have in common; `known` are the types, regions and lists in the order of places."""
        self.setting, self.at, self.today, self.is_dated = setting, at, timezone.localdate(at), is_dated
        self.known = known | {"source": [], "stakeholder": [], "plan": []}
        self.lists = {key_list.slug: key_list.pk for key_list in known["list"]}
        self.public = []

    def learn(self, name, foundations):
        """Write down invented sources, stakeholders or plans, and know them from now on; returns their sheaf."""
        sheaf, directory = Sheaf(), Directory(self.public)
        for invented in foundations:
            self.known[name].append(self._write_down(invented, [], directory, sheaf))
        self.public = list(directory.publications.values())
        return sheaf

    def write_down(self, blocks):
        """The sheaf of invented blocks, within each of which records may point to each other."""
        sheaf, directory = Sheaf(), Directory(self.public)
        for block in blocks:
            within = []
            for invented in block:
                within.append(self._write_down(invented, within, directory, sheaf))
        return sheaf

    def _write_down(self, invented, within, directory, sheaf):
        """Add the record, its parts and its copies to the sheaf; returns the record."""
        record = self._record(invented, within)
        parts = self._parts(invented, record)
        for row in (record, *(row for rows in parts.values() for row in rows)):
            sheaf.add(row)
        if invented.fate != State.DRAFT:
            copies = list(self._copies(invented, record, facts_at_hand(record, parts, directory)))
            for copy in copies:
                sheaf.add(copy)
                for model, columns in narrow_rows(copy, self.lists):
                    sheaf.add(made(model, columns, {}))
            if invented.fate == State.PUBLISHED:
                directory.add(copies[-1])
        if invented.change:
            sheaf.changes[record.pk] = invented.change | {"version": record.version + 1, "changed_at": self.at}
        return record

    def _record(self, invented, within):
        noun, version, fields = NAMES[invented.noun], self.setting.versions, dict(invented.fields)
        if fields.get("national_code"):
            fields["national_code"] = self._completed(invented)
        standing = {
            "id": invented.key,
            "reference": invented.reference,
            "slug": invented.slug,
            "sort_zh": sort_key(*invented.name),
            "version": version,
            "state": invented.fate,
            "published_version": version if invented.fate == State.PUBLISHED else None,
            "created_at": self.at,
            "changed_at": self.at,
        }
        return self._row(noun, fields | standing, within)

    def _completed(self, invented):
        """The national code with the project's region, and its own number for the digits that tell it from others."""
        region = self.known["region"][invented.fields["region"]]
        number = int(invented.reference.rpartition("-")[2])
        return f"{invented.fields['national_code'].format(region=region.code)}{number % 1_000_000:06}"

    def _parts(self, invented, record):
        """The parts of the record, each kind in its order."""
        found = {collection: [] for collection in _collections(type(record))}
        for collection, parts in invented.parts.items():
            model, owner, order, is_backward = _collections(type(record))[collection]
            rows = [self._row(model, part, **{owner: record}) for part in parts]
            found[collection] = sorted(rows, key=order, reverse=is_backward)
        return found

    def _row(self, model, fields, within=(), **owner):
        """A row of the fields, in which a number stands for the record in that place."""
        columns, pointers = dict(fields), owner
        for name in _pointers(model) & fields.keys():
            place = columns.pop(name)
            if place is not None:
                pointers[name] = (within if name in WITHIN else self.known[name])[place]
        return made(model, columns, pointers)

    def _copies(self, invented, record, facts):
        days, end = (invented.days, LEFT) if self.is_dated else ([self.today], self.today)
        if invented.fate == State.PUBLISHED:
            end = FOREVER
        published, keys = PUBLISHED[type(record)], foreign_keys(record)
        for number, (start, until) in enumerate(intervals(days, end), 1):
            said = facts | (invented.past[number - 1] if number <= len(invented.past) else {})
            standing = {
                "id": invented.copy_keys[number - 1],
                "number": number,
                "version": number,
                "shown_from": start,
                "shown_until": until,
                "published_at": timezone.make_aware(datetime.combine(start, time(10))) if self.is_dated else self.at,
                "reason": REASON,
            }
            yield made(published, publication_columns(published, said) | keys | standing, {})


@cache
def _collections(noun):
    """How a noun calls its parts: collection -> model, the field that leads back, and their order."""
    found = {}
    for collection, model in noun.part_models().items():
        order = model._meta.ordering[0]
        found[collection] = model, owner_field(model, noun()), attrgetter(order.lstrip("-")), order.startswith("-")
    return found


@cache
def _pointers(model):
    return {field.name for field in model._meta.concrete_fields if field.is_relation}
