"""An index of works: one file, read where it lies.

The first line is JSON: the format, how many works there are, how long an embedding is, in whose
space it lies, and the SHA-256 of all this and of what follows: the embeddings (int8, a row a work),
the miniatures (uint8, likewise), and a line of JSON for each work. Nothing is unpickled, and of
many works only those that are found are parsed.
"""

import hashlib
import json
import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from morelli.documents import first_fault, open_file
from morelli.errors import MorelliError
from morelli.storage import atomic_write
from morelli.works.miniature import BYTES
from morelli.works.work import Work

FORMAT = 1

SCALE = 127
"""An embedding of length 1 is stored as so many steps for each of its numbers."""

_WORK = TypeAdapter(Work)

_ABOUT = tuple(f.name for f in fields(Work) if f.name not in ("where", "similarity"))


class WorksError(MorelliError):
    """An index of works is missing, damaged, or of another format or model."""


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    count: int = Field(ge=0, le=10**9)
    dimensions: int = Field(gt=0, le=10**5)
    space: str = Field(max_length=100)
    sha256: str = Field(default="0" * 64, pattern=r"^[0-9a-f]{64}$")

    def signed(self, *body: "bytes | memoryview") -> "_Header":
        """With the checksum of the header and what follows it."""
        blank = self.model_copy(update={"sha256": "0" * 64})
        digest = hashlib.sha256(blank.model_dump_json().encode())
        for part in body:
            digest.update(part)
        return self.model_copy(update={"sha256": digest.hexdigest()})


class Index:
    """Works that are known.

    Attributes:
        space: name of the space that the embeddings lie in (`Recognition.space`).
        embeddings: int8 (N, K).
        miniatures: uint8 (N, `miniature.BYTES`).
    """

    def __init__(
        self,
        space: str,
        embeddings: NDArray[np.int8],
        miniatures: NDArray[np.uint8],
        about: "Sequence[bytes] | _Lines",
    ) -> None:
        """Use `of`, `read` or `open`."""
        self.space = space
        self.embeddings = embeddings
        self.miniatures = miniatures
        self._about = about

    @classmethod
    def of(
        cls,
        space: str,
        embeddings: NDArray[Any],
        miniatures: NDArray[np.uint8],
        works: Iterable[Work],
    ) -> "Index":
        """An index of N works.

        Args:
            space: the model's.
            embeddings: of length 1, (N, K).
            miniatures: packed, uint8 (N, `miniature.BYTES`).
            works: what they are, N of them.
        """
        steps = np.clip(np.rint(np.asarray(embeddings) * SCALE), -SCALE, SCALE).astype(np.int8)
        about = [_line(work) for work in works]
        if not len(steps) == len(miniatures) == len(about):
            raise ValueError(
                f"{len(steps)} embeddings, {len(miniatures)} miniatures and {len(about)} works"
            )
        return cls(space, steps, miniatures, about)

    @classmethod
    def read(cls, content: "bytes | mmap.mmap", name: str) -> "Index":
        """The index in a file's content, which stays where it is.

        Args:
            content: all of the file.
            name: of the file, for what is said about it.

        Raises:
            WorksError: it is damaged, or of another format.
        """
        end = content.find(b"\n", 0, 4096)
        try:
            header = _Header.model_validate_json(content[: max(end, 0)])
        except ValidationError as error:
            raise WorksError(f"{name} is no index of works: {first_fault(error)}.") from error
        if header.format != FORMAT:
            raise WorksError(f"{name} has format {header.format}; this morelli reads {FORMAT}.")
        view = memoryview(content)[end + 1 :]
        if header.signed(view) != header:
            raise WorksError(f"{name} is damaged: its checksum is another. Make it anew.")
        count, wide = header.count, header.dimensions
        if len(view) < count * (wide + BYTES):
            raise WorksError(f"{name} is damaged: it does not hold {count} works.")
        embeddings = np.frombuffer(view, np.int8, count * wide).reshape(count, wide)
        start = count * wide
        miniatures = np.frombuffer(view, np.uint8, count * BYTES, start).reshape(count, BYTES)
        about = _Lines(view[start + count * BYTES :])
        if len(about) != count:
            raise WorksError(f"{name} is damaged: it names {len(about)} of {count} works.")
        return cls(header.space, embeddings, miniatures, about)

    @classmethod
    def open(cls, path: Path) -> "Index":
        """The index in a file, mapped into memory; raises as `read`, and OSError."""
        try:
            with open_file(path) as file:
                content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError as error:
            raise WorksError(f"{path} is no index of works: {error}.") from error
        return cls.read(content, str(path))

    def __len__(self) -> int:
        return len(self.embeddings)

    def __getitem__(self, number: int) -> Work:
        """What the work of that number is.

        Raises:
            WorksError: what the index says of it is no work.
        """
        try:
            return _WORK.validate_json(self._about[number])
        except ValidationError as error:
            raise WorksError(f"Work {number} of an index: {first_fault(error)}.") from error

    def __iter__(self) -> Iterator[Work]:
        return (self[number] for number in range(len(self)))

    def to_bytes(self) -> bytes:
        """The content of its file."""
        about = b"".join(bytes(self._about[number]) + b"\n" for number in range(len(self)))
        body = self.embeddings.tobytes() + self.miniatures.tobytes() + about
        wide = self.embeddings.shape[1]
        header = _Header(format=FORMAT, count=len(self), dimensions=wide, space=self.space)
        return header.signed(body).model_dump_json().encode() + b"\n" + body

    def save(self, path: Path) -> None:
        """Write it; a kill leaves the file that was there before, or the new one."""
        with atomic_write(path) as partial:
            partial.write_bytes(self.to_bytes())

    def joined(self, other: "Index") -> "Index":
        """The works of both, these first."""
        return Index(
            self.space,
            np.concatenate([self.embeddings, other.embeddings]),
            np.concatenate([self.miniatures, other.miniatures]),
            [bytes(i._about[number]) for i in (self, other) for number in range(len(i))],
        )


class _Lines:
    """Lines of a block of text, found when they are asked for."""

    def __init__(self, block: memoryview) -> None:
        self._block = block
        self._ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n"))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        start = self._ends[number - 1] + 1 if number else 0
        return bytes(self._block[start : self._ends[number]])


def _line(work: Work) -> bytes:
    """What is known of a work, in JSON; a line has no line break in it."""
    said = {name: getattr(work, name) for name in _ABOUT if getattr(work, name)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
