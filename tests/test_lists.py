"""The lists beside those of projects and sites: plans, stakeholders, sources, documents, types and regions."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from projects import editorial
from projects.models import Document, Participation, Project, PublishedDocument
from tests.pages import Page, words
from tests.reading import read_csv, read_json, table
from tests.records import (
    make_plan,
    make_project,
    make_region,
    make_site,
    make_source,
    make_stakeholder,
    make_type,
)

pytestmark = pytest.mark.django_db


def titles(client, query=""):
    """The titles of the papers that the list shows."""
    return [facts["title"]["en"] for facts in read_json(client, f"/en/documents.json{query}")["documents"]]


@pytest.fixture
def papers():
    """Two projects of different types with three papers, and one that nobody may read."""
    make_project(
        slug="pines",
        name_en="Pines",
        name_zh="松林小镇",
        type=make_type("forest"),
        parts=[
            Document(
                title_en="Permit", title_zh="许可证", type="budgetApproval", category="2", issued_on=date(2024, 5, 6)
            ),
            Document(title_en="Tender", category="3", disclosure="overdue", document_number="晋发改〔2024〕7号"),
        ],
    )
    make_project(name_en="Oaks", type=make_type("town"), parts=[Document(title_en="Award", issued_on=date(2025, 1, 2))])
    make_project(name_en="Hidden", is_published=False, parts=[Document(title_en="Secret")])


def test_documents_stand_in_one_list_the_last_issued_first(client, papers):
    assert titles(client) == ["Award", "Permit", "Tender"]
    assert titles(client, "?order=reference") == ["Permit", "Tender", "Award"]
    headings, references = table(client, "/en/documents/")
    assert headings[:3] == ["Project reference", "Title", "Project"]
    assert [row[0] for row in read_csv(client, "/en/documents.csv")[1:]] == references


def test_a_document_leads_to_its_place_on_the_page_of_its_project(client, papers):
    (link,) = (href for href in Page(client.get("/en/documents/?q=tender")).links() if "#documents-" in href)
    assert link == "/en/projects/pines/#documents-2"
    assert Page(client.get(urlsplit(link).path)).element("documents-2")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=2", ["Permit"]),
        ("category=none", ["Award"]),
        ("disclosure=overdue", ["Tender"]),
        ("document_type=budgetApproval", ["Permit"]),
        ("document_type=none&type=forest", ["Tender"]),
        ("type=town", ["Award"]),
        ("type=forest&type=town&category=3", ["Tender"]),
        ("issued_after=2025", ["Award"]),
        ("issued_before=2024-05", ["Permit"]),
        ("issued_after=none", ["Tender"]),
        ("start_after=2020", []),
        ("q=许可", ["Permit"]),
        ("q=songlin", ["Permit", "Tender"]),
        ("q=晋发改", ["Tender"]),
        ("q=pines permit", ["Permit"]),
        ("q=secret", []),
    ],
)
def test_documents_are_found_by_what_they_are_and_by_their_project(client, papers, query, found):
    assert titles(client, f"?{query}") == found
    assert f"{len(found)} document" in words(client.get(f"/en/documents/?{query}"))


def test_what_a_list_of_documents_leaves_out_is_said(client, papers):
    assert "Left out for want of a day of issue: 1" in words(client.get("/en/documents/?issued_after=2020"))
    page = words(client.get("/en/documents/?start_after=2020"))
    assert "Of the projects: Left out for want of a start, actual or planned: 2" in page


def test_the_list_of_documents_follows_what_is_published_and_withdrawn(client, papers):
    project = Project.objects.get(slug="pines")
    (permit, tender) = project.documents.order_by("number")
    permit.title_en = "Licence"
    editorial.save(project, parts=[permit, tender])
    assert titles(client) == ["Award", "Permit", "Tender"]
    editorial.publish(project)
    assert titles(client) == ["Award", "Licence", "Tender"]
    assert PublishedDocument.objects.filter(reference=project.reference).count() == 4
    editorial.withdraw(project)
    assert titles(client) == ["Award"]


@pytest.fixture
def people():
    """A firm in a county owns a project and, with a doctor of nowhere, draws a plan; a third does nothing."""
    home = make_region(code="149900", is_home=True)
    county = make_region(code="149901", parent=home)
    firm = make_stakeholder(name_en="Firm", kind="organisation", region=county)
    doctor = make_stakeholder(name_en="Doctor", kind="person", region=None)
    make_stakeholder(name_en="Idle", kind="organisation", region=home)
    make_project(region=county, parts=[Participation(stakeholder=firm, role="owner")])
    advisers = [Participation(stakeholder=person, role="designer") for person in (firm, doctor)]
    make_plan(name_en="Blueprint", region=home, parts=advisers)
    make_plan(name_en="Old plan", region=county, status="expired")


def names(client, noun, query=""):
    """The English names of what a list holds."""
    return [facts["name"]["en"] for facts in read_json(client, f"/en/{noun}.json?{query}")[noun]]


@pytest.mark.parametrize(
    ("noun", "query", "found"),
    [
        ("stakeholders", "", ["Doctor", "Firm", "Idle"]),
        ("stakeholders", "kind=person", ["Doctor"]),
        ("stakeholders", "region=149901", ["Firm"]),
        ("stakeholders", "region=149900", ["Firm", "Idle"]),
        ("stakeholders", "region=none", ["Doctor"]),
        ("stakeholders", "region=none&region=149901", ["Doctor", "Firm"]),
        ("stakeholders", "role=owner", ["Firm"]),
        ("stakeholders", "role=owner&role=designer", ["Doctor", "Firm"]),
        ("stakeholders", "role=none", ["Idle"]),
        ("stakeholders", "role=none&role=owner", ["Firm", "Idle"]),
        ("stakeholders", "q=doc", ["Doctor"]),
        ("plans", "", ["Blueprint", "Old plan"]),
        ("plans", "region=149901", ["Old plan"]),
        ("plans", "role=designer", ["Blueprint"]),
        ("plans", "role=none", ["Old plan"]),
        ("plans", "status=expired", ["Old plan"]),
    ],
)
def test_plans_and_stakeholders_are_narrowed_by_the_query(client, people, noun, query, found):
    assert names(client, noun, query) == found
    assert f"{len(found)} {noun.removesuffix('s')}" in words(client.get(f"/en/{noun}/?{query}"))


def test_a_role_in_what_is_no_longer_public_counts_no_more(client, people):
    editorial.withdraw(Project.objects.get())
    assert names(client, "stakeholders", "role=owner") == []


def test_those_without_a_region_are_counted_where_regions_are_asked_for(client, people):
    assert "Left out for want of a region: 1" in words(client.get("/en/stakeholders/?region=149901"))
    assert "Left out for want of a region" not in words(client.get("/en/stakeholders/?region=none&region=149901"))
    assert "Left out for want of a region" not in words(client.get("/en/stakeholders/?region=149901&kind=organisation"))


def test_sources_stand_in_a_list(client):
    make_source(name_en="Bulletin", published_on=date(2021, 6, 1))
    assert names(client, "sources") == ["Bulletin"]
    assert "1 June 2021" in words(client.get("/en/sources/"))


def test_sites_are_narrowed_by_their_status(client):
    for status in ("planned", "confirmed"):
        make_site(name_en=status, status=status)
    assert names(client, "sites", "status=planned") == ["planned"]


def counts(client, path):
    """The first cell of each row of a list of types or regions, with the counts behind it."""
    report = read_json(client, path)
    return {row[0]: (row[-2], row[-1]) for row in report["rows"]}


@pytest.fixture
def placed():
    """Two types and a county within a city: three projects and a site."""
    home = make_region(code="149900", is_home=True, name_en="City")
    county = make_region(code="149901", parent=home, name_en="County")
    town, forest = make_type("town", name_en="Town"), make_type("forest", name_en="Forest")
    make_project(type=town, region=home, stage="construction")
    make_project(type=town, region=county)
    make_project(type=forest, region=county)
    make_site(type=forest, region=county)


def test_a_region_counts_what_is_below_it(client, placed):
    assert counts(client, "/en/regions.json") == {"City": (3, 1), "County": (2, 1)}
    assert counts(client, "/en/regions.json?type=town") == {"City": (2, 0), "County": (1, 0)}
    assert counts(client, "/en/regions.json?region=149901") == {"County": (2, 1)}


def test_types_are_counted_over_the_selection(client, placed):
    assert counts(client, "/en/types.json") == {"Forest": (1, 1), "Town": (2, 0)}
    assert counts(client, "/en/types.json?type=town") == {"Town": (2, 0)}
    assert counts(client, "/en/types.json?stage=construction") == {"Forest": (0, 1), "Town": (1, 0)}


@pytest.mark.parametrize("path", ["types/", "regions/", "reports/types/"])
def test_every_count_leads_to_a_list_that_makes_sense(client, placed, path):
    links = Page(client.get(f"/en/{path}?stage=construction&benchmark=no")).links()
    lists = [link for link in links if urlsplit(link).path in {"/en/projects/", "/en/sites/"}]
    assert any("type=" in link or "region=" in link for link in lists)
    for link in lists:
        assert "makes no sense" not in client.get(link).text, link


def test_the_report_of_a_list_of_sites_makes_sense(client, placed):
    (link,) = (
        href
        for href in Page(client.get("/en/sites/?status=planned&type=forest")).links()
        if href.startswith("/en/reports/types/?")
    )
    assert link == "/en/reports/types/?type=forest"


def test_a_type_has_a_page_that_a_former_address_leads_to(client, placed):
    page = words(client.get("/en/types/town/"))
    assert "In a list with filters: 2" in page
    town = Project.objects.filter(type__slug="town").first().type
    town.slug = "healthcare-town"
    editorial.save(town)
    response = client.get("/en/types/town/")
    assert (response.status_code, response["Location"]) == (301, "/en/types/healthcare-town/")
    assert client.get("/en/types/nowhere/").status_code == 404
