"""`manage.py forget`: erase what the public wrote in requests that were settled a year ago."""

from django.core.management.base import BaseCommand

from projects import editorial


class Command(BaseCommand):
    """Keeps the promise of the form; to be run every day."""

    help = "Erase what the public wrote in requests that were closed or deleted a year ago."

    def handle(self, **options):
        """Erase, and say of how many requests."""
        self.stdout.write(f"{editorial.forget()} requests forgotten.")
