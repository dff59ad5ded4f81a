"""Django's own checks of a deployment, and dates where the operator is."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

KEY = "b7Yx0q-Tz4KfV9mJ2sWnR8cLpH3gEdUa-and-some-more-of-it"


def django(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "morelli.web.settings", **variables}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # that of the tests' browser
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_a_deployment_passes_djangos_checks():
    done = django(
        *("check", "--deploy", "--fail-level", "INFO"),
        MORELLI_TLS="true",
        MORELLI_SECRET_KEY=KEY,
        MORELLI_ALLOWED_HOSTS="museum.example",
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("password", ["short", "qwerty123456", "giovanni-morelli"])
def test_passwords_that_are_easy_to_guess_are_refused(password):
    owner = User(username="giovanni-morelli")
    with pytest.raises(ValidationError):
        validate_password(password, owner)
    validate_password("an earlobe tells", owner)


def test_a_session_ends_after_a_working_day():
    assert settings.SESSION_COOKIE_AGE == 12 * 3600
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"


def test_the_tables_are_those_of_the_migrations():
    done = django("makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout


def test_dates_are_in_the_zone_of_the_machine():
    show = ("shell", "--no-imports", "-c", "from django.conf import settings as s")
    tell = f"{show[-1]}; print(s.TIME_ZONE)"
    assert django(*show[:-1], tell, TZ="Europe/Rome").stdout.strip() == "Europe/Rome"
    assert django(*show[:-1], tell, TZ="").stdout.strip() == "UTC"
