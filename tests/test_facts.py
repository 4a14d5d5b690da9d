"""The 19 facts of the seed document, each on a public page, with a mark that leads to its place in the source."""

import pytest

from tests.pages import Page, text

pytestmark = pytest.mark.usefixtures("seeded")

SOURCE = "/en/sources/yangquan-boosts-healthcare-industry/"
REGION = "/en/regions/140300/"
PLAN = "/en/plans/layout-of-the-healthcare-industry/"
PROJECT = "/en/projects/zhongyuan-healthcare-theme-town/"
SITE = "/en/sites/zhongyuan-healthcare-theme-town/"
PEOPLE = "/en/stakeholders/"
PLANNED = {
    "planned-healthcare-themed-town-1": "Healthcare-themed town",
    "planned-healthcare-themed-town-2": "Healthcare-themed town",
    "planned-forest-healthcare-base-1": "Forest healthcare base",
    "planned-forest-healthcare-base-2": "Forest healthcare base",
    "planned-healthcare-complex": "Healthcare complex",
    "planned-healthcare-featured-community": "Healthcare-featured community",
}

# Number of the fact, page, element on it, words of the fact, paragraph of the source.
FACTS = [
    (2, REGION, "description", "in the east of Shanxi province", 4),
    (3, PLAN, "description", "developing its local healthcare industry", 4),
    (4, PLAN, "rationale", "fit the healthcare industry", 5),
    (5, REGION, "advantages-1", "comparatively cool summers", 6),
    *[
        (6, REGION, f"connections-{n}", f"{city}: 60 minutes (high-speed rail)", 6)
        for n, city in enumerate(("Beijing", "Tianjin", "Shijiazhuang", "Handan", "Taiyuan"), 1)
    ],
    (7, f"{PEOPLE}jiang-siqing/", "name", "Jiang Siqing", 7),
    (7, f"{PEOPLE}jiang-siqing/", "office", "Party secretary of Yangquan", 7),
    (8, PLAN, "participations-1", "political leadership", 7),
    (8, PLAN, "remarks-1", "draw investors to a high-end healthcare industry", 7),
    *[(8, PLAN, f"advantages-{n}", word, 7) for n, word in enumerate(("Location", "Climate", "Medical infr"), 1)],
    *[
        (9, PLAN, f"participations-{n}", f"Consumers in {place}", 7)
        for n, place in enumerate(("Beijing", "Tianjin", "Hebei"), 2)
    ],
    (9, PLAN, "participations-2", "target market", 7),
    (9, f"{PEOPLE}consumers-in-hebei/", "name", "Consumers in Hebei province", 7),
    (10, PLAN, "participations-5", "Market players", 7),
    (10, PLAN, "participations-5", "cultivate healthcare service brands", 7),
    (11, PROJECT, "name", "Zhongyuan Healthcare Theme Town", 8),
    (11, PROJECT, "is_benchmark", "yes", 8),
    (11, PROJECT, "stage", "under construction", 8),
    (11, PROJECT, "region", "Yangquan", 8),
    (11, PROJECT, "type", "Healthcare-themed town", 8),
    (12, PROJECT, "participations-1", "Hu Jinda", 9),
    (12, PROJECT, "participations-1", "Head of operation", 9),
    (12, f"{PEOPLE}hu-jinda/", "name", "Hu Jinda", 9),
    (13, PROJECT, "remarks-1", "key investment venture", 9),
    (13, PROJECT, "remarks-1", "Hu Jinda", 9),
    (13, PROJECT, "participations-2", "Officials", 9),
    (13, PROJECT, "participations-3", "Residents", 9),
    (14, SITE, "connections-1", "borders Taolin Ditch Scenic Area", 10),
    (15, SITE, "connections-2", "borders, north Geological park (under development)", 10),
    (15, SITE, "connections-3", "borders, north Forest park (under development)", 10),
    (16, SITE, "connections-4", "top hospitals in the city: 10 minutes (drive)", 10),
    (17, PROJECT, "amenities-1", "Senior college", 11),
    (17, PROJECT, "amenities-2", "Kindergarten", 11),
    (17, PROJECT, "amenities-3", "Primary school", 11),
    (17, PROJECT, "amenities-1", "needs of its residents", 11),
    (18, PLAN, "status", "drafted", 12),
    (18, PLAN, "name", "Layout of Yangquan's healthcare industry", 12),
    *[(19, f"/en/sites/{slug}/", "type", kind, 12) for slug, kind in PLANNED.items()],
    *[(19, f"/en/sites/{slug}/", "status", "planned", 12) for slug in PLANNED],
]


@pytest.fixture(scope="module")
def pages():
    """The pages read so far, by address."""
    return {}


@pytest.fixture
def read(client, pages):
    """Read a page once for all facts."""

    def read(address):
        if address not in pages:
            pages[address] = Page(client.get(address))
        return pages[address]

    return read


def test_the_table_holds_every_fact_but_the_document_itself():
    assert {number for number, *_rest in FACTS} == set(range(2, 20))


def test_fact_1_is_the_document_itself(read):
    words = text(read(SOURCE).root)
    for fact in ("Yangquan boosts healthcare industry", "Home > Achievements", "1 June 2021", "China Daily", "English"):
        assert fact in words


@pytest.mark.parametrize(("number", "address", "anchor", "words", "paragraph"), FACTS)
def test_a_fact_is_shown_and_its_mark_leads_to_its_paragraph(read, number, address, anchor, words, paragraph):
    page = read(address)
    shown = page.element(anchor)
    assert words in text(shown)
    notes = [page.element(link[1:]) for link in page.links(shown) if link.startswith("#note-")]
    places = {link for note in notes for link in page.links(note) if link.startswith(SOURCE)}
    assert f"{SOURCE}#p{paragraph}" in places
    assert all("stated on 1 June 2021" in text(note) for note in notes)
    source = read(SOURCE)
    assert f"{address}#{anchor}" in source.links(source.element(f"p{paragraph}"))


def test_every_cited_fact_is_among_the_facts_of_its_paragraph(read):
    """Nothing is cited to a paragraph that the document does not have."""
    source = read(SOURCE)
    places = [dict(element.attributes).get("id", "") for element in source.elements()]
    assert {place for place in places if place.startswith("p") and place[1:].isdigit()} == {
        f"p{n}" for n in range(4, 13)
    }
