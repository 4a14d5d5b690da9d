"""Writing invented records, many at once: what the door does to one record, done to five hundred in few queries."""

import gc
from collections import Counter
from datetime import datetime, time
from functools import cache
from operator import attrgetter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.choices import State
from projects.editorial.histories import log_changed, log_new
from projects.editorial.linking import owner_field
from projects.editorial.naming import name_new_records
from projects.editorial.publishing import foreign_keys, narrow_rows, publication_of
from projects.editorial.rows import by_model, insert, made, next_keys
from projects.editorial.samples import projects as invented_projects
from projects.editorial.samples import records as invented_records
from projects.editorial.samples import words
from projects.editorial.samples.records import LEFT, Setting, intervals
from projects.editorial.saving import save
from projects.editorial.seeding import seed_lists
from projects.editorial.versions import raise_public_revision
from projects.models import FOREVER, NOUNS, KeyProjectList, Project, ProjectType, Region
from projects.querysets.records import writing
from projects.search import sort_key
from projects.serializers import PUBLISHED, Directory, facts_at_hand

REASON = "sample"
AT_ONCE = 500
MOST_VERSIONS = 100
# What points to a record of the same block.
WITHIN = ("site", "part_of")
NAMES = {noun._meta.model_name: noun for noun in NOUNS}


class RecordsInTheWayError(Exception):
    """The database holds records, and nobody said that the sample may stand beside them."""


def sample(projects, seed, *, versions=None, beside=False, lists: Path):
    """Write a sample of so many projects with all that goes with them; returns noun -> how many were written.

    Its public facts follow from `projects`, `seed` and `versions` alone, and from the regions and types of the
    database; where it has none, from those of the fixtures in `lists`. Each record was published once, today, or
    on as many past days as there are `versions`, which then follow from the seed too.
    """
    if projects < 1 or not (versions is None or 1 <= versions <= MOST_VERSIONS):
        raise ValidationError(
            _("Ask for at least one project, and for 1 to %(most)s versions.") % {"most": MOST_VERSIONS}
        )
    if not beside and any(noun.objects.exists() for noun in NOUNS):
        raise RecordsInTheWayError
    if not (Region.objects.live().exists() and ProjectType.objects.live().exists()):
        seed_lists(lists)
    writer = _Writer(projects, seed, versions)
    writer.write_foundations()
    # All that is in memory by now will stay: the collector would look through it again and again, a tenth of the time.
    gc.freeze()
    try:
        for places in _batches(-(-projects // invented_projects.BLOCK), AT_ONCE // invented_projects.BLOCK):
            writer.write(*(invented_projects.block(writer.setting, place) for place in places))
    finally:
        gc.unfreeze()
    with connection.cursor() as cursor:
        # Until the databases have counted the new rows they would look for them in the wrong order.
        cursor.execute("ANALYZE")
    return writer.written


def _batches(number, size):
    return [range(start, min(start + size, number)) for start in range(0, number, size)]


def _types():
    return list(ProjectType.objects.live().order_by("position", "slug"))


def _regions():
    """The divisions that are tracked here, each with those it lies in at hand; the smallest first."""
    every = {region.pk: region for region in Region.objects.order_by("code")}
    for region in every.values():
        region.parent = every.get(region.parent_id)
    live = [region for region in every.values() if not region.is_deleted]
    home = next((region for region in live if region.is_home), None)
    tracked = [region for region in live if home is None or home in region.path]
    return sorted(tracked, key=lambda region: (-len(region.path), region.code))


def _key_lists():
    found = []
    for slug, level, zh, en in words.KEY_LISTS:
        key_list = KeyProjectList.objects.filter(slug=slug).first()
        found.append(key_list or save(KeyProjectList(slug=slug, level=level, name_zh=zh, name_en=en), reason=REASON))
    return found


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


class _Writer:
    """Turns invented records into rows, knowing those that others point to."""

    def __init__(self, projects, seed, versions):
        self.at, self.is_dated = timezone.now(), versions is not None
        self.known = {"type": _types(), "region": _regions(), "list": _key_lists()}
        self.known |= {"source": [], "stakeholder": [], "plan": []}
        names = {
            name: tuple((entry.name_zh, entry.name_en) for entry in self.known[name]) for name in ("type", "region")
        }
        self.setting = Setting(seed, projects, versions or 1, names["type"], names["region"])
        self.public, self.written = [], dict.fromkeys(NAMES, 0)

    def write_foundations(self):
        """Write what projects point to."""
        for name, invent, number in (
            ("source", invented_records.source, self.setting.sources),
            ("stakeholder", invented_records.stakeholder, self.setting.stakeholders),
            ("plan", invented_records.plan, len(self.setting.regions)),
        ):
            for places in _batches(number, AT_ONCE):
                records, publications = self.write([invent(self.setting, place) for place in places])
                self.known[name] += records
                self.public += publications

    def write(self, *blocks):
        """Write the invented records in one transaction; returns them as records, and their current publications.

        The records of one block may point to each other.
        """
        with writing(), transaction.atomic():
            raise_public_revision()
            told = self._records(blocks)
            for noun in NOUNS:
                self._create(noun, [(record, parts) for _said, record, parts in told if type(record) is noun])
            current = self._publish(told)
            self._change([(record, invented.change) for invented, record, _parts in told if invented.change])
        return [record for _invented, record, _parts in told], current

    def _records(self, blocks):
        """Each of the invented with its record and parts, not yet written, the records with their keys."""
        wanted = Counter(invented.noun for block in blocks for invented in block)
        keys = {name: iter(next_keys(NAMES[name], number)) for name, number in wanted.items()}
        told = []
        for block in blocks:
            within = []
            for invented in block:
                record = self._record(invented, next(keys[invented.noun]), within)
                within.append(record)
                told.append((invented, record, self._parts(invented, record)))
        return told

    def _record(self, invented, key, within):
        noun, version = NAMES[invented.noun], self.setting.versions
        standing = {
            "id": key,
            "version": version,
            "state": invented.fate,
            "published_version": version if invented.fate == State.PUBLISHED else None,
            "created_at": self.at,
            "changed_at": self.at,
        }
        return self._row(noun, invented.fields | standing, within)

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

    def _create(self, noun, told):
        """Write the records of one noun, their parts and the log of both."""
        if not told:
            return
        records = [record for record, _parts in told]
        name_new_records(records)
        for record in records:
            record.sort_zh = sort_key(record.name_zh, record.name_en)
            if noun is Project and record.national_code:
                record.national_code = _completed(record)
        for rows in (records, *by_model(row for _record, parts in told for own in parts.values() for row in own)):
            insert(rows)
            log_new(rows, REASON, self.at, self.setting.versions)
        self.written[noun._meta.model_name] += len(records)

    def _publish(self, told):
        """Write the copies of the records that are or were public; returns the current ones."""
        directory, written, current = Directory(self.public), [], []
        for invented, record, parts in told:
            if invented.fate == State.DRAFT:
                continue
            written += self._copies(invented, record, facts_at_hand(record, parts, directory))
            if invented.fate == State.PUBLISHED:
                directory.add(written[-1])
                current.append(written[-1])
        for rows in by_model(written):
            insert(rows)
        lists = {key_list.slug: key_list.pk for key_list in self.known["list"]}
        for rows in by_model(row for publication in written for row in narrow_rows(publication, lists)):
            insert(rows)
        return current

    def _copies(self, invented, record, facts):
        today = timezone.localdate(self.at)
        days, end = (invented.days, LEFT) if self.is_dated else ([today], today)
        if invented.fate == State.PUBLISHED:
            end = FOREVER
        for number, (start, until) in enumerate(intervals(days, end), 1):
            yield publication_of(
                PUBLISHED[type(record)],
                facts | (invented.past[number - 1] if number <= len(invented.past) else {}),
                foreign_keys(record),
                number=number,
                version=number,
                shown_from=start,
                shown_until=until,
                published_at=timezone.make_aware(datetime.combine(start, time(10))) if self.is_dated else self.at,
                reason=REASON,
            )

    def _change(self, changes):
        """Change working rows after their publication, as an editor does who has not finished."""
        for record, change in changes:
            fields = change | {"version": record.version + 1, "changed_at": self.at}
            Project.objects.filter(pk=record.pk).update(**fields)
        if changes:
            log_changed([record for record, _change in changes], REASON, self.at)


def _completed(project):
    """The project's national code with its region, and its own number for the digits that tell it from others."""
    number = int(project.reference.rpartition("-")[2])
    return f"{project.national_code.format(region=project.region.code)}{number % 1_000_000:06}"
