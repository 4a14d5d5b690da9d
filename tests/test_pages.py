"""The public pages: what they show, where they lead, and what they answer for what is not there."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from projects import editorial
from projects.choices import AmenityKind, Measure, Unit
from projects.dates import parse_date
from projects.models import (
    Advantage,
    Amenity,
    AnnualInvestment,
    Citation,
    Connection,
    Document,
    KeyListing,
    KeyProjectList,
    Milestone,
    Participation,
    Photo,
    ProgressReport,
    Project,
    Quantity,
    Region,
    Remark,
    Site,
)
from projects.views.values import outward
from tests.doors import READS, public_pages, public_paths
from tests.pages import words
from tests.records import make_plan, make_project, make_region, make_site, make_source, make_stakeholder

pytestmark = pytest.mark.django_db

TOWN = "/en/projects/zhongyuan-healthcare-theme-town/"
SOURCE = "/en/sources/yangquan-boosts-healthcare-industry/"


@pytest.fixture
def seed():
    """The seed, published."""
    call_command("seed", verbosity=0)


def entered(**dates):
    """The columns of dates that a person typed."""
    read = {name: parse_date(text) for name, text in dates.items()}
    ends = ("first", "last", "precision", "text")
    return {f"{name}_{end}": getattr(value, end) for name, value in read.items() for end in ends}


# The 19 facts of the seed document: the page and paragraph that show each, and words that say it.
FACTS = [
    (
        1,
        "/en/sources/yangquan-boosts-healthcare-industry/",
        None,
        ["Home > Achievements", "1 June 2021", "China Daily"],
    ),
    (2, "/en/regions/140300/", "4", ["in the east of Shanxi province", "North China"]),
    (3, "/en/plans/layout-of-the-healthcare-industry/", "4", ["on a path set in recent years"]),
    (4, "/en/plans/layout-of-the-healthcare-industry/", "5", ["industry positioning"]),
    (5, "/en/regions/140300/", "6", ["Middle latitude", "Shaanxi"]),
    (
        6,
        "/en/regions/140300/",
        "6",
        ["Beijing: 60 minutes (high-speed rail)", "Handan: 60 minutes", "Taiyuan: 60 minutes"],
    ),
    (7, "/en/stakeholders/jiang-siqing/", "7", ["Jiang Siqing", "Party secretary of Yangquan"]),
    (8, "/en/plans/layout-of-the-healthcare-industry/", "7", ["political leadership", "Medical infrastructure"]),
    (9, "/en/plans/layout-of-the-healthcare-industry/", "7", ["target market Consumers in Hebei province"]),
    (10, "/en/plans/layout-of-the-healthcare-industry/", "7", ["market Market players", "service brands"]),
    (11, TOWN, "8", ["under construction", "Benchmark project", "Healthcare-themed town"]),
    (12, TOWN, "9", ["operator Hu Jinda, Head of operation"]),
    (13, TOWN, "9", ["key investment venture", "Officials in Yangquan", "Residents of Yangquan"]),
    (14, TOWN, "10", ["borders Taolin Ditch Scenic Area"]),
    (15, TOWN, "10", ["borders, north Geological park (under development)", "Forest park (under development)"]),
    (16, TOWN, "10", ["Several top hospitals in the city: 10 minutes (drive)"]),
    (17, TOWN, "11", ["Senior college", "Kindergarten", "Primary school"]),
    (18, "/en/plans/layout-of-the-healthcare-industry/", "12", ["Status drafted"]),
    (19, "/en/plans/layout-of-the-healthcare-industry/", "12", ["Forest healthcare base 2", "Healthcare complex 1"]),
]


@pytest.mark.parametrize(("number", "path", "paragraph", "said"), FACTS)
def test_every_fact_of_the_document_is_shown_with_a_mark_that_leads_to_its_paragraph(
    client, seed, number, path, paragraph, said
):
    page = client.get(path)
    for phrase in said:
        assert phrase in words(page), (number, phrase)
    if paragraph:
        note = re.search(rf'<li id="(note-\d+)">\s*<a href="{SOURCE}#p{paragraph}">', page.text)
        assert f'href="#{note[1]}"' in page.text
        assert f'id="p{paragraph}"' in client.get(SOURCE).text


def test_the_site_page_shows_its_surroundings_and_the_project_on_it(client, seed):
    page = words(client.get("/en/sites/zhongyuan-healthcare-theme-town/"))
    assert "Taolin Ditch Scenic Area" in page
    assert "Projects here Zhongyuan Healthcare Theme Town under construction" in page


def test_the_source_page_leads_back_to_every_fact_taken_from_it(client, seed):
    page = client.get(SOURCE).text
    for target in (
        f"{TOWN}#stage",
        f"{TOWN}#amenities-1",
        "/en/sites/planned-healthcare-complex/#type",
        "/en/plans/layout-of-the-healthcare-industry/#remarks-1",
        "/en/stakeholders/hu-jinda/#office",
        "/en/regions/140300/#connections-5",
    ):
        assert f'href="{target}"' in page
        path, _hash, anchor = target.partition("#")
        assert f'id="{anchor}"' in client.get(path).text


def test_every_link_to_a_place_on_the_page_finds_it(client, seed):
    for path in public_pages():
        page = client.get(path).text
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids), path


def test_every_link_within_the_site_leads_somewhere(client, seed):
    seen = set()
    for path in public_pages():
        page = client.get(path).text
        seen |= {unescape(href).partition("#")[0] for href in re.findall(r'href="(/[^"]*)"', page)}
    for href in seen:
        if not href.startswith("/static/"):
            response = client.get(href)
            assert response.status_code == 200, href
            assert response.getvalue() or href.endswith(".jsonl"), href


class Outline(HTMLParser):
    """What of a page can be checked without a browser: elements closed in order, headings in order, named images."""

    VOID = {"base", "meta", "link", "input", "br", "hr", "img"}

    def __init__(self):
        super().__init__()
        self.open, self.headings, self.faults = [], [], []

    def handle_starttag(self, tag, attributes):
        """Note what opens."""
        if tag not in self.VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "div" and "p" in self.open:
            self.faults.append("a block within a paragraph")

    def handle_endtag(self, tag):
        """Note what closes out of order."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def test_pages_are_well_formed_with_headings_in_order(client, seed):
    for path in [*public_pages(), "/en/projects/?type=x", "/en/nowhere/"]:
        outline = Outline()
        outline.feed(client.get(path).text)
        assert outline.faults == [], path
        assert outline.open == [], path
        assert outline.headings[0] == 1, path
        assert outline.headings.count(1) == 1, path
        assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))


def test_text_in_the_other_language_is_marked(client, seed):
    chinese, english = client.get("/projects/").text, client.get("/en/projects/").text
    assert '<span lang="en">Zhongyuan Healthcare Theme Town</span>' in chinese
    assert '<span lang="en">' not in english
    title = re.search("<title>(.*?)</title>", client.get(TOWN.removeprefix("/en")).text, re.DOTALL)[1]
    assert "Zhongyuan Healthcare Theme Town" in title
    assert "<" not in title


def test_a_name_with_markup_in_it_is_shown_as_typed(client):
    make_project(name_en="<b>Bold</b> & <script>x</script>", slug="bold")
    for path in ("/en/projects/", "/projects/", "/en/projects/bold/", "/projects/bold/", "/en/?"):
        page = client.get(path).text
        assert "<script>" not in page
        assert "<b>" not in page
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp;" in page


def test_only_addresses_of_the_web_are_links_out():
    assert "<a" not in outward("javascript:alert(1)")
    assert 'href="https://example.org/"' in outward("https://example.org/")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_reference_leads_to_the_address_of_the_record(client, seed, prefix):
    response = client.get(f"{prefix}/projects/PRJ-0001/")
    assert (response.status_code, response["Location"]) == (301, f"{prefix}/projects/zhongyuan-healthcare-theme-town/")


def test_a_former_slug_leads_to_the_new_one(client):
    project = make_project(slug="old-name")
    project.slug = "new-name"
    editorial.publish(editorial.save(project))
    response = client.get("/projects/old-name/")
    assert (response.status_code, response["Location"]) == (301, "/projects/new-name/")
    assert client.get("/projects/new-name/").status_code == 200


def test_a_slug_given_on_to_another_record_shows_that_record(client):
    first = make_project(slug="shared", name_en="First")
    first.slug = "first"
    editorial.publish(editorial.save(first))
    make_project(slug="shared", name_en="Second")
    assert "Second" in words(client.get("/en/projects/shared/"))


def test_a_new_slug_waits_for_its_publication(client):
    project = make_project(slug="as-published")
    project.slug = "not-yet"
    editorial.save(project)
    assert client.get("/projects/as-published/").status_code == 200
    assert client.get("/projects/not-yet/").status_code == 404


def test_a_withdrawn_record_says_since_when_and_nothing_else(client):
    project = make_project(slug="gone", name_en="Secret name")
    editorial.withdraw(project)
    for path in ("/en/projects/gone/", f"/en/projects/{project.reference}/"):
        response = client.get(path)
        assert response.status_code == 410
        assert "withdrawn; public until" in words(response)
        assert project.reference in words(response)
        assert "Secret name" not in response.text
        assert 'content="noindex"' in response.text


def test_a_retracted_record_says_only_that(client):
    project = make_project(slug="struck", name_en="Secret name")
    people = get_user_model().objects
    editorial.retract(
        project, by=people.create_superuser("a"), confirmed_by=people.create_superuser("b"), reason="Secret reason"
    )
    response = client.get(f"/en/projects/{project.reference}/")
    assert response.status_code == 410
    assert "retracted" in words(response)
    assert "Secret" not in response.text
    assert client.get("/en/projects/struck/").status_code == 404


def test_a_record_published_again_is_back_at_its_address(client):
    project = make_project(slug="back")
    editorial.withdraw(project)
    editorial.publish(project)
    assert client.get("/projects/back/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/projects/nowhere/",
        "/projects/%00/",
        "/regions/000000/",
        "/regions/x/",
        "/sites/" + "9" * 5000 + "/",
        "/%00",
    ],
)
def test_what_never_was_is_not_there(client, path):
    for prefix in ("", "/en"):
        assert client.get(prefix + path).status_code == 404


def test_the_page_of_a_strange_address_links_to_no_other_host(client):
    page = client.get("/", PATH_INFO="//evil.example/").text
    assert "evil.example" in page
    assert 'href="//' not in page


def test_a_whole_project_is_shown_with_nothing_left_out(client):
    region = make_region(code="140322")
    stakeholder, source = make_stakeholder(name_en="The builder"), make_source(name_en="The gazette")
    whole = make_project(name_en="The whole", region=region)
    key_list = editorial.save(KeyProjectList(slug="key", name_en="The key list", level="province"))
    amount = {"planned": Decimal(50_000_000), "completed": Decimal(40_000_001)}
    parts = [
        Milestone(kind="start", name_en="First sod", **entered(due="Q1 2025", met="3 May 2025")),
        AnnualInvestment(year=2025, **amount),
        Amenity(kind=AmenityKind.MEDICAL, name_en="Clinic", purpose_en="For the town"),
        Quantity(measure=Measure.BEDS, value=Decimal(320), unit=Unit.BED),
        ProgressReport(
            reported_on=date(2025, 6, 30),
            percent=Decimal("12.5"),
            completed_to_date=Decimal(60_000_000),
            completed_this_year=Decimal(10_000_000),
            note_en="Walls stand",
        ),
        Document(
            title_en="The permit",
            type="budgetApproval",
            category="2",
            document_number="No. 7",
            authority_en="The bureau",
            issued_on=date(2025, 1, 2),
            due_on=date(2025, 1, 30),
            url="https://example.org/permit",
        ),
        Document(title_en="The exception", disclosure="not-applicable", disclosure_reason_en="No land was taken"),
        Photo(
            alt_en="The gate", credit_en="A. Photographer", taken_on=date(2025, 2, 3), url="https://example.org/p.jpg"
        ),
        KeyListing(list=key_list, year=2025),
        Participation(
            stakeholder=stakeholder,
            role="contractor",
            position_en="Lead",
            note_en="By tender",
            **entered(since="2024", until="2026"),
        ),
        Remark(stakeholder=stakeholder, text_en="It stands well."),
        Citation(source=source, field="investment", page="3", stated_on=date(2025, 4, 5)),
    ]
    project = make_project(
        parts,
        slug="whole-record",
        name_en="All of it",
        former_names="The old name\nThe older name",
        national_code="2106-140300-89-01-123456",
        region=region,
        part_of=whole,
        is_benchmark=True,
        nature="new",
        stage="construction",
        condition="delayed",
        condition_reason_en="Rain",
        summary_en="A summary",
        address_en="By the river",
        longitude=Decimal("113.58"),
        latitude=Decimal("37.86"),
        **entered(
            start_planned="2024年底前",
            start_baseline="2023",
            start_actual="2025-03-04",
            finish_planned="first half of 2026",
            finish_baseline="June 2025",
            finish_actual="1 July 2026",
        ),
        investment=Decimal(320_000_000),
        confirmed_on=date(2026, 1, 9),
    )
    page = words(client.get("/en/projects/whole-record/"))
    for said in (
        *("All of it", "The old name The older name", "2106-140300-89-01-123456", "The whole", "new construction"),
        *("under construction", "delayed", "Rain", "A summary", "By the river", "37.86, 113.58 (WGS-84)"),
        *("by the end of 2024", "2023", "4 March 2025", "first half of 2026", "June 2025", "1 July 2026"),
        *("CNY 320 million", "9 January 2026", "First sod", "Q1 2025", "3 May 2025", "CNY 50 million"),
        *("CNY 40,000,001", "Clinic", "For the town", "320", "30 June 2025", "12.5", "CNY 60 million"),
        *("Walls stand", "approval results", "The permit", "budget approval", "No. 7", "The bureau", "2 January 2025"),
        *("30 January 2025", "https://example.org/permit", "No land was taken", "not applicable", "The gate"),
        *("A. Photographer", "3 February 2025", "https://example.org/p.jpg", "The key list", "2025"),
        *("contractor The builder, Lead", "By tender", "since 2024", "until 2026", "It stands well."),
        *("The gazette, page 3", "stated on 5 April 2025", project.reference),
    ):
        assert said in page, said
    assert '<data value="320000000.00" title="CNY 320,000,000">' in client.get("/en/projects/whole-record/").text
    assert "All of it" in words(client.get(f"/en/projects/{whole.slug}/"))


def test_what_has_no_source_is_counted_and_named(client):
    source = make_source()
    parts = [
        Citation(source=source, field="name", paragraph="1", stated_on=date(2021, 6, 1)),
        Citation(source=source, field="type", paragraph="1", stated_on=date(2021, 6, 1)),
        Citation(source=source, field="region", paragraph="1", stated_on=date(2021, 6, 1)),
        Amenity(kind=AmenityKind.MEDICAL, name_en="Clinic"),
    ]
    make_project(parts, slug="doubtful", stage="reserve")
    page = words(client.get("/en/projects/doubtful/"))
    assert "2 stated facts have no source yet (unsourced): Stage, Amenities 1" in page


def test_a_record_whose_facts_all_have_a_source_says_so(client, seed):
    page = words(client.get("/en/plans/layout-of-the-healthcare-industry/"))
    assert "Every stated fact of this record has a source." in page


def test_what_is_not_recorded_is_said_and_is_never_zero(client):
    make_project(slug="bare")
    page = words(client.get("/en/projects/bare/"))
    assert "Total investment not stated" in page
    assert "Stage not recorded" in page
    assert " 0" not in re.sub("PRJ-0+", "", page)


def test_a_list_shows_dates_as_entered_and_says_which_are_only_planned(client):
    make_project(**entered(start_actual="2025-03-04", finish_planned="2026年底前"), confirmed_on=date(2026, 1, 9))
    page = words(client.get("/en/projects/"))
    assert "4 March 2025" in page
    assert "by the end of 2026 (planned)" in page
    assert "9 January 2026" in page


def test_a_project_without_a_public_site_shows_none(client):
    site = make_site(
        status="confirmed",
        is_published=False,
        name_en="Hidden place",
        parts=[Connection(relation="borders", place_en="Hidden lake")],
    )
    make_project(slug="placed", site=site)
    page = client.get("/en/projects/placed/").text
    assert "Hidden" not in page


def test_the_way_from_plan_to_project_is_shown(client):
    plan = make_plan(name_en="The blueprint")
    site = make_site(plan=plan, name_en="The place")
    make_project(slug="standing", name_en="The house", site=site)
    assert "Plan The blueprint Site The place Project The house" in words(client.get("/en/projects/standing/")).replace(
        "→ ", ""
    )
    assert "The house" in words(client.get(f"/en/sites/{site.slug}/"))
    assert "The place" in words(client.get(f"/en/plans/{plan.slug}/"))


def test_a_plan_counts_the_sites_of_each_type_that_it_calls_for(client, seed):
    page = words(client.get("/en/plans/layout-of-the-healthcare-industry/"))
    assert "Healthcare-themed town 2 " in page
    assert "Healthcare-featured community 1 " in page


def test_a_stakeholder_shows_what_it_takes_part_in_and_said(client, seed):
    page = words(client.get("/en/stakeholders/hu-jinda/"))
    assert "operator Zhongyuan Healthcare Theme Town, Head of operation" in page
    assert "key investment venture" in page
    editorial.withdraw(Project.objects.get())
    assert (
        "Zhongyuan"
        not in words(client.get("/en/stakeholders/hu-jinda/")).replace("Town, stated", "").partition("Takes")[2]
    )


def test_a_region_counts_what_is_in_it_and_below_it(client):
    prefecture = make_region(code="140300", level="prefecture", name_en="Whole")
    county = make_region(code="140322", parent=prefecture, name_en="Part")
    make_project(region=county)
    make_project(region=prefecture)
    make_site(region=county)
    page = words(client.get("/en/regions/140300/"))
    assert "2 projects" in page
    assert "1 site" in page
    assert "Part 1 1" in page
    assert "1 project" in words(client.get("/en/regions/140322/"))


def test_a_region_may_cite_and_its_facts_stand_on_the_page_of_the_source(client):
    source = make_source(slug="gazette")
    region = make_region(code="140322", name_en="Yu county")
    editorial.save(
        region,
        parts=[
            Advantage(name_en="Clean air"),
            Citation(source=source, field="advantages", part_number=1, page="2-3", stated_on=date(2021, 6, 1)),
        ],
    )
    assert "Clean air" in words(client.get("/en/sources/gazette/"))
    assert f'href="/en/sources/{source.slug}/#page-2-3"' in client.get("/en/regions/140322/").text
    assert 'id="page-2-3"' in client.get("/en/sources/gazette/").text


def test_home_is_the_tracker_of_whichever_region_is_home(client):
    make_region(code="330000", level="province", name_zh="浙江省", name_en="Zhejiang", is_home=True)
    assert "Healthcare projects of Zhejiang" in words(client.get("/en/"))
    assert "浙江省" in client.get("/").text


def test_home_works_before_anything_is_there(client):
    for path in ("/", "/en/", "/projects/", "/sites/", "/reports/types/", "/reports/types.csv"):
        assert client.get(path).status_code == 200


def test_home_leads_to_the_benchmark_the_plan_and_the_counts(client, seed):
    page = client.get("/en/").text
    for href in (
        TOWN,
        "/en/plans/layout-of-the-healthcare-industry/",
        "/en/regions/140300/",
        "/en/projects/?type=healthcare-themed-town",
        "/en/sites/?type=forest-healthcare-base",
        "/en/reports/types/",
    ):
        assert f'href="{href}"' in page


def test_the_lists_hold_what_the_address_asks_for(client, seed):
    assert "1 project " in words(client.get("/en/projects/?type=healthcare-themed-town"))
    assert "2 sites " in words(client.get("/en/sites/?type=forest-healthcare-base"))
    sites = words(client.get("/en/sites/?type=healthcare-themed-town"))
    assert "3 sites " in sites
    assert [part.count(" planned ") for part in sites.split("3 sites ")] == [1, 2]


def test_an_empty_list_says_why(client, seed):
    assert "Nothing public matches these filters." in words(client.get("/en/projects/?q=absent"))


@override_settings(PUBLIC_URL="https://tracker.example/kangyang")
def test_the_public_address_stands_before_canonical_and_alternate_ones(client, seed):
    page = client.get("/en/sites/?type=healthcare-complex").text
    assert '<link rel="canonical" href="https://tracker.example/kangyang/en/sites/?type=healthcare-complex">' in page
    assert 'hreflang="zh-Hans" href="https://tracker.example/kangyang/sites/?type=healthcare-complex"' in page


def test_reading_opens_no_transaction(client, seed):
    for path in public_paths():
        with CaptureQueriesContext(connection) as captured:
            client.get(path).getvalue()
        said = " ".join(query["sql"].upper() for query in captured)
        assert not re.search(r"\b(SAVEPOINT|BEGIN|INSERT|UPDATE|DELETE)\b", said), path


def test_pages_ask_few_queries_however_much_there_is(client, seed):
    def most():
        counts = {}
        for door in READS:
            for path in door.paths("en"):
                with CaptureQueriesContext(connection) as captured:
                    client.get(path).getvalue()
                counts[door.name] = max(counts.get(door.name, 0), len(captured))
        return counts

    few = most()
    region = Region.objects.get(code="140302")
    site = Site.objects.get(reference="SITE-0007")
    for n in range(12):
        make_project(region=region, site=site, name_en=f"More {n}")
    assert most() == few
    assert {name: count for name, count in few.items() if name.endswith("list") and count > 11} == {}
    assert {name: count for name, count in few.items() if name.endswith("detail") and count > 9} == {}


def test_the_page_for_our_own_fault_needs_no_database(rf, django_db_blocker):
    from projects.views.errors import bad_request, server_error

    for path in ("/", "/en/"):
        with django_db_blocker.block():
            assert server_error(rf.get(path)).status_code == 500
            assert bad_request(rf.get(path)).status_code == 400


@pytest.mark.parametrize(
    "path", ["/projects/", "/", "/reports/types/", "/reports/types.csv", "/projects/x/", "/regions/140300/"]
)
def test_public_addresses_only_answer_readers(client, path):
    assert client.post(path).status_code in {403, 405}
    assert client.head("/projects/").status_code == 200
