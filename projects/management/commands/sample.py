"""Fill the tracker with invented projects, for trying and measuring."""

from time import monotonic

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from projects import editorial


class Command(BaseCommand):
    """Write a sample that says it is one, as skewed as life is and the same for the same seed."""

    help = (
        "Writes invented projects with their sites, documents, histories and publications. The same numbers give the "
        "same public facts on every machine and day."
    )

    def add_arguments(self, parser):
        """Take the size, the seed, and where the sample may go."""
        parser.add_argument("--projects", type=int, required=True, metavar="N", help="How many projects.")
        parser.add_argument("--seed", type=int, required=True, metavar="S", help="Another seed, another sample.")
        parser.add_argument(
            "--versions",
            type=int,
            metavar="V",
            help="Publish each record V times, on past days of the sample's own; without it once, today.",
        )
        parser.add_argument(
            "--beside", action="store_true", help="Write it although the database holds records already."
        )

    def handle(self, projects, seed, versions, beside, **options):
        """Say how many records were written, and how long it took."""
        began = monotonic()
        try:
            written = editorial.sample(
                projects, seed, versions=versions, beside=beside, lists=settings.BASE_DIR / "fixtures"
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except editorial.RecordsInTheWayError as error:
            raise CommandError(
                "The database holds other records. Give --beside where the sample may stand among them."
            ) from error
        said = ", ".join(f"{number} × {noun}" for noun, number in written.items())
        self.stdout.write(f"Wrote {said} in {monotonic() - began:.0f} s.")
