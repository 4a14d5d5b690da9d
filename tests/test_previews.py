"""A record as the public would read it, before it does: at a private address that expires."""

import io
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from django.utils import timezone
from PIL import Image

from projects import editorial, previews
from projects.models import NOUNS, Amenity, Citation, Photo, Project
from projects.previews import unsaved_publication, word_for
from projects.serializers import PUBLISHED
from tests.desk import address, make_clerk
from tests.doors import LANGUAGES, preview_paths, public_paths
from tests.markers import hidden_records
from tests.records import make_plan, make_project, make_source
from tests.test_doors import answers, reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    """An account that may look at everything."""
    return make_clerk(*(f"view_{noun._meta.model_name}" for noun in NOUNS))


def path_of(record, clerk, language="zh-hans"):
    """The private address of the record in one language."""
    return preview_paths([record], clerk)[LANGUAGES.index(language)]


def rows():
    """How many publications there are of each noun, and how many lines of history."""
    return [(model.objects.count(), noun.history.count()) for noun, model in PUBLISHED.items()]


def test_whoever_has_the_address_sees_every_noun_as_it_would_be_published(client, clerk, seeded):
    records = hidden_records(reference_data())
    assert {type(record) for record in records} == set(NOUNS)
    before = rows()
    for path in preview_paths(records, clerk):
        response = client.get(path)
        assert response.status_code == 200, path
        assert "preview-bar" in response.text
        assert f'<html lang="{"en" if path.startswith("/en/") else "zh-Hans"}"' in response.text
        assert not response.cookies
        assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=", response.text)
    assert rows() == before


def test_the_page_is_the_one_that_publishing_makes(client, clerk):
    source = make_source()
    project = make_project(
        name_zh="红叶小镇",
        name_en="Red Leaf Town",
        stage="reserve",
        is_published=False,
        parts=[
            Amenity(kind="medical", name_en="Herbal baths"),
            Citation(source=source, field="stage", stated_on="2021-06-01"),
        ],
    )

    def article(path):
        text = client.get(path).text
        return re.search(r"<article.*?</section>", text, re.DOTALL)[0]

    seen = article(path_of(project, clerk, "en"))
    as_if = unsaved_publication(project)
    editorial.publish(project)
    assert article(f"/en/projects/{project.slug}/") == seen
    copy = PUBLISHED[Project].objects.current().get(reference=project.reference)
    unsaid = {"id", "number", "version", "published_at", "reason", "published_by_id", "_state"}
    assert {name: value for name, value in vars(as_if).items() if name not in unsaid} == {
        name: value for name, value in vars(copy).items() if name not in unsaid
    }


def test_a_preview_is_kept_found_and_passed_on_by_nobody(client, clerk, settings):
    settings.DEBUG = False
    project = make_project(name_en="Zzhidden Town", is_published=False)
    paths = preview_paths([project], clerk)
    for path in paths:
        for response in (client.get(path), client.get(path[:-2] + "/")):
            assert response.headers["Cache-Control"] == "no-store, private"
            assert response.headers["X-Robots-Tag"].startswith("noindex")
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert "ETag" not in response.headers
            assert "Last-Modified" not in response.headers
        again = client.get(path, headers={"If-None-Match": "*"})
        assert again.status_code == 200
        text = client.get(path).text
        assert 'rel="canonical"' not in text
        assert "ld+json" not in text
    for path, body in answers(client, public_paths()).items():
        assert b"Zzhidden" not in body, path
        assert b"/preview/" not in body, path
    assert "preview" not in client.get("/sitemap.xml").text


def test_a_preview_is_only_read(client, clerk):
    path = path_of(make_project(), clerk)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(path).status_code == 405


def forged(record, clerk):
    """Words that are not ours, or not for this."""
    word = word_for(record, clerk)
    payload, time, signature = word.rsplit(":", 2)
    yield from (f"{payload}:{time}", f"{payload}:{time}:x{signature[1:]}", f"x{word}", "word", ":::", payload)
    yield signing.TimestampSigner(salt="another").sign_object(["project", record.pk, record.version, clerk.pk])
    yield signing.dumps(["project", record.pk, record.version, clerk.pk])
    yield from (word.replace(time, "zzzzzz"), "%00", "9" * 3000)


def test_a_word_that_is_not_ours_leads_nowhere(client, clerk):
    project = make_project(name_en="Zzhidden Town", is_published=False)
    for word in forged(project, clerk):
        for prefix in ("", "/en"):
            response = client.get(f"{prefix}/preview/{word}/")
            assert response.status_code == 404, word
            assert "Zzhidden" not in response.text


def test_a_preview_lasts_an_hour(client, clerk, monkeypatch):
    path = path_of(make_project(), clerk)
    monkeypatch.setattr(previews, "LASTING", timedelta(seconds=-1))
    assert client.get(path).status_code == 404


def test_the_bar_says_until_when(client, clerk):
    response = client.get(path_of(make_project(), clerk))
    until = response.context["preview"]["until"]
    assert timedelta(minutes=59) < until - timezone.now() <= timedelta(hours=1)
    assert f"{timezone.localtime(until):%H:%M}" in response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_that_was_changed_is_not_shown_and_the_way_back_is(client, clerk, language):
    project = make_project(name_en="Zzbefore", is_published=False)
    path = path_of(project, clerk, language)
    project.name_en = "Zzafter"
    editorial.save(project)
    response = client.get(path)
    assert response.status_code == 410
    assert "Zz" not in response.text
    assert address(project, language=language) in response.text
    assert response.headers["Cache-Control"] == "no-store, private"


def test_the_word_dies_with_its_record_and_its_account(client, clerk):
    plan = make_plan(is_published=False)
    path = path_of(plan, clerk)
    clerk.is_active = False
    clerk.save()
    assert client.get(path).status_code == 404
    clerk.is_active = True
    clerk.save()
    assert client.get(path).status_code == 200
    editorial.delete(plan)
    assert client.get(path).status_code == 404


def test_the_desk_gives_the_address_to_who_may_see_the_record(client, clerk):
    project = make_project(is_published=False)
    door = address(project).replace("change/", "preview/")
    assert "/login/" in client.get(door).url
    client.force_login(make_clerk("view_plan", username="guest"))
    assert client.get(door).status_code == 403
    client.force_login(clerk)
    assert door in client.get(address(project)).text
    given = client.get(door)
    assert "no-store" in given.headers["Cache-Control"]
    assert client.post(door).status_code == 405
    client.logout()
    assert client.get(given.url).status_code == 200
    assert client.get("/admin/projects/project/999999/preview/").status_code == 302


def test_a_picture_is_seen_in_the_preview_and_nowhere_else(client, clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    written = io.BytesIO()
    Image.new("RGB", (640, 480)).save(written, "JPEG")
    kept = editorial.keep_picture(SimpleUploadedFile("bath.jpg", written.getvalue()))
    project = make_project(is_published=False, parts=[Photo(alt_en="A bath", file=kept)])
    text = client.get(path_of(project, clerk)).text
    (src,) = re.findall(r'<img src="([^"]+)"', text)
    answer = client.get(src)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.getvalue()
    assert client.get(f"/media/{kept.token}/480.jpg").status_code == 404
    other = path_of(make_project(), clerk)
    assert client.get(f"{other}{kept.token}/480.jpg").status_code == 404
    assert client.get(src.replace(kept.token, "x")).status_code == 404
    editorial.save(Project.objects.get(pk=project.pk))
    assert client.get(src).status_code == 404


def test_freshness_knows_nothing_of_previews(clerk):
    match = get_resolver().resolve(urlsplit(path_of(make_project(), clerk)).path)
    assert match.app_name == "previews"
