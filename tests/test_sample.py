"""The command `sample`: the same for the same seed, and in nobody's way."""

import json
import os
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from projects.choices import State
from projects.editorial import sampling
from projects.models import (
    FOREVER,
    Project,
    PublishedProject,
    ReferenceCounter,
    Source,
)
from projects.serializers import PUBLISHED
from tests.records import make_project

pytestmark = pytest.mark.django_db


def run(*arguments):
    """Call `sample` and return what it said."""
    said = StringIO()
    call_command("sample", *map(str, arguments), stdout=said)
    return said.getvalue()


def public_facts():
    """What every publication says, in the order of references, without the day of publication."""
    return [
        (publication.reference, publication.number, publication.facts)
        for published in PUBLISHED.values()
        for publication in published.objects.order_by("reference", "number")
    ]


def taken_back(*arguments):
    """The public facts, and the days they were shown, of a sample that leaves nothing behind."""
    with transaction.atomic():
        run(*arguments)
        days = list(PublishedProject.objects.order_by("reference", "number").values_list("shown_from", "shown_until"))
        facts = json.dumps(public_facts(), sort_keys=True)
        transaction.set_rollback(True)
    return facts, days


def test_the_same_numbers_give_the_same_public_facts_on_any_day(monkeypatch):
    first, _days = taken_back("--projects", 30, "--seed", 3)
    tomorrow = timezone.now() + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert taken_back("--projects", 30, "--seed", 3)[0] == first
    assert taken_back("--projects", 30, "--seed", 4)[0] != first


@pytest.mark.django_db(transaction=True)
def test_a_second_process_writes_down_the_same(monkeypatch):
    alone, days = taken_back("--projects", 1_030, "--seed", 3, "--versions", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(sampling, "ALONE", 0)
    # Gone from this process, not from the other.
    monkeypatch.setattr(sampling.Scribe, "write_down", None)
    assert taken_back("--projects", 1_030, "--seed", 3, "--versions", 2) == (alone, days)


def test_versions_take_their_days_from_the_seed(monkeypatch):
    first = taken_back("--projects", 30, "--seed", 3, "--versions", 3)
    tomorrow = timezone.now() + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert taken_back("--projects", 30, "--seed", 3, "--versions", 3) == first


def test_each_version_is_shown_from_where_the_one_before_it_ends():
    run("--projects", 40, "--seed", 5, "--versions", 4)
    for noun, published in PUBLISHED.items():
        for record in noun.objects.exclude(state=State.DRAFT):
            copies = list(published.objects.filter(reference=record.reference).order_by("number"))
            assert [copy.number for copy in copies] == [1, 2, 3, 4]
            assert all(copy.shown_from < copy.shown_until for copy in copies)
            assert all(copy.shown_from < timezone.localdate() for copy in copies)
            assert all(before.shown_until == after.shown_from for before, after in pairwise(copies))
            end = FOREVER if record.state == State.PUBLISHED else date(2025, 3, 1)
            assert copies[-1].shown_until == end
    stages = PublishedProject.objects.order_by("reference", "number").values_list("reference", "stage")
    assert len({reference for reference, _stage in set(stages)}) < len(set(stages))


def test_a_seeded_tracker_takes_a_sample_only_beside_its_records():
    call_command("seed", stdout=StringIO())
    with pytest.raises(CommandError, match="--beside"):
        run("--projects", 10, "--seed", 1)
    assert Project.objects.count() == 1
    run("--projects", 10, "--seed", 1, "--beside")
    run("--projects", 10, "--seed", 1, "--beside")
    assert Project.objects.count() == 21
    assert ReferenceCounter.objects.get(noun="PRJ").last == 21
    assert make_project(name_en="Later").reference == "PRJ-0022"


@pytest.mark.parametrize(
    "arguments", [("--projects", 0), ("--projects", 5, "--versions", 0), ("--projects", 5, "--versions", 101)]
)
def test_numbers_that_make_no_sense_are_refused(arguments):
    with pytest.raises(CommandError):
        run(*arguments, "--seed", 1)
    assert not Source.objects.exists()
