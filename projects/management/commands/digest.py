"""`manage.py digest`: tell each account at the desk by mail what waits for it."""

from django.core.management.base import BaseCommand, CommandError

from projects import digests


class Command(BaseCommand):
    """Writes to each account once a day; to be run every morning."""

    help = "Sends to each account at the desk that wants it a mail with what waits for it, once a day."

    def add_arguments(self, parser):
        """Take whether to send again, or only to show."""
        parser.add_argument("--again", action="store_true", help="Send to those too who have had today's mail.")
        parser.add_argument("--dry-run", action="store_true", help="Print what would be sent, and send nothing.")

    def handle(self, again, dry_run, **options):
        """Say how many mails left, and name the accounts that got none because something failed."""
        if lacking := digests.lacking(is_rehearsal=dry_run):
            raise CommandError(f"No mail can be sent: set {' and '.join(lacking)}, which README.md explains.")
        outcome = digests.send(again=again, is_rehearsal=dry_run)
        for mail in outcome.sent if dry_run else []:
            self.stdout.write(f"To: {', '.join(mail.to)}\nSubject: {mail.subject}\n\n{mail.body}\n")
        self.stdout.write(f"{len(outcome.sent)} mails {'to be sent' if dry_run else 'sent'}.")
        if outcome.failed:
            raise CommandError(
                "Not sent: " + "; ".join(f"{account} <{account.email}>: {error}" for account, error in outcome.failed)
            )
