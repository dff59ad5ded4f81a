"""Collections in ZIP and tar archives, read where they lie: nothing is unpacked to the disk."""

import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from morelli import images
from morelli.collection.entry import SIDECAR, Entry
from morelli.datasets import ignored
from morelli.datasets.dataset import DatasetError, readable
from morelli.datasets.scan import NOT_A_PICTURE
from morelli.errors import MorelliError
from morelli.images import SUFFIXES, Limits
from morelli.images.formats import HEAD, is_picture

A_LINK = "a link or a special file"

_DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError),
    *(RuntimeError, ValueError),
)
"""What the standard library raises of damaged, foreign and encrypted archives; a MorelliError is
none of these."""


def recognised(path: Path, limits: Limits) -> "Zip | Tar | None":
    """A file as an archive; None where it is none."""
    if zipfile.is_zipfile(path):
        return Zip(path, limits)
    return Tar(path, limits) if tarfile.is_tarfile(path) else None


@dataclass(frozen=True, slots=True)
class Zip:
    """The files of a ZIP archive, which lists them at its end: that list alone is held."""

    path: Path
    limits: Limits

    def entries(self) -> Iterator[Entry]:
        """See `morelli.collection.entry.Collection`."""
        packed = self._opened()  # whoever reads a member yet keeps it open
        for member in _files(packed):
            kind = stat.S_IFMT(member.external_attr >> 16)
            if kind not in (0, stat.S_IFREG):
                yield Entry(member.filename, reason=A_LINK)
            else:
                yield self._entry(packed, member)

    def count(self) -> int:
        """See there."""
        return sum(1 for _ in _files(self._opened()))

    def _opened(self) -> zipfile.ZipFile:
        with _telling(self.path):
            return zipfile.ZipFile(self.path)

    def _entry(self, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Entry:
        def read() -> bytes:
            with _telling(self.path), packed.open(member) as file:
                return images.read(cast("BinaryIO", file), self.limits)

        def head() -> bytes:
            with _telling(self.path), packed.open(member) as file:
                return file.read(HEAD)

        return _entry(member.filename, read, head)


@dataclass(frozen=True, slots=True)
class Tar:
    """The files of a tar archive, packed or not, as they come."""

    path: Path
    limits: Limits

    def entries(self) -> Iterator[Entry]:
        """See `morelli.collection.entry.Collection`."""
        with _telling(self.path), tarfile.open(self.path, "r|*") as packed:
            while (member := packed.next()) is not None:
                packed.members.clear()  # type: ignore[attr-defined]  # it would keep all of them
                if member.isdir() or _sidecar(member.name):
                    continue
                file = packed.extractfile(member) if member.isreg() else None
                if file is None:
                    yield Entry(member.name, reason=A_LINK)
                else:
                    yield self._entry(member.name, file)

    def count(self) -> None:
        """Nobody knows before the end."""

    def _entry(self, name: str, file: IO[bytes]) -> Entry:
        try:
            content = images.read(cast("BinaryIO", file), self.limits)
        except MorelliError as error:  # empty, or too large
            refused = error

            def refuse() -> bytes:
                raise refused

            return _entry(name, refuse, bytes)
        return _entry(name, lambda: content, lambda: content[:HEAD])


def _files(packed: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    return (m for m in packed.infolist() if not m.is_dir() and not _sidecar(m.filename))


def _sidecar(name: str) -> bool:
    return name.casefold().endswith(SIDECAR)


def _entry(name: str, read: Callable[[], bytes], head: Callable[[], bytes]) -> Entry:
    """The entry for a file of this name, by the rules that folders are read by."""
    *above, last = PurePosixPath(name).parts or ("",)
    reasons = [ignored.why(part, folder=True) for part in above]
    for reason in (*reasons, ignored.why(last, folder=False)):
        if reason is not None:
            return Entry(name, reason=reason)
    called = PurePosixPath(last).suffix.casefold() in SUFFIXES
    try:
        if called or (not ignored.is_copy(last) and is_picture(head())):
            return Entry(name, read)
    except MorelliError as error:
        return Entry(name, reason=str(error), failed=True)
    return Entry(name, reason=NOT_A_PICTURE)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Say in a sentence for people what is wrong with an archive, or a file in it."""
    try:
        yield
    except _DAMAGED as error:
        raise DatasetError(f"{readable(path)} can't be read any further: {error}.") from error
