"""The server's way in: `granian --interface wsgi yangquan.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangquan.settings")

_serve = get_wsgi_application()


def application(environ, start_response):
    """Answer a request under the path of PUBLIC_URL, whether or not the proxy in front has taken that path off."""
    path = environ["PATH_INFO"]
    if settings.URL_PREFIX and f"{path}/".startswith(f"{settings.URL_PREFIX}/"):
        environ = environ | {"PATH_INFO": path.removeprefix(settings.URL_PREFIX) or "/"}
    return _serve(environ, start_response)
