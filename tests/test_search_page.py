"""Search over everything public, and the suggestions while somebody types."""

import json
import re

import pytest
from django.utils.http import urlencode

from projects import editorial
from projects.models import Project
from projects.search import begins_with, spans
from tests.pages import words
from tests.records import make_plan, make_project, make_region, make_stakeholder

pytestmark = pytest.mark.django_db


def found(client, query, path="/en/search/"):
    """What the page finds: group -> names, in order."""
    page = client.get(f"{path}?{urlencode({'q': query})}").text
    groups = re.findall(r'<h2 id="(\w+)">.*?<ul class="entries">(.*?)</ul>', page, re.DOTALL)
    return {group: re.findall(r"<li>\s*<a [^>]*>(.*?)</a>", hits) for group, hits in groups}


def bare(name):
    return re.sub("<[^>]*>", "", name)


def suggested(client, query, path="/en/search/suggestions.json"):
    return [entry["name"] for entry in json.loads(client.get(f"{path}?{urlencode({'q': query})}").content)]


def test_every_noun_and_both_reference_lists_are_searched(client, seeded):
    assert set(found(client, "yangquan")) == {"region", "project", "site", "plan", "stakeholder", "source"}
    assert set(found(client, "healthcare-themed")) == {"type", "project", "site", "plan"}


@pytest.mark.parametrize(
    "query", ["康养小镇", "kangyang", "kyxz", "healthcare-themed town", "HEALTHCARE", "ｈealthcare"]
)
def test_a_type_is_found_in_either_language_by_pinyin_and_by_initials(client, seeded, query):
    assert "Healthcare-themed town" in [bare(name) for name in found(client, query)["type"]]


@pytest.mark.parametrize("query", ["PRJ-0001", "prj-0001", "Zhongyuan Healthcare Theme Town"])
def test_whoever_asks_for_exactly_this_finds_it_first(client, seeded, query):
    for n in range(8):
        make_project(name_en=f"A copy of Zhongyuan Healthcare Theme Town, PRJ-0001, part {n}", name_zh="")
    first = found(client, query)["project"][0]
    assert bare(first) == "Zhongyuan Healthcare Theme Town"
    assert suggested(client, query)[0] == "Zhongyuan Healthcare Theme Town"


def test_names_that_begin_so_come_before_names_that_hold_it_and_both_before_the_rest(client):
    make_project(name_en="A", name_zh="", summary_en="of the lake")
    make_project(name_en="By the lake", name_zh="")
    make_project(name_en="Lake side", name_zh="")
    assert [bare(name) for name in found(client, "lake")["project"]] == ["Lake side", "By the lake", "A"]
    assert suggested(client, "lake") == ["Lake side", "By the lake", "A"]


def test_the_best_of_many_is_found_beyond_those_compared_one_by_one(client):
    for n in range(60):
        make_project(name_en=f"A {n:02} of the lake", name_zh="")
    make_project(name_en="Lake side", name_zh="")
    assert bare(found(client, "lake")["project"][0]) == "Lake side"


@pytest.mark.parametrize("query", ["康养湖", "kangyanghu", "kang yang hu"])
def test_beginnings_are_found_beyond_those_compared_one_by_one(client, query):
    for n in range(60):
        make_project(name_zh=f"安{n:02}康养湖", name_en="")
        # Read alike, and written otherwise.
        make_project(name_zh=f"慷{n:02}养湖", name_en="")
    make_project(name_zh="康养湖", name_en="", slug="lake")
    for path in ("/search/", "/en/search/"):
        assert bare(found(client, query, path)["project"][0]) == "康养湖"
    assert suggested(client, query)[0] == "康养湖"


def test_enough_names_that_begin_so_leave_the_index_of_words_alone(client, django_assert_max_num_queries):
    for n in range(9):
        make_project(name_en=f"Lake {n}", name_zh="")
    with django_assert_max_num_queries(16) as asked:
        assert suggested(client, "lake") == [f"Lake {n}" for n in range(8)]
    assert not any(sign in query["sql"] for query in asked for sign in (" MATCH ", " @@ "))


def test_what_is_found_by_its_sound_is_marked(client):
    make_project(name_zh="松林康养馆", name_en="")
    for query, name in (
        ("kangyang", "松林<mark>康养</mark>馆"),
        ("linkangy", "松<mark>林康养</mark>馆"),
        ("slk", "<mark>松林康</mark>养馆"),
    ):
        assert name in found(client, query, "/search/")["project"]


def test_a_record_with_this_code_comes_before_names_with_it(client):
    code = "91140300MA0GT3XJ5C"
    make_stakeholder(kind="organisation", name_zh="", name_en=f"{code} and company", slug="a")
    make_stakeholder(kind="organisation", name_zh="", name_en="Pine", slug="b", organisation_code=code)
    assert bare(found(client, code)["stakeholder"][0]) == "Pine"


def test_what_finds_nothing_offers_what_finds_something(client, seeded):
    page = client.get("/en/search/?q=healthcare+qqqq").text
    assert '<a href="?q=healthcare">healthcare</a>' in page
    assert "?q=qqqq" not in page.split("<main")[1]
    assert '<a href="?q=Healthcare-themed+town">Healthcare-themed town</a>' in page
    assert "To try" not in client.get("/en/search/?q=healthcare").text


def test_of_many_regions_the_best_are_shown(client):
    for n in range(30):
        make_region(name_zh="", name_en=f"Bank of the Pine {n:02}", code=f"1403{n + 10}")
    make_region(name_zh="", name_en="Pine", code="140399")
    names = found(client, "pine")["region"]
    assert (bare(names[0]), len(names)) == ("Pine", 20)
    assert '<a href="/en/regions/">' in client.get("/en/search/?q=pine").text.split("<main")[1]


def test_the_words_are_marked_where_they_stand_and_the_passage_says_what_it_is(client):
    make_project(name_en="Pine hall", name_zh="松林馆", summary_en="Rooms & baths for guests with sore knees.")
    page = client.get("/en/search/?q=sore+knees").text
    assert "Summary: Rooms &amp; baths for guests with <mark>sore</mark> <mark>knees</mark>." in page
    page = client.get("/en/search/?q=林馆").text
    assert '<span lang="zh-Hans">松<mark>林馆</mark></span>' in page


def test_each_group_leads_to_all_that_it_counts(client, seeded):
    for n in range(7):
        make_plan(name_en=f"Healthcare of {n}", name_zh="")
    page = client.get("/en/search/?q=healthcare").text
    for noun in ("site", "plan"):
        number, address = re.search(
            rf'<h2 id="{noun}">.*?(\d+)</span>.*?<p><a href="(/en/{noun}s/[^"]*)"', page, re.DOTALL
        ).groups()
        assert words(client.get(address)).split("Filters")[1].find(f"{number} {noun}s") > 0


def test_what_is_withdrawn_is_found_no_more(client, seeded):
    assert "project" in found(client, "zhongyuan")
    editorial.withdraw(Project.objects.get(reference="PRJ-0001"))
    assert "project" not in found(client, "zhongyuan")
    assert "Zhongyuan Healthcare Theme Town" not in suggested(client, "zhongyuan")


@pytest.mark.parametrize(
    "query", ["", " ", "?!", "\0", "x" * 201, "a b c d e f g h i", "%_'\"\\", "<script>", "\ud800"]
)
def test_nonsense_is_answered_in_words(client, seeded, query):
    sent = query.encode("utf-8", "surrogatepass")
    for path in ("/search/", "/en/search/"):
        answer = client.get(path, query_params={"q": sent})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "可以搜索什么" in answer.text or "What can be looked for" in answer.text
    assert client.get("/search/suggestions.json", query_params={"q": sent}).json() == []


@pytest.mark.parametrize(("query", "is_asked"), [("康", True), ("zh", False), ("zho", True), ("", False)])
def test_suggestions_begin_with_three_letters_or_one_character(client, seeded, query, is_asked):
    assert bool(suggested(client, query)) == is_asked


def test_a_person_is_suggested_in_the_language_that_is_there(client):
    make_stakeholder(name_zh="胡晋达", name_en="", slug="hu")
    (entry,) = client.get("/en/search/suggestions.json?q=hujinda").json()
    assert (entry["name"], entry["lang"], entry["address"]) == ("胡晋达", "zh-Hans", "/en/stakeholders/hu/")


def test_spans_know_characters_words_and_width():
    assert spans("阳泉康养小镇", ["康养"]) == [(2, 4)]
    assert spans("Town hall, downtown", ["town"]) == [(0, 4)]
    assert spans("ＡＢＣ town", ["abc"]) == [(0, 3)]
    assert spans("康养与养老", ["康养老"]) == [(0, 2), (3, 5)]
    assert spans("Nothing", ["x"]) == []
    assert spans("阳泉康养", ["kangy"], by_sound=True) == [(2, 4)]
    assert spans("阳泉康养", ["qky"], by_sound=True) == [(1, 4)]
    assert spans("阳泉康养", ["kangy"]) == []


def test_a_name_begins_as_it_is_written_or_read():
    assert begins_with("阳泉市", "阳")
    assert begins_with("阳泉市", "yangq")
    assert begins_with("阳泉市", "yqs")
    assert begins_with("Zhongyuan Town", "zhong")
    assert not begins_with("Zhongyuan Town", "town")
