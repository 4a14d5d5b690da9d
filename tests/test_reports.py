"""Totals say what they cover, and count everything once."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.timezone import localdate
from django.utils.translation import override

from projects.models import ProjectType, PublishedProject, PublishedSite
from projects.reports import by_type
from tests.records import make_plan, make_project, make_region, make_site, make_type

pytestmark = pytest.mark.django_db


def report():
    """The report over everything public."""
    return by_type(PublishedProject.objects.current(), PublishedSite.objects.current(), ProjectType.objects.live())


def tally(slug):
    """What the report says of one type."""
    return next(tally for project_type, tally in report().rows if project_type.slug == slug)


def in_words(tally, language="en"):
    with override(language):
        return tally.investment_in_words


def read(response):
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_the_seed_says_what_the_blueprint_says():
    call_command("seed", verbosity=0)
    said = {project_type.slug: (tally.projects, tally.planned_sites) for project_type, tally in report().rows}
    assert said == {
        "healthcare-themed-town": (1, 2),
        "forest-healthcare-base": (0, 2),
        "healthcare-complex": (0, 1),
        "healthcare-featured-community": (0, 1),
    }
    total = report().total
    assert (total.projects, total.planned_sites, total.sites) == (1, 6, 7)
    assert (total.investment, in_words(total)) == (None, "not stated (0 of 1)")
    assert tally("healthcare-themed-town").stages["construction"] == 1


def test_a_phase_is_counted_within_its_whole():
    whole = make_project(investment=Decimal(100_000_000), stage="construction")
    make_project(investment=Decimal(40_000_000), part_of=whole, stage="construction")
    total = report().total
    assert (total.projects, total.investment) == (1, Decimal(100_000_000))
    assert report().phases_within == 1


def test_a_phase_counts_where_its_whole_is_not_selected():
    whole = make_project(type=make_type("whole"), investment=Decimal(100))
    make_project(type=make_type("phase"), investment=Decimal(40), part_of=whole)
    phases = PublishedProject.objects.current().filter(type__slug="phase")
    assert by_type(phases, PublishedSite.objects.none(), []).total.investment == Decimal(40)


def test_a_total_says_of_how_many_projects_it_knows():
    make_project(investment=Decimal(200_000_000))
    make_project(investment=Decimal(120_000_000))
    make_project()
    assert in_words(report().total) == "CNY 320 million (2 of 3 projects state an amount)"


def test_a_total_is_exact_to_the_hundredth():
    for amount in ("99999999999.99", "88888888888.88", "0.01", "0.07", "7777777.77"):
        make_project(investment=Decimal(amount))
    assert report().total.amounts == {"CNY": Decimal("188896666666.72")}


def test_an_amount_of_zero_is_stated_and_an_empty_one_is_not():
    make_project(investment=Decimal(0))
    assert report().total.investment == 0
    assert in_words(report().total) == "CNY 0 (1 of 1 project states an amount)"


def test_other_currencies_are_listed_apart():
    make_project(investment=Decimal(200_000_000))
    make_project(investment=Decimal(5_000_000), investment_currency="USD")
    assert report().total.investment == Decimal(200_000_000)
    assert in_words(report().total).startswith("CNY 200 million; USD 5 million (2 of 2")


def test_another_currency_alone_makes_no_total_in_yuan():
    make_project(investment=Decimal(5_000_000), investment_currency="USD")
    assert report().total.investment is None
    assert in_words(report().total) == "USD 5 million (1 of 1 project states an amount)"


def test_a_type_without_anything_is_there_with_zeros():
    make_type("empty")
    assert (tally("empty").projects, tally("empty").sites, in_words(tally("empty"))) == (0, 0, "not stated (0 of 0)")


def test_a_stage_that_is_not_recorded_has_its_own_column():
    make_project(stage="")
    assert report().total.stages[""] == 1


def test_a_site_is_planned_only_where_a_public_plan_calls_for_it():
    make_site()
    make_site(plan=make_plan(is_published=False))
    make_site(status="confirmed")
    total = report().total
    assert (total.sites, total.statuses["planned"], total.planned_sites) == (3, 2, 1)


@pytest.fixture
def several():
    """Projects and sites of two types in two regions."""
    here, there = make_region(code="140321", name_en="Here"), make_region(code="140322", name_en="There")
    town = make_type("town", name_en="Town", name_zh="小镇")
    forest = make_type("forest", name_en="Forest", name_zh="森林")
    make_project(type=town, region=here, stage="construction", investment=Decimal(320_000_000))
    make_project(type=town, region=there, stage="reserve")
    make_project(type=forest, region=here, name_en="Pines")
    make_site(type=town, region=here)
    make_site(type=forest, region=there, status="built")


@pytest.mark.parametrize(
    "query", ["", "?type=town", "?region=140321", "?q=pines", "?type=town&region=140322", "?q=absent"]
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_file_holds_what_the_page_shows(client, several, prefix, query):
    page = client.get(f"{prefix}/reports/types/{query}").text
    _heading, *rows = read(client.get(f"{prefix}/reports/types.csv{query}"))
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    shown = {}
    for table in tables:
        for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", table, re.DOTALL):
            name, *cells = [strip_tags(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
            shown.setdefault(name, []).extend(cells)
    assert set(shown) == {row[0] for row in rows}
    for name, *cells in rows:
        assert [cell.replace(",", "") for cell in shown[name][:-1]] == [cell.replace(",", "") for cell in cells[:-1]]
        assert shown[name][-1].replace(",", "") == cells[-1] or cells[-1] == ""


def test_the_report_of_a_selection_counts_what_the_list_lists(client, several):
    for query in ("?type=town", "?region=140321", "?type=town&region=140321", "?q=pines"):
        heading, *_rows, total = read(client.get(f"/en/reports/types.csv{query}"))
        for path, column in (("projects", "Projects by stage: in all"), ("sites", "Sites by status: in all")):
            listed = client.get(f"/en/{path}/{query}").context["page"].paginator.count
            assert total[heading.index(column)] == str(listed), (query, path)


def test_only_the_types_asked_for_are_in_the_report(client, several):
    rows = read(client.get("/en/reports/types.csv?type=town"))
    assert [row[0] for row in rows[1:]] == ["Town", "In all"]


def test_headings_and_the_name_of_the_file_are_in_the_readers_language(client, several):
    chinese, english = client.get("/reports/types.csv"), client.get("/en/reports/types.csv")
    assert f'filename="Projects and sites by type-{localdate()}.csv"' in english["Content-Disposition"]
    assert chinese["Content-Disposition"] != english["Content-Disposition"]
    chinese, english = read(chinese), read(english)
    assert chinese[0] != english[0]
    assert {row[0] for row in chinese[1:-1]} == {"小镇", "森林"}


def test_a_file_of_a_selection_that_makes_no_sense_is_refused_in_words(client, several):
    response = client.get("/en/reports/types.csv?type=nonsense&page=0")
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "Type: There is no “nonsense”.",
        "Page: Ensure this value is greater than or equal to 1.",
    ]


def test_an_unknown_format_is_no_address(client):
    assert client.get("/reports/types.exe").status_code == 404


def test_the_report_takes_as_many_queries_for_much_as_for_little(client, several):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/en/reports/types/").status_code == 200
        return len(captured)

    few = queries()
    for n in range(10):
        make_project(type=make_type(f"type-{n}"), region=make_region(code="140321"))
    assert queries() == few <= 9
