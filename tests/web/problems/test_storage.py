"""Full and read-only disks and databases are told from other failures, by real ones."""

import errno
import os
import sqlite3

import pytest
from django.db import InternalError, OperationalError, connection

from morelli.web.problems.storage import FULL, UNAVAILABLE, storage_problem


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, FULL),
        (errno.EDQUOT, FULL),
        (errno.EROFS, UNAVAILABLE),
        (errno.EACCES, UNAVAILABLE),
        (errno.ENOENT, None),
    ],
)
def test_the_systems_errors_are_told_apart(number, code):
    assert storage_problem(OSError(number, os.strerror(number))) == code


def database_error(statement: str, prepare: str, path) -> BaseException:
    """What Django makes of SQLite's refusal."""
    with connection.wrap_database_errors, sqlite3.connect(path) as database:
        database.execute("CREATE TABLE IF NOT EXISTS t (x)")
        database.execute(prepare)
        database.execute(statement)
    raise AssertionError("it was taken")


@pytest.mark.parametrize(
    ("prepare", "statement", "code"),
    [
        ("PRAGMA max_page_count = 2", "INSERT INTO t VALUES (randomblob(100000))", FULL),
        ("PRAGMA query_only = 1", "INSERT INTO t VALUES (1)", UNAVAILABLE),
    ],
)
def test_sqlites_refusals_are_told_apart(tmp_path, prepare, statement, code):
    with pytest.raises(OperationalError) as refused:
        database_error(statement, prepare, tmp_path / "a.sqlite3")
    assert storage_problem(refused.value) == code


def test_postgresqls_refusals_are_told_apart():
    psycopg = pytest.importorskip("psycopg", reason="no driver for PostgreSQL")
    gone = OperationalError()
    gone.__cause__ = psycopg.OperationalError("connection refused")
    assert storage_problem(gone) == UNAVAILABLE
    full = OperationalError()
    full.__cause__ = psycopg.errors.DiskFull()
    assert storage_problem(full) == FULL
    read_only = InternalError()
    read_only.__cause__ = psycopg.errors.ReadOnlySqlTransaction()
    assert storage_problem(read_only) == UNAVAILABLE


@pytest.mark.parametrize("error", [None, ValueError(), InternalError(), MemoryError()])
def test_defects_are_neither(error):
    assert storage_problem(error) is None
