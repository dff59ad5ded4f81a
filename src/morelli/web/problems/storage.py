"""Whether a failure is that of a disk or a database that takes nothing more."""

import errno

from django.db import InternalError, OperationalError

FULL = "storage-full"
UNAVAILABLE = "storage-unavailable"

_FULL = {errno.ENOSPC, errno.EDQUOT}
_UNAVAILABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
_SQLITE_FULL = {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMMAP"}
"""The last two: no room for the memory that its processes share, a file beside the database."""
_POSTGRESQL_FULL = "53100"
_POSTGRESQL_READ_ONLY = "25006"


def storage_problem(error: BaseException | None) -> str | None:
    """The code of the problem, `FULL` or `UNAVAILABLE`; None for failures of another kind."""
    match error:
        case OperationalError() | InternalError():
            cause = error.__cause__
            sqlite = getattr(cause, "sqlite_errorname", None)
            postgresql = getattr(cause, "sqlstate", None)
            if sqlite in _SQLITE_FULL or postgresql == _POSTGRESQL_FULL:
                return FULL
            lost = isinstance(error, OperationalError) or postgresql == _POSTGRESQL_READ_ONLY
            return UNAVAILABLE if lost else None
        case OSError(errno=number) if number in _FULL:
            return FULL
        case OSError(errno=number) if number in _UNAVAILABLE:
            return UNAVAILABLE
    return None
