"""Publishing again what the public already reads, with something in it renamed or taken out.

Made from the current publication, never from the working row: an editor's unfinished change stays inside.
"""

from django.utils import timezone

from projects.editorial.publishing import foreign_keys, noun_of, write_participations, write_publication
from projects.facts import columns_of, without
from projects.models import KeyProjectList, ProjectType, Region
from projects.serializers import PUBLISHED, list_facts, region_facts, type_facts


def republish_where_named(was, entry, by):
    """Republish what shows a type, region or list that has just been renamed or moved."""
    if isinstance(entry, ProjectType) and type_facts(was) != type_facts(entry):
        for publication in _current(lambda rows: rows.filter(type=entry), "type"):
            _again(publication, publication.facts | {"type": type_facts(entry)}, by, entry)
    if isinstance(entry, Region) and region_facts(was) != region_facts(entry):
        for publication in _current(lambda rows: rows.filter(region__in=_within(entry)), "region"):
            _again(publication, publication.facts | {"region": region_facts(publication.region)}, by, entry)
    if isinstance(entry, KeyProjectList) and list_facts(was) != list_facts(entry):
        for publication in _current(lambda rows: rows, "part_of_reference"):
            listings = [
                listing | {"list": list_facts(entry)} if listing["list"]["slug"] == was.slug else listing
                for listing in publication.facts["key_listings"]
            ]
            if listings != publication.facts["key_listings"]:
                _again(publication, publication.facts | {"key_listings": listings}, by, entry)


def _within(region):
    """The keys of a region and of all below it."""
    keys, below = {region.pk}, {region.pk}
    while below:
        below = set(Region.objects.filter(parent__in=below).values_list("pk", flat=True)) - keys
        keys |= below
    return keys


def _current(choose, column):
    """The current publications that `choose` keeps, of every noun whose publications have the `column`."""
    for published in PUBLISHED.values():
        if any(field.name == column for field in published._meta.concrete_fields):
            yield from choose(published.objects.current()).iterator()


def _again(publication, facts, by, cause):
    write_publication(
        type(publication),
        facts,
        foreign_keys(publication),
        version=publication.version,
        by=by,
        reason=f"{cause._meta.verbose_name}: {cause.natural_key()[0]}",
    )


def republish_without(record, by):
    """Republish what names a record that has been withdrawn, without it."""
    for published in PUBLISHED.values():
        for publication in published.objects.current().mentioning(record.reference).iterator():
            _again(publication, without(publication.facts, record.reference), by, record)


def strike_everywhere(record):
    """Take a retracted record out of every publication that names it, past ones too."""
    for published in PUBLISHED.values():
        for publication in published.objects.mentioning(record.reference).iterator():
            publication.facts = without(publication.facts, record.reference)
            for name, value in columns_of(noun_of(published), publication.facts).items():
                setattr(publication, name, value)
            publication.save()
            write_participations(publication)


def erase(record):
    """Leave a tombstone of each publication of a record: its reference and days, and nothing it said."""
    today = timezone.localdate()
    for publication in PUBLISHED[type(record)].objects.filter(reference=record.reference):
        publication.is_retracted = True
        publication.shown_until = min(publication.shown_until, today)
        publication.facts = {}
        publication.slug = record.reference.lower()
        publication.reason = ""
        publication.name_zh = publication.name_en = publication.sort_zh = publication.sort_en = ""
        publication.search_text = publication.mentions = ""
        publication.save()
