"""The mail of the morning: what the desk shows, once a day, to whoever wants it; and what an account chooses for it."""

import os
import re
import socketserver
import subprocess
import sys
from datetime import date, timedelta
from email import message_from_bytes, policy
from io import StringIO
from threading import Thread

import pytest
from django.conf import settings as site
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from projects import digests, editorial
from projects.models import Preference, Region
from tests.desk import make_member, said, sent_by
from tests.records import make_project, make_region, make_source
from tests.test_concurrency import database_url
from yangquan.mail import read_email_from, read_email_url

pytestmark = pytest.mark.django_db
PAGE = "/en/admin/preferences/"
MONDAY, TUESDAY = date(2026, 6, 1), date(2026, 6, 2)


@pytest.fixture(autouse=True)
def public_url(settings):
    """The site as others reach it, under a path."""
    settings.PUBLIC_URL = "https://www.example.cn/kangyang"


@pytest.fixture
def home():
    """The region that is tracked."""
    return make_region(code="140300", name_zh="阳泉市", name_en="Yangquan", level="prefecture", is_home=True)


def make_reader(username="lihua", role="editor", language="zh-hans", wants_digest="daily", **facts):
    """An account with an address, who chose these."""
    account = make_member(role, username=username)
    User.objects.filter(pk=account.pk).update(**{"email": f"{username}@example.cn"} | facts)
    preference = Preference(account=account, language=language, wants_digest=wants_digest)
    editorial.prefer(preference, by=account, email=facts.get("email", f"{username}@example.cn"))
    return User.objects.get(pk=account.pk)


def make_drafts(account, number=1, **facts):
    """Documents that the account has written and not handed in."""
    for n in range(number):
        editorial.save(make_source(is_published=False, **{"name_en": f"Paper {n + 1}"} | facts), by=account)


def run(**options):
    """What the command says."""
    said = StringIO()
    call_command("digest", stdout=said, **options)
    return said.getvalue()


def receivers():
    """Who has got mail, in order."""
    return [message.to[0].partition("@")[0] for message in mail.outbox]


# What is sent.


def test_the_mail_shows_the_kinds_of_work_with_numbers_links_and_the_first_records(home):
    account = make_reader(language="en", first_name="Hua", last_name="Li")
    make_drafts(account, 7)
    returned = make_project(is_published=False, name_en="Town <A> & B", stage="reserve")
    editorial.save(returned, by=account)
    editorial.submit(returned, by=account)
    editorial.send_back(returned, by=make_member("reviewer"), reason="which town?")
    assert run() == "1 mails sent.\n"
    (message,) = mail.outbox
    assert message.subject == "Yangquan healthcare projects: 8 things wait for you"
    assert (message.to, message.from_email) == (["lihua@example.cn"], site.EMAIL_FROM)
    assert message.body.startswith(
        "Dear Hua Li,\n\n"
        "8 things wait for you at the desk of Yangquan healthcare projects:\n"
        "https://www.example.cn/kangyang/en/admin/\n\n"
        "■ Returned to me\n"
        "With a word on what to change.\n\n"
        "Project: 1\n"
        "https://www.example.cn/kangyang/en/admin/projects/project/?desk=returned\n"
        f"- {returned.reference} Town <A> & B\n\n"
        "■ My drafts\n"
        "Written by me and not handed in yet.\n\n"
        "Sources: 7\n"
        "https://www.example.cn/kangyang/en/admin/projects/source/?desk=drafts\n"
        "- SRC-"
    )
    assert len(re.findall("^- SRC-", message.body, re.MULTILINE)) == 5
    assert message.body.endswith("\nhttps://www.example.cn/kangyang/en/admin/preferences/\n")
    assert not re.search(r"\n\n\n|[ \t]\n|&amp;|&lt;", message.body)


def test_each_link_leads_to_the_list_of_as_many_records(client, home):
    account = make_reader()
    make_drafts(account, 3)
    run()
    (path,) = re.findall(r"^https://www.example.cn/kangyang(/admin/projects/.*)$", mail.outbox[0].body, re.MULTILINE)
    client.force_login(account)
    assert len(client.get(path).context["cl"].result_list) == 3


def test_an_account_reads_chinese_unless_it_prefers_english(home):
    for username, language in (("chinese", "zh-hans"), ("english", "en")):
        make_drafts(make_reader(username, language=language, first_name="华", last_name="李"), name_zh="某文件")
    make_drafts(nobody_asked := make_member("editor", username="new"), name_zh="某文件")
    User.objects.filter(pk=nobody_asked.pk).update(email="new@example.cn")
    run()
    texts = dict(zip(receivers(), mail.outbox, strict=True))
    assert texts["chinese"].subject.startswith("阳泉市康养项目")
    assert "■ 我的草稿\n由我填报，尚未提交。\n" in texts["chinese"].body
    assert "李华" in texts["chinese"].body
    assert "/kangyang/admin/preferences/" in texts["new"].body
    assert texts["english"].subject == "Yangquan healthcare projects: 1 thing waits for you"


def test_what_travels_is_utf8_says_that_a_program_wrote_it_and_how_to_stop_it(home):
    make_drafts(make_reader())
    run()
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert sent["Subject"].strip() == mail.outbox[0].subject
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["List-Unsubscribe"] == "<https://www.example.cn/kangyang/admin/preferences/>"
    assert sent.get_content_type() == "text/plain"
    assert "■ 我的草稿" in sent.get_content()


def test_names_add_no_header_and_no_line(home):
    wicked = "Some\r\nBcc: all@example.cn\r\n\r\nhttps://evil.example"
    home.name_zh = home.name_en = wicked
    editorial.save(home)
    assert "\n" in Region.objects.get(pk=home.pk).name_en
    make_drafts(make_reader(language="en", first_name=wicked, last_name="Li"), name_en=wicked)
    run()
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert sent["Bcc"] is None
    assert "Some Bcc: all@example.cn https://evil.example healthcare" in " ".join(sent["Subject"].split())
    assert not re.search(r"^(Bcc|https://evil)", sent.get_content(), re.MULTILINE)


# To whom, and when.


def test_nobody_else_is_written_to(home):
    make_reader("idle")
    for username, facts in {
        "gone": {"is_active": False},
        "public": {"is_staff": False},
        "silent": {"wants_digest": "never"},
    }.items():
        make_drafts(make_reader(username, wants_digest=facts.pop("wants_digest", "daily")))
        User.objects.filter(username=username).update(**facts)
    make_drafts(make_reader("nowhere", email=""))
    assert run() == "0 mails sent.\n"
    assert mail.outbox == []
    assert not Preference.objects.exclude(digest_sent_on=None).exists()


@pytest.mark.parametrize(("day", "expected"), [(MONDAY, ["daily", "weekly"]), (TUESDAY, ["daily"])])
def test_who_wants_it_weekly_gets_it_on_mondays(home, monkeypatch, day, expected):
    for wish in ("daily", "weekly", "never"):
        make_drafts(make_reader(wish, wants_digest=wish))
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)
    run()
    assert receivers() == expected


def test_it_is_sent_once_a_day_unless_it_is_asked_for_again(home, monkeypatch):
    make_drafts(make_reader())
    assert run() == "1 mails sent.\n"
    assert run() == "0 mails sent.\n"
    assert len(mail.outbox) == 1
    assert run(again=True) == "1 mails sent.\n"
    tomorrow = timezone.localdate() + timedelta(1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: tomorrow)
    assert run() == "1 mails sent.\n"
    assert Preference.objects.get().digest_sent_on == tomorrow


def test_a_rehearsal_prints_and_neither_sends_nor_notes(home, settings):
    settings.SENDS_MAIL = False
    make_drafts(make_reader())
    text = run(dry_run=True)
    assert text.startswith("To: lihua@example.cn\nSubject: 阳泉市康养项目")
    assert "■ 我的草稿" in text
    assert text.endswith("1 mails to be sent.\n")
    assert mail.outbox == []
    assert Preference.objects.get().digest_sent_on is None


@pytest.mark.parametrize(
    ("absent", "is_rehearsal", "named"),
    [("PUBLIC_URL", False, "PUBLIC_URL"), ("PUBLIC_URL", True, "PUBLIC_URL"), ("SENDS_MAIL", False, "EMAIL_URL")],
)
def test_without_an_address_or_a_way_out_the_command_says_what_to_set(home, settings, absent, is_rehearsal, named):
    make_drafts(make_reader())
    setattr(settings, absent, "")
    with pytest.raises(CommandError, match=rf"set {named}, which"):
        run(dry_run=is_rehearsal)
    assert mail.outbox == []


def test_a_failure_keeps_back_no_other_mail_and_is_tried_again(home, monkeypatch):
    for username in ("anna", "bert", "carl"):
        make_drafts(make_reader(username))
    yesterday, today = timezone.localdate() - timedelta(1), timezone.localdate()
    editorial.take_digest(User.objects.get(username="bert"), yesterday)
    send = EmailMessage.send

    def fail(message, *args, **options):
        if message.to == ["bert@example.cn"]:
            raise ConnectionRefusedError("mailbox full")
        return send(message, *args, **options)

    monkeypatch.setattr(EmailMessage, "send", fail)
    with pytest.raises(CommandError, match=r"^Not sent: bert <bert@example\.cn>: mailbox full$"):
        run()
    assert receivers() == ["anna", "carl"]
    days = Preference.objects.order_by("account__username").values_list("digest_sent_on", flat=True)
    assert list(days) == [today, yesterday, today]
    monkeypatch.undo()
    mail.outbox.clear()
    run()
    assert receivers() == ["bert"]


def test_what_cannot_be_written_keeps_back_no_other_mail_either(home, monkeypatch):
    desk_of = digests.desk_of

    def fail(account):
        if account.username == "anna":
            raise ZeroDivisionError("no such desk")
        return desk_of(account)

    for username in ("anna", "bert"):
        make_drafts(make_reader(username))
    monkeypatch.setattr(digests, "desk_of", fail)
    with pytest.raises(CommandError, match=r"anna <anna@example\.cn>: no such desk"):
        run()
    assert receivers() == ["bert"]
    assert Preference.objects.get(account__username="anna").digest_sent_on is None


# What an account chooses.


def test_an_account_finds_its_preferences_in_the_header_and_sets_them(client):
    account = make_member("viewer")
    client.force_login(account)
    assert f'<a href="{PAGE}">My preferences</a>' in client.get("/en/admin/").text
    sent = sent_by(client.get(PAGE))
    assert {name: sent[name] for name in ("wants_digest", "language", "email")} == {
        "wants_digest": "daily",
        "language": "zh-hans",
        "email": "",
    }
    answer = client.post(PAGE, sent | {"wants_digest": "weekly", "language": "en", "email": "new@example.cn"})
    assert (answer.status_code, answer.url) == (302, PAGE)
    page = client.get(PAGE)
    assert said(page) == ["Your preferences are saved."]
    assert sent_by(page)["email"] == "new@example.cn"
    kept = Preference.objects.get(account=account)
    assert (kept.wants_digest, kept.language, kept.account.email) == ("weekly", "en", "new@example.cn")
    assert LogEntry.objects.get(object_id=str(account.pk)).get_change_message() == "Changed Email address."
    client.post(PAGE, sent_by(page) | {"wants_digest": "never"})
    assert Preference.objects.get(account=account).wants_digest == "never"
    assert LogEntry.objects.count() == 1


def test_every_control_has_a_label_and_what_is_wrong_is_tied_to_it(client):
    client.force_login(make_member("viewer"))
    page = client.post(PAGE, {"wants_digest": "hourly", "language": "en", "email": "nobody"}).text
    controls = re.findall(r'<(?:select|input type="email")[^>]* id="(\w+)"', page)
    assert (
        set(re.findall(r'<label[^>]* for="(id_\w+)"', page))
        >= {*controls}
        == {
            "id_wants_digest",
            "id_language",
            "id_email",
        }
    )
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
    assert described <= set(re.findall(r'id="([\w-]+)"', page))
    assert {"id_email_helptext", "id_email_error", "id_wants_digest_error"} <= described


WRONG = [
    {"email": "nobody"},
    {"email": "a@example.cn\nBcc: b@example.cn"},
    {"email": "a@example.cn, b@example.cn"},
    {"email": "\0@example.cn"},
    {"email": f"{'a' * 9000}@example.cn"},
    {"wants_digest": "hourly"},
    {"wants_digest": ["", "\0"]},
    {"language": "\0"},
    {"language": "9" * 5000},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: str(wrong)[:40])
def test_nonsense_is_answered_in_words_and_nothing_is_kept(client, wrong):
    account = make_reader()
    client.force_login(account)
    sent = {"wants_digest": "never", "language": "en", "email": "new@example.cn"}
    answer = client.post(PAGE, sent | wrong)
    assert answer.status_code == 200
    assert "Nothing was saved." in answer.text
    kept = Preference.objects.get()
    assert (kept.wants_digest, kept.language, kept.account.email) == ("daily", "zh-hans", "lihua@example.cn")


def test_nobody_without_an_account_at_the_desk_sees_or_sets_preferences(client):
    assert "/admin/login/" in client.get(PAGE).url
    client.force_login(User.objects.create_user("reader"))
    sent = {"wants_digest": "never", "language": "en", "email": ""}
    assert "/admin/login/" in client.post(PAGE, sent).url
    assert not Preference.objects.exists()
    client.force_login(make_member("viewer"))
    assert client.put(PAGE).status_code == 405


def test_the_door_itself_keeps_the_preferences_of_others(django_user_model):
    own, other = make_reader("own"), make_reader("other")
    retired = django_user_model.objects.create_user("retired", is_staff=True, is_active=False)
    for account, by in ((other, own), (retired, retired)):
        with pytest.raises(PermissionDenied):
            editorial.prefer(Preference(account=account, wants_digest="never"), by=by, email="x@example.cn")
    with pytest.raises(ValidationError):
        editorial.prefer(Preference(account=own), by=own, email="nobody")
    assert set(User.objects.values_list("email", flat=True)) == {"own@example.cn", "other@example.cn", ""}
    assert not Preference.objects.exclude(wants_digest="daily").exists()


def test_choosing_does_not_forget_that_today_is_done(client, home):
    account = make_reader()
    make_drafts(account)
    run()
    client.force_login(account)
    client.post(PAGE, {"wants_digest": "daily", "language": "en", "email": "new@example.cn"})
    assert run() == "0 mails sent.\n"


# How it leaves.


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://desk:secret@mail.example.cn", ("mail.example.cn", 587, "desk", "secret", True, False)),
        ("smtp://desk%40x.cn:a%2Fb%3F@mail.cn:25", ("mail.cn", 25, "desk@x.cn", "a/b?", True, False)),
        ("smtps://desk:secret@mail.example.cn", ("mail.example.cn", 465, "desk", "secret", False, True)),
        ("smtp://localhost:25", ("localhost", 25, "", "", False, False)),
    ],
)
def test_an_address_says_how_mail_leaves(monkeypatch, url, expected):
    monkeypatch.setenv("EMAIL_URL", url)
    options = read_email_url()["OPTIONS"]
    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert tuple(options[name] for name in names) == expected


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example.cn", "http://mail.cn:25", "smtp://", "smtp://desk@mail.cn", "smtp://mail.cn:99999"),
        *("smtp://[", "smtp://desk:hushhush#1@mail.cn", "smtp://mail.cn/x", "smtp://mail.cn?tls=1", "console"),
    ],
)
def test_an_address_that_says_nothing_is_refused_without_its_password(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must be") as refused:
        read_email_url()
    assert "hushhush" not in str(refused.value)


@pytest.mark.parametrize("sender", ["", "desk", "Desk <desk>", "a@x.cn, b@x.cn", "Desk\n<desk@example.cn>"])
def test_who_sends_mail_says_from_whom(monkeypatch, sender):
    monkeypatch.setenv("EMAIL_URL", "console:")
    monkeypatch.setenv("EMAIL_FROM", sender)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM must be"):
        read_email_from()


class Postbox(socketserver.StreamRequestHandler):
    """A mail server that takes every letter and keeps it."""

    letters: list = []

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.letters.append(message_from_bytes(letter, policy=policy.default))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


@pytest.mark.django_db(transaction=True)
def test_it_arrives_at_a_mail_server_and_no_warning_is_given(home):
    make_drafts(make_reader())
    connection.close()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postbox) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        told = {
            "EMAIL_URL": f"smtp://127.0.0.1:{server.server_address[1]}",
            "EMAIL_FROM": "阳泉康养项目 <desk@example.cn>",
            "PUBLIC_URL": "https://www.example.cn/kangyang",
            "DATABASE_URL": database_url(),
            "PYTHONWARNINGS": "error",
        }
        ended = subprocess.run(
            [sys.executable, "manage.py", "digest"],
            cwd=site.BASE_DIR,
            env=os.environ | told,
            capture_output=True,
            text=True,
            check=False,
        )
        server.shutdown()
    assert (ended.stdout, ended.stderr, ended.returncode) == ("1 mails sent.\n", "", 0)
    (letter,) = Postbox.letters
    assert (letter["To"], letter["From"]) == ("lihua@example.cn", told["EMAIL_FROM"])
    assert letter["Subject"].strip().startswith("阳泉市康养项目")
    assert "/kangyang/admin/projects/source/?desk=drafts\n- SRC-" in letter.get_content().replace("\r\n", "\n")
