"""Saved views where clerks look for them: above the list they are of, and on the desk."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib.admin.options import IS_POPUP_VAR
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects import editorial
from projects.admin.queries import address_of
from projects.choices import Audience, ViewedList
from projects.localized import person_name, reading_language
from projects.models import VIEWED, SavedView
from projects.search import sort_key


class KeepForm(forms.Form):
    """What a list asks of who keeps its selection; the page for new views takes the answer."""

    audience = forms.ChoiceField(label=_("For whom"))
    noun = forms.CharField(widget=forms.HiddenInput)
    query = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, noun, request):
        """Ask for the name in the language of the page, and for whom the account may keep it."""
        super().__init__(auto_id="keep-%s", initial={"noun": noun, "query": request.GET.urlencode()})
        name = forms.CharField(max_length=200, label=_("Name of the view"))
        self.fields = {f"name_{reading_language()}": name, **self.fields}
        self.fields["audience"].choices = choices_of_audience(noun, request.user)


def choices_of_audience(noun, account):
    """For whom the account may keep a view of the list, or of some list where it is None: values and labels."""
    may = editorial.audiences_for(account)
    return [(one.value, one.label) for one in may if (noun, one) != (ViewedList.REQUEST, Audience.PUBLIC)]


@dataclass(frozen=True)
class Link:
    """A view as a link to its list, with what is to be said beside it."""

    view: SavedView
    address: str
    is_own: bool

    @property
    def for_whom(self):
        """Who finds it, and whose it is where it is not the account's."""
        audience, owner = self.view.get_audience_display(), self.view.owner
        return audience if self.is_own or owner is None else f"{audience}, {person_name(owner)}"


@dataclass(frozen=True)
class Above:
    """What stands above a list: its views, and the form that keeps one more."""

    links: list
    form: KeepForm | None
    action: str


def views_above(record_admin, request):
    """What gives, once a page asks for it, what stands above the list; None where the list has no views."""
    noun = record_admin.opts.model_name
    if noun not in VIEWED or IS_POPUP_VAR in request.GET:
        return None
    return partial(_above, record_admin, request, noun)


def _above(record_admin, request, noun):
    may_keep = editorial.may(request.user, "add", SavedView)
    views = editorial.views_seen_by(request.user).live().filter(noun=noun)
    return Above(
        links=_links(views, request, {noun: record_admin}),
        form=KeepForm(noun, request) if may_keep else None,
        action=reverse("admin:projects_savedview_add"),
    )


def views_on_desk(admin_site, request):
    """Every view that the account finds, as pairs of what a list is called and its views."""
    if not editorial.may(request.user, "view", SavedView):
        return []
    admins = {noun: admin_site.get_model_admin(model) for noun, model in VIEWED.items()}
    links = _links(editorial.views_seen_by(request.user).live(), request, admins)
    found = {noun: [link for link in links if link.view.noun == noun] for noun in reversed(VIEWED)}
    return [(VIEWED[noun]._meta.verbose_name_plural, own) for noun, own in found.items() if own]


def _links(views, request, admins):
    """The views as links, one's own first and by name."""
    if not editorial.may(request.user, "view", SavedView):
        return []
    found = [
        Link(view, address_of(admins[view.noun], request, view.query), view.owner_id == request.user.pk)
        for view in views.select_related("owner")
    ]
    return sorted(
        found, key=lambda link: (not link.is_own, sort_key(link.view.name_zh, link.view.name_en), link.view.pk)
    )
