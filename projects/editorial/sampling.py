"""Writing invented records, many at once: what the door does to one record, done to thousands in few queries."""

import gc
import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path

import django
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.choices import State
from projects.editorial.histories import log_changed, log_new
from projects.editorial.naming import new_names
from projects.editorial.rows import insert, next_keys
from projects.editorial.samples import projects as invented_projects
from projects.editorial.samples import records as invented_records
from projects.editorial.samples import words
from projects.editorial.samples.records import Setting
from projects.editorial.samples.scribes import NAMES, REASON, Scribe, Sheaf
from projects.editorial.saving import save
from projects.editorial.seeding import seed_lists
from projects.editorial.versions import raise_public_revision
from projects.models import (
    NOUNS,
    KeyProjectList,
    Project,
    ProjectType,
    PublishedDocument,
    PublishedFile,
    PublishedListing,
    PublishedParticipation,
    Region,
)
from projects.querysets.records import writing
from projects.querysets.tokens import drop_statements, index_statements
from projects.serializers import PUBLISHED

MOST_VERSIONS = 100
# What publications are found by beside their columns.
NARROW = (PublishedParticipation, PublishedListing, PublishedDocument, PublishedFile)
# Projects that are worked out together, and how many such sheaves one transaction writes.
AT_ONCE, SHEAVES = 500, 10
# Up to so many projects a second process would take longer to start than it saves.
ALONE = 2_000


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
    desk = _Desk(projects, seed, versions)
    with _quick_writing(), _indexed_afterwards(), _without_collector():
        desk.write_foundations()
        desk.write_projects()
    # Until the databases have counted the new rows they would look for them in the wrong order; and until PostgreSQL
    # has noted that everybody may see them, its indexes would not do alone.
    can_vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    _execute(["VACUUM ANALYZE" if can_vacuum else "ANALYZE"])
    return desk.written


@contextmanager
def _without_collector():
    """Keep the collector of circles from looking through millions of rows, none of which is in one."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _indexed_afterwards():
    """Where nothing is published yet, make the indexes of publications in one go afterwards, not row by row."""
    is_busy = any(published.objects.exists() for published in PUBLISHED.values())
    # Within a transaction PostgreSQL makes no index on rows that it has still to check.
    if is_busy or connection.in_atomic_block:
        yield
        return
    # Worked out beforehand: the editor looks through all rows when it is done.
    removal, addition = (_index_statements(act) for act in ("remove_index", "add_index"))
    tables = [model._meta.db_table for model in (*PUBLISHED.values(), PublishedDocument)]
    _execute(removal)
    _execute(statement for table in tables for statement in drop_statements(connection.vendor, table))
    try:
        yield
    finally:
        _execute(addition)
        _execute(statement for table in tables for statement in index_statements(connection.vendor, table))


def _index_statements(act):
    """The SQL by which the schema editor does something with each index of publications but that of the slugs.

    By these the names of new records are chosen.
    """
    with connection.schema_editor(collect_sql=True) as editor:
        for model in (*PUBLISHED.values(), *NARROW):
            for index in (index for index in model._meta.indexes if index.fields != ["slug"]):
                getattr(editor, act)(model, index)
    return editor.collected_sql


def _execute(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _quick_writing():
    """Let SQLite keep in memory, in 256 MB, what the new rows change again and again, and tidy up less often."""
    if connection.vendor != "sqlite":
        yield
        return
    settings = {"cache_size": -256_000, "wal_autocheckpoint": 100_000}
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in settings}
        for name, value in settings.items():
            cursor.execute(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}")


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


class _Desk:
    """Gives invented records their keys and names, has a scribe write them down, and writes the rows."""

    def __init__(self, projects, seed, versions):
        known = {"type": _types(), "region": _regions(), "list": _key_lists()}
        names = {name: tuple((entry.name_zh, entry.name_en) for entry in known[name]) for name in ("type", "region")}
        self.at = timezone.now()
        self.setting = Setting(seed, projects, versions or 1, names["type"], names["region"])
        self.scribe = Scribe(self.setting, self.at, versions is not None, known)
        self.written = dict.fromkeys(NAMES, 0)
        self.slugs = {name: set() for name in NAMES}

    def write_foundations(self):
        """Write what projects point to."""
        for name, invent, number in (
            ("source", invented_records.source, self.setting.sources),
            ("stakeholder", invented_records.stakeholder, self.setting.stakeholders),
            ("plan", invented_records.plan, len(self.setting.regions)),
        ):
            for places in _batches(number, AT_ONCE):
                invented = [invent(self.setting, place) for place in places]
                self._register(invented)
                self._write(self.scribe.learn(name, invented))

    def write_projects(self):
        """Write the projects and their sites, a few thousand in one transaction."""
        with _assistant(self.scribe, self.setting.projects) as write_down:
            sheaves = write_down(self._blocks())
            while several := list(islice(sheaves, max(1, SHEAVES // self.setting.versions))):
                together = Sheaf()
                for sheaf in several:
                    together.extend(sheaf)
                self._write(together)

    def _blocks(self):
        """Invented blocks with their keys and names, as many at a time as one sheaf holds."""
        block = invented_projects.BLOCK
        for places in _batches(-(-self.setting.projects // block), AT_ONCE // block):
            blocks = [invented_projects.block(self.setting, place) for place in places]
            self._register(list(chain.from_iterable(blocks)))
            yield blocks

    def _register(self, invented):
        """Give new records their keys and names, and their copies theirs."""
        with writing(), transaction.atomic():
            for name, noun in NAMES.items():
                own = [record for record in invented if record.noun == name]
                if not own:
                    continue
                public = [record for record in own if record.fate != State.DRAFT]
                keys = next_keys(noun, len(own))
                names = new_names(noun, [record.name for record in own], self.slugs[name])
                for record, key, (reference, slug) in zip(own, keys, names, strict=True):
                    record.key, record.reference, record.slug = key, reference, slug
                keys = next_keys(PUBLISHED[noun], self.setting.versions * len(public))
                for record, places in zip(public, _batches(len(keys), self.setting.versions), strict=True):
                    record.copy_keys = [keys[place] for place in places]
                self.written[name] += len(own)

    def _write(self, sheaf):
        """Write the rows in one transaction, with the log of records and parts."""
        with writing(), transaction.atomic():
            raise_public_revision()
            for model, rows in sheaf.rows.items():
                keys = insert(model, rows)
                if hasattr(model, "history"):
                    log_new(model, keys, REASON, self.at, self.setting.versions)
            # After their publication, as an editor does who has not finished.
            for key, columns in sheaf.changes.items():
                Project.objects.filter(pk=key).update(**columns)
            if sheaf.changes:
                log_changed(Project, list(sheaf.changes), REASON, self.at)


@contextmanager
def _assistant(scribe, projects):
    """What turns lots of blocks into sheaves in their order: in a second process, where that is quicker."""
    if projects <= ALONE or os.cpu_count() == 1:
        yield lambda lots: map(scribe.write_down, lots)
        return
    # A fresh process, not a copy of this one: it has no part in the connection to the database.
    with ProcessPoolExecutor(1, get_context("spawn"), django.setup) as executor:
        executor.submit(_instruct, scribe).result()
        yield lambda lots: _together(executor, scribe, lots)


def _together(executor, scribe, lots):
    """The sheaf of each lot, in their order; what the assistant does not come to, the scribe does here."""
    waiting = deque()
    for lot in lots:
        # As many in advance as one transaction takes, and a few.
        if sum(not sheaf.done() for sheaf in waiting) < SHEAVES + 2:
            waiting.append(executor.submit(_write_down, lot))
        else:
            waiting.append(Future())
            waiting[-1].set_result(scribe.write_down(lot))
        while waiting and waiting[0].done():
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


_instructed = []


def _instruct(scribe):
    _instructed[:] = [scribe]
    gc.disable()


def _write_down(lot):
    return _instructed[0].write_down(lot)
