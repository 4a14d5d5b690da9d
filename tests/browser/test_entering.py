"""The staff side in a real browser: what a clerk enters is public once it is published, and not before."""

import pytest
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(open_page):
    """The staff side in Chinese, with a clerk logged in."""
    get_user_model().objects.create_superuser("clerk", password="a clerk's password")
    watched = open_page("/admin/")
    watched.page.get_by_label("用户名").fill("clerk")
    watched.page.get_by_label("密码").fill("a clerk's password")
    watched.page.locator("[type=submit]").click()
    return watched


def choose(page, field, words):
    """Choose the first entry of an autocomplete that the words find."""
    page.locator(f"#id_{field} + .select2 .select2-selection").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def test_a_project_is_entered_published_and_found_in_list_and_report(desk, open_page):
    page = desk.page
    page.goto("/admin/projects/project/add/")
    page.locator("#id_name_zh").fill("桃林沟康养综合体")
    choose(page, "type", "康养综合体")
    choose(page, "region", "郊区")
    page.locator("#id_stage").select_option("construction")
    page.locator("#id_finish_planned").fill("2027年底前")
    page.locator("#id_investment").fill("3.2亿")
    page.locator("[name=_continue]").click()
    assert "320,000,000" in page.locator(".messagelist").inner_text()
    assert page.locator("#id_finish_planned").input_value() == "2027年底前"
    reader = open_page("/").page
    assert reader.goto("/projects/PRJ-0002/").status == 404
    page.locator("form button, form input[type=submit]").filter(has_text="发布").first.click()
    assert desk.complaints == []
    reader.goto("/projects/?type=healthcare-complex")
    reader.get_by_role("link", name="桃林沟康养综合体").click()
    assert "3.2亿元" in reader.locator("main").inner_text()
    assert "2027年底前" in reader.locator("main").inner_text()
    reader.goto("/en/projects/PRJ-0002/")
    assert "by the end of 2027" in reader.locator("main").inner_text()
    assert reader.locator("h1 [lang=zh-Hans]").inner_text() == "桃林沟康养综合体"
    reader.goto("/en/reports/types/?type=healthcare-complex")
    assert "CNY 320 million" in reader.locator("main").inner_text()
    assert "1 of 1" in reader.locator("main").inner_text()


def test_nonsense_typed_into_a_form_is_answered_there_and_nothing_is_lost(desk):
    page = desk.page
    page.goto("/admin/projects/project/add/")
    page.locator("#id_name_zh").fill("未完成")
    page.locator("#id_finish_planned").fill("下个星期")
    page.locator("#id_investment").fill("很多")
    page.locator("[name=_save]").click()
    page.locator(".errorlist").first.wait_for()
    assert page.locator(".errorlist").count() >= 3
    assert page.locator("#id_name_zh").input_value() == "未完成"
    assert page.locator("#id_finish_planned").input_value() == "下个星期"
    assert page.locator("#id_investment").input_value() == "很多"
    assert desk.complaints == []
