"""Records are written through `projects.editorial` and by no other way: in the code, and where code is run."""

import ast
import asyncio
from collections import Counter
from functools import partial

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from projects import editorial
from projects.models import (
    LISTS,
    NOUNS,
    Citation,
    MediaFile,
    Member,
    Milestone,
    OpenRecord,
    Part,
    Participation,
    Preference,
    Project,
    PublicRequest,
    PublicRevision,
    PublishedDocument,
    PublishedFile,
    PublishedListing,
    PublishedParticipation,
    PublishedProject,
    Record,
    ReferenceCounter,
    RequestTally,
    SavedView,
)
from projects.querysets.records import WritePastEditorialError, writing
from projects.serializers import PUBLISHED
from tests.records import make_project, make_source, make_stakeholder

PARTS = sorted({part for model in (*NOUNS, *LISTS) for part in model.part_models().values()}, key=lambda m: m.__name__)
NARROW = [PublishedParticipation, PublishedListing, PublishedDocument, PublishedFile]
ROWS = [
    *NOUNS,
    *LISTS,
    *PARTS,
    *PUBLISHED.values(),
    *NARROW,
    PublicRevision,
    ReferenceCounter,
    PublicRequest,
    RequestTally,
    SavedView,
    MediaFile,
    OpenRecord,
    Preference,
]

# Accounts are the administrators', as Django's own tables of them are.
ACCOUNTS = {Member}

# What the code may not say.

WRITES = {
    *("save", "delete", "update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"),
    *("asave", "adelete", "aupdate", "acreate", "aget_or_create", "aupdate_or_create", "abulk_create", "abulk_update"),
    *("save_base", "_raw_delete", "_update", "_insert", "bulk_create_with_history", "bulk_update_with_history"),
    *("raw", "cursor", "execute", "executemany", "executescript", "callproc", "copy"),
    *("writing", "_is_open"),
}
# (file, call) -> how often, and why it writes no record past the door.
ALLOWED = {
    ("projects/admin/queries.py", "copy"): (1, "a request"),
    ("projects/media/pictures.py", "image.save"): (1, "a picture, not a row"),
    ("projects/media/shelf.py", "default_storage.save"): (1, "a file, not a row"),
    ("projects/media/shelf.py", "default_storage.delete"): (1, "a file, not a row"),
    ("projects/middleware.py", "seen.update"): (1, "a hash"),
    ("projects/models/records.py", "super().save"): (1, "the guarded method itself"),
    ("projects/models/records.py", "super().delete"): (1, "the guarded method itself"),
    ("projects/querysets/snapshots.py", "connection.cursor"): (1, "a transaction that only reads"),
    ("projects/querysets/snapshots.py", "cursor.execute"): (2, "its beginning and its end"),
    ("yangquan/settings.py", "_database.setdefault('OPTIONS', {}).update"): (1, "a dictionary"),
}
DOOR = "projects/editorial/"


def writes_in(source):
    """Every call of the source that could write a row, as it is written there; also a mention of the door's key."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if name in WRITES and not (_is_editorial(function) or _only_reads(name, node)):
                yield ast.unparse(function)
        if isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} & {"writing", "_is_open"}:
            yield "import writing"


def _is_editorial(function):
    """Whether this calls the door by its name: `editorial.save`."""
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) == "editorial"


def _only_reads(name, call):
    """Whether this is a form's `save(commit=False)`, which gives its rows, or a `copy()`, which takes no SQL."""
    commit = [ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "commit"]
    return (name == "save" and commit == ["False"]) or (name == "copy" and not call.args)


def modules():
    """The path of every module of the site and the application but migrations and the door itself."""
    for folder in ("projects", "yangquan"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            if not name.startswith(DOOR) and "migrations" not in path.parts:
                yield name, path


def test_no_code_writes_but_the_door():
    found = Counter((name, call) for name, path in modules() for call in writes_in(path.read_text("utf-8")))
    assert found == {place: number for place, (number, _why) in ALLOWED.items()}


@pytest.mark.parametrize(
    "line",
    [
        "project.save()",
        "project.milestones.all().delete()",
        "Project.objects.filter(pk=1).update(name_en='x')",
        "await Project.objects.acreate()",
        "Model.save_base(project, raw=True)",
        "connection.cursor()",
        "cursor.execute('DELETE FROM projects_project')",
        "from projects.querysets.records import writing",
        "with records.writing(): pass",
        "form.save(commit=True)",
        "form.save(commit=1 == 2)",
        "self.project.history.model.objects.bulk_create([])",
    ],
)
def test_the_search_for_writes_finds(line):
    source = line if "await" not in line else f"async def act():\n    {line}"
    assert list(writes_in(source))


@pytest.mark.parametrize(
    "line", ["editorial.save(project)", "names.copy()", "form.save(commit=False)", "query['page'] = 2", "form.save_m2m"]
)
def test_the_search_for_writes_lets_pass(line):
    assert not list(writes_in(line))


# What the running code refuses.

pytestmark = pytest.mark.django_db


def test_every_table_of_the_application_is_guarded_or_written_by_the_log():
    models = set(apps.get_app_config("projects").get_models())
    logs = {model.history.model for model in models if hasattr(model, "history")}
    assert models - logs - ACCOUNTS == set(ROWS)


def blank(model):
    """A row that was never saved."""
    return model()


DIRECT = {
    "save": lambda model: blank(model).save(),
    "delete": lambda model: model(pk=1).delete(),
    "update": lambda model: model.objects.update(pk=1),
    "filtered update": lambda model: model.objects.filter(pk=1).update(pk=1),
    "filtered delete": lambda model: model.objects.filter(pk=1).delete(),
    "delete all": lambda model: model.objects.all().delete(),
    "create": lambda model: model.objects.create(),
    "get_or_create": lambda model: model.objects.get_or_create(pk=1),
    "update_or_create": lambda model: model.objects.update_or_create(pk=1),
    "bulk_create": lambda model: model.objects.bulk_create([blank(model)]),
    "bulk_update": lambda model: model.objects.bulk_update([model(pk=1)], [_some_field(model)]),
}
ASYNC = {
    "asave": lambda model: blank(model).asave(),
    "adelete": lambda model: model(pk=1).adelete(),
    "aupdate": lambda model: model.objects.filter(pk=1).aupdate(pk=1),
    "filtered adelete": lambda model: model.objects.filter(pk=1).adelete(),
    "acreate": lambda model: model.objects.acreate(),
    "aget_or_create": lambda model: model.objects.aget_or_create(pk=1),
    "aupdate_or_create": lambda model: model.objects.aupdate_or_create(pk=1),
    "abulk_create": lambda model: model.objects.abulk_create([blank(model)]),
    "abulk_update": lambda model: model.objects.abulk_update([model(pk=1)], [_some_field(model)]),
}


def is_refused(act):
    """Whether an act ends because it leads past the door."""
    try:
        # A savepoint, for some related managers leave their transaction broken.
        with transaction.atomic():
            act()
    except WritePastEditorialError:
        return True
    return False


def _some_field(model):
    return next(field.name for field in model._meta.concrete_fields if not field.primary_key)


@pytest.mark.parametrize("model", ROWS)
def test_a_row_cannot_be_written_past_the_door(model):
    assert [way for way, act in DIRECT.items() if not is_refused(partial(act, model))] == []


@pytest.mark.parametrize("model", ROWS)
def test_a_row_cannot_be_written_past_the_door_asynchronously(model):
    async def attempt(act):
        await act(model)

    # `async_to_sync` keeps to this thread and its connection.
    acts = {way: partial(async_to_sync(attempt), act) for way, act in ASYNC.items()}
    assert [way for way, act in acts.items() if not is_refused(act)] == []


def related_managers():
    """Every manager through which a record reaches the rows that point to it."""
    return [
        (model, relation.get_accessor_name())
        for model in ROWS
        for relation in model._meta.related_objects
        if relation.get_accessor_name() and relation.related_model not in ACCOUNTS
    ]


@pytest.mark.parametrize(("model", "accessor"), related_managers())
def test_rows_cannot_be_written_through_the_records_they_belong_to(model, accessor):
    owner = model(pk=1)
    manager = getattr(owner, accessor)
    row = manager.model(pk=1)
    row._state.adding, row._state.db = False, "default"
    ways = {
        "add": lambda: manager.add(row),
        "add one by one": lambda: manager.add(row, bulk=False),
        "create": manager.create,
        "get_or_create": lambda: manager.get_or_create(pk=1),
        "update_or_create": lambda: manager.update_or_create(pk=1),
        "bulk_create": lambda: manager.bulk_create([row]),
        "update": lambda: manager.update(pk=1),
        "delete": lambda: manager.all().delete(),
        "set": lambda: manager.set([row]),
    }
    if hasattr(manager, "clear"):
        ways["clear"] = manager.clear
    assert [way for way, act in ways.items() if not is_refused(act)] == []


def test_rows_that_are_there_cannot_be_written_through_the_records_they_belong_to():
    source, stakeholder = make_source(), make_stakeholder()
    project, other = (
        make_project(
            parts=[
                Milestone(kind="start"),
                Participation(stakeholder=stakeholder, role="owner"),
                Citation(source=source, field="stage", stated_on="2021-06-01"),
            ]
        )
        for _n in range(2)
    )
    before = list(Milestone.objects.values()), list(Participation.objects.values()), list(Citation.objects.values())
    copy = PublishedProject.objects.get(reference=project.reference)
    for act in (
        lambda: other.milestones.add(project.milestones.get()),
        lambda: other.participations.set([project.participations.get()]),
        lambda: other.citations.add(project.citations.get(), bulk=False),
        lambda: project.participations.clear(),
        lambda: project.participations.clear(bulk=False),
        lambda: project.participations.remove(project.participations.get()),
        lambda: project.milestones.all().delete(),
        lambda: source.citations.update(paragraph="9"),
        lambda: stakeholder.participations.all().delete(),
        lambda: copy.participations.all().delete(),
        lambda: project.delete(),
        lambda: Project.objects.select_for_update().update(stage="operation"),
    ):
        assert is_refused(act)
    after = list(Milestone.objects.values()), list(Participation.objects.values()), list(Citation.objects.values())
    assert after == before


def test_the_door_closes_behind_every_act_even_one_that_fails():
    project = make_project()
    with pytest.raises(editorial.StaleVersionError):
        editorial.save(project, version=99)
    with pytest.raises(WritePastEditorialError):
        project.save()
    with pytest.raises(ZeroDivisionError), writing():
        raise ZeroDivisionError
    with pytest.raises(WritePastEditorialError):
        Project.objects.update(stage="operation")


def test_the_door_is_open_for_the_act_and_not_for_its_neighbours():
    async def neighbour():
        await sync_to_async(Project.objects.update)(stage="operation")

    async def side_by_side():
        with writing():
            await asyncio.sleep(0)
        await neighbour()

    with pytest.raises(WritePastEditorialError):
        async_to_sync(side_by_side)()


def test_an_account_can_be_deleted_though_it_once_published():
    account = get_user_model().objects.create_superuser("clerk")
    project = make_project(stage="reserve", is_published=False)
    editorial.publish(project, by=account)
    account.delete()
    assert PublishedProject.objects.get().published_by is None
    assert project.history.first().history_user is None


def test_every_record_and_part_keeps_a_log():
    assert all(hasattr(model, "history") for model in ROWS if issubclass(model, Record | Part))
