"""What a new record is called: its public reference and the address of its page."""

from django.db.models import F

from projects.models import ReferenceCounter
from projects.search import slug


def name_record(record):
    """Give a noun the reference and the slug that its author left empty; the transaction holds the counter."""
    if not record.reference:
        record.reference = _next_reference(type(record))
    if not record.slug:
        record.slug = _free_slug(record)


def _next_reference(noun):
    """The next free reference of a noun: PRJ-0001, PRJ-0002, …, never one given out before."""
    counter = ReferenceCounter.objects.filter(noun=noun.prefix)
    if not counter.update(last=F("last") + 1):
        ReferenceCounter.objects.create(noun=noun.prefix, last=1)
    number = counter.get().last
    while noun.objects.filter(reference=f"{noun.prefix}-{number:04}").exists():
        number += 1
    counter.update(last=number)
    return f"{noun.prefix}-{number:04}"


def _free_slug(record):
    base = slug(record.name_zh, record.name_en) or record.reference.lower()
    taken = set(type(record).objects.filter(slug__startswith=base).exclude(pk=record.pk).values_list("slug", flat=True))
    if base not in taken:
        return base
    return f"{base[:60]}-{record.reference.lower()}"
