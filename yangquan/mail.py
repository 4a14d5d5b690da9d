"""How mail leaves and from whom, as the environment says it."""

import os
from email.utils import getaddresses
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email


def read_email_url():
    """How mail leaves, by EMAIL_URL: what Django's way of sending is told, or None where nothing is sent."""
    url = os.environ.get("EMAIL_URL", "")
    if url in {"", "console:"}:
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"} if url else None
    try:
        parts = urlsplit(url)
        usual_port = {"smtp": 587, "smtps": 465}[parts.scheme]
        port = parts.port or usual_port
        is_wrong = not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment
        is_wrong = is_wrong or bool(parts.username) != bool(parts.password)
    except (ValueError, KeyError):
        is_wrong = True
    if is_wrong:
        # Without the value, which holds a password.
        raise ImproperlyConfigured(
            "EMAIL_URL must be an address such as smtp://user:password@mail.example.cn:587 (STARTTLS), "
            "smtps://user:password@mail.example.cn:465, or console: to print mail; in user and password "
            "write / as %2F, ? as %3F, # as %23, % as %25."
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": port,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            # A relay on this machine speaks to nobody on the way.
            "use_tls": parts.scheme == "smtp" and parts.hostname not in {"127.0.0.1", "localhost", "::1"},
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }


def read_email_from():
    """EMAIL_FROM, an address or a name with an address, as whoever sends mail has to have."""
    sender = os.environ.get("EMAIL_FROM", "")
    if not sender and not os.environ.get("EMAIL_URL"):
        return ""
    try:
        ((_name, address),) = getaddresses([sender])
        validate_email(address if sender.isprintable() else "")
    except (ValueError, ValidationError) as error:
        raise ImproperlyConfigured(
            "EMAIL_FROM must be the address that mail comes from, desk@example.cn or "
            f"Healthcare projects <desk@example.cn>, not {sender!r}."
        ) from error
    return sender
