"""The first records: fixtures become records that are versioned, logged and public, and never overwrite anything."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.db import transaction

from projects.choices import State
from projects.editorial.publishing import publish
from projects.editorial.saving import save
from projects.editorial.versions import act, raise_public_revision, write
from projects.models import LISTS, NOUNS, Noun, Source
from projects.search import sort_key
from projects.serializers import PUBLISHED

REASON = "seed"
# Each finds what it points to: regions cite sources, projects stand on sites, sites are called for by plans.
ORDER = (Source, *LISTS, *(noun for noun in NOUNS if noun is not Source))


@dataclass
class Outcome:
    """What a seeding did: the natural keys it created or completed, and those it left as they were."""

    done: list = field(default_factory=list)
    left_alone: list = field(default_factory=list)


def seed(folder: Path):
    """Create and publish the records of the fixtures in `folder` that are absent, with all their parts.

    A record that is there in any state, edited, withdrawn or deleted, is left alone together with its parts.
    """
    return _plant_all(_by_model(folder))


def seed_lists(folder: Path):
    """Create the regions, types and lists of the fixtures that are absent, without what belongs to them."""
    return _plant_all({model: entries for model, entries in _by_model(folder).items() if model in LISTS})


def _by_model(folder):
    by_model = {}
    for path in sorted(Path(folder).glob("*.json")):
        for entry in json.loads(path.read_text("utf-8")):
            by_model.setdefault(apps.get_model(entry["model"]), []).append(entry)
    return by_model


def _plant_all(by_model):
    outcome = Outcome()
    with transaction.atomic():
        for model in ORDER:
            for entry in _parents_first(by_model.get(model, []), model):
                _plant(model, entry, by_model, outcome)
    return outcome


def _parents_first(entries, model):
    """The entries in an order in which each finds what it points to: a region after the one it belongs to."""
    key = model.natural_key_field
    waiting, named = list(entries), {entry["fields"][key] for entry in entries}
    while waiting:
        ready = [entry for entry in waiting if not _awaited(entry, named)]
        if not ready:
            raise ValueError(f"{waiting[0]['fields'][key]} and others point to each other in a circle")
        yield from ready
        named -= {entry["fields"][key] for entry in ready}
        waiting = [entry for entry in waiting if entry not in ready]


def _awaited(entry, named):
    return {*(entry["fields"].get("parent") or []), *(entry["fields"].get("part_of") or [])} & named


def _plant(model, entry, by_model, outcome):
    key = entry["fields"][model.natural_key_field]
    if model.objects.filter(**{model.natural_key_field: key}).exists():
        outcome.left_alone.append(key)
        return
    record = _read(entry)
    parts = []
    for part in model.part_models().values():
        for owner in part.owners:
            if part._meta.get_field(owner).related_model is model:
                parts += [
                    _read(entry, without=owner)
                    for entry in by_model.get(part, [])
                    if entry["fields"].get(owner) == [key]
                ]
    save(record, reason=REASON, parts=parts)
    if isinstance(record, Noun):
        publish(record, reason=REASON)
    outcome.done.append(key)


def _read(entry, without=None):
    """The record of a fixture entry, not yet saved; `without` drops the owner, which the saving sets."""
    fields = {name: value for name, value in entry["fields"].items() if name != without}
    # With a key given, Django does not look for the record by its natural key, which a part has only with its owner.
    (read,) = serializers.deserialize("python", [{"model": entry["model"], "pk": 0, "fields": fields}])
    read.object.pk = None
    read.object._state.adding = True
    return read.object


def incomplete():
    """The records that `loaddata` wrote past the door: without a history row, or behind their last one."""
    found = []
    for model in ORDER:
        history = model.history.model
        last = {}
        for pk, version in history.objects.order_by("history_id").values_list("id", "version"):
            last[pk] = version
        for record in model.objects.all():
            if last.get(record.pk) is None or last[record.pk] > record.version:
                found.append((record, last.get(record.pk)))
    return found


def complete():
    """Give records that `loaddata` wrote what it could not: sort keys, history, parts' history, and a publication."""
    outcome = Outcome()
    with transaction.atomic():
        for record, last_version in incomplete():
            with act(record):
                raise_public_revision()
                _log(record, last_version)
            if isinstance(record, Noun) and last_version is None:
                publish(record, reason=REASON)
            outcome.done.append(record.natural_key()[0])
    return outcome


def _log(record, last_version):
    if isinstance(record, Noun):
        record.sort_zh = sort_key(record.name_zh, record.name_en)
        current = PUBLISHED[type(record)].objects.current().filter(reference=record.reference).first()
        if current:
            record.state, record.published_version = State.PUBLISHED, current.version
    if last_version is not None:
        record.version = last_version + 1
    write(record, None, REASON)
    for collection in record.part_models():
        for part in getattr(record, collection).all():
            if last_version is not None or not part.history.exists():
                write(part, None, REASON, record.version)
