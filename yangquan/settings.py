"""Settings of the site, all taken from the environment; README lists the variables."""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import django
from django.core.exceptions import ImproperlyConfigured

from yangquan.mail import read_email_from, read_email_url

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"


def is_set(name):
    """Whether the environment switches `name` on; anything but 0, 1 or nothing is refused."""
    value = os.environ.get(name, "")
    if value not in {"", "0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def read_secret_key():
    """The signing key from SECRET_KEY or from the file that SECRET_KEY_FILE names, long and random or refused."""
    key_file = Path(os.environ.get("SECRET_KEY_FILE") or VAR_DIR / "secret-key")
    key = os.environ.get("SECRET_KEY", "")
    if not key and key_file.is_file():
        key = key_file.read_text().strip()
    if not key and DEBUG:
        return "insecure-key-for-development-under-DEBUG-only"
    if not key:
        raise ImproperlyConfigured(
            f"There is no secret key. Run `make secret-key`, which writes a random one to {VAR_DIR / 'secret-key'}, "
            "or set SECRET_KEY or SECRET_KEY_FILE."
        )
    if not DEBUG and (len(key) < 50 or len(set(key)) < 5 or "insecure" in key):
        raise ImproperlyConfigured(
            "The secret key is a default or too short. Give at least 50 random characters, for example those of "
            '`python3 -c "import secrets; print(secrets.token_urlsafe(64))"`.'
        )
    return key


def read_public_url():
    """PUBLIC_URL in its parts, or None where the site is for this machine alone."""
    url = os.environ.get("PUBLIC_URL", "").rstrip("/")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(
            f"PUBLIC_URL must be an address such as https://tracker.example.cn or "
            f"https://www.example.cn/kangyang, not {url!r}."
        )
    return parts


DEBUG = is_set("DEBUG")
SECRET_KEY = read_secret_key()

# Addresses. PUBLIC_URL is the one place that knows the site's own; without it only this machine is answered.

LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
_public = read_public_url()
PUBLIC_URL = _public.geturl() if _public else ""
URL_PREFIX = _public.path if _public else ""
FORCE_SCRIPT_NAME = URL_PREFIX or None
# Loopback stays, for probes of a server behind a proxy.
ALLOWED_HOSTS = [*LOOPBACK_HOSTS, *([_public.hostname] if _public else [])]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"] if _public else []

IS_HTTPS = bool(_public) and _public.scheme == "https"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
# Whether the last address in X-Forwarded-For is the reader's.
IS_BEHIND_PROXY = is_set("TRUST_PROXY")
if IS_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# A tracker under a portal's domain cannot promise HTTPS for the portal's other hosts, nor enter it in a browser's list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Cookies of several trackers under one host stay apart.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{URL_PREFIX}/"

# A project with all its parts on one form: a hundred rows of ten fields, and room to grow.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Map tiles in WGS-84 or CGCS2000: https://tiles.example.cn/{z}/{x}/{y}.png, and what their service wants said.
MAP_TILES = os.environ.get("MAP_TILES", "")
MAP_ATTRIBUTION = os.environ.get("MAP_ATTRIBUTION", "")


def origin_of_tiles():
    """The one other host that pages may load pictures from, where MAP_TILES names it."""
    if not MAP_TILES:
        return []
    parts = urlsplit(MAP_TILES)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or not {"{z}", "{x}", "{y}"} <= set(re.findall(r"\{\w\}", MAP_TILES))
    ):
        raise ImproperlyConfigured(
            f"MAP_TILES must be an address such as https://tiles.example.cn/{{z}}/{{x}}/{{y}}.png, not {MAP_TILES!r}."
        )
    return [f"{parts.scheme}://{parts.netloc}"]


X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *origin_of_tiles()],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# Application.

ROOT_URLCONF = "yangquan.urls"
WSGI_APPLICATION = "yangquan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "projects",
    "yangquan.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    # For htmx among its static files alone.
    "django_htmx",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before sessions and instead of Django's LocaleMiddleware: the path alone decides the language.
    "projects.middleware.PathLanguage",
    # Outside what compresses, for an answer is the same however it travels.
    "projects.middleware.Freshness",
    "projects.middleware.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "projects.views.context.site",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# The licence of the data, shown with every page and file that carries it; the code's own is Apache-2.0.
DATA_LICENCE = os.environ.get("DATA_LICENCE") or "CC BY 4.0"
DATA_LICENCE_URL = os.environ.get("DATA_LICENCE_URL") or "https://creativecommons.org/licenses/by/4.0/"

# Whether whoever wrote a change may publish it too, as an office of one has to.
OWN_CHANGES_MAY_BE_PUBLISHED = is_set("OWN_CHANGES_MAY_BE_PUBLISHED")

# After how many days somebody should make sure that what a project says still holds.
CONFIRM_AFTER_DAYS = int(os.environ.get("CONFIRM_AFTER_DAYS") or 90)

# What a portal's footer must say of the site, each shown where it is set.
SITE_OPERATOR = os.environ.get("SITE_OPERATOR", "")
SITE_CONTACT = os.environ.get("SITE_CONTACT", "")
SITE_ICP = os.environ.get("SITE_ICP", "")
SITE_POLICE = os.environ.get("SITE_POLICE", "")
SITE_CODE = os.environ.get("SITE_CODE", "")
# Where to report a hole: mailto: or https:, for /.well-known/security.txt.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "")

# Mail. Without a way for it to leave none is sent: what would send it says so.

_mail = read_email_url()
SENDS_MAIL = _mail is not None
EMAIL_FROM = read_email_from()
if EMAIL_FROM:
    DEFAULT_FROM_EMAIL = EMAIL_FROM
if _mail and django.VERSION >= (6, 1):
    MAILERS = {"default": _mail}
elif _mail:
    # As Django said it before 6.1, which refuses these names beside the new one.
    EMAIL_BACKEND = _mail["BACKEND"]
    _options = _mail.get("OPTIONS", {})
    EMAIL_HOST, EMAIL_PORT = _options.get("host"), _options.get("port")
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _options.get("username"), _options.get("password")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _options.get("use_tls"), _options.get("use_ssl")
    EMAIL_TIMEOUT = _options.get("timeout")

# Database. Requests are not atomic as a whole: under IMMEDIATE a mere read would take SQLite's one write lock.

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_health_checks=True
    )
}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database.setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    )
elif _database["ENGINE"] == "django.db.backends.postgresql":
    # As on any disk that does not turn: by its own default PostgreSQL would read a table through, facts and all, where
    # a walk along the index of a list says it.
    _database.setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
    _pool_size = int(os.environ.get("DATABASE_POOL") or 10)
    if _pool_size:
        _database.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": _pool_size, "timeout": 20}

# Languages and time.

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Files. Names carry a hash of their content, but for development, where nothing is collected.

STATIC_URL = f"{URL_PREFIX}/static/"
# Leaflet's own files: as an application the package that carries them would ask for GDAL.
STATICFILES_DIRS = [
    ("leaflet", Path(find_spec("leaflet").origin).parent / "static" / "leaflet"),
    # The pictures of the guide to the desk, under the names that its text has for them.
    ("desk", BASE_DIR / "docs" / "desk"),
]
STATIC_ROOT = VAR_DIR / "static"
# WhiteNoise warns of a folder that is not there yet.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Uploaded files, which no address leads to but those of views that ask who may see them.
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or VAR_DIR / "media")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Mail to ADMINS, Django's default for errors, would go nowhere.
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Scanners ask for hosts that are not ours all day long; they get their 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "projects": {"level": "INFO"},
    },
}
