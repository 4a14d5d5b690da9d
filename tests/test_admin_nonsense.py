"""The desk: whatever comes in, nothing ends in an error of ours."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction

from projects.admin.parts import PartInline
from projects.models import LISTS, NOUNS, Amenity, Project, ProjectType, PublicRequest, Region, SavedView
from tests.desk import add_row, address, sent_by
from tests.records import make_project, make_region, make_type

pytestmark = pytest.mark.django_db

DIGITS = "9" * 5000
KEYS = [
    "0",
    "-1",
    "99999999999999999999",
    DIGITS,
    "x",
    "%00",
    "1%00",
    "_00",
    "１",
    "%2e%2e",
    "1_2F2",
    "%F0%9F%98%80",
    "a/b",
]
QUERIES = [
    "id__exact=99999999999999999999",
    "id__exact=x",
    "id__exact=%00",
    "id__in=99999999999999999999",
    "id__in=1,x",
    "pk=99999999999999999999",
    f"id={DIGITS}",
    "created_at__year=0",
    "created_at__year=99999",
    "date_joined__year=0",
    "created_at__year=x",
    "created_at__gte=nonsense",
    "created_at__gte=0001-01-01T00:00:00%2B23:00",
    "version__gt=99999999999999999999",
    "version__in=99999999999999999999",
    "name_en__regex=(",
    "name_en__regex=(a%2B)%2B$",
    "username__regex=(",
    "name_en__exact=%00",
    "username__exact=%00",
    "name__exact=%00",
    "password__startswith=a",
    "type__id__exact=x",
    "nonsense=1",
    "nonsense__exact=1",
    "name_en__nonsense=1",
    "id__isnull=x",
    "standing=nonsense",
    "standing=%00",
    "standing=draft&standing=deleted",
    "type=nonsense",
    f"type={DIGITS}",
    "region=%00",
    "untranslated=fr",
    "sources=maybe",
    "stage__exact=nonsense",
    "stage__exact=%00",
    "is_staff__exact=nonsense",
    "q=%00",
    f"q={DIGITS}",
    "q=" + "+".join(map(str, range(2000))),
    "q=%22",
    "q=%F0%9F%98%80",
    "e=1",
    "e=1&id__exact=x",
    "p=-1",
    "p=0",
    "p=x",
    "p=99999999999999999999",
    f"p={DIGITS}",
    "o=999",
    "o=-999.1.x..",
    f"o={DIGITS}",
    "all=",
    "all=&p=7",
    "_popup=1",
    "_popup=nonsense",
    "_to_field=id",
    "_to_field=reference",
    "_to_field=nonsense",
    "_to_field=%00",
    "_facets=True",
    "_facets=True&standing=deleted",
    "_changelist_filters=%00%3D",
    "_changelist_filters=e%3D1",
    "_source_model=x",
    "=",
    "&&&",
    "%00=%00",
]


@pytest.fixture
def desk(admin_client):
    """A browser at the desk that is told of errors instead of raising them."""
    admin_client.raise_request_exception = False
    return admin_client


def models():
    """Everything at the desk."""
    return [*NOUNS, *LISTS, PublicRequest, SavedView, User, Group]


def test_nothing_else_is_at_the_desk():
    assert set(admin.site._registry) == set(models())


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_string_breaks_a_list_or_a_form(desk, admin_user, query):
    kind = make_type()
    pages = [address(model, "changelist") for model in (Project, ProjectType, User, Group)]
    pages += [address(record, page) for record in (kind, admin_user) for page in ("change", "delete", "history")]
    for page in pages:
        # A transaction for each request, as PostgreSQL refuses a whole one after an error.
        with transaction.atomic():
            assert desk.get(f"{page}?{query}").status_code < 500, page
            transaction.set_rollback(True)


@pytest.mark.parametrize("query", ["q=%00", "q=" + "+".join(map(str, range(2000))), f"q={DIGITS}"])
def test_a_search_that_makes_no_sense_finds_nothing_and_says_why(desk, query):
    make_project()
    response = desk.get(f"{address(Project, 'changelist')}?{query}")
    assert not response.context["cl"].result_list
    assert len(list(response.context["messages"])) == 1


@pytest.mark.parametrize("key", KEYS)
def test_no_key_in_the_path_breaks_a_page(desk, key):
    for model in (Project, ProjectType, User):
        for page in ("change", "delete", "history", "publish", "withdraw", "restore"):
            path = f"{address(model, 'changelist')}{key}/{page}/"
            assert desk.get(path, follow=True).status_code < 500, path
            assert desk.post(path, {"seen": "1:1", "post": "yes"}, follow=True).status_code < 500, path
    for path in (f"/admin/auth/user/{key}/password/", f"/admin/r/{key}/{key}/", f"/admin/{key}/", f"/admin/r/1/{key}/"):
        assert desk.get(path, follow=True).status_code < 500, path


@pytest.mark.parametrize(
    "query",
    [
        "",
        "app_label=x&model_name=y&field_name=z",
        "app_label=projects&model_name=project&field_name=x",
        "app_label=projects&model_name=project&field_name=name_en",
        "app_label=projects&model_name=project&field_name=phases",
        "app_label=projects&model_name=project&field_name=citations",
        "app_label=auth&model_name=user&field_name=groups&term=%00",
        "app_label=%00&model_name=%00&field_name=%00",
        *(
            f"app_label=projects&model_name=project&field_name=site&{more}"
            for more in (
                "term=%00",
                f"term={DIGITS}",
                "term=" + "+".join(map(str, range(2000))),
                "page=0",
                "page=-1",
                "page=x",
                "page=99999999999999999999",
                f"page={DIGITS}",
                "page=last",
            )
        ),
    ],
)
def test_search_boxes_stand_up_to_nonsense(desk, query):
    assert desk.get(f"/admin/autocomplete/?{query}").status_code < 500


VALUES = [
    "",
    "\0",
    "x",
    "-1",
    "99999999999999999999",
    DIGITS,
    "1e999999999",
    "NaN",
    "Infinity",
    "\ud83d\ude00",
    "２０２１",
    "x" * 70000,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:24])
def test_no_value_breaks_the_form_of_a_project(desk, value):
    value = value.encode("utf-16", "surrogatepass").decode("utf-16")
    project = make_project()
    sent = sent_by(desk.get(address(project)))
    for prefix in ("milestones", "annual_investments", "quantities", "citations", "documents", "participations"):
        sent = add_row(sent, prefix)
    typed = [name for name in sent if "__prefix__" not in name and "TOTAL" not in name and "INITIAL" not in name]
    assert desk.post(address(project), sent | dict.fromkeys(typed, value)).status_code < 500
    texts = [
        name for name in typed if name.endswith(("_zh", "_en", "slug", "former_names", "reason", "code", "planned"))
    ]
    assert desk.post(address(project), sent | dict.fromkeys(texts, value)).status_code < 500


@pytest.mark.parametrize("value", ["", "-1", "x", "0", "99999999999999999999", "1500", "\0"])
@pytest.mark.parametrize("name", ["TOTAL_FORMS", "INITIAL_FORMS", "MAX_NUM_FORMS", "0-id", "0-region", "0-number"])
def test_forged_tables_of_parts_break_nothing(desk, monkeypatch, name, value):
    monkeypatch.setattr(PartInline, "max_num", 20)
    region = make_region()
    sent = add_row(sent_by(desk.get(address(region))), "advantages", name_en="climate")
    assert desk.post(address(region), sent | {f"advantages-{name}": value}).status_code < 500
    assert desk.post(address(Region, "add"), sent | {f"advantages-{name}": value}).status_code < 500


def test_missing_and_unknown_tables_of_parts_break_nothing(desk):
    project = make_project()
    sent = sent_by(desk.get(address(project)))
    bare = {name: value for name, value in sent.items() if "FORMS" not in name}
    assert desk.post(address(project), bare).status_code == 200
    assert desk.post(address(project), sent | {"nonsense-TOTAL_FORMS": "3", "nonsense-0-id": "1"}).status_code == 302
    assert desk.post(address(project), {}).status_code == 200


def test_a_part_of_another_record_is_not_taken(desk):
    other = make_project(parts=[Amenity(kind="school", name_en="theirs")])
    project = make_project(parts=[Amenity(kind="school", name_en="ours")])
    sent = sent_by(desk.get(address(project)))
    sent |= {"amenities-0-id": str(other.amenities.get().pk), "amenities-0-name_en": "stolen"}
    assert desk.post(address(project), sent).status_code < 500
    assert other.amenities.get().name_en == "theirs"
    assert project.amenities.get().name_en == "ours"


@pytest.mark.parametrize(
    "extra", [{"_saveasnew": "1"}, {"_popup": "1"}, {"_popup": "1", "_to_field": "x"}, {"_continue": ""}]
)
def test_forged_buttons_break_nothing(desk, extra):
    project = make_project()
    sent = sent_by(desk.get(address(project))) | extra
    assert desk.post(address(project), sent).status_code < 500
    assert desk.post(address(project), sent | {"name_en": "After"}).status_code < 500


@pytest.mark.parametrize("source", ["x", "", ".", "x.y", "projects.project", "\0.\0"])
def test_a_forged_pop_up_breaks_nothing(desk, source):
    make_type("one")
    page = address(make_type("two"), "change")
    sent = sent_by(desk.get("/admin/projects/projecttype/add/")) | {
        "name_en": "New",
        "slug": "new",
        "position": "1",
        "_popup": "1",
        "_source_model": source,
    }
    assert desk.post("/admin/projects/projecttype/add/", sent).status_code < 500
    assert desk.post(page, sent).status_code < 500


@pytest.mark.parametrize("action", ["publish_selected", "delete_selected", "restore_selected", "nonsense", "", "\0"])
@pytest.mark.parametrize("keys", [["x"], ["99999999999999999999"], ["\0"], [DIGITS], ["-1"], ["0"], []])
def test_forged_selections_break_nothing(desk, action, keys):
    make_project()
    for model in (Project, ProjectType, User):
        for more in ({}, {"confirmed": "1"}, {"post": "yes"}, {"select_across": "1", "index": "x"}, {"index": DIGITS}):
            sent = {"action": action, "_selected_action": keys} | more
            assert desk.post(address(model, "changelist"), sent).status_code < 500, (model, more)


@pytest.mark.parametrize(
    "path", ["", "login/", "logout/", "password_change/", "jsi18n/", "projects/", "nonsense/", "r/1/1/"]
)
@pytest.mark.parametrize("query", ["", "?next=%00", "?next=//evil.example", "?%00", "?p=%00"])
def test_the_other_pages_stand_up_to_nonsense(desk, path, query):
    assert desk.get(f"/admin/{path}{query}").status_code < 500
    assert (
        desk.post(f"/admin/{path}{query}", {"username": "\0", "password": "\0", "old_password": "\0"}).status_code < 500
    )


def test_nobody_unknown_gets_in(client):
    project = make_project()
    for page in (address(project), address(project, "history"), address(Project, "changelist"), "/admin/"):
        assert client.get(page).status_code == 302
