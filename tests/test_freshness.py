"""A page that has not changed is not made again."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from projects import editorial, middleware
from projects.models import Project
from projects.views import lists
from tests.doors import public_paths

pytestmark = pytest.mark.django_db


def second_visit(client, path, etag):
    return client.get(path, headers={"If-None-Match": etag})


def test_every_public_answer_is_known_again(client, seeded):
    paths = public_paths()
    etags = {}
    for path in paths:
        response = client.get(path)
        etags[path] = response.headers["ETag"]
        assert response.headers["Cache-Control"] == "no-cache", path
        response.getvalue()
    assert len(set(etags.values())) == len(paths)
    for path, etag in etags.items():
        again = second_visit(client, path, etag)
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["ETag"] == etag
        assert "Content-Security-Policy" in again.headers
        assert not again.cookies


def test_the_view_does_not_run_on_a_second_visit(client, seeded, monkeypatch, django_assert_num_queries):
    etag = client.get("/projects/?q=康养").headers["ETag"]
    monkeypatch.setattr(lists, "render", None)
    with django_assert_num_queries(1):
        assert second_visit(client, "/projects/?q=康养", etag).status_code == 304
    assert second_visit(client, "/projects/?q=康养", f'"other", {etag}').status_code == 304


def test_a_page_is_made_again_once_something_is_published(client, seeded):
    etag = client.get("/projects/").headers["ETag"]
    project = Project.objects.first()
    project.name_en = "Renamed"
    editorial.save(project)
    assert second_visit(client, "/projects/", etag).status_code == 304, "an unpublished change is no change"
    editorial.publish(project)
    fresh = second_visit(client, "/projects/", etag)
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != etag


def test_a_page_is_made_again_on_another_day(client, seeded, monkeypatch):
    etag = client.get("/").headers["ETag"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(middleware.timezone, "localdate", lambda: tomorrow)
    assert second_visit(client, "/", etag).status_code == 200


def test_a_page_is_made_again_by_another_build(client, seeded, monkeypatch):
    etag = client.get("/").headers["ETag"]
    monkeypatch.setattr(middleware, "build", lambda: "another")
    assert second_visit(client, "/", etag).status_code == 200


def test_what_is_wrong_or_private_is_not_kept(client, admin_client, seeded):
    for path in ("/projects/?foo=1", "/projects/nobody/", "/projects.csv?foo=1"):
        assert "ETag" not in client.get(path).headers or client.get(path).status_code == 200, path
    assert "ETag" not in admin_client.get("/admin/").headers


def test_pages_and_files_travel_compressed_where_the_reader_takes_it(client, seeded):
    for path in ("/projects/", "/projects.csv"):
        plain = client.get(path).getvalue()
        packed = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(packed.getvalue()) == plain
