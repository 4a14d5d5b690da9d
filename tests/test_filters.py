"""A query string as a selection: every parameter, and every kind of value that makes no sense."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from projects.filters import ProjectSelection, SiteSelection
from projects.models import PublishedProject, PublishedSite
from tests.records import make_project, make_region, make_site, make_type

pytestmark = pytest.mark.django_db


def select(query="", language="en"):
    """The selection of published projects that a query string makes."""
    with override(language):
        selection = ProjectSelection(QueryDict(query), PublishedProject.objects.current())
        assert selection.is_valid() in {True, False}
        return selection


def names(query):
    """The English names of the projects that a query string selects, in the order it asks for."""
    with override("en"):
        return [project.name_en for project in select(query).page]


@pytest.fixture
def projects():
    """Three projects of two types in two counties of one prefecture, and one elsewhere."""
    prefecture = make_region(code="140300", level="prefecture", name_zh="阳泉市", name_en="Yangquan")
    county = make_region(code="140322", parent=prefecture, name_zh="盂县", name_en="Yu county")
    other = make_region(code="140321", parent=prefecture, name_zh="平定县", name_en="Pingding county")
    town, forest = (
        make_type("town", name_zh="小镇", name_en="Town"),
        make_type("forest", name_zh="森林", name_en="Forest"),
    )
    make_project(name_en="Birch", name_zh="白桦", region=county, type=town)
    make_project(name_en="Ash", name_zh="水曲柳", region=other, type=forest)
    make_project(name_en="Cedar", name_zh="", region=prefecture, type=forest)
    make_project(name_en="Elm", name_zh="榆树", region=make_region(code="110000", level="province"), type=town)


def test_no_parameter_selects_everything_by_name(projects):
    assert names("") == ["Ash", "Birch", "Cedar", "Elm"]


def test_types_are_one_or_another(projects):
    assert names("type=town") == ["Birch", "Elm"]
    assert names("type=town&type=forest") == ["Ash", "Birch", "Cedar", "Elm"]


def test_a_region_holds_all_regions_below_it(projects):
    assert names("region=140300") == ["Ash", "Birch", "Cedar"]
    assert names("region=140322") == ["Birch"]
    assert names("region=140322&region=140321") == ["Ash", "Birch"]


def test_different_parameters_narrow_together(projects):
    assert names("type=forest&region=140321") == ["Ash"]
    assert names("type=town&region=140321") == []


@pytest.mark.parametrize("query", ["birch", "BIRCH", "白桦", "baihua", "bh", "birch 白桦"])
def test_search_finds_either_language_and_pinyin(projects, query):
    assert names(QueryDict(mutable=True).urlencode() + f"q={query}") == ["Birch"]


@pytest.mark.parametrize(
    "query", ["type=", "region=", "q=", "q=+", "type=&region=&q=&page=&per_page=&order=", "type=&type="]
)
def test_what_an_untouched_form_sends_selects_everything(projects, query):
    assert len(names(query)) == 4
    assert select(query).canonical == ""


def test_chinese_names_come_in_the_order_of_pinyin_and_english_in_their_own(projects):
    with override("zh-hans"):
        chinese = [project.name_en for project in select("", "zh-hans").page]
    # baihua, cedar (for want of a Chinese name), shuiquliu, yushu
    assert chinese == ["Birch", "Cedar", "Ash", "Elm"]


def test_orders_are_by_reference_and_newest_first(projects):
    by_reference = [project.reference for project in select("order=reference").page]
    assert by_reference == sorted(by_reference)
    assert names("order=newest") == ["Elm", "Cedar", "Ash", "Birch"]


def test_pages_divide_what_matches(projects):
    for n in range(12):
        make_project(name_en=f"Oak {n:02}")
    first, second = names("per_page=10"), names("per_page=10&page=2")
    assert (len(first), len(second)) == (10, 6)
    assert not set(first) & set(second)


def test_a_page_past_the_last_is_not_there(client, projects):
    assert client.get("/projects/?page=2").status_code == 404
    assert client.get("/projects/?page=1").status_code == 200


WRONG = {
    "type=nonsense": "Type",
    "type=town&type=nonsense": "Type",
    "type=null": "Type",
    "type=%00": "Type",
    "type=" + "9" * 5000: "Type",
    "region=999999": "Region",
    "region=town": "Region",
    "q=%00": "Search",
    "q=%FF": "Search",
    "q=%EF%BC%8C": "Search",
    "q=" + "9" * 5000: "Search",
    "q=a+b+c+d+e+f+g+h+i": "Search",
    "q=a&q=b": "Search",
    "q=&q=": "Search",
    "stage=built": "Stage",
    "plan=nonsense": "Called for by",
    "stakeholder=STK-9999": "Stakeholder",
    "stakeholder=%00": "Stakeholder",
    "stakeholder=" + "9" * 5000: "Stakeholder",
    "role=king": "Role",
    "list=nonsense": "Key-project list",
    "benchmark=1": "Benchmark project",
    "start_after=soon": "Starts from",
    "start_after=0": "Starts from",
    "start_before=%00": "Starts by",
    "finish_after=1899": "Finishes from",
    "finish_before=2101": "Finishes by",
    "finish_before=2025&finish_before=2026": "Finishes by",
    "finish_after=" + "9" * 5000: "Finishes from",
    "investment_min=much": "Investment at least",
    "investment_min=-1": "Investment at least",
    "investment_max=" + "9" * 5000: "Investment at most",
    "investment_max=1&investment_max=2": "Investment at most",
    "confirmed_before=32": "Last confirmed by",
    "q=!!!": "Search",
    "page=0": "Page",
    "page=-1": "Page",
    "page=abc": "Page",
    "page=1.5": "Page",
    "page=%00": "Page",
    "page=1000001": "Page",
    "page=" + "9" * 5000: "Page",
    "page=1&page=1": "Page",
    "per_page=9": "Rows a page",
    "per_page=201": "Rows a page",
    "order=password": "Order",
    "order=-name": "Order",
    "order=name&order=name": "Order",
    "unknown=1": "unknown",
    "unknown=": "unknown",
    "%00=1": "parameter",
    "facts=1": "facts",
    "type__slug=town": "type__slug",
    "type=town&year=0": "year",
}


@pytest.mark.parametrize("query", WRONG, ids=lambda query: query[:30])
def test_what_makes_no_sense_selects_nothing_and_is_named(client, projects, query):
    selection = select(query)
    assert not selection.is_valid()
    assert list(selection.matches) == []
    for prefix in ("", "/en"):
        response = client.get(f"{prefix}/projects/?{query}")
        assert response.status_code == 200
        assert "PRJ-" not in response.text
        assert '<meta name="robots" content="noindex">' in response.text
        assert "\x00" not in response.text
        assert "9" * 100 not in response.text
    assert WRONG[query] in response.text


def test_every_error_is_named_and_the_rest_of_the_selection_is_one_link_away(client, projects):
    page = client.get("/en/projects/?type=town&type=x&region=y&page=0&q=birch").text
    for problem in ("There is no “x”", "There is no “y”", "greater than or equal to 1"):
        assert problem in page
    assert 'href="/en/projects/?q=birch&amp;type=town"' in page


def test_errors_are_in_the_readers_language(client, projects):
    assert client.get("/projects/?type=x").text != client.get("/en/projects/?type=x").text


@pytest.mark.parametrize(
    "name", ["utm_source", "utm_anything", "from", "isappinstalled", "spm", "gclid", "fbclid", "bd_vid", "hmsr"]
)
def test_what_links_gather_on_their_way_is_dropped_silently(client, projects, name):
    response = client.get(f"/en/projects/?type=town&{name}=x%00&{name}=y")
    assert "Birch" in response.text
    assert name + "=" not in response.text
    assert 'rel="canonical" href="http://testserver/en/projects/?type=town"' in response.text


def test_one_selection_has_one_query_string(projects):
    queries = [
        "region=140322&type=town&q=birch",
        "q=+birch+&type=town&type=town&region=140322&page=1&per_page=25&order=name",
    ]
    assert {select(query).canonical for query in queries} == {"?q=birch&region=140322&type=town"}
    assert select("page=1.0").canonical == ""


def test_each_filter_in_force_can_be_taken_away_alone(projects):
    chips = list(select("type=town&type=forest&q=birch&order=reference&per_page=50").chips)
    assert {(str(chip["label"]), chip["value"], chip["without"]) for chip in chips} == {
        ("Search", "birch", "?order=reference&per_page=50&type=forest&type=town"),
        ("Type", "Town", "?order=reference&per_page=50&q=birch&type=forest"),
        ("Type", "Forest", "?order=reference&per_page=50&q=birch&type=town"),
    }


def test_links_to_pages_keep_the_selection(client, projects):
    for n in range(20):
        make_project(name_en=f"Oak {n:02}")
    page = client.get("/en/projects/?q=oak&per_page=10&page=2").text
    assert 'rel="prev" href="/en/projects/?per_page=10&amp;q=oak"' in page
    assert 'rel="canonical" href="http://testserver/en/projects/?page=2&amp;per_page=10&amp;q=oak"' in page
    assert 'href="/projects/?page=2&amp;per_page=10&amp;q=oak"' in page


def test_a_deleted_type_selects_nothing(projects):
    from projects import editorial

    editorial.delete(make_type("spare"))
    assert not select("type=spare").is_valid()


def test_the_same_words_select_sites(projects):
    site = make_site(type=make_type("town"), name_en="Lake shore", status="confirmed")
    with override("en"):
        selection = SiteSelection(QueryDict("type=town&q=lake"), PublishedSite.objects.current())
        assert [found.reference for found in selection.page] == [site.reference]


def test_drafts_and_withdrawn_records_are_selected_by_nothing(projects):
    from projects import editorial

    make_project(name_en="Draft", is_published=False)
    editorial.withdraw(make_project(name_en="Withdrawn"))
    assert names("") == ["Ash", "Birch", "Cedar", "Elm"]
    assert names("q=draft") == names("q=withdrawn") == []


def test_more_values_of_a_name_than_a_page_has_room_for_are_refused(projects):
    many = [f"stakeholder=STK-{number:04}" for number in range(101)]
    selection = select("&".join(many))
    assert [message for _label, message in selection.problems] == ["Choose at most 100."]
    assert selection.canonical == "" == selection.unfiltered
    assert not list(selection.matches)
    assert len(list(select("&".join(many[:100])).problems)) == 1
    assert select("&".join(["type=town"] * 101)).is_valid()
