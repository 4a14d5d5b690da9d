"""Publishing again what the public already reads, with something in it renamed or taken out.

Made from the current publication, never from the working row: an editor's unfinished change stays inside.
"""

from django.utils import timezone

from projects.editorial.publishing import foreign_keys, noun_of, write_participations, write_publication
from projects.facts import columns_of, naming_instead, without
from projects.models import KeyProjectList, Project, ProjectType, PublishedProject, Region
from projects.serializers import PUBLISHED, list_facts, named, region_facts, type_facts

# What is left of a retracted publication. Type and region are keys only, and shown nowhere.
TOMBSTONE = {
    *("id", "reference", "number", "version", "shown_from", "shown_until", "published_at", "published_by"),
    *("type", "region"),
}


def republish_where_named(was, entry, by):
    """Republish what shows a type, region or list that has just been renamed or moved."""
    if isinstance(entry, ProjectType) and type_facts(was) != type_facts(entry):
        for publication in _current("type", type=entry):
            _again(publication, publication.facts | {"type": type_facts(entry)}, by)
    if isinstance(entry, Region) and region_facts(was) != region_facts(entry):
        for publication in _current("region", region__in=_within(entry)):
            _again(publication, publication.facts | {"region": region_facts(publication.region)}, by)
    if isinstance(entry, KeyProjectList) and list_facts(was) != list_facts(entry):
        for publication in _listed_in(was):
            listings = [
                listing | {"list": list_facts(entry)} if listing["list"]["slug"] == was.slug else listing
                for listing in publication.facts["key_listings"]
            ]
            _again(publication, publication.facts | {"key_listings": listings}, by)


def shown_with(entry):
    """The references, by noun, of what the public reads today under a type, region or list."""
    shown = {}
    for noun, published in PUBLISHED.items():
        for field in published._meta.concrete_fields:
            if field.related_model is type(entry):
                rows = published.objects.current().filter(**{field.name: entry})
                shown.setdefault(noun, []).extend(rows.values_list("reference", flat=True))
    if isinstance(entry, KeyProjectList):
        shown[Project] = [publication.reference for publication in _listed_in(entry)]
    return shown


def _within(region):
    """The keys of a region and of all below it."""
    keys, below = {region.pk}, {region.pk}
    while below:
        below = set(Region.objects.filter(parent__in=below).values_list("pk", flat=True)) - keys
        keys |= below
    return keys


def _current(column, **conditions):
    """The current publications that meet the `conditions`, of every noun whose publications have the `column`."""
    for published in PUBLISHED.values():
        if any(field.name == column for field in published._meta.concrete_fields):
            yield from _each(published.objects.current().filter(**conditions))


def _listed_in(key_list):
    yield from _each(PublishedProject.objects.current().filter(listings__list=key_list).order_by("pk").distinct())


def _each(publications):
    """The publications, a hundred in memory at a time, chosen before the first of them is written again."""
    keys = list(publications.values_list("pk", flat=True))
    for start in range(0, len(keys), 100):
        yield from publications.model.objects.filter(pk__in=keys[start : start + 100])


def _again(publication, facts, by):
    # Without a reason: readers see it, and that would name what they are not to see any more.
    write_publication(
        type(publication),
        facts,
        foreign_keys(publication),
        version=publication.version,
        by=by,
        reason="",
    )


def _naming(record):
    """How facts name a record: its noun and its reference."""
    return record._meta.model_name, record.reference


def republish_without(record, by):
    """Republish what names a record that has been withdrawn, without it."""
    for published in PUBLISHED.values():
        for publication in _each(published.objects.current().mentioning(*_naming(record))):
            _again(publication, without(publication.facts, *_naming(record)), by)


def republish_with(record, survivor, by):
    """Republish what names a record as naming the survivor of its merging, or neither where that is not public.

    Returns the references, by noun, of what was republished.
    """
    current = PUBLISHED[type(survivor)].objects.current().filter(reference=survivor.reference).first()
    done = {}
    for noun, published in PUBLISHED.items():
        for publication in _each(published.objects.current().mentioning(*_naming(record))):
            if current is None:
                facts = without(publication.facts, *_naming(record))
            else:
                facts = naming_instead(publication.facts, *_naming(record), named(current))
            _again(publication, facts, by)
            done.setdefault(noun, set()).add(publication.reference)
    return done


def strike_everywhere(record):
    """Take a retracted record out of every publication that names it, past ones too."""
    for published in PUBLISHED.values():
        for publication in _each(published.objects.mentioning(*_naming(record))):
            publication.facts = without(publication.facts, *_naming(record))
            for name, value in columns_of(noun_of(published), publication.facts).items():
                setattr(publication, name, value)
            publication.save()
            write_participations(publication)


def erase(record):
    """Leave a tombstone of each publication of a record: its reference and days, and nothing it said."""
    today = timezone.localdate()
    for publication in PUBLISHED[type(record)].objects.filter(reference=record.reference):
        for field in publication._meta.concrete_fields:
            if field.name not in TOMBSTONE:
                setattr(publication, field.attname, None if field.null else field.get_default())
        publication.is_retracted = True
        publication.shown_until = min(publication.shown_until, today)
        publication.slug = record.reference.lower()
        publication.save()
        for narrow in ("participations", "listings", "documents", "files"):
            if hasattr(publication, narrow):
                getattr(publication, narrow).all().delete()
