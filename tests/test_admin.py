"""The desk: entering records and their parts, and what it says of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, models
from django.forms.models import ModelChoiceField
from django.test.utils import CaptureQueriesContext
from stdnum.cn import uscc

from projects import editorial
from projects.admin.fields import AmountField, DayField, is_amount
from projects.admin.records import RecordAdmin
from projects.dates import parse_date
from projects.models import LISTS, NOUNS, Amenity, Citation, Document, Project, Region, Site, Source, Stakeholder
from tests.desk import add_row, address, make_clerk, said, sent_by
from tests.records import make_plan, make_project, make_region, make_site, make_source, make_stakeholder, make_type

pytestmark = pytest.mark.django_db

RECORDS = [*NOUNS, *LISTS]


@pytest.fixture
def desk(admin_client):
    """A browser at the desk whose user may do everything."""
    return admin_client


@pytest.fixture
def seeded():
    """The seed, published."""
    call_command("seed", verbosity=0)


def save(desk, record, **typed):
    """Open the record, type over some fields, save; the page that follows."""
    return desk.post(address(record), sent_by(desk.get(address(record))) | typed, follow=True)


def fresh(record):
    """The record as the database has it."""
    return type(record).objects.get(pk=record.pk)


def test_every_noun_and_list_is_at_the_desk():
    assert all(isinstance(admin.site.get_model_admin(model), RecordAdmin) for model in RECORDS)


@pytest.mark.parametrize("model", RECORDS)
def test_every_part_is_edited_on_the_page_of_its_record(model):
    inlines = {inline.model for inline in admin.site.get_model_admin(model).inlines}
    assert inlines == set(model.part_models().values())


@pytest.mark.parametrize("model", RECORDS)
def test_every_fact_can_be_typed(model, rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    record_admin = admin.site.get_model_admin(model)
    forms = [(model, record_admin.get_form(request)), *part_forms(record_admin, request)]
    for one, form in forms:
        dates = getattr(one, "partial_dates", ())
        columns = {
            column.name
            for column in one._meta.concrete_fields
            if column.editable and not column.primary_key and column.name not in getattr(one, "owners", ())
        }
        columns -= {f"{name}_{end}" for name in dates for end in ("first", "last", "precision", "text")}
        columns |= set(dates)
        if one is Citation:
            columns = columns - {"field", "part_number"} | {"supports"}
        assert columns <= form.base_fields.keys()
        assert not any(name.endswith(("_first", "_precision")) for name in form.base_fields)


def part_forms(record_admin, request):
    for inline in record_admin.get_inline_instances(request):
        yield inline.model, inline.get_formset(request).form


@pytest.mark.parametrize("model", RECORDS)
def test_amounts_days_and_records_have_fields_that_understand_people(model, rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    record_admin = admin.site.get_model_admin(model)
    for one, form in [(model, record_admin.get_form(request)), *part_forms(record_admin, request)]:
        for column in one._meta.concrete_fields:
            field = form.base_fields.get(column.name)
            if field is None:
                continue
            if is_amount(column):
                assert isinstance(field, AmountField)
            if type(column) is models.DateField:
                assert isinstance(field, DayField)
            if isinstance(field, ModelChoiceField) and column.name not in getattr(one, "owners", ()):
                assert "data-ajax--url" in field.widget.widget.build_attrs({})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("model", RECORDS)
def test_every_page_opens_in_both_languages_without_inline_script_or_style(desk, seeded, model, language):
    pages = [address(model, "changelist", language), address(model, "add", language)]
    if record := model.objects.first():
        pages += [address(record, page, language) for page in ("change", "history", "delete")]
    for page in pages:
        response = desk.get(page)
        assert response.status_code == 200
        text = response.content.decode()
        assert not [mark for mark in (" style=", "<style", "onclick=", "javascript:", "https://") if mark in text]
        assert "<script" not in text.replace("<script src=", "").replace(
            '<script id="django-admin-form-add-constants"', ""
        ).replace('<script id="django-admin-prepopulated-fields-constants"', "")
        assert response.headers["Content-Security-Policy"]


def test_the_path_decides_the_language_of_the_desk(desk):
    assert desk.get("/admin/").headers["Content-Language"] == "zh-Hans"
    english = desk.get("/en/admin/projects/project/?q=a")
    assert english.headers["Content-Language"] == "en"
    assert 'href="/admin/projects/project/?q=a"' in english.content.decode()


def test_the_desk_is_named_after_the_region_that_is_tracked(desk):
    assert "Healthcare projects: editorial desk" in desk.get("/en/admin/").content.decode()
    make_region(code="149901", name_zh="某市", name_en="Some City", is_home=True)
    assert "Some City healthcare projects" in desk.get("/en/admin/").content.decode()


def test_a_clerk_adds_a_project_with_its_parts_in_one_version(desk, admin_user):
    kind, region = make_type(), make_region()
    sent = sent_by(desk.get(address(Project, "add"))) | {
        "name_en": "Red Leaf Town",
        "type": kind.pk,
        "region": region.pk,
        "start_planned": "2025年底前",
        "investment": "3.2亿",
        "confirmed_on": "2021年6月1日",
        "reason": "first entry",
    }
    sent = add_row(sent, "milestones", kind="start", due="2021年三季度")
    sent = add_row(sent, "annual_investments", year="2021", planned="32000万")
    response = desk.post(address(Project, "add"), sent, follow=True)
    project = Project.objects.get()
    assert response.redirect_chain
    assert (project.reference, project.slug, project.version) == ("PRJ-0001", "red-leaf-town", 1)
    assert project.investment == Decimal("320000000")
    assert project.start_planned == parse_date("2025年底前")
    assert project.confirmed_on == date(2021, 6, 1)
    assert project.milestones.get().due == parse_date("2021年三季度")
    assert project.annual_investments.get().planned == Decimal("320000000")
    line = project.history.get()
    assert (line.history_user, line.history_change_reason) == (admin_user, "first entry")
    assert project.milestones.get().history.get().record_version == 1


def test_a_change_of_parts_alone_is_one_version_with_who_and_why(desk, admin_user):
    project = make_project(parts=[Amenity(kind="school", name_en="primary school")])
    sent = sent_by(desk.get(address(project)))
    sent |= {"amenities-0-name_en": "middle school", "reason": "as the sign says"}
    desk.post(address(project), add_row(sent, "amenities", kind="children", name_en="kindergarten"))
    assert fresh(project).version == project.version + 1
    assert [str(amenity) for amenity in project.amenities.all()] == ["middle school", "kindergarten"]
    lines = Amenity.history.filter(record_version=project.version + 1)
    assert {(line.history_user, line.history_change_reason) for line in lines} == {(admin_user, "as the sign says")}


def test_a_part_is_removed_with_the_citations_that_support_it(desk):
    project = make_project(parts=[Amenity(kind="school", name_en="primary school")])
    source = make_source()
    cited = Citation(field="amenities", part_number=1, source=source, stated_on=date(2021, 6, 1))
    editorial.save(project, parts=[cited])
    save(desk, project, **{"amenities-0-DELETE": "on"})
    assert not project.amenities.exists()
    assert not project.citations.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_saving_what_was_opened_changes_nothing(desk, seeded, language):
    for model in RECORDS:
        for record in model.objects.all()[:3]:
            page = address(record, language=language)
            response = desk.post(page, sent_by(desk.get(page)), follow=True)
            assert response.redirect_chain, response.context["errors"]
            assert fresh(record).version == record.version
            assert record.history.count() == len({*record.history.values_list("version", flat=True)})


def test_text_of_several_lines_and_entries_of_any_kind_round_trip(desk):
    project = make_project(
        former_names="Old Town\nOlder Town",
        summary_zh="一\n二",
        investment=Decimal("123456789.01"),
        longitude=Decimal("113.58"),
        latitude=Decimal("37.86"),
        parts=[Document(title_en="Plan", issued_on=date(2021, 6, 1), due_on=date(2021, 6, 29))],
    )
    project.finish_planned = parse_date("by the end of 2025")
    editorial.save(project)
    assert save(desk, project, reason="only looking").redirect_chain
    assert fresh(project).version == 3
    assert project.history.count() == 3


def test_a_save_that_changes_nothing_says_so_and_leaves_no_trace(desk):
    project = make_project()
    response = save(desk, project, reason="nothing really")
    assert len(said(response)) == 1
    assert fresh(project).version == project.version


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("3.2亿", "320000000"), ("32,000万元", "320000000"), ("CNY 320 million", "320000000"), ("", None)],
)
def test_amounts_are_typed_as_people_write_them(desk, typed, amount):
    project = make_project(investment=Decimal("1"))
    save(desk, project, investment=typed)
    assert fresh(project).investment == (amount and Decimal(amount))


def test_an_amount_is_shown_as_it_is_written_with_the_exact_figure_beside_it(desk):
    project = make_project(investment=Decimal("320000000"))
    assert 'value="3.2亿"' in desk.get(address(project)).content.decode()
    english = desk.get(address(project, language="en")).content.decode()
    assert 'value="320 million"' in english
    assert "= 320,000,000<" in english


def test_the_desk_echoes_how_it_understood_an_amount(desk):
    project = make_project()
    page = address(project, language="en")
    response = desk.post(page, sent_by(desk.get(page)) | {"investment": "3.2亿"}, follow=True)
    echoed = "Total investment: understood as CNY 320 million = CNY 320,000,000"
    assert echoed in said(response)


def test_an_amount_that_may_mean_two_things_is_refused_and_kept_on_the_form(desk):
    project = make_project()
    response = save(desk, project, investment="3,2亿")
    assert response.status_code == 200
    assert 'value="3,2亿"' in response.content.decode()
    assert fresh(project).investment is None


def test_dates_are_shown_as_they_were_entered(desk):
    project = make_project()
    save(desk, project, finish_planned="2025年底前", start_actual="June 2021")
    page = desk.get(address(project, language="en")).content.decode()
    assert 'value="2025年底前"' in page
    assert 'value="June 2021"' in page


@pytest.mark.parametrize("typed", ["2021-06-01", "2021/6/1", "2021年6月1日", "2021.6.1", "1 June 2021"])
def test_days_are_typed_in_any_usual_form(desk, typed):
    project = make_project()
    save(desk, project, confirmed_on=typed)
    assert fresh(project).confirmed_on == date(2021, 6, 1)


@pytest.mark.parametrize("typed", ["2021-06", "1821-06-01", "2201-06-01", "by 30 June 2021", "0", "\0", "9" * 5000])
def test_what_is_no_day_is_refused(desk, typed):
    project = make_project()
    assert save(desk, project, confirmed_on=typed).status_code == 200
    assert fresh(project).version == project.version


def test_codes_are_stored_clean_however_they_were_pasted(desk):
    make_region(code="140300", is_home=True)
    project = make_project()
    response = save(desk, project, national_code=" ２１０６－140300－89－01－123456 ")
    assert fresh(project).national_code == "2106-140300-89-01-123456"
    assert len(said(response)) == 1
    organisation = make_stakeholder()
    code = "91140300MA0198719" + uscc.calc_check_digit("91140300MA0198719")
    save(desk, organisation, organisation_code=f" {code[:8]} {code[8:].lower()}")
    assert fresh(organisation).organisation_code == code


def test_a_project_code_of_elsewhere_is_saved_with_a_warning(desk):
    make_region(code="140300", is_home=True)
    project = make_project()
    response = save(desk, project, national_code="2106-440300-89-01-123456")
    assert fresh(project).national_code
    assert any("2106-440300-89-01-123456" in message for message in said(response))


def test_a_citation_says_in_one_choice_what_it_supports(desk):
    project = make_project(parts=[Amenity(kind="school", name_en="senior college")])
    source = make_source()
    page = desk.get(address(project, language="en"))
    sent = sent_by(page)
    assert '<option value="amenities:1">Amenities: 1 senior college</option>' in page.content.decode()
    sent = add_row(sent, "citations", supports="stage", source=source.pk, paragraph="8", stated_on="2021-06-01")
    sent = add_row(sent, "citations", supports="amenities:1", source=source.pk, stated_on="2021年6月1日")
    assert desk.post(address(project), sent).status_code == 302
    assert [(one.field, one.part_number) for one in project.citations.all()] == [("stage", None), ("amenities", 1)]


def test_a_citation_of_something_unknown_stays_what_it_is(desk):
    project = make_project(parts=[Citation(field="elsewhere", source=make_source(), stated_on=date(2021, 6, 1))])
    assert save(desk, project, name_en="Another name").redirect_chain
    assert project.citations.get().field == "elsewhere"


def test_the_reference_is_given_once_and_for_all(desk):
    project = make_project()
    sent = sent_by(desk.get(address(project)))
    assert "reference" not in sent
    desk.post(address(project), sent | {"reference": "PRJ-9999", "name_en": "Renamed"})
    assert fresh(project).reference == project.reference
    assert fresh(project).name_en == "Renamed"


def test_what_the_database_alone_refuses_shows_on_the_form_and_loses_nothing(desk, monkeypatch):
    first, second = make_project(slug="taken"), make_project()
    monkeypatch.setattr(Project, "_perform_unique_checks", lambda *args: {})
    monkeypatch.setattr(Project, "validate_constraints", lambda *args, **options: None)
    response = save(desk, second, slug=first.slug, name_en="Typed for nothing?")
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert "Typed for nothing?" in response.content.decode()
    assert fresh(second).version == second.version


def test_a_rule_of_the_record_shows_on_the_form(desk):
    project = make_project()
    response = save(desk, project, condition="delayed")
    assert response.context["errors"]
    assert fresh(project).condition == ""


def test_a_clerk_who_may_change_projects_may_change_their_parts(client):
    project = make_project(parts=[Amenity(kind="school", name_en="primary school")])
    client.force_login(make_clerk("change_project"))
    save(client, project, **{"amenities-0-name_en": "middle school"})
    assert project.amenities.get().name_en == "middle school"


def test_a_clerk_who_may_only_look_sees_every_fact_and_changes_none(client):
    project = make_project(
        investment=Decimal("320000000"), parts=[Citation(field="name", source=make_source(), stated_on="2021-06-01")]
    )
    project.start_planned = parse_date("2025年底前")
    editorial.save(project)
    client.force_login(make_clerk("view_project"))
    page = client.get(address(project)).content.decode()
    assert "2025年底前" in page
    assert "320" in page
    assert 'name="reason"' not in page
    assert client.post(address(project), {"name_en": "Mine"}).status_code == 403
    assert fresh(project).name_en == project.name_en


def test_search_finds_names_in_both_languages_pinyin_codes_and_references(desk):
    project = make_project(name_zh="红叶康养小镇", name_en="Red Leaf Town", national_code="2106-140300-89-01-123456")
    make_project(name_zh="别处", name_en="Elsewhere")
    for query in ("红叶", "red leaf", "hongye", "hong ye", "2106-140300", project.reference, "康养 town"):
        rows = desk.get(address(Project, "changelist"), {"q": query}).context["cl"].result_list
        assert [row.pk for row in rows] == [project.pk], query


def test_a_deleted_record_leaves_the_list_and_is_found_again_by_the_filter(desk):
    project = make_project(is_published=False)
    editorial.delete(project)
    page = address(Project, "changelist")
    assert not desk.get(page).context["cl"].result_list
    assert list(desk.get(page, {"standing": "deleted"}).context["cl"].result_list) == [project]


def test_search_boxes_offer_no_deleted_record_and_forms_take_none(desk):
    kept, gone = make_site(name_en="Kept"), make_site(name_en="Gone", is_published=False)
    project = make_project()
    editorial.delete(gone)
    asked = {"app_label": "projects", "model_name": "project", "field_name": "site", "term": ""}
    offered = desk.get("/admin/autocomplete/", asked).json()["results"]
    assert [entry["id"] for entry in offered] == [str(kept.pk)]
    assert kept.reference in offered[0]["text"]
    assert save(desk, project, site=gone.pk).status_code == 200
    assert fresh(project).site is None


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({}, {"draft", "public", "changed", "withdrawn"}),
        ({"standing": "draft"}, {"draft"}),
        ({"standing": "published"}, {"public", "changed"}),
        ({"standing": "changed"}, {"changed"}),
        ({"standing": "withdrawn"}, {"withdrawn"}),
        ({"untranslated": "zh"}, {"draft", "public", "withdrawn"}),
        ({"untranslated": "en"}, set()),
        ({"sources": "none"}, {"draft", "changed", "withdrawn"}),
        ({"sources": "some"}, {"public"}),
        ({"type": "healthcare-complex"}, {"public", "changed", "withdrawn"}),
        ({"type": "another"}, {"draft"}),
        ({"region": "149901"}, {"public"}),
        ({"region": "149900"}, {"draft", "public", "changed", "withdrawn"}),
        ({"stage__exact": "operation"}, {"withdrawn"}),
    ],
)
def test_lists_are_narrowed(desk, narrowed, expected):
    city = make_region(code="149900", name_en="City", level="prefecture")
    county = make_region(code="149901", parent=city)
    cited = Citation(field="name", source=make_source(), stated_on=date(2021, 6, 1))
    make_project(name_en="draft", is_published=False, type=make_type("another"))
    make_project(name_en="public", region=county, parts=[cited])
    changed = make_project(name_en="changed", name_zh="改")
    changed.stage = "reserve"
    editorial.save(changed, reason="touch")
    editorial.withdraw(make_project(name_en="withdrawn", stage="operation"))
    rows = desk.get(address(Project, "changelist"), narrowed).context["cl"].result_list
    assert {row.name_en for row in rows} == expected


def test_the_list_says_in_words_where_each_record_stands(desk):
    page = address(Project, "changelist", "en")
    project = make_project(is_published=False)
    assert "draft</td>" in desk.get(page).content.decode()
    editorial.publish(project)
    assert "published on 20" in desk.get(page).content.decode()
    project = Project.objects.get(pk=project.pk)
    project.summary_en = "Another"
    editorial.save(project)
    assert "changed since 20" in desk.get(page).content.decode()
    editorial.withdraw(Project.objects.get(pk=project.pk))
    assert "withdrawn</td>" in desk.get(page).content.decode()


@pytest.mark.parametrize("model", NOUNS)
def test_the_queries_of_a_list_do_not_grow_with_its_rows(desk, model):
    make = {
        "project": make_project,
        "site": make_site,
        "plan": make_plan,
        "stakeholder": make_stakeholder,
        "source": make_source,
    }[model._meta.model_name]
    make()
    page = address(model, "changelist")
    desk.get(page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(page)
    for _number in range(8):
        make()
    with CaptureQueriesContext(connection) as many:
        desk.get(page)
    assert len(many) == len(few)


def test_reading_the_desk_opens_no_transaction(desk, seeded):
    project = Project.objects.get()
    pages = [
        address(Project, "changelist"),
        address(Project, "add"),
        *(address(project, page) for page in ("history", "delete")),
        "/admin/",
        "/admin/autocomplete/?app_label=projects&model_name=project&field_name=site&term=a",
    ]
    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(page).status_code == 200
        assert not _begun(asked)


def test_opening_a_form_writes_only_who_has_it_open(desk, seeded):
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(address(Project.objects.get())).status_code == 200
    assert len(_begun(asked)) == 1
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written
    assert all("projects_openrecord" in sql for sql in written)


def _begun(asked):
    return [query["sql"] for query in asked if query["sql"].startswith(("SAVEPOINT", "BEGIN"))]


def test_a_site_without_a_name_is_listed_by_its_type(desk, seeded):
    assert "SITE-" in desk.get(address(Site, "changelist")).content.decode()
    assert desk.get(address(Stakeholder, "changelist")).status_code == 200
    assert desk.get(address(Source, "changelist")).status_code == 200
    assert desk.get(address(Region, "changelist")).status_code == 200


def test_an_account_that_published_can_be_deleted_and_its_work_stays(desk):
    clerk = make_clerk("publish_project")
    project = make_project(stage="reserve", is_published=False)
    editorial.publish(project, by=clerk)
    assert desk.post(address(clerk, "delete"), {"post": "yes"}).status_code == 302
    assert project.history.exists()
