"""What an account chooses for itself: how often and in which language it is written to, and at which address."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminEmailInputWidget
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import editorial
from projects.models import Preference


class PreferenceForm(forms.ModelForm):
    """The choices of one account, and its address."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        required=False,
        widget=AdminEmailInputWidget(attrs={"autocomplete": "email", "class": "vTextField"}),
        help_text=gettext_lazy("Left empty, no mail is sent to you."),
    )

    class Meta:
        model = Preference
        fields = ["wants_digest", "language"]
        help_texts = {"wants_digest": gettext_lazy("In the morning. Where nothing waits, none is sent.")}


def preferences(admin_site, request):
    """Show or keep what the account that asks has chosen for itself."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    preference = editorial.preference_of(request.user)
    if not editorial.may(request.user, "prefer", preference):
        raise PermissionDenied
    before = request.user.email
    form = PreferenceForm(
        request.POST if request.method == "POST" else None, instance=preference, initial={"email": before}
    )
    if form.is_valid():
        editorial.prefer(form.save(commit=False), by=request.user, email=form.cleaned_data["email"])
        if form.cleaned_data["email"] != before:
            accounts = admin_site.get_model_admin(get_user_model())
            accounts.log_change(request, request.user, [{"changed": {"fields": ["Email address"]}}])
        messages.success(request, _("Your preferences are saved."))
        return HttpResponseRedirect(request.path)
    context = admin_site.each_context(request) | {"title": _("My preferences"), "subtitle": None, "form": form}
    request.current_app = admin_site.name
    return TemplateResponse(request, "admin/projects/preferences.html", context)
