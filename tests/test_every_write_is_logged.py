"""Whatever a form, a button, an action or a command changes leaves a line in the log: who, when, why, before, after."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from projects import editorial
from projects.models import (
    LISTS,
    NOUNS,
    KeyProjectList,
    Milestone,
    Part,
    Plan,
    Project,
    ProjectType,
    PublicRequest,
    Record,
    Region,
    SavedView,
    Site,
    Source,
    Stakeholder,
)
from tests.desk import add_row, address, make_member, sent_by
from tests.doors import COMMANDS, COMMANDS_WITHOUT_RECORD, WITHOUT_RECORD, WRITES, write_paths
from tests.records import (
    make_plan,
    make_project,
    make_region,
    make_site,
    make_source,
    make_stakeholder,
    make_type,
    make_view,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

MAKE = {
    Project: partial(make_project, is_published=False, stage="reserve"),
    Site: partial(make_site, is_published=False),
    Plan: partial(make_plan, is_published=False),
    Source: partial(make_source, is_published=False),
    Stakeholder: partial(make_stakeholder, is_published=False),
    Region: make_region,
    ProjectType: partial(make_type, "unused"),
    KeyProjectList: lambda: editorial.save(KeyProjectList(slug="unused", name_en="Unused", level="county")),
    SavedView: partial(make_view, audience="staff"),
}


def changed(record):
    """The record, with something else written in it."""
    setattr(record, "name_en" if hasattr(record, "name_en") else "note", "Changed")
    return editorial.save(record)


# What comes before an act can be done, by somebody else.
BEFORE = {
    "take_back": (editorial.submit,),
    "send_back": (editorial.submit,),
    "withdraw": (editorial.publish,),
    "ask_to_retract": (editorial.publish,),
    "restore": (editorial.delete,),
    "revert": (changed,),
}
# What a form asks for beside the reason.
TYPED = {"hand_over": {"department": ""}, "revert": {"to": "1"}}
# The act that the log names where a door has another name than what it does.
LOGGED_AS = {"add": "save", "change": "save", "changelist": "delete"}
# What an empty form needs beside a name.
REQUIRED = {
    Project: lambda: {"type": make_type().pk, "region": make_region().pk},
    Site: lambda: {"type": make_type().pk, "region": make_region().pk, "plan": make_plan().pk, "status": "planned"},
    Plan: lambda: {"region": make_region().pk},
    Source: dict,
    Stakeholder: lambda: {"kind": "organisation"},
    Region: lambda: {"code": "149998", "level": "county"},
    ProjectType: lambda: {"slug": "audited", "sectors": "health", "position": "9"},
    KeyProjectList: lambda: {"slug": "audited", "level": "county"},
    SavedView: lambda: {"noun": "project"},
}
REASON = "because of the audit"


@pytest.fixture
def desk(client):
    """A browser at the desk of somebody who may do everything."""
    client.force_login(User.objects.create_superuser("auditor"))
    return client


def made(model, act):
    """A record of the model on which `act` can be done."""
    if model is PublicRequest:
        asked = PublicRequest(noun="region", about="140300", kind="mistake", message="Wrong", language="en")
        record = editorial.receive(asked, address="198.51.100.1") or PublicRequest.objects.get()
    else:
        record = MAKE[model]()
    if act == "hand_over":
        editorial.hand_over(record, department=make_stakeholder())
    if act == "retract":
        editorial.publish(record)
        editorial.ask_to_retract(record, by=make_member("publisher"), reason=REASON)
    for step in BEFORE.get(act, ()):
        step(record)
    return type(record).objects.get(pk=record.pk)


def do(desk, record, act):
    """Do the act as a browser would."""
    path = write_paths(record)[act]
    sent = {"seen": f"{record.pk}:{record.version}", "reason": REASON} | TYPED.get(act, {})
    if act == "merge":
        survivor = MAKE[Stakeholder]()
        sent |= {"other": survivor.pk, "survivor": survivor.pk}
        sent["seen"] = [f"{one.pk}:{one.version}" for one in (record, survivor)]
    if act in {"add", "change"}:
        sent = sent_by(desk.get(path)) | {"reason": REASON}
        name = "note" if "note" in sent else "name_en"
        sent |= {name: "Written by the auditor"} | (REQUIRED[type(record)]() if act == "add" else {})
    if act == "changelist":
        sent |= {"action": "delete_selected", "confirmed": "1", "_selected_action": [record.pk]}
    return desk.post(path, sent)


# Who has a record open is a word about a person, and changes no record.
CASES = [
    (model, act)
    for model, acts in WRITES.items()
    for act in acts
    if act != "presence" and (model, act) != (PublicRequest, "add")
]


@pytest.mark.parametrize(("model", "act"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_every_door_leaves_one_line_with_who_when_and_why(desk, model, act):
    record = made(model, act)
    log = model.history.model.objects
    last = log.order_by("-history_id").first().history_id
    response = do(desk, record, act)
    lines = log.filter(history_id__gt=last, history_change_reason__contains=REASON)
    (line,) = lines if act in WITHOUT_RECORD - {"changelist"} else lines.filter(id=record.pk)
    errors = response.context and response.context.get("errors")
    assert response.status_code == 302, errors
    assert line.act == LOGGED_AS.get(act, act)
    assert timezone.now() - line.history_date < timedelta(minutes=1)
    # A retraction is in the name of whoever asked for it, and names who confirmed it.
    assert line.history_user.username == ("publisher" if act == "retract" else "auditor")
    assert "auditor" in f"{line.history_user} {line.history_change_reason}"
    if act in WITHOUT_RECORD - {"changelist"}:
        assert line.history_type == "+"
        return
    assert (line.id, line.version) == (record.pk, record.version + 1)
    before, after = line.prev_record, model.objects.get(pk=record.pk)
    assert before.version == record.version
    columns = [field.attname for field in model._meta.concrete_fields if field.name != "changed_at"]
    assert {name: getattr(line, name) for name in columns} == {name: getattr(after, name) for name in columns}
    assert any(getattr(before, name) != getattr(line, name) for name in columns if name != "version")


def test_every_change_of_a_part_leaves_a_line_of_its_own(desk):
    project = make_project(parts=[Milestone(kind="start"), Milestone(kind="opening")], is_published=False)
    sent = sent_by(desk.get(address(project))) | {"reason": REASON}
    sent |= {"milestones-0-kind": "approval", "milestones-1-DELETE": "on"}
    desk.post(address(project), add_row(sent, "milestones", kind="acceptance"))
    lines = Milestone.history.filter(history_change_reason=REASON)
    assert sorted((line.history_type, line.number, line.kind) for line in lines) == [
        ("+", 3, "acceptance"),
        ("-", 2, "opening"),
        ("~", 1, "approval"),
    ]
    assert {(line.history_user.username, line.record_version) for line in lines} == {("auditor", 2)}


@pytest.mark.parametrize("command", sorted(COMMANDS - COMMANDS_WITHOUT_RECORD))
def test_what_a_command_writes_is_logged_too(command):
    call_command(command, verbosity=0, **({"projects": 3, "seed": 1} if command == "sample" else {}))
    written = 0
    for model in (*NOUNS, *LISTS, *{part for noun in NOUNS for part in noun.part_models().values()}):
        assert issubclass(model, Record | Part)
        rows, logged = set(model.objects.values_list("pk", flat=True)), set(model.history.values_list("id", flat=True))
        assert rows == logged, model
        assert not model.history.filter(history_change_reason__in=(None, "")).exists(), model
        written += len(rows)
    assert written > 30
