"""A desk with work of every kind, and one page of each kind at it, as a browser comes there."""

import io
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from projects import editorial
from projects.dates import parse_date
from projects.models import (
    LISTS,
    NOUNS,
    Amenity,
    AnnualInvestment,
    Citation,
    Document,
    KeyListing,
    KeyProjectList,
    Milestone,
    Participation,
    Photo,
    ProgressReport,
    Project,
    PublicRequest,
    Quantity,
    Remark,
    SavedView,
    Source,
    Stakeholder,
)
from tests.desk import address, make_member, sent_by
from tests.records import make_project, make_stakeholder, make_view

LONG = "桃林沟国家级森林康养基地配套老年大学与中医药康复中心建设项目（二期）"
CHOOSE = "document.querySelectorAll('.action-select').forEach((box) => box.click())"


@dataclass
class Page:
    """A page: its address, what is sent there, what is done in it first, and the status that it answers with."""

    path: str
    sent: dict | None = None
    prepare: str = ""
    status: int = 200

    def open(self, page):
        """Go there, send what is sent, and do what is done first."""
        if self.sent is None:
            answer = page.goto(self.path)
        else:
            with page.expect_navigation() as navigation:
                page.evaluate(SEND, [self.path, [[name, value] for name, value in pairs(self.sent)]])
            answer = navigation.value
        assert answer.status == self.status, (self.path, answer.status)
        if self.prepare:
            page.evaluate(self.prepare)


# A form made by hand, for pages that only an answer shows. The page it leaves has a token for it.
SEND = """([path, pairs]) => {
    const form = Object.assign(document.createElement("form"), {method: "post", action: path});
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const [name, value] of [...pairs, ["csrfmiddlewaretoken", token]]) {
        form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
    }
    document.body.append(form);
    form.submit();
}"""


def pairs(sent):
    """What is sent, name by name; a list is sent value by value."""
    for name, values in sent.items():
        if name != "csrfmiddlewaretoken":
            yield from ((name, value) for value in (values if isinstance(values, list) else [values]))


def picture():
    """A small picture as it is uploaded."""
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(content, "PNG")
    return SimpleUploadedFile("square.png", content.getvalue(), "image/png")


def day(days):
    """The columns of a partial date so many days from today, by the name of the date."""
    return parse_date((timezone.localdate() + timedelta(days)).isoformat())


def dated(name, date):
    """The columns of one partial date."""
    says = {"first": date.first, "last": date.last, "precision": date.precision, "text": date.text or ""}
    return {f"{name}_{column}": value for column, value in says.items()}


@dataclass
class Desk:
    """Who works at the desk, and the records that its pages are about."""

    account: User
    records: dict = field(default_factory=dict)

    def client(self):
        """A client that is logged in, and stays out of the browser's way."""
        client = Client()
        client.force_login(self.account)
        return client


def fill_desk():
    """Somebody who may do everything, with work in every pile and a record in every state."""
    account = User.objects.create_superuser("clerk", first_name="小明", last_name="王", password="a clerk's password")
    member = make_member("reviewer", username="colleague")
    town = Project.objects.get()
    people = Stakeholder.objects.order_by("pk").first()
    source = Source.objects.order_by("pk").first()
    key_list = KeyProjectList.objects.order_by("pk").first() or editorial.save(
        KeyProjectList(slug="key-projects", name_zh="省级重点工程", name_en="Key projects", level="province")
    )
    where = {"type": town.type, "region": town.region}
    late = dated("due", day(-40))
    full = make_project(
        **where,
        name_zh=LONG,
        name_en="Taolingou",
        stage="construction",
        condition="on-track",
        investment="320000000",
        summary_zh="一期已建成。\n二期在建。",
        parts=[
            Milestone(kind="start", **late),
            Milestone(kind="acceptance", name_zh="竣工", **dated("due", day(10))),
            AnnualInvestment(year=2025, planned="1000000", completed="400000000"),
            Amenity(kind="lifelong-learning", name_zh="老年大学"),
            Quantity(measure="beds", value=200, unit="bed"),
            ProgressReport(reported_on=timezone.localdate(), percent=40, completed_to_date="1000000"),
            Document(title_zh="可行性研究报告批复", type="feasibilityStudy", category="2"),
            Photo(alt_zh="中心广场", credit_zh="办公室", file=editorial.keep_picture(picture())),
            KeyListing(list=key_list, year=2025),
            Participation(stakeholder=people, role="owner"),
            Remark(stakeholder=people, text_zh="进展顺利。"),
            Citation(source=source, field="name", paragraph=4, stated_on="2021-06-01"),
        ],
    )
    submitted = make_project(**where, name_zh="红叶谷康养小镇", stage="reserve")
    submitted.summary_zh, submitted.investment, submitted.stage = "两句话。\n第二句。", "5000000", "preliminary"
    editorial.save(submitted, by=member, reason="省里批了")
    editorial.submit(submitted, by=member, reason="请审核")
    returned = make_project(**where, name_zh="被退回的项目", is_published=False)
    editorial.save(returned, by=account)
    returned.summary_zh = "还缺来源。"
    editorial.save(returned, by=account)
    editorial.submit(returned, by=account)
    editorial.send_back(returned, by=member, reason="来源是哪一份文件？")
    draft = make_project(**where, name_zh="草稿", is_published=False)
    draft.summary_zh = "刚开始写。"
    editorial.save(draft, by=account)
    deleted = make_project(**where, name_zh="录错的项目", is_published=False)
    editorial.delete(deleted, by=account, reason="重复")
    twin = make_stakeholder(name_zh=people.name_zh, name_en=people.name_en, kind=people.kind)
    asked = PublicRequest(
        noun="project", about=full.reference, kind="mistake", message="床位数不对。\n应为 220。", language="zh-hans"
    )
    editorial.receive(asked, address="198.51.100.1")
    view = make_view(name_zh="在建项目", name_en="Under construction", query="stage__exact=construction", owner=account)
    return Desk(
        account,
        {
            "full": full,
            "submitted": submitted,
            "returned": returned,
            "draft": draft,
            "deleted": deleted,
            "people": people,
            "twin": twin,
            "asked": asked,
            "view": view,
            "source": source,
        },
    )


def has_guide(language):
    """Whether the guide is written in the language, and its pictures are taken."""
    docs = settings.BASE_DIR / "docs"
    return (docs / f"desk.{language[:2]}.md").exists() and (docs / "desk").exists()


def pages_of(desk, language):
    """One page of each kind in a language, by what it is called."""
    one = desk.records

    def at(record, page="change"):
        return address(record, page, language)

    def named(name):
        with override(language):
            return reverse(f"admin:{name}")

    new = sent_by(desk.client().get(at(Project, "add")))
    form = sent_by(desk.client().get(at(one["full"])))
    stale = form | {"seen_version": str(int(form["seen_version"]) - 1), "name_en": "Mine", "reason": "mine"}
    chosen = {
        "action": "edit_selected",
        "_selected_action": [str(one["draft"].pk), str(one["returned"].pk)],
        "edit-set_stage": "on",
        "edit-stage": "construction",
        "edit-reason": "as agreed",
    }
    wrong = {"name_zh": "", "investment": "很多", "milestones-0-due": "下个星期", "finish_planned": "明天之后"}
    open_filters = "document.querySelectorAll('#changelist-filter details').forEach((one) => (one.open = true))"
    open_all = "document.querySelectorAll('main details').forEach((one) => (one.open = true))"
    projects = at(Project, "changelist")
    return {
        "desk": Page(named("index")),
        **{
            f"list of {model._meta.model_name}": Page(at(model, "changelist"), prepare=open_filters)
            for model in (*NOUNS, *LISTS, PublicRequest, SavedView, User)
        },
        "list of what a filter chose": Page(f"{projects}?stage__exact=construction&q=kangyang", prepare=open_filters),
        "list with rows chosen": Page(f"{projects}?o=-1.2", prepare=CHOOSE),
        "list of nothing": Page(f"{projects}?q=zzz"),
        "list of the deleted": Page(f"{projects}?standing=deleted"),
        "new project": Page(at(Project, "add"), prepare=open_all),
        "new project with errors": Page(at(Project, "add"), sent=new | wrong),
        "project": Page(at(one["full"]), prepare=open_all),
        "project with errors": Page(at(one["full"]), sent=form | wrong),
        "conflict": Page(at(one["full"]), sent=stale, status=409),
        "review": Page(at(one["submitted"]), prepare=open_all),
        "returned": Page(at(one["returned"])),
        "deleted": Page(at(one["deleted"])),
        "region": Page(at(one["full"].region), prepare=open_all),
        "stakeholder": Page(at(one["people"])),
        "source": Page(at(one["source"])),
        "act": Page(at(one["full"], "retract")),
        "handing over": Page(at(one["submitted"], "hand_over")),
        "deleting": Page(at(one["draft"], "delete")),
        "history": Page(at(one["submitted"], "history"), prepare=open_all),
        "history of everything": Page(f"{named('history')}?noun=project", prepare=open_all),
        "revert": Page(f"{at(one['submitted'], 'revert')}?to=1"),
        "bulk edit": Page(projects, sent={"action": "edit_selected", "_selected_action": chosen["_selected_action"]}),
        "bulk edit, looked through": Page(projects, sent=chosen | {"previewed": "1"}),
        "merge": Page(at(one["people"], "merge")),
        "merge, compared": Page(f"{at(one['people'], 'merge')}?other={one['twin'].pk}"),
        "view": Page(at(one["view"])),
        "new view": Page(at(SavedView, "add")),
        "request": Page(at(one["asked"])),
        "preferences": Page(named("preferences")),
        "account": Page(at(desk.account), prepare=open_all),
        "new account": Page(at(User, "add")),
        "password": Page(named("password_change")),
        **({"guide": Page(named("guide"))} if has_guide(language) else {}),
        "no such page": Page(f"{named('index')}zzz/", status=404),
    }
