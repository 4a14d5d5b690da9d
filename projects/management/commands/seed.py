"""Seed the tracker with the facts of its fixtures."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.base import DeserializationError

from projects import editorial


class Command(BaseCommand):
    """Load what is absent; change and resurrect nothing."""

    help = "Creates and publishes the records of the fixtures that are absent, and leaves all others alone."

    def add_arguments(self, parser):
        """Take another folder of fixtures, or only complete what loaddata wrote."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument(
            "--complete",
            action="store_true",
            help="Load nothing; give records that loaddata wrote their history, sort keys and publications.",
        )

    def handle(self, folder, complete, **options):
        """Say what was done and what was left alone."""
        if complete:
            outcome = editorial.complete()
            self.stdout.write(f"Completed {len(outcome.done)} records.")
            return
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            outcome = editorial.seed(folder)
        except (DeserializationError, ValidationError, LookupError, ValueError) as error:
            raise CommandError(f"Nothing was seeded, for the fixtures in {folder} are wrong: {error}") from error
        self.stdout.write(f"Created {len(outcome.done)} records, left {len(outcome.left_alone)} alone.")
        if outcome.left_alone and options["verbosity"] > 1:
            self.stdout.write("Left alone: " + ", ".join(outcome.left_alone))
