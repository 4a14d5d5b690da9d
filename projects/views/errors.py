"""Pages for what went wrong, in the reader's language."""

from django.shortcuts import render


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
    """Something broke on our side."""
    return render(request, "projects/errors/500.html", status=500)
