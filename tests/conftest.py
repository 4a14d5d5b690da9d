"""What many tests stand on."""

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def seed(django_db_setup, django_db_blocker):
    """The seed, published once for all tests of a module; what a test changes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeded(seed, db):
    """The seed, published."""


@pytest.fixture
def media(settings, tmp_path):
    """A folder of its own for the files of each test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
