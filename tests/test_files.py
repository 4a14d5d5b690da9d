"""A selection as a file says what its page says, in every format, and changes no text."""

import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from projects import columns, editorial
from projects.columns import Column, Kind
from projects.dates import parse_date
from projects.exports import FORMATS, TABLE_FORMATS, xlsx
from projects.extracts import ReportExtract, Selected
from projects.models import Amenity, Document, Milestone, Participation, PublishedProject
from projects.querysets import streams
from tests.pages import Page
from tests.reading import read_book, read_csv, read_json, read_sheet, table
from tests.records import make_plan, make_project, make_region, make_site, make_stakeholder, make_type

pytestmark = pytest.mark.django_db

TEXTS = {
    "a formula": "=1+1",
    "a negative number": "-5",
    "a telephone number": "+86 353",
    "an apostrophe": "'x",
    "full-width digits": "００1",
    "an at sign": "@SUM(A1)",
    "emoji": "康养🏥👩‍⚕️",
    "bidi marks": "\u202b康养\u202c\u200f",
    "10 kB": '康养=<&>"' * 1000 + "kB" * 1000,
    "white space": " a\n\tb ",
    "an address": "https://example.org/?a=1&b=2",
    "a number": "007",
    "mark-up": "<r><t>x</t></r>",
    "an escape": "_x0041_",
}


def dates(**typed):
    """The columns of dates as people type them."""
    ends = ("first", "last", "precision", "text")
    return {f"{name}_{end}": getattr(parse_date(said), end) for name, said in typed.items() for end in ends}


@pytest.fixture
def several():
    """Projects of two types, with and without what can be recorded, and phases, parts and places."""
    home = make_region(code="149900", is_home=True, name_zh="某市", name_en="Some City")
    county = make_region(code="149901", parent=home)
    firm = make_stakeholder(name_en="A firm")
    make_project(
        name_en="Pines",
        type=make_type("forest", name_en="Forest"),
        region=county,
        stage="construction",
        **dates(start_actual="2021-06-01", finish_planned="by the end of 2025"),
        investment=Decimal("320000000.50"),
        longitude=Decimal("113.58"),
        latitude=Decimal("37.86"),
        confirmed_on=date(2026, 1, 2),
        parts=[
            Milestone(kind="approval", **dates(due="2020-05-06", met="2020")),
            Amenity(kind="school", name_en="School"),
            Document(title_en="Permit", issued_on=date(2020, 5, 6)),
            Participation(stakeholder=firm, role="owner"),
        ],
    )
    make_project(name_en="Bare", region=county)
    make_project(name_zh="中医院", name_en="", region=home, investment=Decimal(50000))
    make_site(region=county, plan=make_plan(region=home))


def as_written(value):
    """A value of a workbook as a CSV file writes it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value


QUERIES = ["", "?type=forest", "?region=149901", "?q=pines", "?order=reference", "?order=newest", "?q=absent"]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", ["/projects", "/en/projects", "/en/sites"])
def test_every_format_holds_the_rows_of_the_page_in_its_order(client, several, path, query):
    headings, references = table(client, f"{path}/{query}")
    sheet = read_csv(client, f"{path}.csv{query}")
    rows = read_sheet(read_book(client, f"{path}.xlsx{query}"))
    document = read_json(client, f"{path}.json{query}")
    key = "sites" if "sites" in path else "projects"
    assert [row[0] for row in sheet[1:]] == references
    assert [row[0] for row in rows[1:]] == references
    assert [facts["reference"] for facts in document[key]] == references
    assert document["count"] == len(references)
    lines = client.get(f"{path}.jsonl{query}").getvalue().splitlines()
    assert [json.loads(line) for line in lines] == document[key]
    places = read_json(client, f"{path}.geojson{query}")
    located = [facts["reference"] for facts in document[key] if facts["longitude"] is not None]
    assert [feature["id"] for feature in places["features"]] == located
    assert len(located) + places["unlocated"] == len(references)
    if references:
        # What the screen shows is in every file, under the same headings, in the same order.
        shown = iter(sheet[0])
        assert all(heading in shown for heading in headings)
    assert rows[0] == sheet[0]
    assert len(document["columns"]) == len(sheet[0])
    for facts in document[key]:
        assert {column["key"] for column in document["columns"]} <= facts.keys()
    for feature in places["features"]:
        assert list(feature["properties"]) == [column["key"] for column in document["columns"]]


@pytest.mark.parametrize("path", ["/projects", "/en/projects", "/en/sites"])
def test_csv_and_workbook_say_the_same_of_every_record(client, several, path):
    figures = {
        number
        for number, column in enumerate(columns.COLUMNS["site" if "sites" in path else "project"])
        if column.kind.is_figure
    }
    plain, rich = read_csv(client, f"{path}.csv"), read_sheet(read_book(client, f"{path}.xlsx"))
    assert len(plain) == len(rich)
    for texts, values in zip(plain[1:], rich[1:], strict=True):
        for number, (said, value) in enumerate(zip(texts, values, strict=True)):
            if number in figures and said:
                assert Decimal(said) == Decimal(str(value))
            else:
                assert as_written(value) == said


def test_a_column_added_in_one_line_is_on_the_page_and_in_every_file(client, several, monkeypatch):
    label = gettext_lazy("Postal code")
    added = Column("postal", label, Kind.TEXT, lambda facts: f"P{facts['reference']}", columns.PLACE, is_listed=True)
    monkeypatch.setitem(columns.COLUMNS, "project", [*columns.COLUMNS["project"], added])
    headings, references = table(client, "/en/projects/")
    assert headings[-1] == "Postal code"
    assert f"P{references[0]}" in client.get("/en/projects/").text
    said = [f"P{reference}" for reference in references]
    assert [row[-1] for row in read_csv(client, "/en/projects.csv")] == ["Postal code", *said]
    assert [row[-1] for row in read_sheet(read_book(client, "/en/projects.xlsx"))] == ["Postal code", *said]
    document = read_json(client, "/en/projects.json")
    assert document["columns"][-1]["heading"]["en"] == "Postal code"
    assert [facts["postal"] for facts in document["projects"]] == said
    (feature,) = read_json(client, "/en/projects.geojson")["features"]
    assert feature["properties"]["postal"] == f"P{feature['id']}"


def test_the_page_offers_every_format_of_the_same_selection(client, several):
    for page, formats in (("projects", FORMATS), ("sites", FORMATS), ("reports/types", TABLE_FORMATS)):
        links = Page(client.get(f"/en/{page}/?type=forest&region=149901")).links()
        for suffix in formats:
            assert f"/en/{page}.{suffix}?region=149901&type=forest" in links
    links = Page(client.get("/en/projects/?order=newest&per_page=10")).links()
    assert "/en/projects.csv?order=newest" in links


@pytest.mark.parametrize(("said", "stated"), TEXTS.items(), ids=list(TEXTS))
def test_no_text_is_changed_on_its_way_to_a_reader(client, said, stated):
    make_project(name_en="Project", summary_en=stated, parts=[Amenity(kind="school", name_en=stated[:200])])
    heading, row = read_csv(client, "/en/projects.csv")
    assert row[heading.index("Summary")] == stated
    book = read_book(client, "/en/projects.xlsx")
    heading, row = read_sheet(book)
    assert unescaped(row[heading.index("Summary")]) == stated
    heading, row = read_sheet(book, book.sheetnames.index("Amenities"))
    assert unescaped(row[heading.index("Name")]) == stated[:200]
    assert read_json(client, "/en/projects.json")["projects"][0]["summary"]["en"] == stated


def unescaped(cell):
    """The text of a cell; openpyxl leaves the escape of an escape (ECMA-376, ST_Xstring) as it stands."""
    return cell.replace("_x005F_", "_")


storable = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1)


@given(st.lists(storable | st.sampled_from(sorted(TEXTS.values())), min_size=1, max_size=5))
def test_every_text_comes_back_from_a_workbook(texts):
    file = io.BytesIO()
    xlsx.write(ReportExtract("Title", "name", ["A"] * len(texts), [texts], Selected({}, [], "")), file)
    row = read_sheet(load_workbook(file))[1]
    assert [unescaped(cell) for cell in row] == [unescaped(text) for text in texts]


def test_no_cell_is_a_formula_and_no_text_a_link(client, several):
    make_project(name_en="=1+1", address_en='=HYPERLINK("http://evil")', summary_en="http://example.org/")
    with zipfile.ZipFile(io.BytesIO(client.get("/en/projects.xlsx").getvalue())) as book:
        parts = b"".join(book.read(name) for name in book.namelist())
    assert b"<f>" not in parts
    assert b"<f " not in parts
    assert b"<hyperlink" not in parts
    assert all(
        cell.data_type != "f"
        for sheet in read_book(client, "/en/projects.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
    )


def test_a_text_that_no_cell_can_hold_says_that_it_was_cut(client):
    make_project(name_en="Long", summary_en="康🏥" * 20_000)
    heading, row = read_sheet(read_book(client, "/en/projects.xlsx"))
    cell = row[heading.index("Summary")]
    assert len(cell.encode("utf-16-le")) <= 2 * 32_767
    kept, note = cell.split(" […cut")
    assert ("康🏥" * 20_000).startswith(kept)
    assert len(kept) > 20_000
    assert "40000 characters" in note


def test_the_workbook_holds_days_and_numbers_that_can_be_reckoned_with(client, several):
    book = read_book(client, "/en/projects.xlsx?q=pines")
    heading, row = read_sheet(book)
    said = dict(zip(heading, row, strict=True))
    assert said["Total investment"] == 320000000.5
    assert said["Start"] == datetime(2021, 6, 1)
    assert said["Finish"] == "by the end of 2025 (planned)"
    assert said["Finish, last day"] == datetime(2025, 12, 31)
    assert said["Last confirmed on"] == datetime(2026, 1, 2)
    sheet = book.worksheets[1]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_an_amount_that_a_spreadsheet_would_round_is_kept_as_text():
    file = io.BytesIO()
    rows = [[Decimal("999999999999999.37"), Decimal("320000000.10"), 7, date(1850, 1, 2), "x"]]
    xlsx.write(ReportExtract("Title", "name", "ABCDE", rows, Selected({}, [], "")), file)
    assert read_sheet(load_workbook(file))[1] == ["999999999999999.37", 320000000.1, 7, "1850-01-02", "x"]


def test_parts_stand_on_their_own_sheets_after_the_reference(client, several):
    book = read_book(client, "/en/projects.xlsx?q=pines")
    reference = read_sheet(book)[1][0]
    assert {"Milestones", "Participations", "Documents", "Annual investment", "Amenities"} <= set(book.sheetnames)
    assert {"Quantities", "Progress reports", "Key-project listings", "Citations"} <= set(book.sheetnames)
    heading, row = read_sheet(book, book.sheetnames.index("Milestones"))
    said = dict(zip(heading, row, strict=True))
    assert (said["Reference"], said["Due"], said["Met"]) == (reference, datetime(2020, 5, 6), "2020")
    heading, row = read_sheet(book, book.sheetnames.index("Participations"))
    assert row[:3] == [reference, 1, "A firm"]
    assert len(read_sheet(book, book.sheetnames.index("Quantities"))) == 1


def test_the_cover_says_what_was_selected_when_and_how_much_is_stated(client, several):
    title, *cover = [row[:2] for row in read_sheet(read_book(client, "/en/projects.xlsx?region=149901"), 0)]
    assert title[0] == "Projects"
    assert cover[0] == ["Region", "Some County"]
    assert cover[1][0] == "Day"
    assert cover[1][1].date() == localdate()
    assert cover[2] == ["Licence of the data", "CC BY 4.0"]
    assert ["Total investment", "stated for 1 of 2"] in cover
    assert ["Name", "stated for 2 of 2"] in cover
    (everything, *_rest) = read_sheet(read_book(client, "/en/projects.xlsx"), 0)[1:]
    assert everything[:2] == ["Selection", "everything public"]


def test_more_rows_than_a_sheet_holds_go_on_on_a_next_one(client, several, monkeypatch):
    monkeypatch.setattr(xlsx, "ROWS", 2)
    book = read_book(client, "/en/projects.xlsx")
    _headings, references = table(client, "/en/projects/")
    sheets = [sheet for sheet in book.worksheets if sheet.title.startswith("Projects")]
    assert [sheet.title for sheet in sheets] == ["Projects", "Projects (2)", "Projects (3)"]
    assert [sheet["A2"].value for sheet in sheets] == references
    assert {sheet["A1"].value for sheet in sheets} == {"Reference"}


def test_places_are_points_in_longitude_and_latitude(client, several):
    collection = read_json(client, "/en/projects.geojson")
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [113.58, 37.86]}
    assert feature["properties"]["investment"] == 320000000.5
    assert feature["properties"]["start"] == "2021-06-01"
    assert collection["unlocated"] == 2


def test_files_are_named_in_the_readers_language_and_dated(client, several):
    def name(path):
        response = client.get(path)
        assert response.getvalue()
        return unquote(response["Content-Disposition"].removeprefix("attachment; "))

    assert name("/projects.csv") == f"filename*=utf-8''某市康养项目-{localdate()}.csv"
    assert name("/en/projects.geojson") == f'filename="Some City healthcare projects-{localdate()}.geojson"'
    assert name("/en/sites.xlsx") == f'filename="Some City healthcare sites-{localdate()}.xlsx"'


def test_a_region_that_is_not_tracked_is_not_in_the_name(client):
    assert f'"Healthcare projects-{localdate()}.csv"' in client.get("/en/projects.csv")["Content-Disposition"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_query_that_makes_no_sense_is_refused_in_words(client, several, suffix):
    response = client.get(f"/en/projects.{suffix}?type=nonsense&page=0")
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "Type: There is no “nonsense”.",
        "Page: Ensure this value is greater than or equal to 1.",
    ]


@pytest.mark.parametrize("path", ["/projects.exe", "/projects.csvx", "/sites.xls", "/reports/types.geojson"])
def test_a_format_that_is_not_offered_is_no_address(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_takes_as_many_queries_for_much_as_for_little(client, several, suffix):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/en/projects.{suffix}").getvalue()
        return len(captured)

    few = queries()
    for _ in range(5):
        make_project(parts=[Amenity(kind="school", name_en="School")])
    assert queries() == few <= 7


def test_much_is_read_in_chunks_in_its_order(client, several, monkeypatch):
    monkeypatch.setattr(streams, "CHUNK", dict.fromkeys(streams.CHUNK, 2))
    for n in range(5):
        make_project(name_en=f"More {n}")
    _headings, references = table(client, "/en/projects/")
    assert len(references) == 8
    assert [row[0] for row in read_csv(client, "/en/projects.csv")[1:]] == references


def test_a_file_holds_what_was_public_when_it_began(client, django_user_model, monkeypatch):
    monkeypatch.setattr(streams, "CHUNK", dict.fromkeys(streams.CHUNK, 1))
    projects = [make_project(name_en=f"Project {n}") for n in range(3)]
    chunks = streams.facts_of_each(PublishedProject.objects.current().by_reference())
    first = next(chunks)
    assert first["name"]["en"] == "Project 0"
    projects[1].name_en = "Renamed"
    editorial.publish(editorial.save(projects[1]))
    people = django_user_model.objects
    editorial.retract(
        projects[2], by=people.create_superuser("a"), confirmed_by=people.create_superuser("b"), reason="A mistake"
    )
    make_project(name_en="Late")
    assert [facts["name"]["en"] for facts in chunks] == ["Project 1"]
