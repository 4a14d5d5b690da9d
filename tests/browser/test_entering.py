"""The staff side in a real browser: what a clerk enters is public once it is published, and not before."""

import pytest

from tests.desk import make_member

pytestmark = pytest.mark.browser


@pytest.fixture
def open_desk(open_page):
    """Open the staff side in Chinese, with an account of the role logged in."""

    def open_desk(role):
        make_member(role, password=f"the {role}'s password")
        watched = open_page("/admin/")
        watched.page.get_by_label("用户名").fill(role)
        watched.page.get_by_label("密码").fill(f"the {role}'s password")
        watched.page.locator("[type=submit]").click()
        return watched

    return open_desk


@pytest.fixture
def desk(open_desk):
    """The desk of a clerk."""
    return open_desk("editor")


def choose(page, field, words):
    """Choose the first entry of an autocomplete that the words find."""
    page.locator(f"#id_{field} + .select2 .select2-selection").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def test_a_project_is_entered_published_and_found_in_list_and_report(desk, open_desk, open_page):
    page = desk.page
    page.goto("/admin/projects/project/add/")
    page.locator("#id_name_zh").fill("桃林沟康养综合体")
    choose(page, "type", "康养综合体")
    choose(page, "region", "郊区")
    page.locator("#id_stage").select_option("construction")
    page.locator("#id_start_actual").fill("2025年3月")
    page.locator("#id_finish_planned").fill("2027年底前")
    page.locator("#id_investment").fill("3.2亿")
    page.locator("[name=_continue]").click()
    assert "320,000,000" in page.locator(".messagelist").inner_text()
    assert page.locator("#id_finish_planned").input_value() == "2027年底前"
    reader = open_page("/").page
    assert reader.goto("/projects/PRJ-0002/").status == 404
    page.get_by_role("button", name="提交审核", exact=True).click()
    reviewer = open_desk("reviewer")
    reviewer.page.goto(page.url)
    reviewer.page.get_by_role("button", name="发布", exact=True).click()
    assert desk.complaints == reviewer.complaints == []
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
