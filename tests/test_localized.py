"""Content in two languages: the reader's, else the other one, marked."""

import copy
import json
import pickle

import pytest
from django.template import Context, Template
from django.utils.html import conditional_escape
from django.utils.translation import override

from projects.localized import Localized, LocalText, choose, in_both, localize
from projects.models import Project, Region, Site
from tests.records import make_project, make_region, make_site

BOTH = [("zh-hans", "红叶", "zh"), ("zh-cn", "红叶", "zh"), ("en", "Red Leaf", "en"), ("en-gb", "Red Leaf", "en")]


@pytest.mark.parametrize(("language", "text", "tag"), BOTH)
def test_a_record_is_read_in_the_reader_s_language(language, text, tag):
    project = Project(name_zh="红叶", name_en="Red Leaf")
    with override(language):
        assert project.name == text
        assert project.name.language == tag
        assert not project.name.is_fallback


@pytest.mark.parametrize(
    ("language", "names", "text", "tag"),
    [
        ("zh-hans", {"name_en": "Red Leaf"}, "Red Leaf", "en"),
        ("en", {"name_zh": "红叶"}, "红叶", "zh-Hans"),
    ],
)
def test_the_other_language_stands_in_and_is_marked(language, names, text, tag):
    name = None
    with override(language):
        name = Project(**names).name
        assert name == text
        assert (name.is_fallback, name.tag) == (True, tag)
        marked = f'<span lang="{tag}">{text}</span>'
        assert conditional_escape(name) == marked
        assert Template("{{ name }}").render(Context({"name": name})) == marked


def test_text_in_the_reader_s_language_is_not_marked():
    with override("zh-hans"):
        assert conditional_escape(choose("红叶", "Red Leaf")) == "红叶"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_text_is_escaped_whether_marked_or_not(language):
    with override(language):
        assert "<script>" not in conditional_escape(choose("", "<script>"))
        assert "&lt;script&gt;" in conditional_escape(choose("", "<script>"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_said_in_neither_language_is_empty_and_unmarked(language):
    with override(language):
        for nothing in (choose("", ""), choose(None, None)):
            assert nothing == ""
            assert not nothing.is_fallback
            assert conditional_escape(nothing) == ""
            assert not nothing


def test_the_mark_follows_the_reader_not_the_moment_of_reading():
    with override("zh-hans"):
        name = choose("", "Red Leaf")
    with override("en"):
        assert conditional_escape(name) == "Red Leaf"


def test_without_an_active_language_chinese_comes_first():
    with override(None):
        assert choose("红叶", "Red Leaf") == "红叶"


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])  # noqa: S301
def test_a_copy_still_knows_its_language(duplicate):
    text = duplicate(LocalText("Red Leaf", "en"))
    assert (type(text), text, text.language) == (LocalText, "Red Leaf", "en")


def test_text_is_plain_in_json_and_compares_as_text():
    assert json.dumps(LocalText("a", "en")) == '"a"'
    assert {LocalText("a", "en")} == {"a"}


def test_a_whole_record_can_be_pickled():
    project = pickle.loads(pickle.dumps(Project(name_en="Red Leaf")))  # noqa: S301
    assert project.name == "Red Leaf"


def test_facts_are_read_in_one_language_to_any_depth():
    facts = {
        "name": {"zh": "红叶", "en": "Red Leaf"},
        "parts": [{"text": {"zh": "", "en": "x"}, "number": 1}],
        "n": None,
    }
    with override("zh-hans"):
        read = localize(facts)
    assert read == {"name": "红叶", "parts": [{"text": "x", "number": 1}], "n": None}
    assert read["parts"][0]["text"].language == "en"


def test_both_texts_of_a_record_are_plain_data():
    assert in_both(Project(name_zh="红叶"), "name") == {"zh": "红叶", "en": ""}


def test_the_columns_are_declared_where_the_attribute_is():
    assert Project.localized == ("name", "condition_reason", "summary", "address")
    labels = [str(Project._meta.get_field(name).verbose_name) for name in ("name_zh", "name_en")]
    assert len(set(labels)) == 2
    for name in ("name_zh", "name_en"):
        field = Project._meta.get_field(name)
        assert (field.blank, field.default, field.max_length) == (True, "", 200)


def test_every_pair_of_columns_has_its_attribute():
    for model in (Project, Site, Region):
        pairs = {field.name[:-3] for field in model._meta.concrete_fields if field.name.endswith("_zh")}
        assert pairs - {"sort"} == set(model.localized)
        assert all(isinstance(vars(_declaring(model, name))[name], Localized) for name in model.localized)


def _declaring(model, name):
    return next(parent for parent in model.__mro__ if name in vars(parent))


# On the class: the same choice, made by the database.


@pytest.fixture
def names(db):
    """Three projects: one in both languages, one in each alone."""
    pairs = [("红叶", "Red Leaf"), ("白云", ""), ("", "Aspen")]
    return [make_project(name_zh=zh, name_en=en, is_published=False) for zh, en in pairs]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-hans", {"红叶", "白云", "Aspen"}), ("en", {"Red Leaf", "白云", "Aspen"})],
)
def test_the_database_chooses_as_the_record_does(names, language, expected):
    with override(language):
        chosen = set(Project.objects.annotate(shown=Project.name).values_list("shown", flat=True))
        assert chosen == expected == {project.name for project in names}


def test_records_are_filtered_and_ordered_by_what_the_reader_sees(names):
    with override("en"):
        shown = Project.objects.annotate(shown=Project.name)
        assert shown.get(shown="Red Leaf") == names[0]
        assert not shown.filter(shown="红叶").exists()
        assert [project.name for project in shown.order_by(Project.name)] == ["Aspen", "Red Leaf", "白云"]
        assert [project.name for project in shown.order_by(Project.name.desc())][-1] == "Aspen"
    with override("zh-hans"):
        assert Project.objects.annotate(shown=Project.name).get(shown="红叶") == names[0]


@pytest.mark.django_db
def test_a_record_said_in_neither_language_is_empty_in_the_database_too():
    make_site(status="confirmed", region=make_region(name_en="County"))
    assert list(Site.objects.annotate(shown=Site.name).values_list("shown", flat=True)) == [""]
