"""Who else has a record open: said on its form, kept up while the form is open."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils.crypto import get_random_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects import editorial
from projects.localized import person_name

NAME_OF_OPENING = 22


def opened(record, account):
    """Note that a form was opened; its name, or "" where the database was too busy to note it."""
    opening = get_random_string(NAME_OF_OPENING)
    try:
        editorial.look_at(record, account, opening)
    except OperationalError:
        return ""
    return opening


def say_others(record, account):
    """A sentence for each of the others that have the record open."""
    return [
        _("%(name)s has had this open since %(time)s.")
        % {
            "name": person_name(other.account),
            "time": f"{localtime(other.since):%H:%M}",
        }
        for other in editorial.others_at(record, account)
    ]


def presence(record_admin, request, object_id):
    """Keep up, or with `leaving` end, the word that the account has the record open; who else has."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    record = record_admin.get_object(request, unquote(object_id))
    if record is None or not record_admin.may(request, "save", record):
        raise PermissionDenied
    opening = request.POST.get("opening", "").replace("\0", "")[:NAME_OF_OPENING]
    try:
        if "leaving" in request.POST:
            editorial.look_away(record, request.user, opening)
        else:
            editorial.look_at(record, request.user)
    except OperationalError:
        return JsonResponse({}, status=503)
    return JsonResponse({"others": say_others(record, request.user)})
