"""The desk: both languages of a record, side by side."""

import re

import pytest
from django.contrib import admin

from projects.admin.filters import UntranslatedFilter
from projects.models import LISTS, NOUNS
from tests.desk import address
from tests.records import make_project

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
