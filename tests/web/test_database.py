"""`DATABASE_URL`: what is clear is taken, what is not is refused without its password."""

import pytest

from morelli.web.database import database
from morelli.web.environment import SettingError


def test_sqlite():
    assert database("sqlite:////srv/m.sqlite3")["NAME"] == "/srv/m.sqlite3"
    assert database("sqlite:///m.sqlite3")["NAME"].endswith("/m.sqlite3")
    assert database("")["NAME"].endswith("morelli.sqlite3")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql(scheme):
    chosen = database(f"{scheme}://an%40na:s%2Fecret@db.example:6543/art?sslmode=require")
    assert chosen == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "art",
        "USER": "an@na",
        "PASSWORD": "s/ecret",
        "HOST": "db.example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "require"},
    }
    assert database(f"{scheme}:///art")["HOST"] == ""


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me:hunter2@host/art",
        "postgres://me:hunter2@host",
        "postgres://me:hunter2@host:port/art",
        "sqlite://host/file",
        "sqlite:///",
        "art.sqlite3",
    ],
)
def test_what_is_not_clear_is_refused(url):
    with pytest.raises(SettingError, match=r"^DATABASE_URL is refused: .* It takes ") as refusal:
        database(url)
    assert "hunter2" not in str(refusal.value)
