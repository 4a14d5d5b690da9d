"""What a new record is called: its public reference and the address of its page."""

import re
from itertools import count

from django.db.models import F

from projects.choices import Audience
from projects.models import Noun, ReferenceCounter, SavedView
from projects.search import slug
from projects.serializers import PUBLISHED

# What leaves room for a number after it.
LONGEST_BASE = 70


def name_record(record: Noun):
    """Give a noun the reference and the slug that its author left empty; the transaction holds the counter."""
    if not record.reference:
        (record.reference,) = next_references(type(record), 1)
    elif record._state.adding:
        _count_in(record)
    if not record.slug:
        base = _base(record.name_zh, record.name_en, record.reference)
        record.slug = _slug(record.reference, base, _taken(type(record), [base], record.reference))


def name_view(view):
    """Give a view that becomes public an address, made from its name where its author left it empty."""
    if view.slug or view.audience != Audience.PUBLIC:
        return
    base = slug(view.name_zh, view.name_en)[:LONGEST_BASE].rstrip("-") or "view"
    taken = {*SavedView.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    numbered = (f"{base}-{number}" for number in count(2))
    view.slug = base if base not in taken else next(address for address in numbered if address not in taken)


def new_names(noun, names, given):
    """The same for new records of one noun, by their names in both languages: pairs of a reference and a slug.

    None of them has a name in public yet. `given` are slugs that belong to records not written yet; it takes these in.
    """
    references = next_references(noun, len(names))
    bases = [_base(*both, reference) for both, reference in zip(names, references, strict=True)]
    given |= _taken(noun, set(bases) - given)
    found = []
    for base, reference in zip(bases, references, strict=True):
        found.append((reference, _slug(reference, base, given)))
        given.add(found[-1][1])
    return found


def _counter(noun):
    """The counter of a noun's references; two first records may meet here, and one of them makes it."""
    ReferenceCounter.objects.bulk_create([ReferenceCounter(noun=noun.prefix)], ignore_conflicts=True)
    return ReferenceCounter.objects.filter(noun=noun.prefix)


def next_references(noun, number):
    """The next free references of a noun: PRJ-0001, PRJ-0002, …, never one given out before."""
    counter, free = _counter(noun), []
    while len(free) < number:
        missing = number - len(free)
        counter.update(last=F("last") + missing)
        last = counter.get().last
        next_ones = [f"{noun.prefix}-{place:04}" for place in range(last - missing + 1, last + 1)]
        chosen = set(noun.objects.filter(reference__in=next_ones).values_list("reference", flat=True))
        free += [reference for reference in next_ones if reference not in chosen]
    return free


def _count_in(record):
    """Let the counter go on after a reference that the record's author chose."""
    chosen = re.fullmatch(rf"{record.prefix}-0*(\d{{1,9}})", record.reference)
    if chosen:
        _counter(type(record)).filter(last__lt=int(chosen[1])).update(last=int(chosen[1]))


def _base(zh, en, reference):
    return slug(zh, en) or reference.lower()


def _taken(noun, bases, reference=None):
    """Which of the slugs lead, or once led, to another record: an address leads where it led for ever."""
    rows = (noun.objects, PUBLISHED[noun].objects)
    return {
        taken
        for row in rows
        for taken in row.filter(slug__in=bases).exclude(reference=reference).values_list("slug", flat=True)
    }


def _slug(reference, base, taken):
    if base not in taken:
        return base
    # No other record's slug ends in this one's reference.
    return f"{base[: 79 - len(reference)].rstrip('-')}-{reference.lower()}"
