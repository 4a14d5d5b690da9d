"""What a new record is called: its public reference and the address of its page."""

import re

from django.db.models import F

from projects.models import Noun, ReferenceCounter
from projects.search import slug
from projects.serializers import PUBLISHED


def name_record(record: Noun):
    """Give a noun the reference and the slug that its author left empty; the transaction holds the counter."""
    if not record.reference:
        record.reference = _next_reference(type(record))
    elif record._state.adding:
        _count_in(record)
    if not record.slug:
        record.slug = _free_slug(record)


def _counter(noun):
    """The counter of a noun's references; two first records may meet here, and one of them makes it."""
    ReferenceCounter.objects.bulk_create([ReferenceCounter(noun=noun.prefix)], ignore_conflicts=True)
    return ReferenceCounter.objects.filter(noun=noun.prefix)


def _next_reference(noun):
    """The next free reference of a noun: PRJ-0001, PRJ-0002, …, never one given out before."""
    counter = _counter(noun)
    counter.update(last=F("last") + 1)
    number = counter.get().last
    while noun.objects.filter(reference=f"{noun.prefix}-{number:04}").exists():
        number += 1
    counter.update(last=number)
    return f"{noun.prefix}-{number:04}"


def _count_in(record):
    """Let the counter go on after a reference that the record's author chose."""
    chosen = re.fullmatch(rf"{record.prefix}-0*(\d{{1,9}})", record.reference)
    if chosen:
        _counter(type(record)).filter(last__lt=int(chosen[1])).update(last=int(chosen[1]))


def _free_slug(record):
    base = slug(record.name_zh, record.name_en) or record.reference.lower()
    taken = type(record).objects.filter(slug=base).exclude(pk=record.pk)
    # An address that once led to another record leads there for ever.
    left = PUBLISHED[type(record)].objects.filter(slug=base).exclude(reference=record.reference)
    if not taken.exists() and not left.exists():
        return base
    # No other record's slug ends in this one's reference.
    return f"{base[: 79 - len(record.reference)].rstrip('-')}-{record.reference.lower()}"
