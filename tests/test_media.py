"""Pictures and documents: checked by what is in them, and given only while a public record shows them."""

import io
import zipfile
import zlib
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from projects import editorial
from projects.media import contents, pictures
from projects.models import Document, MediaFile, Photo, Project, PublishedFile, PublishedProject
from tests.desk import add_row, address, make_clerk, sent_by
from tests.pages import Page
from tests.records import make_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GPS, MAKE, ORIENTATION, COMMENT = 0x8825, 0x010F, 0x0112, 0x9286


def image_bytes(form="JPEG", size=(640, 480), mode="RGB", colour="green", **said):
    """A picture of one colour as bytes."""
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, form, **said)
    return written.getvalue()


def office_bytes(*names):
    """An archive with these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return written.getvalue()


def upload(content, name="file", said="application/octet-stream"):
    """A file as it comes to a view."""
    return SimpleUploadedFile(name, content, said)


def stored(media):
    """Every file that is kept, by its path."""
    return {path.relative_to(media).as_posix(): path.read_bytes() for path in media.rglob("*") if path.is_file()}


def with_photo(is_published=True, content=None, **facts):
    """A project with a photo, and the photo's file."""
    file = editorial.keep_picture(upload(content or image_bytes()))
    photo = Photo(alt_zh="中心广场", alt_en="The central square", credit_en="City Office", file=file)
    return make_project(parts=[photo], is_published=is_published, **facts), file


def with_document(is_published=True, content=PDF, name="approval.pdf"):
    """A project with a document, and the document's file."""
    file = editorial.keep_document(upload(content, name))
    return make_project(parts=[Document(title_en="Approval", file=file)], is_published=is_published), file


def addresses(file):
    """Every address of a file."""
    names = [f"{width}.jpg" for width, _height in file.sizes] or [file.name]
    return [f"/media/{file.token}/{name}" for name in names]


def asked(client, file):
    """What each address of a file answers."""
    return {status(client, path) for path in addresses(file)}


def status(client, path):
    """What an address answers, read to its end."""
    response = client.get(path)
    response.getvalue()
    return response.status_code


# What is kept of a picture.


def exif_with_place():
    """What a phone writes into a picture: where, with what, and which way up."""
    exif = Image.Exif()
    exif[MAKE] = "Telltale Phone"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (37.0, 51.0, 24.0), 3: "E", 4: (113.0, 34.0, 48.0)})
    return exif


def test_place_camera_and_comments_are_gone_and_the_picture_stands_upright(media):
    content = image_bytes(
        size=(1600, 1200), exif=exif_with_place(), comment=b"secret words", xmp=b"<x:xmpmeta>secret</x:xmpmeta>"
    )
    assert b"Telltale" in content
    file = editorial.keep_picture(upload(content))
    assert (file.width, file.height) == (1200, 1600)
    kept = stored(media)
    assert len(kept) == 2
    for body in kept.values():
        with Image.open(io.BytesIO(body)) as image:
            assert dict(image.getexif()) == {}
            assert set(image.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
        for word in (b"Telltale", b"secret", b"Exif", b"xmp"):
            assert word not in body


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((4000, 3000), [(480, 360), (1280, 960)]),
        ((1000, 500), [(480, 240), (1000, 500)]),
        ((480, 480), [(480, 480)]),
        ((300, 200), [(300, 200)]),
        ((3000, 1), [(480, 1), (1280, 1)]),
        ((1, 3000), [(1, 2560)]),
        ((2000, 8000), [(480, 1920), (640, 2560)]),
    ],
)
def test_a_picture_is_kept_in_the_sizes_that_pages_use(media, size, kept):
    file = editorial.keep_picture(upload(image_bytes(size=size)))
    assert file.sizes == kept
    for width, height in kept:
        body = stored(media)[f"pictures/{file.token}/{width}.jpg"]
        with Image.open(io.BytesIO(body)) as image:
            assert (image.format, image.size) == ("JPEG", (width, height))


@pytest.mark.parametrize(
    ("form", "mode", "colour"),
    [
        ("PNG", "RGB", "green"),
        ("PNG", "P", 3),
        ("PNG", "L", 128),
        ("PNG", "1", 1),
        ("PNG", "I;16", 30_000),
        ("PNG", "LA", (128, 128)),
        ("WEBP", "RGBA", (0, 128, 0, 128)),
        ("JPEG", "CMYK", (10, 20, 30, 40)),
        ("JPEG", "L", 128),
    ],
)
def test_every_kind_of_picture_becomes_a_plain_one(media, form, mode, colour):
    file = editorial.keep_picture(upload(image_bytes(form, (600, 400), mode, colour)))
    for body in stored(media).values():
        with Image.open(io.BytesIO(body)) as image:
            assert (image.format, image.mode) == ("JPEG", "RGB")
    assert file.media_type == "image/jpeg"


def test_what_was_transparent_lies_on_white(media):
    editorial.keep_picture(upload(image_bytes("PNG", (9, 9), "RGBA", (0, 0, 0, 0))))
    (body,) = stored(media).values()
    with Image.open(io.BytesIO(body)) as image:
        assert image.getpixel((4, 4)) == (255, 255, 255)


def test_a_profile_of_colours_is_applied_or_shrugged_at(media):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for said in (profile, b"nonsense"):
        file = editorial.keep_picture(upload(image_bytes(size=(60, 40), colour=(said[0], 9, 9), icc_profile=said)))
        assert b"ICC_PROFILE" not in stored(media)[f"pictures/{file.token}/60.jpg"]


HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    "content",
    [HTML, SVG, b"<?xml version='1.0'?>" + SVG, b"GIF89a" + HTML, PDF, b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]
    + [image_bytes(form, (9, 9)) for form in ("GIF", "BMP", "TIFF", "ICO")],
    ids=lambda content: repr(content)[:16],
)
@pytest.mark.parametrize("name", ["picture.jpg", "picture.png"])
def test_what_is_no_picture_of_the_kinds_named_is_refused(media, content, name):
    with pytest.raises(ValidationError, match=r"not a picture|broken|不是图片|损坏|not a|This"):
        editorial.keep_picture(upload(content, name, "image/jpeg"))
    assert stored(media) == {}
    assert not MediaFile.objects.exists()


@pytest.mark.parametrize("tail", [HTML, PDF, b"PK\x03\x04" + b"\0" * 99])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_nothing_hidden_behind_or_within_a_picture_survives(media, form, tail):
    hidden = {"comment": HTML} if form == "JPEG" else {}
    editorial.keep_picture(upload(image_bytes(form, (60, 40), **hidden) + tail))
    for body in stored(media).values():
        assert HTML not in body
        assert b"%PDF" not in body
        assert b"PK\x03\x04" not in body


def test_a_broken_picture_is_refused(media):
    whole = image_bytes("PNG", (600, 400))
    with pytest.raises(ValidationError):
        editorial.keep_picture(upload(whole[: len(whole) // 2]))
    assert stored(media) == {}


def bomb(width, height):
    """A PNG of a few bytes that says it is huge."""

    def chunk(name, data):
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_100, 10_000, 12_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(media, side):
    with mock.patch.object(Image.Image, "load", side_effect=AssertionError), pytest.raises(ValidationError) as refused:
        editorial.keep_picture(upload(bomb(side, side)))
    assert "50" in refused.value.messages[0]
    assert stored(media) == {}


def test_a_file_that_is_too_large_is_refused_unread(media):
    large = upload(image_bytes(size=(9, 9)))
    large.size = 26 * contents.MEGABYTE
    with pytest.raises(ValidationError):
        editorial.keep_picture(large)
    large.size = 51 * contents.MEGABYTE
    with pytest.raises(ValidationError):
        editorial.keep_document(large)


def test_the_same_upload_is_one_file_under_a_name_nobody_can_guess(media, settings):
    content = image_bytes(size=(60, 40))
    first, second = (editorial.keep_picture(upload(content)) for _n in range(2))
    assert first == second
    assert len(stored(media)) == 1
    settings.SECRET_KEY = "another key"
    assert editorial.keep_picture(upload(content)).token != first.token


# What is kept of a document.


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [
        (PDF, "批复.pdf", "批复.pdf"),
        (PDF, "wrong.jpg", "wrong.pdf"),
        (PDF, "../../etc/passwd", "passwd.pdf"),
        (PDF, "a\r\nSet-Cookie: x.pdf", "a-Set-Cookie-x.pdf"),
        (office_bytes("[Content_Types].xml", "word/document.xml"), "plan.docx", "plan.docx"),
        (office_bytes("[Content_Types].xml", "xl/workbook.xml"), "table", "table.xlsx"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_document_is_kept_as_it_is_under_a_harmless_name(media, content, name, kept_as):
    said = upload(content)
    said._name = name
    file = editorial.keep_document(said)
    assert file.name == kept_as
    assert stored(media) == {f"documents/{file.token}": content}


@pytest.mark.parametrize(
    "content",
    [
        HTML,
        SVG,
        HTML + PDF,
        b"%PDF-1.7 without an end",
        image_bytes(size=(9, 9)),
        b"PK\x03\x04 broken",
        office_bytes("index.html"),
        office_bytes("[Content_Types].xml"),
        office_bytes("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        b"MZ" + b"\0" * 600,
        b"",
    ],
    ids=lambda content: repr(content)[:16],
)
@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_what_is_no_document_of_the_kinds_named_is_refused(media, content, name):
    with pytest.raises(ValidationError):
        editorial.keep_document(upload(content, name, "application/pdf"))
    assert stored(media) == {}


# Who is given a file.


@pytest.mark.parametrize("make", [with_photo, with_document])
def test_a_file_is_given_from_publication_to_withdrawal(client, make):
    project, file = make(is_published=False)
    assert asked(client, file) == {404}, "a draft's file is nobody's"
    editorial.publish(project)
    assert asked(client, file) == {200}
    editorial.withdraw(project)
    assert asked(client, file) == {410}
    editorial.publish(project)
    assert asked(client, file) == {200}


@pytest.mark.parametrize("make", [with_photo, with_document])
def test_a_retracted_file_is_gone_as_if_it_had_never_been(client, django_user_model, make):
    project, file = make()
    one, two = (django_user_model.objects.create_superuser(name) for name in ("one", "two"))
    editorial.retract(project, by=one, confirmed_by=two, reason="A face that must not be shown")
    assert asked(client, file) == {404}
    assert not PublishedFile.objects.exists()


def test_a_picture_that_is_replaced_goes_with_the_next_publication(client):
    project, file = with_photo()
    photo = project.photos.get()
    photo.file = editorial.keep_picture(upload(image_bytes(colour="red")))
    editorial.save(project, parts=[photo])
    assert asked(client, file) == {200}
    assert asked(client, photo.file) == {404}
    editorial.publish(project)
    assert asked(client, file) == {410}
    assert asked(client, photo.file) == {200}


def test_a_file_of_two_projects_stays_as_long_as_one_of_them_shows_it(client):
    first, file = with_photo()
    second, same = with_photo()
    assert file == same
    editorial.withdraw(second)
    assert asked(client, file) == {200}
    editorial.withdraw(first)
    assert asked(client, file) == {410}


def test_a_picture_is_shown_and_a_document_saved_and_neither_can_run(client):
    _project, picture = with_photo()
    _project, document = with_document(name="批复.pdf")
    shown, saved = (client.get(addresses(file)[-1]) for file in (picture, document))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert "attachment" not in shown.headers.get("Content-Disposition", "")
    assert saved.headers["Content-Type"] == "application/pdf"
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    assert saved.getvalue() == PDF
    for response in (shown, saved):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["Cache-Control"] == "no-cache"
        assert not response.cookies
        assert "Vary" not in response.headers
    shown.getvalue()


def test_a_file_is_known_again_but_never_after_it_was_withdrawn(client, django_assert_num_queries):
    project, file = with_photo()
    path = addresses(file)[0]
    (etag, *others) = (answer.headers["ETag"] for answer in map(client.get, addresses(file)) if answer.getvalue())
    with django_assert_num_queries(1):
        again = client.get(path, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert others
    assert etag not in others
    editorial.withdraw(project)
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 410


@pytest.mark.parametrize(
    "name", ["", "481.jpg", "480.png", "..%2f..%2fsecret-key", "%2e%2e", "%00", "480.jpg/", "9" * 3000, "批复.pdf", "."]
)
def test_only_the_names_of_a_file_lead_to_it(client, media, name):
    (media / "pictures").mkdir(parents=True)
    for _project, file in (with_photo(), with_document()):
        assert client.get(f"/media/{file.token}/{name}").status_code in {400, 404}
    assert client.get(f"/media/nobody/{name}").status_code in {400, 404}


def test_no_other_address_leads_to_the_folder(client, media):
    with_photo()
    for path in stored(media):
        for start in ("", "media/", "static/", "var/media/"):
            assert client.get(f"/{start}{path}").status_code == 404


def test_a_file_that_was_lost_is_not_there(client, media):
    _project, file = with_document()
    (media / "documents" / file.token).unlink()
    assert asked(client, file) == {404}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_file_takes_a_write(client, method):
    _project, file = with_photo()
    assert getattr(client, method)(addresses(file)[0]).status_code in {403, 405}


# What pages say of files.


def test_the_facts_hold_the_sizes_and_the_page_offers_them(client):
    project, file = with_photo(content=image_bytes(size=(1600, 1200)))
    facts = PublishedProject.objects.get().facts["photos"][0]["file"]
    assert facts["sizes"] == [{"width": 480, "height": 360}, {"width": 1280, "height": 960}]
    (image,) = [
        dict(element.attributes)
        for element in Page(client.get(f"/en/projects/{project.slug}/")).elements()
        if element.name == "img"
    ]
    small, large = addresses(file)
    assert image["src"] == small
    assert image["srcset"] == f"{small} 480w, {large} 1280w"
    assert (image["width"], image["height"]) == ("1280", "960")
    assert image["alt"] == "The central square"
    assert image["loading"] == "lazy"
    assert 'alt="中心广场"' in client.get(f"/projects/{project.slug}/").text


def test_an_alternative_text_in_the_other_language_says_so(client):
    file = editorial.keep_picture(upload(image_bytes(size=(60, 40))))
    project = make_project(parts=[Photo(alt_zh='广场 "A" <b>', file=file)])
    assert 'alt="广场 &quot;A&quot; &lt;b&gt;" lang="zh-Hans"' in client.get(f"/en/projects/{project.slug}/").text


def test_a_photo_elsewhere_is_still_a_link(client):
    project = make_project(parts=[Photo(alt_en="A gate", url="https://example.org/gate.jpg")])
    response = client.get(f"/en/projects/{project.slug}/")
    assert "<img" not in response.text
    assert "https://example.org/gate.jpg" in Page(response).links()


def test_the_page_offers_the_document_with_its_kind_and_size(client):
    project, file = with_document()
    response = client.get(f"/en/projects/{project.slug}/")
    assert addresses(file)[0] in Page(response).links()
    assert "PDF, 1 kB" in response.text


def test_a_name_in_the_other_language_is_marked(client):
    project, _file = with_document(name="批复.pdf")
    assert '<span lang="zh-Hans">批复.pdf</span>' in client.get(f"/en/projects/{project.slug}/").text
    assert ">批复.pdf</a>" in client.get(f"/projects/{project.slug}/").text


def test_what_was_published_before_there_were_files_still_has_its_page(client):
    project, _file = with_photo()
    publication = PublishedProject.objects.get()
    for photo in publication.facts["photos"]:
        del photo["file"]
    with editorial.versions.writing():
        publication.save()
    assert client.get(f"/en/projects/{project.slug}/").status_code == 200


def test_files_are_named_in_what_people_take_away(client):
    _project, file = with_document()
    taken = client.get("/en/projects.json").getvalue().decode()
    assert file.token in taken
    assert client.get("/en/projects.xlsx").getvalue()[:2] == b"PK"


# The desk.


def send_photo(desk, project, content, **typed):
    """Add a photo to a project at the desk."""
    page = address(project, language="en")
    sent = add_row(sent_by(desk.get(page)), "photos", alt_en="The square", **typed)
    last = int(sent["photos-TOTAL_FORMS"]) - 1
    return desk.post(page, sent | {f"photos-{last}-file": upload(content, "IMG_1.jpg")})


def test_staff_upload_a_picture_and_look_at_it_before_anybody_else(admin_client, client):
    project = make_project(is_published=False)
    assert send_photo(admin_client, project, image_bytes()).status_code == 302
    file = MediaFile.objects.get()
    assert project.photos.get().file == file
    page = admin_client.get(address(project, language="en"))
    (preview,) = [link for link in Page(page).links() if file.token in link]
    response = admin_client.get(preview)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in response.headers["Cache-Control"]
    response.getvalue()
    anybody = type(client)()
    assert "/login/" in anybody.get(preview).url
    anybody.force_login(make_clerk("view_source"))
    assert anybody.get(preview).status_code == 403
    assert admin_client.get(preview.replace(file.token, "nobody")).status_code == 404
    assert admin_client.get(preview.replace("640", "999")).status_code == 404


def test_a_form_saved_without_a_new_file_keeps_the_old_one(admin_client):
    project, file = with_photo()
    page = address(project, language="en")
    sent = sent_by(admin_client.get(page)) | {"photos-0-alt_en": "Another description"}
    assert admin_client.post(page, sent).status_code == 302
    photo = Project.objects.get().photos.get()
    assert (photo.alt_en, photo.file) == ("Another description", file)


def test_a_file_can_be_replaced_and_taken_away(admin_client):
    project, first = with_document()
    page = address(project, language="en")
    other = PDF.replace(b"1.7", b"1.6")
    sent = sent_by(admin_client.get(page)) | {"documents-0-file": upload(other, "approval.pdf")}
    assert admin_client.post(page, sent).status_code == 302
    second = project.documents.get().file
    assert second not in {None, first}
    assert second.name == first.name
    assert "1 change since the last publication" in admin_client.get(page).text, "a file of the same name is a change"
    assert (
        admin_client.post(page, sent_by(admin_client.get(page)) | {"documents-0-file-clear": "on"}).status_code == 302
    )
    assert project.documents.get().file is None
    assert first.token[:8] in admin_client.get(address(project, "history", "en")).text


def test_the_desk_says_what_is_wrong_with_a_file(admin_client, media):
    project = make_project()
    response = send_photo(admin_client, project, HTML)
    assert response.status_code == 200
    assert "This is not a picture. Send a JPEG, PNG or WebP file." in response.text
    assert not project.photos.exists()
    assert stored(media) == {}


def test_a_photo_needs_a_picture_or_an_address(admin_client):
    project = make_project()
    page = address(project, language="en")
    response = admin_client.post(page, add_row(sent_by(admin_client.get(page)), "photos", alt_en="A gate"))
    assert "Upload a picture, or give its web address." in response.text


def test_sizes_are_those_the_page_was_told():
    assert pictures.sizes(1280, 853) == [(480, 320), (1280, 853)]
    assert pictures.sizes(480, 1) == [(480, 1)]
