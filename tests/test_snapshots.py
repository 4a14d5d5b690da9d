"""Several questions see one state of the database, and nobody waits for it."""

from threading import Thread

import pytest
from django.db import connection

from projects.models import PublishedProject
from projects.querysets.snapshots import snapshot
from tests.records import make_project


def at_once(act):
    """Do something over another connection, and wait until it is done."""
    failed = []

    def run():
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    assert failed == []


@pytest.mark.django_db(transaction=True)
def test_what_is_published_meanwhile_is_not_seen_and_does_not_wait():
    make_project()
    with snapshot():
        assert PublishedProject.objects.current().count() == 1
        at_once(make_project)
        assert PublishedProject.objects.current().count() == 1
    assert PublishedProject.objects.current().count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_ends_with_what_went_wrong_within():
    def fail():
        PublishedProject.objects.count()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), snapshot():
        fail()
    at_once(make_project)
    assert PublishedProject.objects.current().count() == 1


@pytest.mark.django_db
def test_within_a_transaction_that_one_decides():
    with snapshot():
        make_project()
    assert PublishedProject.objects.current().count() == 1
