"""Saved views: kept from a list, shared with staff, shown to the public and taken back."""

from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from projects import editorial
from projects.models import LISTS, Project, ProjectType, PublicRequest, PublicRevision, SavedView
from projects.models.saved_views import public_form
from tests.desk import address, make_clerk, make_member, said, sent_by
from tests.doors import LANGUAGES, public_paths
from tests.pages import Page, text, unpacked, words
from tests.records import make_project, make_region, make_type, make_view

pytestmark = pytest.mark.django_db

ADD = "/en/admin/projects/savedview/add/"


def at_desk(account):
    """A browser at the desk of the account."""
    client = Client()
    client.force_login(account)
    return client


def keep(client, query="", **typed):
    """Send the form above the list of projects, as it stands there for this query string."""
    page = client.get(f"{address(Project, 'changelist', 'en')}?{query}", follow=True)
    form = Page(page).element("keep-view")
    sent = {
        dict(element.attributes)["name"]: dict(element.attributes).get("value", "")
        for element in Page(page).elements(form)
        if element.name == "input" and "name" in dict(element.attributes)
    }
    return client.post(ADD, sent | {"name_en": "Kept", "audience": "own"} | typed)


def publish(view, **changes):
    """The view, made public by a command."""
    for name, value in ({"audience": "public"} | changes).items():
        setattr(view, name, value)
    return editorial.save(view)


def revision():
    """The number that the caches of the public go by."""
    return PublicRevision.objects.values_list("number", flat=True).first() or 0


# Keeping.


def test_a_clerk_keeps_the_selection_of_a_list_and_finds_it_again():
    make_project(type=make_type("healthcare-complex"), stage="construction", name_en="Found")
    make_project(type=make_type("healthcare-complex"), stage="reserve", name_en="Other")
    client = at_desk(make_member("viewer"))
    response = keep(
        client, "type=healthcare-complex&stage__exact=construction&p=1&_facets=True", name_en="Building now"
    )
    assert response.status_code == 302
    view = SavedView.objects.get()
    assert view.query == "stage__exact=construction&type=healthcare-complex"
    assert (view.owner.username, view.audience, view.slug) == ("viewer", "own", "")
    for page in (address(Project, "changelist", "en"), "/en/admin/"):
        found = Page(client.get(page))
        links = [
            dict(one.attributes)["href"] for one in found.elements() if text(one) == "Building now" and one.name == "a"
        ]
        (link,) = [link for link in links if link.startswith(address(Project, "changelist", "en"))]
        shown = client.get(link)
        assert [str(row) for row in shown.context["cl"].result_list] == ["Found"]
    form = client.get(address(view, "change", "en")).content.decode()
    assert "Type: Healthcare complex" in form
    assert "Stage: under construction" in form


def test_an_order_is_kept_by_column_because_accounts_see_different_ones():
    make_region()
    editor, viewer = at_desk(make_member("editor")), at_desk(make_member("viewer"))
    make_project(name_en="A", confirmed_on="2026-01-01")
    make_project(name_en="B", confirmed_on="2026-02-01")
    columns = editor.get(address(Project, "changelist")).context["cl"].list_display
    assert keep(editor, f"o=-{columns.index('confirmed_on')}.x.999.-", audience="staff").status_code == 302
    assert SavedView.objects.get().query == "o=-confirmed_on"
    for client in (editor, viewer):
        links = client.get(address(Project, "changelist")).context["views_above"]().links
        listed = client.get(links[0].address).context["cl"]
        assert [str(row) for row in listed.result_list] == ["B", "A"]


@pytest.mark.parametrize(
    "query",
    [
        "type=nowhere",
        "q=%00",
        "stage__exact=%00",
        "q=" + "+".join("abcdefghij"),
        "x=1",
        "name_zh__regex=(",
        "q=" + "9" * 13000,
        "&".join(f"q={n}" for n in range(1100)),
        "type__slug__foo=1",
        "o=%00&_to_field=x",
        "id__exact=x",
    ],
    ids=lambda query: query[:20],
)
def test_a_selection_that_makes_no_sense_is_refused_in_words_and_nothing_typed_is_lost(query):
    make_type()
    client = at_desk(make_member("editor"))
    response = client.post(ADD, {"name_en": "Typed name", "noun": "project", "query": query, "audience": "staff"})
    assert response.status_code == 200
    assert response.context["errors"]
    assert 'value="Typed name"' in response.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"name_en": ""},
        {"name_en": "\x00"},
        {"noun": "document"},
        {"noun": "\x00"},
        {"noun": ""},
        {"audience": "everybody"},
        {"audience": "\x00"},
        {"audience": "public"},
        {"name_en": "9" * 500},
        {"noun": "publicrequest", "query": "x=1"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_in_words(typed):
    client = at_desk(make_member("editor"))
    sent = {"name_en": "Typed", "noun": "project", "query": "", "audience": "own"} | typed
    response = client.post(ADD, sent)
    assert response.status_code == 200
    assert response.context["errors"]
    assert not SavedView.objects.exists()


def test_the_page_for_new_views_stands_up_to_any_query_string():
    client = at_desk(make_member("editor"))
    for query in (
        "",
        "?noun=project&query=type%3Dx",
        "?noun=x&query=%00",
        "?query=" + "9" * 20_000,
        "?noun=%00&noun=1",
    ):
        assert client.get(ADD + query).status_code == 200, query


def test_a_view_whose_filters_are_no_longer_known_breaks_nothing():
    client = at_desk(make_member("editor"))
    view = make_view(audience="staff", query="type=gone&nonsense=1&o=-gone.title&%00=%00")
    assert client.get("/en/admin/").status_code == 200
    page = client.get(address(Project, "changelist"))
    (link,) = page.context["views_above"]().links
    assert client.get(link.address, follow=True).status_code in {200, 400}
    assert client.get(address(view)).status_code == 200
    assert client.get(address(SavedView, "changelist")).status_code == 200


def test_the_form_above_a_list_asks_for_the_name_in_the_language_of_the_page():
    client = at_desk(make_member("viewer"))
    for language, name in (("zh-hans", "name_zh"), ("en", "name_en")):
        form = client.get(address(Project, "changelist", language)).context["views_above"]().form
        assert [*form.fields] == [name, "audience", "noun", "query"]
        assert [value for value, _label in form.fields["audience"].choices] == ["own"]


def test_of_two_who_change_a_view_the_second_is_asked_which_change_stays():
    view = make_view(audience="staff", name_en="First")
    client = at_desk(make_member("publisher"))
    sent = sent_by(client.get(address(view, "change", "en")))
    view.name_en = "Second"
    editorial.save(view)
    response = client.post(address(view, "change", "en"), sent | {"name_en": "Third"})
    assert response.status_code == 409
    assert "Second" in response.text
    assert "Third" in response.text
    view.refresh_from_db()
    assert view.name_en == "Second"


def test_a_pop_up_offers_no_views():
    make_view(audience="staff", name_en="Shared view")
    client = at_desk(make_member("editor"))
    assert "Shared view" in client.get(address(Project, "changelist", "en")).text
    assert "Shared view" not in client.get(address(Project, "changelist", "en") + "?_popup=1").text


def test_lists_without_views_and_accounts_without_the_right_see_nothing_of_them():
    make_view(audience="staff", name_en="Shared view")
    client = at_desk(make_clerk("view_project"))
    for page in (address(Project, "changelist", "en"), "/en/admin/"):
        response = client.get(page)
        assert "Shared view" not in response.text
        assert "keep-view" not in response.text
    assert client.get(address(SavedView, "changelist")).status_code == 403
    root = at_desk(User.objects.create_superuser("root"))
    for model in LISTS:
        assert "keep-view" not in root.get(address(model, "changelist")).text


# Whose it is.


def test_what_somebody_keeps_for_themselves_nobody_else_sees_at_any_door():
    owner = make_member("editor", username="owner")
    view = make_view(owner=owner, name_en="Zzprivate", query="q=zzsecret")
    view.name_en = "Zzprivate too"
    editorial.save(view, by=owner, reason="zzreason")
    accounts = [make_member("administrator"), make_member("publisher"), User.objects.create_superuser("root")]
    for client in map(at_desk, accounts):
        for page in (
            *("/en/admin/", "/en/admin/history/", "/en/admin/history/?noun=savedview"),
            *(address(view, page, "en") for page in ("change", "history", "delete", "revert", "restore")),
            *(address(SavedView, "changelist", "en"), f"{address(SavedView, 'changelist', 'en')}?q=zzpriv"),
            address(Project, "changelist", "en"),
            "/en/admin/autocomplete/?app_label=projects&model_name=savedview&field_name=owner&term=zz",
        ):
            body = client.get(page, follow=True).content.decode()
            assert "zzprivate" not in body.lower(), page
            assert "zzreason" not in body, page
        for page in ("change", "delete", "restore", "revert", "presence"):
            sent = {
                "seen": f"{view.pk}:{view.version}",
                "seen_version": view.version,
                "name_en": "Taken",
                "reason": "x",
            }
            client.post(address(view, page), sent | {"audience": "own", "to": "1"})
    assert SavedView.objects.get().version == view.version
    assert "Zzprivate too" in at_desk(owner).get("/en/admin/history/").text


def test_nobody_acts_for_an_owner_past_the_pages():
    owner, publisher = make_member("viewer"), make_member("publisher")
    view = make_view(owner=owner)
    for act in (editorial.delete, editorial.save):
        with pytest.raises(PermissionDenied):
            act(view, by=publisher)
    with pytest.raises(PermissionDenied):
        editorial.save(SavedView(noun="project", name_en="Mine", audience="staff"), by=owner)
    made = editorial.save(SavedView(noun="project", name_en="Forged", owner=owner), by=publisher)
    assert made.owner == publisher
    with pytest.raises(PermissionDenied):
        editorial.save(SavedView(noun="publicrequest", name_en="Not my list"), by=owner)


def test_a_shared_view_of_a_list_that_an_account_does_not_see_is_not_seen_either():
    view = make_view(noun="publicrequest", audience="staff", name_en="Open requests", query="state__exact=open")
    editor, viewer = at_desk(make_member("editor")), at_desk(make_member("viewer"))
    assert "Open requests" in editor.get(address(PublicRequest, "changelist", "en")).text
    assert "Open requests" in editor.get("/en/admin/").text
    for page in ("/en/admin/", address(SavedView, "changelist", "en"), address(view, "change", "en")):
        assert "Open requests" not in viewer.get(page, follow=True).text


def test_an_account_that_goes_leaves_what_it_shared():
    owner = make_member("editor")
    shared, own = make_view(owner=owner, audience="staff"), make_view(owner=owner)
    owner.delete()
    assert [view.owner for view in SavedView.objects.filter(pk__in=[shared.pk, own.pk])] == [None, None]
    publisher = at_desk(make_member("publisher"))
    assert publisher.get(address(shared)).status_code == 200
    assert publisher.get(address(own)).status_code == 302
    editorial.delete(SavedView.objects.get(pk=shared.pk), by=User.objects.get(username="publisher"))


def test_every_change_is_in_the_history_and_can_be_taken_back():
    owner = make_member("editor")
    client = at_desk(owner)
    keep(client, "stage__exact=reserve")
    view = SavedView.objects.get()
    sent = sent_by(client.get(address(view, "change", "en")))
    response = client.post(
        address(view, "change", "en"), sent | {"audience": "staff", "reason": "for all"}, follow=True
    )
    assert response.status_code == 200
    lines = view.history.order_by("history_id")
    assert [(line.audience, line.history_user, line.history_change_reason) for line in lines] == [
        ("own", owner, ""),
        ("staff", owner, "for all"),
    ]
    page = words_of_desk(client.get(address(view, "history", "en")))
    assert "For whom changed from only me to all staff" in page
    view.refresh_from_db()
    client.post(address(view, "revert"), {"to": "1", "seen": f"{view.pk}:2", "reason": "not yet"})
    assert SavedView.objects.get().audience == "own"
    assert SavedView.objects.get().query == "stage__exact=reserve"


def words_of_desk(response):
    """The words of a page at the desk."""
    return text(Page(response).element("content"))


# For the public.


@pytest.mark.parametrize(
    ("noun", "query", "public"),
    [
        ("project", "", ""),
        ("project", "type=a&region=140300&stage__exact=reserve", "region=140300&stage=reserve&type=a"),
        ("project", "stage__exact=reserve&stage__exact=construction", "stage=construction&stage=reserve"),
        ("project", "stage__exact=&condition__exact=delayed", "condition=delayed&stage=none"),
        ("project", "is_benchmark__exact=1", "benchmark=yes"),
        ("project", "is_benchmark__exact=0&o=title", "benchmark=no"),
        ("project", "o=-confirmed_on", "order=confirmed"),
        ("project", f"q={quote('温泉')}&o=reference", f"order=reference&q={quote('温泉')}"),
        ("site", "status__exact=planned&type=a", "status=planned&type=a"),
        ("plan", "status__exact=drafted&region=140300", "region=140300&status=drafted"),
        ("stakeholder", "kind__exact=person&region=140300", "kind=person&region=140300"),
        ("source", "q=plan", "q=plan"),
    ],
)
def test_a_query_of_the_desk_has_its_public_form(noun, query, public):
    assert public_form(noun, query) == (public, [])


@pytest.mark.parametrize(
    ("noun", "query", "refused"),
    [
        ("project", "standing=draft&type=a", "publication"),
        ("project", "standing=deleted", "publication"),
        ("project", "desk=overdue", "my desk"),
        ("project", "untranslated=en", "translation"),
        ("project", "sources=none", "sources"),
        ("project", "o=-title", "order"),
        ("project", "o=title.reference", "order"),
        ("site", "o=-confirmed_on", "order"),
        ("source", "language__exact=zh", "language__exact"),
        ("project", "confirmed_on__gte=2026-01-01", "confirmed_on__gte"),
    ],
)
def test_what_the_public_list_cannot_be_asked_for_is_refused_by_name(noun, query, refused):
    with override("en"), pytest.raises(ValidationError, match=f"ordered by: {refused}"):
        make_view(noun=noun, query=query, audience="public")
    assert make_view(noun=noun, query=query, audience="staff").pk


def test_the_page_names_what_stands_in_the_way_of_publishing():
    publisher = at_desk(make_member("publisher"))
    response = keep(publisher, "standing=draft&desk=drafts", audience="public", name_en="Not so")
    assert response.status_code == 200
    assert "narrowed or ordered by: my desk, publication" in response.text
    assert 'value="Not so"' in response.text
    marks = keep(publisher, "q=%E3%80%82", audience="public")
    assert "The public list does not understand this selection. Search: " in marks.text
    request = {"name_en": "Requests", "noun": "publicrequest", "query": "", "audience": "public"}
    assert "is for staff only" in publisher.post(ADD, request).text
    assert not SavedView.objects.exists()


@pytest.fixture
def public_view():
    """A view that a publisher has made public, of two projects one of which it selects."""
    make_project(type=make_type("healthcare-complex"), stage="construction", name_en="Zhongyuan", name_zh="中远")
    make_project(type=make_type("healthcare-complex"), stage="reserve", name_en="Longquan", name_zh="龙泉")
    return make_view(name_zh="在建康养项目", name_en="", query="stage__exact=construction", audience="public")


def test_the_public_finds_a_view_by_its_name_and_reads_just_its_selection(client, public_view):
    assert public_view.slug == "zai-jian-kang-yang-xiang-mu"
    for prefix in ("", "/en"):
        short = f"{prefix}/views/{public_view.slug}/"
        for page in ("/", "/projects/", "/views/"):
            response = client.get(prefix + page)
            assert short in Page(response).links(), page
            marked = f'<span lang="zh-Hans">{public_view.name_zh}</span>'
            assert (marked in response.text) == bool(prefix), page
        assert short not in Page(client.get(f"{prefix}/sites/")).links()
        response = client.get(short)
        assert (response.status_code, response.url) == (302, f"{prefix}/projects/?stage=construction")
        listed = words(client.get(response.url))
        assert ("Zhongyuan" if prefix else "中远") in listed
        assert ("Longquan" if prefix else "龙泉") not in listed


def test_the_list_of_views_of_more_than_fit_leads_to_all(client):
    for n in range(10):
        make_view(name_en=f"View {n}", audience="public")
    for page in ("/en/", "/en/projects/"):
        links = Page(client.get(page)).links()
        assert len([link for link in links if link.startswith("/en/views/view-")]) == 8
        assert "/en/views/" in links
    assert len([link for link in Page(client.get("/en/views/")).links() if "/views/view-" in link]) == 10


def test_caches_hear_of_a_view_that_comes_changes_and_goes():
    seen = [revision()]

    def is_heard():
        seen.append(revision())
        return seen[-1] > seen[-2]

    view = make_view(audience="own")
    assert not is_heard()
    publish(view)
    assert is_heard()
    publish(view, name_en="Renamed")
    assert is_heard()
    publish(view, audience="staff")
    assert is_heard()
    publish(view, name_en="Again")
    assert is_heard()
    editorial.revert(view, 4)
    assert is_heard()
    publish(view)
    assert is_heard()
    editorial.delete(view)
    assert is_heard()
    editorial.restore(view)
    assert is_heard()


@pytest.mark.parametrize("way", ["own", "staff", "deleted"])
def test_a_view_taken_back_is_gone_for_the_public(client, public_view, way):
    fresh = client.get("/en/")
    etag = {"If-None-Match": fresh.headers["ETag"]}
    assert client.get("/en/", headers=etag).status_code == 304
    if way == "deleted":
        editorial.delete(public_view)
    else:
        publish(public_view, audience=way)
    short = f"/en/views/{public_view.slug}/"
    assert client.get(short).status_code == 410
    assert public_view.name_zh not in client.get(short).text
    after = client.get("/en/", headers=etag)
    assert after.status_code == 200
    assert short not in after.text
    assert "/en/views/never/" not in after.text
    assert client.get("/en/views/never/").status_code == 404


def test_what_is_not_public_is_seen_at_no_public_door(client):
    call_command("seed", verbosity=0)
    before = {path: unpacked(client.get(path)) for path in public_paths()}
    owner = make_member("editor")
    for audience in ("own", "staff"):
        for noun in ("project", "site", "plan", "stakeholder", "source", "publicrequest"):
            make_view(noun=noun, audience=audience, owner=owner, name_en="Zzmarker", name_zh="标记")
    # The pages are made anew.
    editorial.save(ProjectType.objects.first())
    assert {path for path in before if unpacked(client.get(path)) != before[path]} == set()
    assert [client.get(f"/{language}views/zzmarker/").status_code for language in ("", "en/")] == [404, 404]


def test_a_public_view_whose_type_is_gone_leads_to_a_list_that_says_so(client):
    view = make_view(audience="public", query="type=gone")
    response = client.get(f"/en/views/{view.slug}/", follow=True)
    assert response.status_code == 200
    assert "There is no “gone”" in response.text


def test_an_address_is_given_once_kept_for_ever_and_never_given_again():
    first, second = (make_view(name_en="Under construction", audience="public") for _n in range(2))
    assert [first.slug, second.slug] == ["under-construction", "under-construction-2"]
    publish(first, audience="own")
    with override("en"), pytest.raises(ValidationError, match="kept for ever"):
        publish(first, slug="other")
    first.refresh_from_db()
    publish(first, name_en="Renamed")
    assert first.slug == "under-construction"
    editorial.delete(first)
    with override("en"), pytest.raises(ValidationError, match="Another view has this address"):
        make_view(slug="under-construction", audience="public")
    with override("en"), pytest.raises(ValidationError, match="Only a public view has an address"):
        make_view(slug="mine")
    assert make_view(name_zh="🙂", name_en="", audience="public").slug == "view"
    assert len(make_view(name_en="x" * 200, audience="public").slug) <= 80


def test_only_who_publishes_writes_what_is_public_also_of_others():
    editor, publisher = make_member("editor"), make_member("publisher")
    view = make_view(owner=editor, audience="staff", name_en="Good one")
    with pytest.raises(PermissionDenied):
        editorial.save(SavedView(noun="project", name_en="x", audience="public"), by=editor)
    client = at_desk(publisher)
    sent = sent_by(client.get(address(view, "change", "en")))
    response = client.post(address(view, "change", "en"), sent | {"audience": "public", "slug": "good"}, follow=True)
    assert "was changed successfully" in " ".join(said(response))
    view.refresh_from_db()
    assert (view.audience, view.slug, view.owner) == ("public", "good", editor)
    assert "/en/views/good/" in client.get(address(view, "change", "en")).text
    for act in (editorial.save, editorial.delete):
        with pytest.raises(PermissionDenied):
            act(SavedView.objects.get(), by=editor)
    assert at_desk(editor).post(address(view), sent | {"seen_version": "2", "audience": "own"}).status_code == 403
    editorial.delete(view, by=publisher)
    with pytest.raises(PermissionDenied):
        editorial.restore(SavedView.objects.get(), by=editor)


def test_each_language_has_its_short_address(public_view):
    assert {reverse("projects:view", args=["a"]), *(f"/{p}views/a/" for p in ("", "en/"))} == {
        "/views/a/",
        "/en/views/a/",
    }
    assert len(LANGUAGES) == 2


@pytest.mark.parametrize("key", ["%00", "%ff", "9" * 5000, "-", "a" * 81])
def test_a_nonsense_address_is_not_there(client, key):
    assert client.get(f"/views/{key}/").status_code in {400, 404}
