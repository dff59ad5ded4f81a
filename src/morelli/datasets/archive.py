"""Unpacks a ZIP archive from somebody else: nothing outside the target, no links, no bombs."""

import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from morelli.datasets.dataset import DatasetError, readable

LARGEST = 8_000_000_000
"""Most bytes an archive may unpack to."""
MOST = 100_000
"""Most files it may hold."""


def unpack(
    archive: Path,
    target: Path,
    *,
    largest: int = LARGEST,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Unpack `archive` to the folder `target`, which appears only when everything is there.

    Every name is checked before the first byte is written.

    Args:
        archive: a ZIP file.
        target: a folder that doesn't exist yet, or is empty; its parent has to exist.
        largest: most bytes to unpack.
        progress: told the files that are done, and how many there are.

    Raises:
        DatasetError: no ZIP file, a damaged one, or one with anything unsafe in it.
        OSError: it can't be written, as when the disk is full.
    """
    scratch = target.with_name(f".{target.name}.unpacking")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as packed:
            members = [m for m in packed.infolist() if not m.is_dir()]
            _refuse_unsafe(archive, members, largest)
            for done, member in enumerate(members, start=1):
                place = scratch / PurePosixPath(member.filename)
                place.parent.mkdir(parents=True, exist_ok=True)
                # zipfile stops at the size that was announced, and checked above.
                with packed.open(member) as source, place.open("xb") as file:
                    shutil.copyfileobj(source, file, 1 << 20)
                if progress:
                    progress(done, len(members))
        if target.is_dir():
            target.rmdir()
        scratch.replace(target)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DatasetError(f"{readable(archive)} is not a sound ZIP archive: {error}.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _refuse_unsafe(archive: Path, members: list[zipfile.ZipInfo], largest: int) -> None:
    if not members:
        raise DatasetError(f"{readable(archive)} is empty.")
    if len(members) > MOST:
        raise DatasetError(f"{readable(archive)} holds more than {MOST:,} files.")
    size = sum(member.file_size for member in members)
    if size > largest:
        raise DatasetError(
            f"{readable(archive)} would unpack to {size:,} bytes, more than {largest:,}."
        )
    if len({member.filename for member in members}) < len(members):
        raise DatasetError(f"{readable(archive)} holds two files of the same name.")
    for member in members:
        name = member.filename
        inside = PurePosixPath(name), PureWindowsPath(name)
        if any(p.is_absolute() or p.drive or p.root or ".." in p.parts for p in inside):
            raise DatasetError(f"{readable(archive)} holds a file outside itself: {name!r}.")
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise DatasetError(f"{readable(archive)} holds a link or a special file: {name!r}.")
