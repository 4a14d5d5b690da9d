"""The data guide: it explains every field, code and format there is, and nothing that is not."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from projects.choices import Precision
from projects.columns import COLUMNS, part_columns
from projects.exports import FORMATS as WRITERS
from projects.kinds import Kind
from projects.meanings import CODES, FIELDS, FORMATS, KINDS, PARTS, PRECISIONS, TERMS
from projects.views.guide import anchor_of, owners_of_parts
from tests.doors import LANGUAGES
from tests.pages import Page, text
from tests.records import make_type

PART_COLUMNS = {
    (noun, collection): part_columns(noun, collection)
    for collection, owners in owners_of_parts().items()
    for noun in owners
}
COLUMNS_OF = dict(COLUMNS) | {collection: columns for (_noun, collection), columns in PART_COLUMNS.items()}


def keys(columns):
    """The keys of the columns, in no order."""
    return {column.key for column in columns}


@pytest.fixture
def pages(client, db):
    """The guide in each language."""
    make_type("town", name_en="Town", name_zh="小镇")
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = client.get(reverse("projects:guide"))
    return found


@pytest.mark.parametrize("noun", COLUMNS)
def test_every_field_of_a_noun_has_a_meaning_and_no_meaning_is_left_over(noun):
    assert FIELDS[noun].keys() == keys(COLUMNS[noun])
    assert all(FIELDS[noun].values())


@pytest.mark.parametrize(("noun", "collection"), PART_COLUMNS)
def test_every_field_of_a_part_has_a_meaning_and_no_meaning_is_left_over(noun, collection):
    assert PARTS[collection].keys() == keys(PART_COLUMNS[noun, collection])
    assert all(PARTS[collection].values())


def test_no_meaning_is_of_a_noun_or_part_that_is_not_there():
    assert FIELDS.keys() == COLUMNS.keys()
    assert PARTS.keys() == owners_of_parts().keys()


@pytest.mark.parametrize(("table", "key"), CODES)
def test_a_vocabulary_is_explained_whole_or_not_at_all(table, key):
    (column,) = [column for column in COLUMNS_OF[table] if column.key == key]
    assert CODES[table, key].keys() == column.choices.keys()


def test_every_format_kind_and_precision_is_explained():
    assert FORMATS.keys() == WRITERS.keys()
    assert KINDS.keys() == set(Kind)
    assert PRECISIONS.keys() == set(Precision)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_row_of_its_own_with_label_key_and_meaning(pages, language):
    page = Page(pages[language])
    rows = {dict(element.attributes).get("id"): text(element) for element in page.elements() if element.name == "tr"}
    with override(language):
        for table, meanings in (FIELDS | PARTS).items():
            for column in COLUMNS_OF[table]:
                row = rows[anchor_of(table, column.key)]
                for shown in (column.label, column.key, meanings[column.key]):
                    assert " ".join(str(shown).split()) in row, (table, column.key)


def test_every_term_has_an_anchor_and_its_meaning(pages):
    page = Page(pages["en"])
    with override("en"):
        for term in TERMS:
            assert str(term.meaning) in text(page.element(f"term-{term.key}"))


def test_a_code_is_there_with_its_word_and_what_it_means(pages):
    stage = text(Page(pages["en"]).element("project-stage"))
    assert "construction under construction: Work has begun and is not yet accepted" in stage


def test_the_entries_of_lists_that_staff_keep_are_codes_too(pages):
    assert "town Town" in text(Page(pages["en"]).element("project-type"))
    assert "town 小镇" in text(Page(pages["zh-hans"]).element("project-type"))


def test_a_vocabulary_is_written_out_once_and_the_second_field_leads_to_the_first(pages):
    page = Page(pages["en"])
    assert page.links(page.element("site-type")) == ["#project-type"]
    assert "budgetApproval" in text(page.element("document-type"))
    again = page.element("documents-type")
    assert "budgetApproval" not in text(again)
    assert page.links(again) == ["#document-type"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_anchors_are_unique_and_every_link_on_the_page_finds_its_own(pages, language):
    page = Page(pages[language])
    ids = Counter(dict(element.attributes).get("id") for element in page.elements())
    del ids[None]
    assert [name for name, number in ids.items() if number > 1] == []
    wanted = {address[1:] for address in page.links() if address.startswith("#")}
    assert len(wanted) > 20
    assert wanted <= ids.keys()


def test_anchors_that_others_link_to_stay(pages):
    page = Page(pages["en"])
    ids = {dict(element.attributes).get("id") for element in page.elements()}
    assert {"project", "project-stage", "project-confirmed-on", "annual-investments-year"} <= ids
    assert {"term-reference", "term-stated-on", "term-unsourced", "term-coverage", "term-disclosure"} <= ids


def test_chinese_on_the_english_page_is_marked_as_chinese(pages):
    main = re.search(r"<main.*</main>", pages["en"].text, re.DOTALL)[0]
    marked = re.findall(r'<span lang="zh-Hans">(.*?)</span>', main)
    assert {"统一社会信用代码", "国办发〔2017〕94号"} <= set(marked)
    assert not re.search("[\u4e00-\u9fff]", re.sub(r'<span lang="zh-Hans">.*?</span>', "", main))


def test_the_guide_reads_lists_and_nothing_that_is_published(client, db):
    with CaptureQueriesContext(connection) as captured:
        client.get("/en/guide/")
    tables = {table for query in captured for table in re.findall(r'FROM "(\w+)"', query["sql"])}
    lists = {"projects_region", "projects_projecttype", "projects_keyprojectlist"}
    assert tables - {"projects_publicrevision"} == lists


def test_the_addresses_that_it_gives_as_examples_work(pages, client):
    examples = [link for link in Page(pages["en"]).links() if "?" in link and "stage" in link]
    assert len(examples) == 6
    for address in examples:
        response = client.get(address)
        assert response.status_code == 200, address
        response.getvalue()


def test_every_page_leads_to_the_guide(client, db):
    assert 'href="/guide/"' in client.get("/").text
    assert 'href="/en/guide/"' in client.get("/en/").text
