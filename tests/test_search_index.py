"""What publications are found by besides their columns: an index of tokens, and narrow rows."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from projects import editorial
from projects.choices import ROLE_BITS, Role
from projects.models import (
    Document,
    KeyListing,
    KeyProjectList,
    Participation,
    PublishedDocument,
    PublishedListing,
    PublishedProject,
)
from projects.search import MAX_QUERY, search_words
from projects.serializers import PUBLISHED
from tests.records import make_project, make_stakeholder

pytestmark = pytest.mark.django_db


def found(query):
    """The names and numbers of all publications of projects that match, past ones too."""
    rows = PublishedProject.objects.matching(search_words(query)).order_by("number")
    return list(rows.values_list("name_zh", "number"))


def test_the_index_follows_what_is_published_changed_and_erased():
    project = make_project(name_zh="红叶小镇", name_en="")
    assert found("红叶") == found("hongye") == found("叶") == [("红叶小镇", 1)]
    project.name_zh = "枫林小镇"
    editorial.publish(editorial.save(project))
    assert found("枫林") == [("枫林小镇", 2)]
    assert found("红叶") == [("红叶小镇", 1)]
    two = [get_user_model().objects.create_superuser(name) for name in "ab"]
    editorial.retract(project, by=two[0], confirmed_by=two[1], reason="error")
    assert found("枫林") == found("红叶") == found("小镇") == []


def test_a_deleted_publication_leaves_the_index():
    from projects.querysets.records import writing

    make_project(name_zh="红叶小镇")
    with writing():
        PublishedProject.objects.all().delete()
    assert found("红叶") == []


@pytest.mark.parametrize("query", ["康养" * (MAX_QUERY // 2), "a b c d e f g h", "x" * MAX_QUERY, "康a养b" * 50])
def test_the_longest_query_can_be_asked(query):
    make_project(name_zh="康养" * 100, name_en="x" * 200)
    assert len(found(query)) == ("b c" not in query and "康a" not in query)


@pytest.mark.parametrize("published", PUBLISHED.values())
def test_each_database_keeps_an_index_for_every_noun(published):
    table = published._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # A migration that alters the table loses them: it must end with `querysets.tokens.index_statements`.
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            wanted = {f"{table}_tokens_{event}" for event in ("added", "removed", "changed")}
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [table])
            wanted = {f"{table}_tokens"}
        assert wanted <= {name for (name,) in cursor.fetchall()}


def test_the_key_lists_and_documents_of_a_publication_are_rows():
    key_list = editorial.save(KeyProjectList(slug="key", name_en="Key", level="province"))
    document = Document(title_zh="批复", type="budgetApproval", category="2")
    project = make_project(parts=[KeyListing(list=key_list, year=2025), document])
    publication = PublishedProject.objects.get()
    assert list(publication.listings.values_list("list__slug", "year")) == [("key", 2025)]
    columns = ("number", "title_zh", "type", "category", "disclosure", "issued_on")
    assert list(publication.documents.values_list(*columns)) == [(1, "批复", "budgetApproval", "2", "published", None)]
    key_list.slug = "renamed"
    editorial.save(key_list)
    current = PublishedProject.objects.current().get()
    assert current.pk != publication.pk
    assert [row.list.slug for row in current.listings.all()] == ["renamed"]
    two = [get_user_model().objects.create_superuser(name) for name in "ab"]
    editorial.retract(project, by=two[0], confirmed_by=two[1], reason="error")
    assert not PublishedListing.objects.exists()
    assert not PublishedDocument.objects.exists()


def test_a_publication_notes_whether_it_is_listed_and_the_roles_in_it():
    key_list = editorial.save(KeyProjectList(slug="key", name_en="Key", level="province"))
    company, bureau = make_stakeholder(), make_stakeholder()
    parts = [
        *(Participation(stakeholder=company, role=role) for role in (Role.OWNER, Role.INVESTOR)),
        Participation(stakeholder=bureau, role=Role.OWNER),
    ]
    project = make_project(parts=[*parts, KeyListing(list=key_list, year=2025)])
    publication = PublishedProject.objects.get()
    assert (publication.roles, publication.is_listed) == (ROLE_BITS["owner"] | ROLE_BITS["investor"], True)
    two = [get_user_model().objects.create_superuser(name) for name in "ab"]
    editorial.retract(company, by=two[0], confirmed_by=two[1], reason="error")
    publication.refresh_from_db()
    assert (publication.roles, publication.is_listed) == (ROLE_BITS["owner"], True)
    editorial.retract(project, by=two[0], confirmed_by=two[1], reason="error")
    assert set(PublishedProject.objects.values_list("roles", "is_listed")) == {(0, False)}


def test_every_role_keeps_its_bit():
    first = [
        *("authority", "owner", "investor", "contractor", "designer", "supervisor", "operator", "leadership"),
        *("market", "target-market", "supporter", "residents"),
    ]
    assert [role.value for role in ROLE_BITS][: len(first)] == first
    assert {*ROLE_BITS} == {*Role}
    assert sorted(ROLE_BITS.values()) == [1 << place for place in range(len(Role))]
