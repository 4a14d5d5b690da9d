"""Charts say in marks what their table says in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from projects.charts import bar_chart, dot_chart, line_chart, shorten, stacked_chart, width
from projects.localized import LocalText
from projects.models import ProgressReport
from tests.pages import Page, text
from tests.records import make_project, make_type


def marks(chart, name):
    """The marks of a class."""
    return [mark for mark in chart.marks if name in mark.attributes.get("class", "").split()]


def length(mark):
    """How long a bar is, in per cent."""
    return float(mark.attributes["width"].removesuffix("%"))


def bars(*values):
    """A bar chart of the values."""
    return bar_chart(
        "c", "Amounts", ["Type", "Amount"], [(f"T{n}", value, str(value)) for n, value in enumerate(values)]
    )


def test_bars_are_as_long_as_their_numbers():
    assert [length(bar) for bar in marks(bars(Decimal(50), Decimal(100), Decimal(25)), "bar")] == [50, 100, 25]


def test_what_is_not_stated_has_no_bar_but_a_line_in_the_table():
    chart = bars(None, Decimal(3))
    assert len(marks(chart, "bar")) == 1
    assert chart.rows == [("T0", ["None"]), ("T1", ["3"])]


def test_nothing_is_drawn_where_nothing_is_above_zero():
    assert bars(None, Decimal(0)).marks == []
    assert stacked_chart("c", "T", ["Type", "A"], [("x", [0])]).marks == []
    assert line_chart("c", "T", ["Day", "%"], []).marks == []
    assert dot_chart("c", "T", ["Event", "Day"], []).marks == []


@pytest.mark.parametrize("value", [Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_what_cannot_be_a_length_is_refused(value):
    with pytest.raises(ValueError, match="length"):
        bars(value)


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_segments_lie_side_by_side_and_within_the_drawing(counts):
    chart = stacked_chart("c", "T", ["Type", "A", "B", "C"], [(str(n), line) for n, line in enumerate(counts)])
    drawn = marks(chart, "bar")
    assert len(drawn) == sum(count > 0 for line in counts for count in line)
    ends = {}
    for bar in drawn:
        left, row = float(bar.attributes["x"].removesuffix("%")), bar.attributes["y"]
        assert left == pytest.approx(ends.get(row, 0), abs=0.01)
        ends[row] = left + length(bar)
    assert all(end <= 100.01 for end in ends.values())
    assert max(ends.values(), default=100) == pytest.approx(100, abs=0.01)


def test_the_key_names_the_segments_that_there_are_and_their_letters_do_not_move():
    chart = stacked_chart("c", "T", ["Type", "planned", "built", "dropped"], [("town", [2, 0, 1])])
    assert chart.keys == ((0, "A", "planned"), (2, "C", "dropped"))
    assert [mark.words for mark in marks(chart, "on-bar")] == ["A 2", "C 1"]


def test_a_line_has_a_gap_where_nothing_is_stated():
    points = [("2021", 2021, 10, "10"), ("2022", 2022, None, ""), ("2023", 2023, 30, "30"), ("2024", 2024, 40, "40")]
    chart = line_chart("c", "T", ["Year", "%"], points)
    assert (len(marks(chart, "point")), len(marks(chart, "course"))) == (3, 1)


def test_a_dot_is_as_long_as_its_date_is_inexact():
    entries = [
        ("start", date(2021, 6, 1), date(2021, 6, 1), "1 June 2021"),
        ("finish", date(2025, 1, 1), date(2025, 12, 31), "by the end of 2025"),
    ]
    spans = [
        float(dot.attributes["x2"].removesuffix("%")) - float(dot.attributes["x1"].removesuffix("%"))
        for dot in marks(dot_chart("c", "T", ["Event", "Day"], entries), "dot")
    ]
    assert spans[0] == 0
    assert spans[1] > 10


def test_names_too_long_for_a_phone_are_cut_and_keep_their_language():
    name = shorten(LocalText("阳泉市康养产业发展规划重点项目", "zh"), 12)
    assert (name, name.language) == ("阳泉市康养…", "zh")
    assert width(name) <= 12
    assert shorten("short", 12) == "short"


def test_what_a_chart_says_is_escaped_and_marked_with_its_language():
    with override("en"):
        chart = bar_chart("c", "<T>", ["Type", "Amount"], [(LocalText("<小镇>", "zh"), Decimal(1), "1")])
        page = render_to_string("projects/_chart.html", {"chart": chart})
    assert "<小镇>" not in page
    assert '<text x="0%" y="1rem" lang="zh-Hans">&lt;小镇&gt;</text>' in page


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_report_draws_what_its_tables_say(client, prefix):
    town = make_type("town", name_en="Town", name_zh="小镇")
    make_project(type=town, stage="construction", investment=Decimal(320_000_000))
    make_project(type=town, stage="construction")
    make_project(type=town, stage="reserve")
    page = Page(client.get(f"{prefix}/reports/types/"))
    drawn = [text(element) for element in page.elements() if dict(element.attributes).get("class") == "on-bar"]
    assert drawn == ["A 1", "D 2"]
    figures = [element for element in page.elements() if dict(element.attributes).get("class") == "chart"]
    names = [dict(svg.attributes) for figure in figures for svg in page.elements(figure) if svg.name == "svg"]
    # Sites are none, so that there is nothing to draw of them.
    assert [attributes["aria-labelledby"] for attributes in names] == ["chart-0-title", "chart-2-title"]
    assert all(page.element(attributes["aria-describedby"]) for attributes in names)


@pytest.mark.django_db
def test_no_drawing_has_a_style_of_its_own(client):
    call_command("seed", verbosity=0)
    page = Page(client.get("/reports/types/"))
    assert any(element.name == "svg" for element in page.elements())
    assert not [element for element in page.elements() if "style" in dict(element.attributes)]


@pytest.mark.django_db
def test_progress_is_a_line_once_two_reports_say_how_far_it_is(client):
    reports = [
        ProgressReport(number=1, reported_on=date(2024, 6, 30), percent=Decimal("62.5")),
        ProgressReport(number=2, reported_on=date(2023, 6, 30), percent=Decimal(20)),
        ProgressReport(number=3, reported_on=date(2025, 6, 30)),
    ]
    page = Page(client.get(f"/en/projects/{make_project(parts=reports).slug}/"))
    svgs = [element for element in page.elements() if element.name == "svg"]
    (drawn,) = [svg for svg in svgs if dict(svg.attributes).get("aria-labelledby") == "progress-line-title"]
    assert [text(mark) for mark in page.elements(drawn) if mark.name == "circle"] == [
        "30 June 2023 20%",
        "30 June 2024 62.5%",
    ]
    one = client.get(
        f"/en/projects/{make_project(parts=[ProgressReport(reported_on=date(2024, 6, 30), percent=5)]).slug}/"
    )
    assert "progress-line" not in one.text
