"""The public writes about a record: once, in no hurry, from our own page; staff alone read it."""

import io
import re
import time
from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from projects import editorial
from projects.asking import senders
from projects.asking.subjects import find
from projects.models import WITH_PAGES, Participation, PublicRequest, PublicRevision, RequestTally
from projects.querysets.records import WritePastEditorialError
from tests.desk import address, make_clerk, sent_by
from tests.doors import LANGUAGES, asking_paths
from tests.pages import Page, words
from tests.records import make_project, make_stakeholder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def project():
    return make_project(name_en="Red Leaf Town")


def form_of(project, language="en"):
    """The address of the form for a project."""
    return f"{'/en' if language == 'en' else ''}/ask/project/{project.reference}/"


def stamp(project, age=10):
    """The stamp of a form that was opened so many seconds ago."""
    with mock.patch("django.core.signing.time.time", return_value=time.time() - age):
        return senders.stamped(find("project", project.reference))


def send(client, project, language="en", headers=HERE, age=10, **typed):
    """Send the form of a project, as a browser would after a while."""
    typed = {"kind": "mistake", "message": "The stage is wrong.", "stamp": stamp(project, age)} | typed
    return client.post(form_of(project, language), typed, headers=headers)


def picture(format_name="PNG", size=(4, 3)):
    """A picture as a file."""
    file = io.BytesIO()
    Image.new("RGB", size, "green").save(file, format_name)
    file.seek(0)
    return file


def upload(content, name):
    """A file as a browser sends it."""
    file = io.BytesIO(content)
    file.name = name
    return file


def stored(media):
    """Every file that is kept."""
    return [path for path in media.rglob("*") if path.is_file()]


# The form.


def test_every_page_of_a_record_leads_to_its_form_in_its_language(client, seeded):
    for noun, model in WITH_PAGES.items():
        entry = model.objects.first()
        for prefix in ("", "/en"):
            page = client.get(f"{prefix}/{noun}s/{getattr(entry, 'slug', None) or entry.code}/")
            (link,) = [link for link in Page(page).links() if "/ask/" in link]
            assert link.startswith(f"{prefix}/ask/{noun}/")
            assert client.get(link).status_code == 200


def test_the_form_is_kept_by_nobody_and_sets_nothing(client, seeded):
    for path in asking_paths():
        response = client.get(path)
        assert response.status_code == 200, path
        assert "no-store" in response.headers["Cache-Control"]
        assert "ETag" not in response.headers
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in response.text
        assert '<meta name="robots" content="noindex' in response.text
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=", response.text)


def test_the_form_names_the_body_responsible_for_the_record(client):
    body = make_stakeholder(name_zh="阳泉市卫健委", name_en="Health Commission")
    owner = make_stakeholder(name_en="An owner")
    parts = [Participation(stakeholder=owner, role="owner"), Participation(stakeholder=body, role="authority")]
    project = make_project(parts=parts)
    assert "goes to: Health Commission" in words(client.get(form_of(project)))
    assert "阳泉市卫健委" in words(client.get(form_of(project, "zh-hans")))
    send(client, project)
    assert PublicRequest.objects.get().addressee == body.reference


def test_without_such_a_body_the_operator_of_the_site_answers(client, project, settings):
    assert "those who keep this tracker" in words(client.get(form_of(project)))
    settings.SITE_OPERATOR = "City Office"
    assert "goes to: City Office" in words(client.get(form_of(project)))


def test_what_is_not_public_has_no_form(client):
    draft = make_project(is_published=False)
    withdrawn = make_project()
    editorial.withdraw(withdrawn)
    for path in (
        form_of(draft),
        form_of(withdrawn),
        "/ask/project/NOBODY/",
        "/ask/nothing/PRJ-0001/",
        "/ask/document/1/",
    ):
        assert client.get(path).status_code == 404, path
        assert client.post(path, {}, headers=HERE).status_code == 404, path


def test_every_control_of_the_form_is_labelled_and_the_trap_is_hidden_by_the_style_sheet(client, project):
    response = client.get(form_of(project))
    labels = {dict(element.attributes).get("for") for element in Page(response).elements() if element.name == "label"}
    controls = re.findall(r'<(?:input|textarea)[^>]*\bid="(id_[^"]+)"', response.text)
    assert len(controls) >= 8
    assert set(controls) <= labels
    assert re.search(r'class="field trap">\s*<label for="id_website">', response.text)
    css = (settings.BASE_DIR / "projects/static/projects/site.css").read_text("utf-8")
    assert re.search(r"\.asking-form \.trap \{\s*display: none;", css)


# What is taken in.


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_sent_is_kept_and_gets_a_number(client, project, language):
    response = send(client, project, language, name="王芳", contact="wang@example.org")
    assert response.status_code == 303
    thanks = client.get(response.url)
    kept = PublicRequest.objects.get()
    assert kept.reference in words(thanks)
    assert "no-store" in thanks.headers["Cache-Control"]
    assert (kept.noun, kept.about, kept.kind) == ("project", project.reference, "mistake")
    assert (kept.message, kept.name, kept.contact) == ("The stage is wrong.", "王芳", "wang@example.org")
    assert (kept.state, kept.language) == ("open", "zh" if language == "zh-hans" else "en")
    assert kept.history.count() == 1


def test_nothing_of_it_is_public(client, project):
    revision = PublicRevision.objects.get().number
    send(client, project, message="zzmarker", name="zzmarker")
    assert PublicRevision.objects.get().number == revision, "no page has to be made again"
    assert "zzmarker" not in client.get(f"/en/projects/{project.slug}/").text
    assert "zzmarker" not in client.get(f"/en/projects.json?q={project.reference}").getvalue().decode()


def test_a_number_is_thanked_for_only_where_we_gave_it(client, project):
    response = send(client, project)
    assert client.get(response.url).status_code == 200
    for forged in ("REQ-0001", "REQ-9999:nonsense", "%00"):
        assert client.get(f"{form_of(project)}received/{forged}/").status_code == 404


def test_the_same_form_sent_twice_is_one_request(client, project):
    stamped = stamp(project)
    first, second = (send(client, project, stamp=stamped) for _n in range(2))
    assert first.url == second.url
    assert PublicRequest.objects.count() == 1


# What is refused, and that nothing typed is lost.


def still_there(response, status, *typed):
    """Whether a form came back with this status, and with what was typed."""
    assert response.status_code == status
    assert "What you typed is still here." in words(response)
    for text in typed:
        assert text in response.text
    assert not PublicRequest.objects.exists()
    assert 'value="https' not in response.text
    return words(response)


@pytest.mark.parametrize(
    ("age", "said"), [(0, "within three seconds"), (2, "within three seconds"), (7300, "more than two hours")]
)
def test_a_form_sent_too_soon_or_too_late_comes_back_whole(client, project, age, said):
    response = send(client, project, age=age, message="My long message", name="Wang Fang", contact="555")
    assert said in still_there(response, 400, "My long message", "Wang Fang", "555")


@pytest.mark.parametrize("age", [4, 7100])
def test_a_form_sent_in_good_time_is_taken(client, project, age):
    assert send(client, project, age=age).status_code == 303


@pytest.mark.parametrize("wrong", ["", "nonsense", "project:PRJ-0001:1:x", "\0"])
def test_a_form_without_our_stamp_comes_back(client, project, wrong):
    assert "came back incomplete" in still_there(send(client, project, stamp=wrong), 400)


def test_the_stamp_of_one_record_is_none_for_another(client, project):
    response = send(client, project, stamp=stamp(make_project()))
    assert "came back incomplete" in still_there(response, 400)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site", "Referer": "http://testserver/"},
        {"Referer": "https://elsewhere.example/ask/"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(client, project, headers):
    response = send(client, project, headers=headers, message="Spread by others")
    assert "does not say that this page sent the form" in still_there(response, 403, "Spread by others")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/en/ask/"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://tracker.example"},
    ],
)
def test_any_sign_of_our_own_page_is_enough(client, project, headers, settings):
    settings.PUBLIC_URL = "https://tracker.example/kangyang"
    assert send(client, project, headers=headers).status_code == 303


def test_programs_that_fill_in_every_field_are_told_apart(client, project):
    response = send(client, project, website="https://spam.example", message="Buy this")
    assert "people do not see" in still_there(response, 400, "Buy this")


@pytest.mark.parametrize(
    "typed",
    [
        {"message": ""},
        {"message": "   "},
        {"message": "a\0b"},
        {"message": "x" * 4001},
        {"name": "n" * 101},
        {"name": "\0"},
        {"contact": "c" * 201},
        {"kind": "nonsense"},
        {"kind": ""},
    ],
    ids=lambda typed: str(typed)[:30],
)
def test_nonsense_is_refused_in_words(client, project, typed):
    response = send(client, project, **typed)
    still_there(response, 400)
    assert any(re.search(rf'href="#id_{name}"', response.text) for name in typed)
    assert not re.search("[\u4e00-\u9fff]", words(response)), "an error in the other language"


def test_a_body_that_is_no_form_is_refused(client, project):
    path = form_of(project)
    assert client.post(path, b"\xff\xfe", content_type="text/plain", headers=HERE).status_code == 400
    broken = client.post(path, b"nonsense", content_type="multipart/form-data; boundary=x", headers=HERE)
    assert broken.status_code == 400
    assert client.post(path, b"x", content_type="multipart/form-data", headers=HERE).status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_is_taken(client, project, method):
    assert getattr(client, method)(form_of(project)).status_code == 405


# How much of it.


def test_an_address_sends_five_requests_an_hour_and_others_go_on(client, project):
    assert [send(client, project).status_code for _n in range(5)] == [303] * 5
    sixth = send(client, project, message="One too many")
    assert sixth.status_code == 429
    assert sixth.headers["Retry-After"] == "3600"
    assert "One too many" in sixth.text
    assert PublicRequest.objects.count() == 5
    client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    assert send(client, project).status_code == 303


def test_after_an_hour_the_address_is_forgotten(client, project):
    for _n in range(5):
        send(client, project)
    assert RequestTally.objects.get().received == 5
    assert "127.0.0.1" not in str(list(RequestTally.objects.values()))
    later = timezone.now() + timedelta(minutes=61)
    with mock.patch.object(editorial.asking.timezone, "now", return_value=later):
        assert send(client, project).status_code == 303
    assert RequestTally.objects.get().received == 1


@pytest.mark.parametrize(
    ("is_behind_proxy", "remote", "forwarded", "expected"),
    [
        (False, "198.51.100.1", "203.0.113.7", "198.51.100.1"),
        (True, "10.0.0.1", "spoofed, 203.0.113.7", "203.0.113.7"),
        (True, "10.0.0.1", "", "10.0.0.1"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (False, "::ffff:198.51.100.1", "", "198.51.100.1"),
        (True, "10.0.0.1", "nonsense", "nonsense"),
    ],
)
def test_the_address_is_the_proxy_s_word_only_where_the_proxy_is_trusted(
    rf, settings, is_behind_proxy, remote, forwarded, expected
):
    settings.IS_BEHIND_PROXY = is_behind_proxy
    request = rf.post("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert senders.address_of(request) == expected


# Documents.


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [
        (PDF, "批复 文件.PDF", "批复-文件.pdf"),
        (picture("JPEG").read(), "../../etc/photo", "photo.jpg"),
        (picture("PNG").read(), "wrong.pdf", "wrong.png"),
        (PDF, "<script>.html", "script.pdf"),
        (PDF, "...", "document.pdf"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_document_is_kept_apart_under_a_harmless_name(client, project, media, content, name, kept_as):
    assert send(client, project, document=upload(content, name)).status_code == 303
    kept = PublicRequest.objects.get()
    assert kept.document_name == kept_as
    (path,) = stored(media)
    assert path.read_bytes() == content
    assert path.relative_to(media).as_posix() == kept.document
    for guess in (f"/media/{kept.document}", f"/static/{kept.document}", f"/{kept.document}"):
        assert client.get(guess).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "a.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png"),
        (b"MZ" + b"\0" * 100, "a.jpg"),
        (b"<script></script>" + PDF, "a.pdf"),
        (b"%PDF-1.7 cut off", "a.pdf"),
        (b"\xff\xd8\xff\xe0 no picture", "a.jpg"),
        (picture("GIF").read(), "a.gif"),
        (b"PK\x03\x04", "a.docx"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_document_of_the_kinds_named_is_refused(client, project, media, content, name):
    response = send(client, project, document=upload(content, name), message="See the document")
    assert "cannot be taken" in still_there(response, 400, "See the document", "Choose the document again")
    assert stored(media) == []


def test_an_empty_document_is_refused(client, project):
    still_there(send(client, project, document=upload(b"", "a.pdf")), 400)


def test_a_document_that_is_too_large_costs_nothing_of_what_was_typed(client, project, media):
    large = upload(PDF + b"\0" * (10 * 1024 * 1024), "large.pdf")
    response = send(client, project, document=large, message="Typed with care")
    assert "at most 10 MB" in still_there(response, 400, "Typed with care")
    assert stored(media) == []


def test_what_is_larger_than_anybody_means_is_not_even_read(client, project):
    response = client.post(form_of(project), {"message": "x"}, headers=HERE, CONTENT_LENGTH=str(10**9))
    assert "at most 10 MB" in still_there(response, 413)


def test_a_refused_request_leaves_no_document_behind(client, project, media):
    for _n in range(5):
        send(client, project)
    assert send(client, project, document=upload(PDF, "a.pdf")).status_code == 429
    assert stored(media) == []


# Staff.


def test_staff_see_what_was_written_and_close_it_with_a_history(admin_client, project):
    send(admin_client, project, message="<b>Wrong</b>", name="Wang Fang", contact="555", document=upload(PDF, "a.pdf"))
    kept = PublicRequest.objects.get()
    listed = admin_client.get(address(PublicRequest, "changelist", "en") + "?state__exact=open")
    assert kept.reference in listed.text
    page = admin_client.get(address(kept, language="en"))
    assert "&lt;b&gt;Wrong&lt;/b&gt;" in page.text
    assert "Wang Fang" in page.text
    assert project.reference in page.text
    typed = sent_by(page) | {"state": "closed", "note": "Put right.", "reason": "Checked", "message": "Forged"}
    assert admin_client.post(address(kept, language="en"), typed).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.note, kept.message) == ("closed", "Put right.", "<b>Wrong</b>")
    history = admin_client.get(address(kept, "history", "en")).text
    assert "closed" in history
    assert "Checked" in history
    assert kept.reference not in admin_client.get(address(PublicRequest, "changelist") + "?state__exact=open").text


def test_staff_save_a_document_and_never_open_it_on_our_host(admin_client, project):
    send(admin_client, project, document=upload(PDF, "批复.pdf"))
    response = admin_client.get(address(PublicRequest.objects.get(), "document"))
    assert response.getvalue() == PDF
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    send(admin_client, project)
    without = PublicRequest.objects.get(document="")
    assert admin_client.get(address(without, "document")).status_code == 404


def test_only_who_may_see_requests_sees_them(client, project):
    send(client, project, document=upload(PDF, "a.pdf"))
    kept = PublicRequest.objects.get()
    pages = [address(kept), address(kept, "history"), address(kept, "document"), address(PublicRequest, "changelist")]
    for page in pages:
        assert "/login/" in client.get(page).url
    client.force_login(make_clerk("view_project", "change_project", username="other"))
    for page in pages:
        assert client.get(page).status_code == 403, page
    client.force_login(make_clerk("view_publicrequest"))
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        response.getvalue()
    assert client.post(address(kept), {"state": "closed"}).status_code == 403
    assert client.get(address(PublicRequest, "add")).status_code == 403


def test_a_request_leaves_the_desk_softly(admin_client, project):
    send(admin_client, project)
    kept = PublicRequest.objects.get()
    assert admin_client.post(address(kept, "delete"), {"seen": f"{kept.pk}:1", "reason": "Spam"}).status_code == 302
    assert PublicRequest.objects.get().is_deleted
    with pytest.raises(WritePastEditorialError):
        kept.delete()


def test_what_was_written_is_erased_a_year_after_it_was_closed(
    client, project, media, django_capture_on_commit_callbacks
):
    send(client, project, name="Wang Fang", document=upload(PDF, "a.pdf"))
    send(client, project, name="Somebody else")
    closed, still_open = PublicRequest.objects.order_by("pk")
    closed.state, closed.note = "closed", "Put right."
    editorial.save(closed)
    call_command("forget", verbosity=0)
    assert PublicRequest.objects.get(pk=closed.pk).name == "Wang Fang"
    later = timezone.now() + timedelta(days=366)
    with (
        mock.patch.object(editorial.asking.timezone, "now", return_value=later),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert editorial.forget() == 1
    closed.refresh_from_db()
    assert (closed.message, closed.name, closed.document, closed.note) == ("", "", "", "Put right.")
    assert "Wang Fang" not in str(list(closed.history.values()))
    assert stored(media) == []
    still_open.refresh_from_db()
    assert still_open.name == "Somebody else"
    assert editorial.forget() == 0
