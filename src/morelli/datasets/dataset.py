"""What a data set is once it has been read: labelled pictures and a list of what was wrong."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from morelli.errors import MorelliError

_KINDS = "jpg jpeg jpe jfif png webp tif tiff bmp gif avif heic heif"


class DatasetError(MorelliError):
    """A data set cannot be read at all; a single bad picture is a `Problem` instead."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture and what is known about it.

    Attributes:
        path: the picture.
        artist: slug of the painter; None where it isn't known.
        style: slug of the style; None where it isn't known.
        split: "train", "validation", "test" or any other name the data set gives; None where
            the picture belongs to no split.
        source: where the picture comes from, such as a museum or a web site; None where it isn't
            known.
        title: what the painting is called; None where it isn't known.
        group: the same for all pictures of one painting; None where nobody says which are.
        work: what the training pictures know of the painting, in the table's own word, for those
            who measure by it (`morelli.evaluation.cross_dataset`); None where it isn't said.
        year: when it was painted; None where it isn't known.
        origin: the picture's path at its source, whose name may say what it shows; None where it
            isn't known.
        same_work_as: another picture of the same painting; None where nobody names one.
    """

    path: Path
    artist: str | None
    style: str | None
    split: str | None = None
    source: str | None = None
    title: str | None = None
    group: str | None = None
    work: str | None = None
    year: int | None = None
    origin: str | None = None
    same_work_as: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was left out, and why.

    Attributes:
        where: the file or the row ("row 12") it is about.
        reason: a sentence for people.
    """

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Pictures with labels, in a fixed order.

    Attributes:
        name: what to call it in reports.
        samples: the pictures that can be used.
        skipped: what was left out while reading, with the reason.
        root: the folder that `identity` is relative to.
        other_roots: those of data sets that stand `beside` it.
        noted: what was passed over on purpose and needs no mending: thumbnails that a system put
            between the pictures, labels that aren't sure.
    """

    name: str
    samples: tuple[Sample, ...]
    skipped: tuple[Problem, ...] = ()
    root: Path = Path()
    other_roots: tuple[Path, ...] = ()
    noted: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.samples)

    def __iter__(self) -> Iterator[Sample]:
        return iter(self.samples)

    def split(self, name: str) -> "Dataset":
        """The pictures of one split, without the lists of what was left out."""
        samples = tuple(s for s in self if s.split == name)
        return replace(self, samples=samples, skipped=(), noted=())

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the splits there are, sorted."""
        return tuple(sorted({s.split for s in self if s.split is not None}))

    @property
    def artists(self) -> tuple[str, ...]:
        """Slugs of the painters there are, sorted."""
        return tuple(sorted({s.artist for s in self if s.artist is not None}))

    @property
    def styles(self) -> tuple[str, ...]:
        """Slugs of the styles there are, sorted."""
        return tuple(sorted({s.style for s in self if s.style is not None}))

    def identity(self, sample: Sample) -> str:
        """The picture's path below its root, the same on every machine that has the data set.

        It can be printed anywhere: bytes that aren't UTF-8 are replaced.
        """
        roots = (self.root, *self.other_roots)
        root = next((root for root in roots if sample.path.is_relative_to(root)), None)
        path = sample.path if root is None else sample.path.relative_to(root)
        return readable(path.as_posix())

    def fingerprint(self) -> str:
        """SHA-256 over every picture's bytes and labels, as 64 hexadecimal digits.

        It changes when a picture, a label or a split changes, and doesn't when the data set is
        moved, renamed or listed in another order.

        Raises:
            DatasetError: a picture cannot be read.
        """
        with ThreadPoolExecutor() as pool:
            digests = pool.map(_digest, (sample.path for sample in self))
            lines = sorted(
                "\t".join((digest, s.artist or "", s.style or "", s.split or ""))
                for digest, s in zip(digests, self, strict=True)
            )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def readable(path: str | os.PathLike[str]) -> str:
    """A path as text that can be printed anywhere, even where its name is not valid UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DatasetError(f"{readable(path)} cannot be read: {error.strerror}.") from error
