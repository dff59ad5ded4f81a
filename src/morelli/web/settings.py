"""Django's settings, each with its reason; what a deployment may choose is in `environment`."""

import os
import re
from pathlib import Path

from morelli.web.database import database
from morelli.web.environment import environment, time_zone
from morelli.web.logs import configuration
from morelli.web.middleware.csp import DIRECTIVES

_chosen = environment()
_PORT = re.compile(r":\d+$")

SECRET_KEY = _chosen.secret_key
DEBUG = _chosen.debug
# Django compares names without their ports; browsers name them in the origin of staff's forms, and
# https where a proxy ends TLS of which nobody told (see MORELLI_TLS).
ALLOWED_HOSTS = [_PORT.sub("", host) for host in _chosen.hosts]
CSRF_TRUSTED_ORIGINS = [
    f"https://*{host}" if host.startswith(".") else f"https://{host}"
    for host in _chosen.hosts
    if host != "*"
]

# Where visitors find the server: behind a proxy under a path, or by https (see middleware.proxy).
FORCE_SCRIPT_NAME = _chosen.path_prefix or None
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{_chosen.path_prefix}/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _chosen.tls
SESSION_COOKIE_AGE = 12 * 3600  # a working day, in seconds
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {}),
    )
]
SECURE_HSTS_SECONDS = 31_536_000 if _chosen.tls else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # what reads cookies asks for tokens itself, see MIDDLEWARE
    "security.W005",  # subdomains, and browsers' own lists, are the affair of who owns the domain
    "security.W021",
    "security.W008",  # the proxy leads from http to https; this server never hears http
]

CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES}

ROOT_URLCONF = "morelli.web.urls"
WSGI_APPLICATION = "morelli.web.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "ninja",  # brings the scripts of /api/docs, so that it needs no other host
    "morelli.web.records",
]
MIDDLEWARE = [
    "morelli.web.middleware.request_id.RequestId",
    "morelli.web.middleware.telemetry.Telemetry",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "morelli.web.middleware.headers.Headers",
    "morelli.web.middleware.http_head.Head",
    "morelli.web.problems.failures.Failures",
    "morelli.web.health.Health",
    "morelli.web.page.Assets",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # ETag, and 304 to who has it already
    "django.middleware.common.CommonMiddleware",  # refuses hosts that are not allowed
    "morelli.web.middleware.cross_site.SameSite",
    # For staff under /admin/ and /api/v1/teaching alone, whose views ask for CSRF tokens; nothing
    # else reads a cookie.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            Path(__file__).parent / "templates",
            Path(__file__).parent / "teaching" / "templates",
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
APPEND_SLASH = False  # the original server has no /classifier/

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
USE_I18N = False
USE_TZ = True
TIME_ZONE = time_zone(os.environ.get("TZ", ""))

# The browser app lies at the root of the site, and only its hashed files are cached for ever.
STATIC_URL = "static/"
APP = Path(__file__).parent / "app"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ROOT = str(APP) if APP.is_dir() else None
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/(?!static/).*-[A-Za-z0-9_-]{8}\.(?:js|css|woff2)$"

# Uploads: each file is cut off at its limit while it arrives, the whole before it is read. Larger
# ones lie in files without a name, which are gone with the process, however it ends.
FILE_UPLOAD_HANDLERS = [
    "morelli.web.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "morelli.web.uploads.UnlinkedUpload",
]
DATA_UPLOAD_MAX_NUMBER_FILES = _chosen.max_files
DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000  # everything but files

LOGGING = configuration(_chosen.log)
