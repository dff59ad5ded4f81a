"""The database: SQLite in the user's data folder, or what `DATABASE_URL` says."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
from dj_database_url import ParseError, UnknownSchemeError

from morelli.storage import data_folder
from morelli.web.environment import SettingError

_TAKES = "It takes sqlite:///folder/file or postgresql://user:password@host:port/name."

_LOCK = 7_261_816
"""Any number that no other program is likely to lock in the same database."""


def database(url: str) -> dict[str, Any]:
    """Django's settings for the database at `url`; empty: SQLite in the user's data folder.

    Raises:
        SettingError: the address is not clear. Passwords are not repeated.
    """
    if not url:
        return _sqlite(data_folder("morelli.sqlite3"))
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ParseError, UnknownSchemeError, ValueError):
        # Theirs may repeat the address, and the password in it.
        reason = "it is no address, its port is no number, or no such database is known"
        raise SettingError(f"DATABASE_URL is refused: {reason}. {_TAKES}") from None
    name, engine = found["NAME"], found["ENGINE"].removeprefix("django.db.backends.")
    if engine == "sqlite3" and not found["HOST"] and name not in ("", ":memory:"):
        return _sqlite(Path(name))
    if engine == "postgresql" and name:
        wanted = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST")
        place = {key: found[key] for key in wanted}
        return place | {"PORT": str(found["PORT"]), "OPTIONS": found.get("OPTIONS", {})}
    scheme = url.partition(":")[0]
    raise SettingError(f"DATABASE_URL is refused: {scheme} is not clear. {_TAKES}")


def prepare() -> None:
    """Set Django up and bring the database to the shape that this version needs.

    Raises:
        SettingError: the database cannot be used.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "morelli.web.settings"
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import Error, connections

    place = settings.DATABASES["default"]
    try:
        django.setup()
        with _alone(place):
            call_command("migrate", verbosity=0, interactive=False)
    except (Error, sqlite3.Error, OSError) as error:
        raise SettingError(
            f"The database {place['NAME']} cannot be used: {error}. See DATABASE_URL."
        ) from error
    except ImproperlyConfigured as error:
        raise SettingError(
            "PostgreSQL needs its driver: pip install 'morelli[postgres]'."
        ) from error
    finally:
        connections.close_all()


@contextmanager
def _alone(place: dict[str, Any]) -> Iterator[None]:
    """Servers that start together bring the database to its shape one after the other."""
    from django.db import connection

    if place["ENGINE"].endswith("sqlite3"):
        Path(place["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        # A database beside it that is always empty: its lock works on every system.
        lock = sqlite3.connect(f"{place['NAME']}.lock", timeout=60, isolation_level=None)
        with closing(lock):
            lock.execute("BEGIN EXCLUSIVE")
            yield
    else:
        with connection.cursor() as cursor:  # closing the connection unlocks
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path.absolute()),
        # Several processes write: they wait for one another instead of failing.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL",
        },
    }
