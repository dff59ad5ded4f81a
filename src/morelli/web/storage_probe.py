"""Whether what visitors leave could be kept just now."""

import datetime
import errno
import os
import shutil
import tempfile

from django.utils import timezone

from morelli.web.environment import environment
from morelli.web.throttling.models import Tally


def probe() -> None:
    """Write a row, and look for room for a picture that is being received.

    Raises:
        Error: the database takes nothing.
        OSError: the system's temporary folder takes no picture.
    """
    over = timezone.now() + datetime.timedelta(minutes=1)
    Tally.objects.update_or_create(key="probe", defaults={"until": over})
    folder = tempfile.gettempdir()
    if shutil.disk_usage(folder).free < environment().max_bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), folder)
