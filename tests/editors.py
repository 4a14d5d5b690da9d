"""An editor in a process of their own, for tests of what several do at once; speaks a line at a time.

`python -m tests.editors ACT NAME` answers each reference it is told with `ready`, once it has read that record, and the
next line, whatever it says, with what came of the act: `done N`, where N is how often it had to begin again, `stale`,
or the error.
"""

import os
import sys
from io import StringIO

import django


def edit(project, name, times):
    """Change a project `times` over, each time from what it says by then; how often somebody else was quicker."""
    from projects import editorial

    again = 0
    for n in range(times):
        while True:
            project.summary_en = f"{name} {n}"
            try:
                editorial.save(project, reason=f"{name} {n}")
                break
            except editorial.StaleVersionError:
                again += 1
                project = type(project).objects.get(pk=project.pk)
    return again


def create(record, name, times):
    """Save `times` new projects like the one that is there."""
    from projects import editorial
    from projects.models import Project

    for _n in range(times):
        editorial.save(Project(name_en="New", type=record.type, region=record.region), reason=name)
    return 0


def once(act):
    """An act done once, as its editor saw the record."""

    def do(record, name, times):
        from projects import editorial

        record.summary_en = name
        getattr(editorial, act)(record, reason=name)
        return 0

    return do


def form(record, name, times):
    """Send the record's form at the desk as somebody filled it in who saw this version; stale where both are shown."""
    from django.contrib.auth.models import User
    from django.test import Client

    from projects.editorial import StaleVersionError
    from tests.desk import address, sent_by

    desk = Client()
    desk.force_login(User.objects.filter(username=name).first() or User.objects.create_superuser(name))
    sent = sent_by(desk.get(address(record))) | {"summary_en": name, "seen_version": record.version}
    answer = desk.post(address(record), sent)
    if answer.status_code == 302:
        return 0
    (choice,) = [one for one in answer.context["merged"].choices if one.name == "choice:summary_en"]
    if answer.status_code != 409 or choice.mine != name or not choice.theirs.startswith("editor"):
        raise RuntimeError(f"{answer.status_code}: {choice}")
    raise StaleVersionError(record, record.version)


def digest(record, name, times):
    """Send the mails of the morning; how many left this process."""
    from django.core import mail
    from django.core.management import call_command
    from django.test import override_settings

    mail.outbox.clear()
    with override_settings(PUBLIC_URL="https://tracker.example"):
        call_command("digest", verbosity=0, stdout=StringIO())
    return len(mail.outbox)


ONCE = ("save", "publish", "withdraw", "delete", "send_back")
ACTS = {"edit": edit, "create": create, "form": form, "digest": digest} | {act: once(act) for act in ONCE}


def main(act, name, times):
    """Answer every two lines of the input."""
    from projects.editorial import StaleVersionError
    from projects.models import NOUNS

    nouns = {noun.prefix: noun for noun in NOUNS}
    for line in sys.stdin:
        reference = line.strip()
        record = nouns[reference.split("-")[0]].objects.get(reference=reference)
        print("ready", flush=True)
        sys.stdin.readline()
        try:
            outcome = f"done {ACTS[act](record, name, times)}"
        except StaleVersionError:
            outcome = "stale"
        except Exception as error:
            outcome = f"{type(error).__name__}: {error}".replace("\n", " ")
        print(outcome, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangquan.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_test_environment()
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
