"""The form for a record, and the page that says it was received."""

import re

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from projects import editorial
from projects.asking.forms import MOST_BYTES, RequestForm
from projects.asking.senders import Capped, address_of, check_stamp, is_from_here, stamped
from projects.asking.subjects import find
from projects.localized import reading_language
from projects.media.contents import MEGABYTE, too_large
from projects.models import PublicRequest

# What is read of a request, so that a file which is too large costs nobody what they typed.
MOST_READ = 50 * MEGABYTE
_numbers = signing.Signer(salt="projects.asking.received")


# Django's token needs a cookie; who sends the form is told by what browsers say of themselves.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, noun, reference):
    """Show the form for a public record, or take it in."""
    subject = find(noun, reference)
    if request.method != "POST":
        return _page(request, subject, RequestForm())
    if _length(request) > MOST_READ:
        form = RequestForm({})
        form.errors.clear()
        form.add_error("document", too_large(MOST_BYTES))
        return _page(request, subject, form, status=413)
    return _take_in(request, subject)


def _length(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if re.fullmatch("[0-9]{1,15}", length) else 0


def _take_in(request, subject):
    capped = Capped(MOST_BYTES, request)
    request.upload_handlers.insert(0, capped)
    form = RequestForm(request.POST, request.FILES)
    stamp = request.POST.get("stamp", "")
    form.full_clean()
    if capped.has_skipped:
        form.add_error("document", too_large(MOST_BYTES))
    if not is_from_here(request):
        form.add_error(None, _("Your browser does not say that this page sent the form. Send it again from here."))
        return _page(request, subject, form, status=403)
    try:
        check_stamp(stamp, subject)
    except ValidationError as error:
        form.add_error(None, error)
    if form.cleaned_data.get("website"):
        form.add_error(
            None, _("A field was filled in that people do not see. It is empty again: send the form once more.")
        )
    if not form.is_valid():
        return _page(request, subject, form, status=400)
    try:
        kept = _receive(request, subject, form.cleaned_data, stamp)
    except editorial.TooManyRequestsError:
        form.add_error(None, _("Several messages came from your network within an hour. Send this one again later."))
        return _page(request, subject, form, status=429)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, subject, form, status=400)
    signed = _numbers.sign(kept.reference)
    return HttpResponseRedirect(reverse("asking:received", args=[subject.noun, subject.reference, signed]), status=303)


def _receive(request, subject, said, stamp):
    document = said["document"]
    return editorial.receive(
        PublicRequest(
            noun=subject.noun,
            about=subject.reference,
            addressee=subject.authority_reference,
            **{name: said[name] for name in ("kind", "message", "name", "contact")},
            language=reading_language(),
            document_name=document.name if document else "",
            stamp=stamp,
        ),
        address=address_of(request),
        document=document,
    )


def _page(request, subject, form, status=200):
    """The form, with what was typed; each time with a stamp of its own."""
    if form.is_bound:
        # What programs typed goes; what people typed stays.
        form.data = form.data.copy()
        form.data["website"] = ""
    context = {"subject": subject, "form": form, "stamp": stamped(subject)}
    response = render(request, "projects/asking/form.html", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = "3600"
    return response


@require_safe
@never_cache
def received(request, noun, reference, signed):
    """Thank whoever wrote, with the number of what was received."""
    subject = find(noun, reference)
    try:
        number = _numbers.unsign(signed)
    except signing.BadSignature as error:
        raise Http404 from error
    return render(request, "projects/asking/received.html", {"subject": subject, "number": number})
