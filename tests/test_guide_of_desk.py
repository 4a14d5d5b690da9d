"""The guide to the desk: its words are those of the desk, its pictures are there, and whoever works there finds it."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib import admin, auth
from django.core.management import call_command
from PIL import Image

from projects.admin.guides import guide_in
from tests.desk import make_member
from tests.pages import Page, text

GUIDES = {"zh": "/admin/guide/", "en": "/en/admin/guide/"}
DOCS = settings.BASE_DIR / "docs"
CATALOGUES = [
    settings.BASE_DIR / "projects" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po",
    *(Path(app.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo" for app in (admin, auth)),
]
PICTURE = re.compile(r"!\[(.*?)\]\((.*?)\)")
LARGEST, WIDEST = 120_000, 1280


def source(language):
    """The guide as it is written."""
    return (DOCS / f"desk.{language}.md").read_text("utf-8")


def labels(language):
    """Every text that the desk may show in a language."""
    entries = [
        entry
        for path in CATALOGUES
        for entry in (polib.pofile(path) if path.suffix == ".po" else polib.mofile(str(path)))
    ]
    if language == "en":
        return {text for entry in entries for text in (entry.msgid, entry.msgid_plural)}
    return {text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())}


def pictures(language):
    """The caption and the file of each picture in the guide."""
    return PICTURE.findall(source(language))


def names(language):
    """The pictures of the guide, whichever the language."""
    return [address.removesuffix(f".{language}.png") for _caption, address in pictures(language)]


@pytest.fixture
def clerk(client, db):
    """The browser of an account that may only look."""
    client.force_login(make_member("viewer"))
    return client


@pytest.mark.parametrize("language", GUIDES)
def test_every_label_in_the_guide_is_one_that_the_desk_shows(language):
    bold = re.findall(r"\*\*(.+?)\*\*", source(language))
    assert len(bold) > 80
    assert [label for label in bold if label not in labels(language)] == []


def test_both_guides_have_the_same_parts_paragraphs_and_pictures():
    for pattern in ("^## ", "^- ", "^$"):
        zh, en = (len(re.findall(pattern, source(language), re.MULTILINE)) for language in GUIDES)
        assert zh == en, pattern
    assert names("zh") == names("en")


def test_every_picture_that_is_named_is_there_and_every_one_that_is_there_is_named():
    there = {f"desk/{path.name}" for path in (DOCS / "desk").iterdir()}
    assert there == {address for language in GUIDES for _caption, address in pictures(language)}
    for address in there:
        assert (DOCS / address).stat().st_size < LARGEST, address
        with Image.open(DOCS / address) as image:
            assert image.format == "PNG"
            assert image.width <= WIDEST


@pytest.fixture
def collected(settings, tmp_path):
    """The folder of static files under names that change with them, as they are served to others."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": storage}
    call_command("collectstatic", interactive=False, verbosity=0)
    guide_in.cache_clear()
    yield tmp_path
    guide_in.cache_clear()


def test_the_page_holds_every_part_and_shows_every_picture_in_both_languages(clerk, collected):
    for language, path in GUIDES.items():
        response = clerk.get(path)
        assert response.status_code == 200
        page = Page(response)
        parts = re.findall("^## (.+)$", source(language), re.MULTILINE)
        assert len(parts) == 11
        headings = [element for element in page.elements() if dict(element.attributes).get("id", "")[:5] == "part-"]
        assert [text(heading) for heading in headings] == parts
        links = page.links(page.element("content-main"))
        assert links == [f"#{dict(heading.attributes)['id']}" for heading in headings]
        shown = [dict(element.attributes) for element in page.elements() if element.name == "img"]
        shown = [(image["alt"], image["src"]) for image in shown if "/desk/" in image["src"]]
        assert [caption for caption, _src in shown] == [caption for caption, _address in pictures(language)]
        for (_caption, src), (_same, address) in zip(shown, pictures(language), strict=True):
            assert src != f"/static/{address}"
            assert (collected / src.removeprefix("/static/")).read_bytes() == (DOCS / address).read_bytes()
        # A mark that Markdown did not understand would stay in the text; a style of its own would not be let in.
        assert not [mark for mark in ("**", " style=", "<style", "https://") if mark in response.text]


@pytest.mark.parametrize("path", GUIDES.values())
def test_the_guide_is_for_those_who_work_at_the_desk(client, db, django_user_model, path):
    assert client.get(path).status_code == 302
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("language", GUIDES)
def test_every_page_of_the_desk_leads_to_the_guide(clerk, language):
    for path in ("", "projects/project/", "preferences/"):
        assert f'href="{GUIDES[language]}"' in clerk.get(GUIDES[language].replace("guide/", path)).text
