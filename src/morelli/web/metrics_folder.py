"""The folder where the server's processes count together; see `middleware.telemetry`."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a killed server's folder stays
    fcntl = None  # type: ignore[assignment]

PREFIX = "morelli-metrics-"
_HELD = "held"


@contextmanager
def metrics_folder() -> Iterator[Path]:
    """An empty folder, deleted at the end; those that killed servers left are deleted first.

    A server holds a lock on a file in its own as long as it lives; a folder without that file
    is of one that is just starting.

    Raises:
        OSError: there is no temporary folder that can be written.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError), (left / _HELD).open("rb") as held:
            if fcntl is not None:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name,
        tempfile.NamedTemporaryFile(dir=name, delete=False) as held,
    ):
        if fcntl is not None:
            fcntl.flock(held, fcntl.LOCK_EX)
        Path(held.name).rename(Path(name) / _HELD)  # locked before anybody finds it
        yield Path(name)
