"""Pages for what went wrong, in the reader's language."""

import sys

from django.db import OperationalError
from django.shortcuts import render

# Seconds after which a database that was busy or restarted is likely to answer.
RETRY_AFTER = 30


def bad_request(request, exception=None):
    """The request makes no sense."""
    return render(request, "projects/errors/400.html", status=400)


def permission_denied(request, exception=None):
    """The reader may not see this."""
    return render(request, "projects/errors/403.html", status=403)


def page_not_found(request, exception=None):
    """There is no such page."""
    return render(request, "projects/errors/404.html", status=404)


def server_error(request):
    """Something broke on our side; where the database cannot be reached, that it is a matter of waiting."""
    if isinstance(sys.exception(), OperationalError):
        response = render(request, "projects/errors/503.html", status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    return render(request, "projects/errors/500.html", status=500)
