"""What a clerk sees at the desk and sends from it, as a browser would."""

from html.parser import HTMLParser
from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils.translation import override

from projects.models import Member


class FormReader(HTMLParser):
    """The names and values that a browser would send of the form whose id ends in `_form`."""

    def __init__(self):
        """Start outside of any form."""
        super().__init__()
        self.pairs, self.is_inside, self.select, self.textarea = [], False, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.is_inside = (attrs.get("id") or "").endswith("_form")
        if not self.is_inside:
            return
        if tag == "input" and attrs.get("type") not in {"submit", "checkbox"} and "name" in attrs:
            self.pairs.append((attrs["name"], attrs.get("value") or ""))
        if tag == "input" and attrs.get("type") == "checkbox" and "checked" in attrs:
            self.pairs.append((attrs["name"], attrs.get("value", "on")))
        if tag == "select":
            self.select, self.options = attrs["name"], []
        if tag == "option":
            self.options.append((attrs.get("value", ""), "selected" in attrs))
        if tag == "textarea":
            self.textarea, self.text = attrs["name"], ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        if tag == "select" and self.select:
            chosen = [value for value, is_selected in self.options if is_selected]
            self.pairs.append((self.select, chosen[0] if chosen else self.options[0][0] if self.options else ""))
            self.select = None
        if tag == "textarea" and self.textarea:
            self.pairs.append((self.textarea, self.text.removeprefix("\n").replace("\n", "\r\n")))
            self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            self.text += data


def sent_by(response):
    """What a browser would send back of the form on a page, nothing typed."""
    assert response.status_code in {200, 409}, response.status_code
    reader = FormReader()
    reader.feed(response.content.decode())
    return dict(reader.pairs)


def address(record, page="change", language="zh-hans"):
    """The address of a record's page at the desk; of its list or its empty form, for a model."""
    model = record if isinstance(record, type) else type(record)
    arguments = [] if isinstance(record, type) else [record.pk]
    with override(language):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def make_clerk(*permissions, username="clerk"):
    """An account at the desk with these permissions only."""
    clerk = User.objects.create_user(username, is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return clerk


def make_member(role, department=None, username=None, password=None):
    """An account at the desk in a role, limited to the records of a department where one is given."""
    if not Group.objects.filter(name=role).exists():
        # Tests that empty every table empty those of groups too.
        import_module("projects.migrations.0006_roles").make_roles(apps, None)
        import_module("projects.migrations.0009_saved_views").give_rights(apps, None)
    member = User.objects.create_user(username or role, password=password, is_staff=True)
    member.groups.add(Group.objects.get(name=role))
    if department is not None:
        Member.objects.create(account=member, department=department)
    return member


def add_row(sent, prefix, **typed):
    """Add a new row to a table of parts."""
    number = int(sent[f"{prefix}-TOTAL_FORMS"])
    row = {name.replace("__prefix__", str(number)): value for name, value in sent.items() if f"{prefix}-__" in name}
    return (
        sent
        | row
        | {f"{prefix}-TOTAL_FORMS": str(number + 1)}
        | {f"{prefix}-{number}-{name}": value for name, value in typed.items()}
    )


def said(response):
    """The messages that the page after the next one shows."""
    return [str(message) for message in response.context["messages"]]
