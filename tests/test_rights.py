"""Who may do what: every cell of the table in docs/rights.md, tried at the real addresses with what a browser sends."""

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import reverse

from projects import editorial
from projects.models import Member, Milestone, Preference, Project, PublicRequest, Region, SavedView, Source
from projects.querysets.records import writing
from tests.desk import add_row, address, make_member, sent_by
from tests.records import make_project, make_region, make_source, make_stakeholder, make_view

TABLE = settings.BASE_DIR / "docs" / "rights.md"
ROLES = ("viewer", "editor", "reviewer", "publisher", "administrator")


def promised():
    """The cells of the table: (act, role, whose) -> whether it is allowed."""
    cells = {}
    for line in TABLE.read_text("utf-8").splitlines():
        words = [word.strip() for word in line.strip("|").split("|")]
        if len(words) == 1 + 2 * len(ROLES) and set(words[1:]) <= {"yes", "no"}:
            for place, (role, whose) in enumerate((role, whose) for role in ROLES for whose in ("own", "others")):
                cells[words[0], role, whose] = words[place + 1] == "yes"
    return cells


@dataclass
class World:
    """Records of two departments in every state, and what a browser that may do everything would send of each."""

    departments: dict
    records: dict
    root: Client
    forms: dict

    def form(self, record, page="change"):
        """What a browser sends of the record's page, or of an empty form."""
        key = record if isinstance(record, type) else (type(record), record.pk)
        if key not in self.forms:
            self.forms[key] = sent_by(self.root.get(address(record, page)))
        return dict(self.forms[key])


def _made(make, department, *acts, **facts):
    """A record that the department keeps, after these acts of somebody else."""
    record = make(is_published=False, **facts)
    if department:
        editorial.hand_over(record, department=department)
    for act in acts:
        act(record)
    return record


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The records, made once; what a test changes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        departments = {whose: make_stakeholder(name_en=f"Department: {whose}") for whose in ("own", "others")}
        asker = User.objects.create_superuser("asker")
        records = {}
        for whose, department in departments.items():
            states = {
                "draft": (),
                "submitted": (editorial.submit,),
                "published": (editorial.publish,),
                "wanted": (
                    editorial.publish,
                    lambda record: editorial.ask_to_retract(record, by=asker, reason="A mistake."),
                ),
                "deleted": (editorial.delete,),
            }
            for state, acts in states.items():
                part = [Milestone(kind="start")]
                records[whose, state] = _made(
                    make_project, department, *acts, stage="reserve", parts=part, name_en=f"{whose} {state}"
                )
                records[whose, state, "source"] = _made(
                    make_source, department, *acts, name_en=f"{whose} {state} paper"
                )
            with writing():
                records[whose, "request"] = PublicRequest.objects.create(
                    reference=f"REQ-{whose}".upper(), noun="region", about="1", kind="error", language="en",
                    addressee=department.reference, document="requests/x", document_name="x.pdf",
                )  # fmt: skip
        records["region"] = make_region()
        root = Client()
        root.force_login(asker)
        yield World(departments, records, root, {})
        transaction.set_rollback(True)


@dataclass
class Try:
    """One account before one department's records."""

    client: Client
    account: User
    world: World
    whose: str

    def record(self, state, *kind):
        """The record of this department in the state, as the database has it."""
        record = self.world.records[self.whose, state, *kind]
        return type(record).objects.get(pk=record.pk)

    def version_grows(self, record, response):
        """Whether the request has changed the record."""
        assert response.status_code in {200, 302, 403, 404}, response.status_code
        return type(record).objects.get(pk=record.pk).version > record.version

    def sees(self, path, *words):
        """Whether a page is there and says all the words."""
        response = self.client.get(path)
        assert response.status_code in {200, 302, 403, 404}
        return response.status_code == 200 and all(word in response.content.decode() for word in words)

    def opens(self, path):
        """Whether a file is there."""
        response = self.client.get(path)
        return response.status_code == 200 and response.getvalue() == b"%PDF-1.7"

    def press(self, state, act, *kind, **typed):
        """Whether the button does it, or a forged request without a button."""
        record = self.record(state, *kind)
        sent = {"seen": f"{record.pk}:{record.version}", "reason": "as agreed"} | typed
        return self.version_grows(record, self.client.post(f"{address(record).removesuffix('change/')}{act}/", sent))

    def select(self, state, act, *kind, **typed):
        """Whether the action on a selection of the list does it."""
        record = self.record(state, *kind)
        sent = {
            "action": f"{act}_selected",
            "_selected_action": [record.pk],
            "confirmed": "1",
            "seen": [f"{record.pk}:{record.version}"],
            "reason": "as agreed",
        } | typed
        page = address(type(record), "changelist") + ("?standing=deleted" if state == "deleted" else "")
        return self.version_grows(record, self.client.post(page, sent))

    def write(self, record, change):
        """Whether the form, as a browser that sees it all would send it with a change, writes the record."""
        return self.version_grows(record, self.client.post(address(record), change(self.world.form(record))))


def _adds(attempt):
    """Whether a new record is written that the department keeps, whatever the request claims."""
    sent = attempt.world.form(Source, "add") | {"name_en": "New paper"}
    attempt.client.post(address(Source, "add"), sent | {"kept_by": attempt.world.departments[attempt.whose].pk})
    made = Source.objects.filter(name_en="New paper").first()
    return made is not None and made.kept_by == attempt.world.departments[attempt.whose]


def _forged_part(attempt):
    """Whether a form of one record writes a part of this one by its key."""
    other = attempt.world.records["own", "published"]
    theirs = attempt.record("draft").milestones.get()
    sent = attempt.world.form(other) | {"milestones-0-id": str(theirs.pk), "milestones-0-kind": "opening"}
    attempt.client.post(address(other), sent)
    theirs.refresh_from_db()
    return theirs.kind == "opening"


def _goes_back(attempt):
    """Whether an earlier version of the record comes back."""
    record = attempt.record("draft")
    record.name_en = "Changed"
    editorial.save(record)
    return attempt.press("draft", "revert", to="1")


def _merges(attempt):
    """Whether one of two records of a stakeholder is merged into the other."""
    department = attempt.world.departments[attempt.whose]
    one, other = (_made(make_stakeholder, department) for _n in range(2))
    seen = [f"{record.pk}:{record.version}" for record in (one, other)]
    sent = {"other": other.pk, "survivor": other.pk, "seen": seen, "reason": "one body"}
    return attempt.version_grows(one, attempt.client.post(address(one, "merge"), sent))


def _previews(attempt):
    """Whether the account gets to see the record as the public would."""
    response = attempt.client.get(address(attempt.record("draft"), "preview"), follow=True)
    return response.status_code == 200 and f"{attempt.whose} draft" in response.text


def _opens_beside(attempt):
    """Whether the account is told who else has the record open."""
    response = attempt.client.post(address(attempt.record("draft"), "presence"))
    assert response.status_code in {200, 403}
    return response.status_code == 200


def _view(attempt, audience):
    """A view that the account keeps, or somebody else, for these."""
    owner = attempt.account if attempt.whose == "own" else User.objects.get(username="asker")
    return make_view(owner=owner, audience=audience, name_en="The view")


def _keeps_view(attempt, audience):
    """Whether a new view is kept for these in the name of its owner, whatever the request claims."""
    owner = attempt.account if attempt.whose == "own" else User.objects.get(username="asker")
    sent = {"name_en": "Kept", "noun": "project", "query": "", "audience": audience, "owner": owner.pk}
    attempt.client.post(address(SavedView, "add"), sent)
    return SavedView.objects.filter(owner=owner, audience=audience, name_en="Kept").exists()


def _writes_view(attempt, audience, to):
    """Whether the form of a view for these makes it one for those."""
    view = _view(attempt, audience)
    sent = {"name_en": "Changed", "audience": to, "seen_version": view.version, "reason": "as agreed"}
    return attempt.version_grows(view, attempt.client.post(address(view), sent))


def _deletes_view(attempt, audience):
    """Whether the button deletes a view for these."""
    view = _view(attempt, audience)
    sent = {"seen": f"{view.pk}:{view.version}", "reason": "as agreed"}
    return attempt.version_grows(view, attempt.client.post(address(view, "delete"), sent))


def _list_account(attempt):
    """Lists are not a department's: own means an account without one, others' an account that has one."""
    if attempt.whose == "own":
        Member.objects.filter(account=attempt.account).delete()
    return attempt.world.records["region"]


def _gives_role(attempt):
    """Whether the account can make itself a publisher; for the other half, somebody who may do everything."""
    target = attempt.account
    sent = attempt.world.form(target) | {"groups": [Group.objects.get(name="publisher").pk]}
    if attempt.whose == "others":
        sent |= {"is_superuser": "on"}
        attempt.client.post(address(target), sent)
        target.refresh_from_db()
        return target.is_superuser
    attempt.client.post(address(target), sent)
    return target.groups.filter(name="publisher").exists() and "publisher" not in attempt.role_names


def _prefers(attempt):
    """Whether the account's own preferences change; for the other half, another's by a forged request."""
    target = attempt.account if attempt.whose == "own" else User.objects.create_user("colleague", is_staff=True)
    with writing():
        row = Preference.objects.create(account=target)
    sent = {"wants_digest": "never", "language": "en", "email": "new@example.cn"}
    forged = {"id": row.pk, "pk": row.pk, "account": target.pk}
    attempt.client.post(reverse("admin:preferences"), sent | forged)
    return Preference.objects.filter(account=target, account__email="new@example.cn", wants_digest="never").exists()


def _change(**typed):
    return lambda sent: sent | typed


ATTEMPTS = {
    "See it in the list": lambda t: t.sees(address(Project, "changelist"), f"{t.whose} draft"),
    "See it": lambda t: t.sees(address(t.record("draft")), f"{t.whose} draft"),
    "Read its history": lambda t: t.sees(address(t.record("draft"), "history")),
    "Find it in a search box": lambda t: t.sees(
        f"/admin/autocomplete/?app_label=projects&model_name=citation&field_name=source&term={t.whose}+draft",
        f"{t.whose} draft",
    ),
    "Enter a new one": _adds,
    "Write it": lambda t: t.write(t.record("draft"), _change(name_en="Changed")),
    "Write what is public": lambda t: t.write(t.record("published"), _change(name_en="Changed")),
    "Add a part": lambda t: t.write(t.record("draft"), lambda sent: add_row(sent, "milestones", kind="opening")),
    "Write a part": lambda t: t.write(t.record("draft"), _change(**{"milestones-0-kind": "opening"})),
    "Remove a part": lambda t: t.write(t.record("draft"), _change(**{"milestones-0-DELETE": "on"})),
    "Write a part through another record": _forged_part,
    "Edit several at once": lambda t: t.select(
        "draft", "edit", **{"edit-set_stage": "on", "edit-stage": "construction", "edit-reason": "as agreed"}
    ),
    "Bring an earlier version back": _goes_back,
    "Merge it into another": _merges,
    "See it as the public would": _previews,
    "See who else has it open": _opens_beside,
    "Confirm that it still holds": lambda t: t.press("published", "confirm"),
    "Submit it": lambda t: t.press("draft", "submit"),
    "Submit several": lambda t: t.select("draft", "submit"),
    "Take it back": lambda t: t.press("submitted", "take_back"),
    "Return it": lambda t: t.press("submitted", "send_back"),
    "Return several": lambda t: t.select("submitted", "send_back"),
    "Publish what was submitted": lambda t: t.press("submitted", "publish"),
    "Publish several that were submitted": lambda t: t.select("submitted", "publish"),
    "Publish what was not submitted": lambda t: t.press("draft", "publish"),
    "Publish several that were not": lambda t: t.select("draft", "publish"),
    "Publish a source": lambda t: t.press("submitted", "publish", "source"),
    "Withdraw it": lambda t: t.press("published", "withdraw"),
    "Withdraw several": lambda t: t.select("published", "withdraw"),
    "Ask for its retraction": lambda t: t.press("published", "ask_to_retract"),
    "Confirm a retraction": lambda t: t.press("wanted", "retract"),
    "Delete it": lambda t: t.press("draft", "delete"),
    "Delete several": lambda t: t.select("draft", "delete"),
    "Delete a source": lambda t: t.press("draft", "delete", "source"),
    "Restore it": lambda t: t.press("deleted", "restore"),
    "Restore several": lambda t: t.select("deleted", "restore"),
    "Hand it over": lambda t: t.press("draft", "hand_over", department=""),
    "Hand several over": lambda t: t.select("draft", "hand_over", department=""),
    "Read what the public wrote": lambda t: t.sees(address(t.record("request")), "x.pdf"),
    "See it among requests": lambda t: t.sees(address(PublicRequest, "changelist"), f"REQ-{t.whose}".upper()),
    "Open its document": lambda t: t.opens(
        reverse("admin:projects_publicrequest_document", args=[t.record("request").pk])
    ),
    "Answer what the public wrote": lambda t: t.write(t.record("request"), _change(note="Checked")),
    "Delete what the public wrote": lambda t: t.press("request", "delete"),
    "See a list": lambda t: t.sees(address(_list_account(t))),
    "Write a list": lambda t: t.write(_list_account(t), _change(name_en="Changed")),
    "Delete from a list": lambda t: t.client.post(
        address(_list_account(t), "delete"), {"seen": f"{t.world.records['region'].pk}:1", "reason": "x"}
    )
    and Region.objects.get(pk=t.world.records["region"].pk).is_deleted,
    "See a view kept for oneself": lambda t: t.sees(address(_view(t, "own")), "The view"),
    "Keep a view for oneself": lambda t: _keeps_view(t, "own"),
    "Write a view kept for oneself": lambda t: _writes_view(t, "own", "own"),
    "Delete a view kept for oneself": lambda t: _deletes_view(t, "own"),
    "See a view shared with staff": lambda t: t.sees(address(_view(t, "staff")), "The view"),
    "Share a view with staff": lambda t: _writes_view(t, "own", "staff") or _keeps_view(t, "staff"),
    "Write a view shared with staff": lambda t: _writes_view(t, "staff", "staff"),
    "Make a shared view public": lambda t: _writes_view(t, "staff", "public"),
    "Write a public view": lambda t: _writes_view(t, "public", "public"),
    "Take a public view back": lambda t: _writes_view(t, "public", "staff"),
    "Delete a public view": lambda t: _deletes_view(t, "public"),
    "See accounts": lambda t: t.sees(address(t.account)),
    "Give a role": _gives_role,
    "Set preferences": _prefers,
}  # fmt: skip
CELLS = promised()


def test_the_table_is_whole():
    assert {act for act, _role, _whose in CELLS} == set(ATTEMPTS)
    assert len(CELLS) == len(ATTEMPTS) * len(ROLES) * 2 >= 150


@pytest.mark.django_db
@pytest.mark.parametrize("whose", ["own", "others"])
@pytest.mark.parametrize("role", ROLES)
def test_every_cell_holds(world, media, role, whose):
    (media / "requests").mkdir(parents=True)
    (media / "requests" / "x").write_bytes(b"%PDF-1.7")
    account = make_member(role, world.departments["own"])
    client = Client()
    found = {}
    for act, attempt in ATTEMPTS.items():
        with transaction.atomic():
            client.force_login(account)
            trial = Try(client, User.objects.get(pk=account.pk), world, whose)
            trial.role_names = [role]
            found[act] = bool(attempt(trial))
            transaction.set_rollback(True)
    assert found == {act: CELLS[act, role, whose] for act in ATTEMPTS}
