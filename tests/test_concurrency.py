"""What happens when several people act at once, each in a process of their own: no error, nothing lost, one winner."""

import os
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from projects import editorial
from projects.models import Participation, Preference, Project, PublicRevision, PublishedProject, Stakeholder
from tests.records import make_project, make_stakeholder

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

IS_DRILL = os.environ.get("DRILL") == "1"
PROCESSES = 4
EDITS = 500 if IS_DRILL else 50
ROUNDS = 25 if IS_DRILL else 3


def database_url():
    """The address of the database that this test writes to."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def editor(act, name, times=1):
    """A process that acts on the records it is told of."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.editors", act, name, str(times)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        try:
            yield process
        finally:
            process.stdin.close()
            process.wait(timeout=60)


@contextmanager
def editors(*acts):
    """A function that lets processes, one an act, act at once on records and returns what came of it, in order."""
    with ExitStack() as stack:
        processes = [stack.enter_context(editor(*act)) for act in acts]

        def act(*references):
            told = references * len(processes) if len(references) == 1 else references
            for process, reference in zip(processes, told, strict=True):
                process.stdin.write(f"{reference}\n")
            assert [process.stdout.readline() for process in processes] == ["ready\n"] * len(processes)
            for process in processes:
                process.stdin.write("go\n")
            return [process.stdout.readline().strip() for process in processes]

        yield act


def test_edits_of_one_record_by_several_processes_lose_nothing(capsys):
    project = make_project(is_published=False)
    with editors(*(("edit", f"editor{n}", EDITS) for n in range(PROCESSES))) as act:
        outcomes = act(project.reference)
    assert all(outcome.startswith("done") for outcome in outcomes), outcomes
    total = PROCESSES * EDITS
    saved = Project.objects.get()
    history = list(project.history.order_by("version").values_list("version", "summary_en", "history_change_reason"))
    assert saved.version == 1 + total
    assert [version for version, _text, _reason in history] == list(range(1, 2 + total))
    marks = {f"editor{n} {edit}" for n in range(PROCESSES) for edit in range(EDITS)}
    assert {text for _version, text, _reason in history[1:]} == marks
    assert all(text == reason for _version, text, reason in history[1:])
    assert saved.summary_en == history[-1][1]
    again = sum(int(outcome.split()[1]) for outcome in outcomes)
    with capsys.disabled():
        print(f"\n  {connection.vendor}: {PROCESSES} processes x {EDITS} edits, {again} begun again, 0 errors, 0 lost")


def test_of_eight_saves_of_one_version_at_once_one_wins():
    with editors(*(("save", f"editor{n}") for n in range(8))) as act:
        for _round in range(ROUNDS):
            project = make_project(is_published=False)
            outcomes = act(project.reference)
            assert Counter(outcomes) == {"done 0": 1, "stale": 7}
            saved = Project.objects.get(pk=project.pk)
            assert saved.version == 2
            assert saved.summary_en == f"editor{outcomes.index('done 0')}"
            assert project.history.count() == 2


def test_of_eight_forms_of_one_version_sent_at_once_one_is_saved_and_seven_show_both_versions():
    project = make_project(is_published=False)
    with editors(*(("form", f"editor{n}") for n in range(8))) as act:
        outcomes = act(project.reference)
    assert Counter(outcomes) == {"done 0": 1, "stale": 7}
    saved = Project.objects.get()
    assert (saved.version, saved.summary_en) == (2, f"editor{outcomes.index('done 0')}")
    assert project.history.count() == 2


def test_of_publishing_editing_withdrawing_and_deleting_at_once_one_wins():
    acts = ("publish", "save", "withdraw", "publish", "save", "withdraw")
    won = Counter()
    with editors(*((act, f"{act}{n}") for n, act in enumerate(acts))) as act:
        for _round in range(ROUNDS):
            project = make_project()
            before = PublicRevision.objects.get().number
            outcomes = act(project.reference)
            assert Counter(outcomes) == {"done 0": 1, "stale": 5}
            winner = acts[outcomes.index("done 0")]
            won[winner] += 1
            saved = Project.objects.get(pk=project.pk)
            copies = PublishedProject.objects.filter(reference=project.reference)
            state, published_version, current = {
                "publish": ("published", 3, [2]),
                "save": ("published", 2, [1]),
                "withdraw": ("withdrawn", None, []),
            }[winner]
            assert (saved.version, saved.state, saved.published_version) == (3, state, published_version)
            assert [copy.number for copy in copies.current()] == current
            assert project.history.count() == 3
            assert PublicRevision.objects.get().number == before + (winner != "save")
    assert sum(won.values()) == ROUNDS


def test_of_publishing_returning_and_editing_at_once_one_wins_and_leaves_one_history_row():
    acts = ("publish", "send_back", "save", "publish", "send_back", "save")
    with editors(*((act, f"{act}{n}") for n, act in enumerate(acts))) as act:
        for _round in range(ROUNDS):
            project = editorial.submit(make_project(is_published=False))
            outcomes = act(project.reference)
            assert Counter(outcomes) == {"done 0": 1, "stale": 5}
            winner = acts[outcomes.index("done 0")]
            saved = Project.objects.get(pk=project.pk)
            reviewed = {
                "publish": ("published", ""),
                "send_back": ("draft", "returned"),
                "save": ("draft", "submitted"),
            }
            assert (saved.version, (saved.state, saved.review)) == (3, reviewed[winner])
            assert [line.act for line in project.history.order_by("history_id")] == ["save", "submit", winner]


def test_new_records_made_at_once_get_references_and_addresses_of_their_own():
    seen = make_project(is_published=False)
    times = 25 if IS_DRILL else 5
    with editors(*(("create", f"editor{n}", times) for n in range(PROCESSES))) as act:
        assert act(seen.reference) == ["done 0"] * PROCESSES
    projects = list(Project.objects.order_by("reference"))
    assert [project.reference for project in projects] == [f"PRJ-{n + 1:04}" for n in range(1 + PROCESSES * times)]
    assert len({project.slug for project in projects}) == len(projects)


def test_of_six_schedulers_at_once_one_sends_the_mail_of_the_day():
    project = make_project(is_published=False)
    with editors(*(("digest", f"scheduler{n}") for n in range(6))) as act:
        for day in range(ROUNDS):
            account = User.objects.create_superuser(f"clerk{day}", email=f"clerk{day}@example.cn")
            editorial.save(project, by=account)
            outcomes = act(project.reference)
            assert Counter(outcomes) == {"done 1": 1, "done 0": 5}
            assert Preference.objects.get(account=account).digest_sent_on == timezone.localdate()


def test_a_withdrawal_and_the_publication_of_what_names_the_record_agree_whoever_is_first():
    with editors(("publish", "publisher"), ("withdraw", "withdrawer"), ("publish", "other")) as act:
        for _round in range(ROUNDS):
            stakeholder = make_stakeholder()
            parts = [[Participation(stakeholder=stakeholder, role="owner")] for _n in range(2)]
            standing, draft = make_project(parts=parts[0]), make_project(parts=parts[1], is_published=False)
            outcomes = act(draft.reference, stakeholder.reference, standing.reference)
            assert outcomes == ["done 0"] * 3
            assert Stakeholder.objects.get(pk=stakeholder.pk).state == "withdrawn"
            assert PublishedProject.objects.current().count() == 2
            assert not PublishedProject.objects.current().mentioning("stakeholder", stakeholder.reference).exists()
            editorial.withdraw_many(Project.objects.public())
