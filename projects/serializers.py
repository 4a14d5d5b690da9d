"""A working record as the plain facts that are published.

Facts are JSON: both languages as `{"zh": …, "en": …}`, days as ISO 8601, amounts as decimal strings in the unit of
their currency, what is not recorded as null or "". A record named in them is an object with the keys `noun`,
`reference`, `slug` and `name`, as the public knew it on the day of publication. Every field that staff can edit is
published under its own name; a field that must stay inside is declared `editable=False`.
"""

from datetime import date
from decimal import Decimal
from functools import cache

from projects.facts import without_stray_citations
from projects.localized import in_both
from projects.models import (
    KeyProjectList,
    MediaFile,
    Noun,
    Plan,
    Project,
    ProjectType,
    PublishedPlan,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    PublishedStakeholder,
    Region,
    Site,
    Source,
    Stakeholder,
)

PUBLISHED = {
    Project: PublishedProject,
    Site: PublishedSite,
    Plan: PublishedPlan,
    Stakeholder: PublishedStakeholder,
    Source: PublishedSource,
}


class Directory:
    """What the public knows today of the records that others name."""

    def __init__(self, publications=()):
        """Know these current publications, and no other record."""
        self.publications = {(type(publication), publication.reference): publication for publication in publications}

    @classmethod
    def of_records_named_by(cls, *records):
        """Look up every record that the `records` and their parts point to; asks once a noun."""
        wanted = {}
        for record in records:
            for target in _named_records(record):
                wanted.setdefault(type(target), set()).add(target.reference)
        return cls(
            publication
            for noun, references in wanted.items()
            for publication in PUBLISHED[noun].objects.current().filter(reference__in=references)
        )

    def add(self, publication):
        """Know this publication too."""
        self.publications[type(publication), publication.reference] = publication

    def publication(self, record):
        """The current publication of a record, or None where the public knows nothing of it."""
        return self.publications.get((PUBLISHED[type(record)], record.reference)) if record else None

    def entry(self, record):
        """How facts name the record, or None where it is not public."""
        publication = self.publication(record)
        return named(publication) if publication else None


def named(publication):
    """How facts name a published record."""
    return {
        "noun": publication._meta.model_name.removeprefix("published"),
        "reference": publication.reference,
        "slug": publication.slug,
        "name": {"zh": publication.name_zh, "en": publication.name_en},
    }


def facts_of(record):
    """The whole public record of `record`, as it would be published now: a dict ready for JSON."""
    facts, _left_out = facts_and_left_out(record)
    return facts


def facts_and_left_out(record):
    """The same, and the records that this one names and the public does not know, which publishing leaves out."""
    record = _with_parts(record)
    directory = Directory.of_records_named_by(record)
    left_out = {target.reference: target for target in _named_records(record) if not directory.publication(target)}
    return facts_at_hand(record, _own_parts(record), directory), list(left_out.values())


def facts_at_hand(record, parts, directory):
    """The same of a record whose `parts` (collection -> rows) and what all point to are in memory: no query is made.

    The parts must be in the order of their model.
    """
    facts = _fields(record, directory)
    if isinstance(record, Project):
        site = directory.publication(record.site)
        facts["plan"] = site.facts["plan"] if site else None
    return facts | _parts(parts, directory)


def region_record(region):
    """What is said of a region itself: public as it stands, but for citations of unpublished sources."""
    region = _with_parts(region)
    directory = Directory.of_records_named_by(region)
    return (
        region_facts(region) | {"description": in_both(region, "description")} | _parts(_own_parts(region), directory)
    )


def type_facts(project_type):
    """How facts name a project type."""
    return {"slug": project_type.slug, "name": in_both(project_type, "name"), "sectors": project_type.sectors}


def region_facts(region):
    """How facts name a region: with the divisions it lies in, from the top down to itself."""
    return {
        "code": region.code,
        "name": in_both(region, "name"),
        "path": [{"code": above.code, "name": in_both(above, "name")} for above in region.path],
    }


def list_facts(key_list):
    """How facts name a list of key projects."""
    return {"slug": key_list.slug, "name": in_both(key_list, "name"), "level": key_list.level}


def file_facts(file):
    """How facts name an uploaded file: its address is made of the token and the name, or a width of a picture."""
    return {
        "token": file.token,
        "name": {"zh": file.name, "en": file.name},
        "media_type": file.media_type,
        "bytes": file.bytes,
        "sizes": [{"width": width, "height": height} for width, height in file.sizes],
    }


LISTED = {ProjectType: type_facts, Region: region_facts, KeyProjectList: list_facts, MediaFile: file_facts}


def _with_parts(record):
    """The record as the database has it, with everything its facts are made of, in few queries."""
    model = type(record)
    lookups = []
    for collection, part in model.part_models().items():
        targets = [field.name for field in part._meta.concrete_fields if _points_away(field, part.owners)]
        lookups += [f"{collection}__{target}" for target in targets] or [collection]
    singles = [field.name for field in model._meta.concrete_fields if _points_away(field)]
    # A county lies in a prefecture, and that in a province.
    singles += [f"{name}__parent" for name in singles if model._meta.get_field(name).related_model is Region]
    # Without a name, select_related would follow every key there is.
    records = model.objects.select_related(*singles) if singles else model.objects.all()
    return records.prefetch_related(*lookups).get(pk=record.pk)


def _points_away(field, owners=()):
    return field.is_relation and field.editable and field.name not in owners


def _named_records(record):
    """Every noun that the record or one of its parts points to."""
    yield from _named_by(record)
    for collection in record.part_models():
        for part in getattr(record, collection).all():
            yield from _named_by(part)


def _named_by(holder):
    for name in _pointers(type(holder)):
        target = getattr(holder, name)
        if target is not None:
            yield target


@cache
def _pointers(model):
    """The fields by which a record or part points to a noun."""
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if _points_away(field, getattr(model, "owners", ())) and issubclass(field.related_model, Noun)
    )


def _fields(holder, directory):
    """The editable fields of a record or part under their own names."""
    return {name: read(holder, name, directory) for name, read in _readers(type(holder)).items()}


@cache
def _readers(model):
    """How each editable field of a record or part becomes a fact: its own name -> a function."""
    owners = getattr(model, "owners", ())
    localized, partial_dates = getattr(model, "localized", ()), getattr(model, "partial_dates", ())
    composite = {f"{name}_{language}": name for name in localized for language in ("zh", "en")}
    composite |= {f"{name}_{end}": name for name in partial_dates for end in ("first", "last", "precision", "text")}
    readers = {}
    for field in model._meta.concrete_fields:
        name = composite.get(field.name, field.name)
        if not field.editable or field.primary_key or name in owners:
            continue
        if name in localized:
            readers[name] = _both
        elif name in partial_dates:
            readers[name] = _period
        else:
            readers[name] = _target if field.is_relation else _plain
    return readers


def _both(holder, name, directory):
    return in_both(holder, name)


def _period(holder, name, directory):
    value = getattr(holder, name)
    return value.as_data() if value else None


def _target(holder, name, directory):
    target = getattr(holder, name)
    if target is None or isinstance(target, Noun):
        return directory.entry(target)
    return LISTED[type(target)](target)


def _plain(holder, name, directory):
    value = getattr(holder, name)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _own_parts(record):
    return {collection: getattr(record, collection).all() for collection in record.part_models()}


def _parts(parts, directory):
    """The parts of a record, but for those about somebody the public does not know."""
    facts = {
        collection: [
            {"number": row.number} | _fields(row, directory)
            for row in rows
            if all(directory.publication(target) for target in _named_by(row))
        ]
        for collection, rows in parts.items()
    }
    return without_stray_citations(facts)
