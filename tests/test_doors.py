"""What holds at every public address."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import get_resolver, reverse
from django.utils.translation import override

from projects import editorial
from projects.models import NOUNS, Citation, KeyProjectList, ProjectType, PublicRequest, Region, SavedView
from projects.urls import asking_patterns
from tests.desk import make_member
from tests.doors import (
    COMMANDS,
    LANGUAGES,
    LEADS,
    MACHINE_READS,
    OWN_WRITES,
    PRIVATE_READS,
    PUBLIC_WRITES,
    READS,
    STAFF_FILES,
    WRITES,
    leads,
    public_pages,
    public_paths,
    write_paths,
)
from tests.markers import MARK, every_part_model, hidden_records, mark_published, marked_parts
from tests.pages import unpacked
from tests.records import make_view

pytestmark = pytest.mark.django_db


def selections():
    """Every public address with each query string that it understands, in both languages."""
    return [
        path + query
        for language in LANGUAGES
        for door in READS
        for path in door.paths(language)
        for query in door.selections
    ]


def answers(client, paths):
    """What each of the addresses answers."""
    found = {}
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        found[path] = unpacked(response)
    return found


def reference_data():
    """The type, region and list that hidden records belong to, public as they stand."""
    key_list = editorial.save(KeyProjectList(slug="provincial", name_en="Provincial list", level="province"))
    return [ProjectType.objects.first(), Region.objects.get(code="140302"), key_list]


def test_the_table_holds_every_address_of_the_site():
    with override("en"):
        entries = [
            entry for part in get_resolver().url_patterns for entry in (part, *getattr(part, "url_patterns", ()))
        ]
        named = {
            namespace: {
                pattern.name
                for entry in entries
                if getattr(entry, "namespace", None) == namespace
                for pattern in entry.url_patterns
            }
            for namespace in ("projects", "machines", "asking", "previews")
        }
    assert named == {
        "projects": {door.name for door in [*READS, *LEADS]},
        "machines": {door.name for door in MACHINE_READS},
        "asking": {"received", *PUBLIC_WRITES},
        "previews": PRIVATE_READS,
    }


def test_nothing_unpublished_is_seen_at_any_door(client, seeded):
    """A marker in every field of an unpublished record of every noun, and in every unpublished change."""
    listed = reference_data()
    before = answers(client, [*public_paths(), *selections()])
    public = [record for noun in NOUNS for record in noun.objects.all()]
    hidden = hidden_records(listed)
    for n, record in enumerate(public):
        mark_published(record, n + 2, [*hidden, *listed])
    home = Region.objects.get(code="140300")
    editorial.save(home, parts=[part for part in marked_parts(home, hidden) if isinstance(part, Citation)])
    usual = ProjectType.objects.first()
    editorial.save(usual, parts=marked_parts(usual, hidden))
    for part in every_part_model():
        assert part.objects.exists(), f"no marked {part.__name__}: this test would not see it leak"
    after = answers(client, [*public_paths(), *selections()])
    assert {path for path in before if before[path] != after[path]} == set()
    assert not [path for path, body in after.items() if "q=" not in path and MARK.search(body)]
    assert len(public) == 18


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unpublished_record_has_no_address(client, seeded, language):
    for record in hidden_records(reference_data()):
        with override(language):
            for key in (record.slug, record.reference):
                path = reverse(f"projects:{record._meta.model_name}_detail", kwargs={"key": key})
                assert client.get(path).status_code == 404, path


def test_what_was_withdrawn_is_gone_and_says_so(client, seeded):
    for noun in NOUNS:
        record = noun.objects.first()
        path = reverse(f"projects:{noun._meta.model_name}_detail", kwargs={"key": record.slug})
        assert client.get(path).status_code == 200
        editorial.withdraw(record)
        assert client.get(path).status_code == 410, path
        assert not any(path.encode() in body for body in answers(client, public_paths()).values()), (
            f"{path} is still linked to"
        )


def test_what_is_edited_submitted_and_returned_changes_no_byte_for_the_public_until_it_is_published(client, seeded):
    before = answers(client, public_paths())
    editor, reviewer = make_member("editor"), make_member("reviewer")
    changed = [next(iter(noun.objects.public())) for noun in NOUNS]
    for record in changed:
        text = next(f"{name}_en" for name in record.localized)
        setattr(record, text, f"{getattr(record, text)} zzchanged".strip())
        editorial.save(record, by=editor, reason="zzchanged")
        editorial.submit(record, by=editor, reason="zzchanged")
        if record is not changed[0]:
            editorial.send_back(record, by=reviewer, reason="zzchanged")
    assert answers(client, public_paths()) == before
    editorial.publish(changed[0], by=reviewer)
    assert answers(client, public_paths()) != before


def test_every_answer_is_free_of_cookies_and_varies_by_nothing_that_leaks(client, seeded):
    for path in public_paths():
        response = client.get(path)
        assert not response.cookies, path
        assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", path
        assert b"csrfmiddlewaretoken" not in response.getvalue(), path


def test_a_short_address_leads_to_a_page_of_its_language_without_cookie_or_copy(client, seeded):
    make_view(audience="public", query="type=healthcare-themed-town")
    assert len(leads()) == 2
    for path in leads():
        response = client.get(path)
        assert response.status_code == 302
        assert response.url.startswith("/en/") == path.startswith("/en/")
        assert not response.cookies
        assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert response.headers["Cache-Control"] == "no-cache"
        assert client.get(response.url).status_code == 200
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(path).status_code in {403, 405}


def test_every_page_names_its_language_and_links_to_its_other_language(client, seeded):
    for path in public_pages():
        response = client.get(path)
        language = "en" if path.startswith("/en/") else "zh-Hans"
        assert f'<html lang="{language}"' in response.text, path
        assert response.headers["Content-Language"] == language
        other = path.removeprefix("/en") if language == "en" else f"/en{path}"
        assert f'href="{other}"' in response.text, path


def test_every_answer_is_under_the_content_security_policy(client, seeded):
    for path in public_paths():
        response = client.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        body = response.getvalue()
        if response.headers["Content-Type"].startswith("text/html"):
            assert not re.search(rb"<script(?![^>]*(src=|type=.application/ld\+json))|\sstyle=|\son\w+=", body), path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_public_address_takes_a_write(client, seeded, method):
    for path in public_paths():
        assert getattr(client, method)(path).status_code in {403, 405}, path


WRONG = [
    "type=nonsense",
    "type=healthcare-themed-town&type=nonsense",
    "region=nowhere",
    "page=-1",
    "page=0",
    "page=x",
    "page=99999999999999999999999",
    "per_page=100000",
    "order=password",
    "year=0",
    "q=%00",
    "type=%00",
    "region=%00",
    "q=" + "9" * 5000,
    "page=" + "9" * 5000,
    "type=" + "9" * 5000,
    "q=a&q=b",
    "type=healthcare-themed-town&q=a&q=b&q=c",
    "q=a b c d e f g h i j",
    "unknown=1",
    "%00=1",
    "q=%ff%fe",
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong[:40])
def test_a_wrong_parameter_shows_an_error_and_no_rows(client, seeded, wrong):
    for language in LANGUAGES:
        for door in READS:
            for path in door.paths(language) if door.takes_selection else []:
                response = client.get(f"{path}?{wrong}")
                body = response.getvalue().decode()
                assert response.status_code in ({400} if door.is_file else {200, 404}), (path, response.status_code)
                assert "PRJ-0001" not in body, path
                assert "zhongyuan-healthcare-theme-town" not in body, path


def test_a_page_beyond_the_last_is_not_there(client, seeded):
    assert client.get("/projects/?page=2").status_code == 404
    assert client.get("/en/sites/?page=2").status_code == 404


@pytest.mark.parametrize("path", ["/projects/%00/", "/en/sites/%ff/", "/regions/999999/", "/plans/" + "9" * 5000 + "/"])
def test_a_nonsense_address_is_not_there(client, path):
    assert client.get(path).status_code in {400, 404}


def test_no_template_loads_from_another_host():
    for template in (Path(settings.BASE_DIR) / "projects" / "templates").rglob("*.html"):
        assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=\"(https?:)?//", template.read_text("utf-8")), (
            template
        )


def test_the_table_holds_every_way_to_write():
    named = {pattern.name for group in admin.site.get_urls() for pattern in getattr(group, "url_patterns", [group])}
    acts = {f"projects_{model._meta.model_name}_{act}" for model, acts in WRITES.items() for act in acts}
    read_only = {f"projects_{model._meta.model_name}_history" for model in WRITES}
    assert {name for name in named if name and name.startswith("projects_")} == acts | read_only | STAFF_FILES
    # Django names the list of an application where there is one.
    usual = {getattr(pattern, "name", None) for pattern in admin.AdminSite().get_urls()} | {"app_list"}
    own = {getattr(pattern, "name", None) for pattern in admin.site.get_urls()} - usual
    assert own == {"guide", "history", *OWN_WRITES}
    assert {pattern.name for pattern in asking_patterns if takes_writes(pattern)} == PUBLIC_WRITES
    commands = Path(settings.BASE_DIR, "projects", "management", "commands").glob("[!_]*.py")
    assert {command.stem for command in commands} == COMMANDS


def takes_writes(pattern):
    """Whether the view of an address is free of Django's token, as one that takes writes without a cookie must be."""
    return getattr(pattern.callback, "csrf_exempt", False)


@pytest.mark.parametrize("model", WRITES, ids=lambda model: model._meta.model_name)
def test_nobody_writes_without_an_account_and_a_right(client, seeded, django_user_model, model):
    if model is PublicRequest:
        asked = PublicRequest(noun="project", about="PRJ-0001", kind="mistake", message="Wrong", language="en")
        editorial.receive(asked, address="198.51.100.1")
    elif model is SavedView:
        make_view(audience="staff")
    elif not model.objects.exists():
        reference_data()
    record = model.objects.first()
    before = list(model.objects.order_by("pk").values())
    sent = {"seen": f"{record.pk}:{record.version}", "reason": "forged", "_selected_action": [record.pk]}
    for act, path in write_paths(record).items():
        typed = sent | ({"action": "delete_selected", "confirmed": "1"} if act == "changelist" else {})
        assert "/admin/login/?next=" in client.post(path, typed).url, act
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    for act, path in write_paths(record).items():
        assert client.post(path, sent).status_code == 403, act
    assert list(model.objects.order_by("pk").values()) == before
