"""The data guide explains every field."""

import re

import pytest

from projects.columns import COLUMNS, NOUN_MODELS, part_columns
from projects.meanings import MEANINGS

pytestmark = pytest.mark.django_db


def every_column():
    for noun, columns in COLUMNS.items():
        yield from columns
        if noun in NOUN_MODELS:
            for collection in NOUN_MODELS[noun].part_models():
                yield from part_columns(noun, collection)


def test_every_column_has_a_meaning_and_every_meaning_a_column():
    assert {column.key for column in every_column()} == MEANINGS.keys()


@pytest.mark.parametrize("path", ["/guide/", "/en/guide/"])
def test_every_field_has_a_place_that_can_be_linked_to(client, seeded, path):
    page = client.get(path).text
    places = re.findall(r' id="([^"]*)"', page)
    assert len(places) == len(set(places))
    assert {"project-stage", "project-milestones-due", "source-published-on", "term-stated-on"} <= set(places)
    assert all(f"<code>{column.key}</code>" in page for column in every_column())


def test_coded_values_stand_beside_their_words(client, seeded):
    assert "under construction <code>construction</code>" in client.get("/en/guide/").text
    assert "在建 <code>construction</code>" in client.get("/guide/").text


def test_the_guide_is_in_one_language(client, seeded):
    page = client.get("/guide/").text
    for meaning in re.findall(r"<dd>([^<]*)</dd>", page):
        assert re.search("[\u4e00-\u9fff]", meaning), meaning
