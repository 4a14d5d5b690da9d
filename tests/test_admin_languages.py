"""The desk: both languages of a record, side by side."""

import re

import pytest
from django.contrib import admin

from projects import editorial
from projects.admin.filters import UntranslatedFilter
from projects.models import LISTS, NOUNS, Amenity, Connection, Milestone, Project, Region
from tests.desk import address, sent_by
from tests.records import make_project, make_region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [*NOUNS, *LISTS], ids=lambda model: model._meta.model_name)
def test_every_list_finds_what_is_said_in_one_language_only(model):
    assert UntranslatedFilter in admin.site.get_model_admin(model).list_filter


def test_each_box_says_in_which_language_it_is_written(admin_client):
    page = admin_client.get(address(make_project())).text
    for language, tag in (("zh", "zh-Hans"), ("en", "en")):
        boxes = re.findall(rf'<(?:input|textarea) [^>]*name="[^"]+_{language}"[^>]*>', page)
        assert len(boxes) > 10
        assert all(f'lang="{tag}"' in box for box in boxes)


def untranslated(page):
    """The names of the boxes that are marked as untranslated."""
    labelled = re.findall(r'<label[^>]* for="id_([\w-]+)"[^>]*>[^<]*</label><span class="untranslated">', page)
    in_tables = re.findall(r'name="([\w-]+)"[^>]*><span class="untranslated">', page)
    assert len(labelled) + len(in_tables) == page.count('class="untranslated"')
    return {*labelled, *in_tables}


def test_a_box_whose_other_language_is_filled_is_marked(admin_client):
    parts = [Milestone(kind="start", name_zh="开工"), Amenity(kind="school", name_en="School", purpose_zh="学习")]
    project = make_project(parts, name_zh="项目", name_en="", summary_zh="一句", summary_en="One sentence.")
    page = admin_client.get(address(project, language="en"))
    marked = {"name_en", "milestones-0-name_en", "amenities-0-name_zh", "amenities-0-purpose_en"}
    assert untranslated(page.text) == marked
    # The word follows what was typed, not what was saved, where a form comes back with errors.
    again = admin_client.post(
        address(project, language="en"), sent_by(page) | {"name_en": "Project", "summary_zh": "", "investment": "much"}
    )
    assert untranslated(again.text) == marked - {"name_en"} | {"summary_zh"}


def test_an_empty_form_says_nothing_of_languages(admin_client):
    assert untranslated(admin_client.get(address(Project, "add")).text) == set()


def test_a_record_with_a_part_in_one_language_only_is_found_in_one_query(admin_client, django_assert_num_queries):
    both = {"name_zh": "项目", "name_en": "Project"}
    in_chinese = make_project([Milestone(kind="start", name_zh="开工")], **both)
    in_english = make_project([Amenity(kind="school", name_en="School")], **both)
    make_project([Milestone(kind="start", name_zh="开工", name_en="Start"), Milestone(kind="opening")], **both)
    for language, expected in (("en", in_chinese), ("zh", in_english)):
        listed = admin_client.get(f"{address(Project, 'changelist')}?untranslated={language}").context["cl"].queryset
        assert [project.pk for project in listed] == [expected.pk]
        with django_assert_num_queries(1):
            listed.all().count()


def test_a_region_with_a_connection_in_one_language_only_is_found(admin_client):
    region = make_region(code="149901")
    editorial.save(region, parts=[Connection(relation="borders", place_zh="湖")])
    listed = admin_client.get(f"{address(Region, 'changelist')}?untranslated=en").context["cl"].queryset
    assert list(listed) == [region]
