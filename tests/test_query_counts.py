"""How many queries each address takes, held to a baseline: `UPDATE_QUERY_COUNTS=1` writes it anew."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import LISTS, NOUNS, Project, Region
from tests.doors import READS
from tests.records import make_project, make_site, make_stakeholder, make_type

pytestmark = pytest.mark.django_db

BASELINE = Path(__file__).with_name("query_counts.json")
# One of them asks whether anything has changed since the reader's last visit, one for the views of the list.
MOST = {"list": 11, "detail": 9}


@pytest.fixture
def many():
    """The seed, and more of everything than fits a page."""
    call_command("seed", verbosity=0)
    region = Region.objects.get(code="140322")
    whole = make_project(region=region)
    for n in range(30):
        make_stakeholder()
        make_project(region=region, part_of=whole if n < 5 else None, site=make_site(region=region, status="confirmed"))
    make_type("one-more")


def queries(client, path):
    """How many queries the second request of an address takes: caches of the process are warm."""
    client.get(path).getvalue()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
        assert response.status_code == 200, path
        response.getvalue()
    # How long to wait for a lock is said once to one database and three times to the other.
    return sum(not one["sql"].startswith(("PRAGMA ", "SET ")) for one in captured)


def counted_public(client):
    """The most queries that any address of each public door takes."""
    return {door.name: max(queries(client, path) for path in door.paths("en")) for door in READS}


def counted_admin(client):
    """The queries that each list and each form of the staff side takes."""
    counts = {}
    for model in (*NOUNS, *LISTS):
        name = model._meta.model_name
        counts[f"admin_{name}_changelist"] = queries(client, reverse(f"admin:projects_{name}_changelist"))
    counts["admin_project_change"] = queries(
        client, reverse("admin:projects_project_change", args=[Project.objects.get(reference="PRJ-0001").pk])
    )
    return counts


def test_every_address_takes_the_queries_it_took(client, admin_client, many):
    counts = counted_public(client) | counted_admin(admin_client)
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        BASELINE.write_text(json.dumps(counts, indent=2) + "\n", "utf-8")
    assert counts == json.loads(BASELINE.read_text("utf-8"))


@pytest.mark.parametrize("kind", MOST)
def test_lists_and_details_stay_within_their_bounds(kind):
    baseline = json.loads(BASELINE.read_text("utf-8"))
    kept = {name: count for name, count in baseline.items() if name.endswith(kind) and not name.startswith("admin")}
    assert len(kept) >= 2
    assert all(count <= MOST[kind] for count in kept.values()), kept


def test_the_queries_do_not_grow_with_the_data(client):
    call_command("seed", verbosity=0)
    few = counted_public(client)
    region = Region.objects.get(code="140300")
    for _ in range(15):
        make_site(region=region, plan=None, status="confirmed")
        make_project(region=region, site=make_site(region=region, plan=None, status="confirmed"))
    assert counted_public(client) == few
