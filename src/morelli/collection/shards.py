"""What of a run is finished: shards beside the table, each whole, until they are joined to it.

`results.csv.run.json` says what the rows were made with, and `results.csv.shards/` holds what is
finished. A shard is there or it isn't: no journal can say otherwise. When all is done they become
`results.csv`, in an order of steps that any kill may interrupt. Where the table is a folder its
shards stay.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from morelli.collection.formats import Format, Row, beside
from morelli.errors import MorelliError
from morelli.inference.answer_csv import guarded
from morelli.storage import atomic_write, write_atomically

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

SHARD = 512
"""Rows of a shard: what a kill costs at most."""

LEFT_OUT = "left out: "
"""How the error of what nobody meant as a picture begins."""


class Finished:
    """Which entries have their row: eight bytes each, however long their names are."""

    def __init__(self, names: Iterable[str]) -> None:
        """Args: their names, each as often as there are rows of it."""
        self._keys = np.sort(np.fromiter(map(_key, names), dtype=np.uint64))
        self._taken = np.zeros(len(self._keys), dtype=np.bool_)

    def __len__(self) -> int:
        return len(self._keys)

    def take(self, name: str) -> bool:
        """Whether there is a row of this name that wasn't taken before."""
        key = _key(name)
        place = int(np.searchsorted(self._keys, key))
        while place < len(self._keys) and self._keys[place] == key:
            if not self._taken[place]:
                self._taken[place] = True
                return True
            place += 1
        return False


class Shards:
    """The shards of a table.

    Attributes:
        out: the table: a file, or a folder that keeps its shards.
        failed: rows of pictures that could not be read, among those finished before.
        rows: all those finished before.
    """

    def __init__(self, out: Path, form: Format, *, keep: bool) -> None:
        """Args: the table, its format, and whether shards stay as they are."""
        self.out = out
        self.failed = self.rows = 0
        self._format = form
        self._keep = keep
        self._number: int | None = None
        self._folder = out if keep else out.with_name(f"{out.name}.shards")
        self._whole = self._folder / f"whole{form.suffix}"
        self._made_with = (out / "_run.json") if keep else out.with_name(f"{out.name}.run.json")

    def own(self, path: Path) -> bool:
        """Whether a path is the table, or one of the files that belong to it."""
        folder = self._folder.name
        if path.parent.name == folder and path.parent.resolve() == self._folder.resolve():
            return True
        name = path.name.lstrip(".")
        own = name == self.out.name or name.startswith(f"{self.out.name}.")
        return own and path.parent.resolve() == self.out.parent.resolve()

    @property
    def begun(self) -> bool:
        """Whether there is a table to go on with."""
        return self._made_with.exists()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes from a table that was begun, where the system can.

        Raises:
            MorelliError: one is at it.
        """
        if fcntl is None:
            yield
            return
        with self._made_with.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise MorelliError(
                    f"{self.out} is being written by another morelli: wait for it, or end it."
                ) from error
            yield

    def begin(self, made_with: Mapping[str, Any]) -> None:
        """Begin a table.

        Raises:
            MorelliError: there is one already.
        """
        there = any(self.out.iterdir()) if self.out.is_dir() else self.out.exists()
        if self.begun or there or (self.out.is_dir() and not self._keep):
            raise MorelliError(
                f"{self.out} is there already: --resume goes on with it, or choose another --out."
            )
        self._remember(made_with)

    def resume(self, made_with: Mapping[str, Any], *, retry: bool) -> Finished:
        """Go on with a table that was begun.

        Args:
            made_with: what rows are made with now.
            retry: forget the rows of pictures that could not be read.

        Raises:
            MorelliError: its rows were made with something else.
        """
        try:
            before = json.loads(self._made_with.read_text(encoding="utf-8"))
        except ValueError as error:
            raise MorelliError(
                f"{self._made_with} is damaged, and nobody knows what {self.out} was made with:"
                " choose another --out."
            ) from error
        for name in {**made_with, **before}:
            was, now = before.get(name), made_with.get(name)
            if was != now:
                raise MorelliError(
                    f"{self.out} was begun with {name} {was}, and this is {now}: resume it with"
                    " what it was begun with, or choose another --out."
                )
        self._end_joining()
        for torn in self._folder.glob(".*.partial"):
            torn.unlink()
        if not self._keep and self.out.exists() and not self._parts():
            self._reopen()
        if retry:
            for part in self._parts():
                if any(_failed(cells) for cells, _ in self._format.read(part)):
                    rows = (row for row in self._format.read(part) if not _failed(row[0]))
                    self._format.write(part, rows)
        return Finished(self._names())

    def write(self, rows: list[Row]) -> None:
        """Finish a shard."""
        self._format.write(self._next(), rows)

    def join(self) -> None:
        """Make all shards the table, unless they stay.

        Whenever it is interrupted, what `resume` finds is the shards, or all rows in one of them.
        """
        if not self._keep:
            rows = (row for part in self._parts() for row in self._format.read(part))
            self._format.write(self._whole, rows)
            self._end_joining()

    def forget(self) -> None:
        """Leave nothing of a table that got no row."""
        self._made_with.unlink(missing_ok=True)
        if self._folder.is_dir() and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def _remember(self, made_with: Mapping[str, Any]) -> None:
        text = json.dumps(made_with, ensure_ascii=False, indent=1)
        write_atomically(self._made_with, f"{text}\n".encode())

    def _parts(self) -> list[Path]:
        there = self._folder.glob(f"part-*{self._format.suffix}")
        return sorted(there, key=_number)

    def _next(self) -> Path:
        if self._number is None:
            self._number = max(map(_number, self._parts()), default=-1)
        self._number += 1
        return self._folder / f"part-{self._number:06}{self._format.suffix}"

    def _names(self) -> Iterator[str]:
        for part in self._parts():
            for cells, _ in self._format.read(part):
                self.rows += 1
                self.failed += _failed(cells)
                yield str(cells["file"])

    def _end_joining(self) -> None:
        if not self._whole.exists():
            return
        for part in self._parts():
            part.unlink()
        if beside(self._whole).exists():
            beside(self._whole).replace(beside(self.out))
        self._whole.replace(self.out)
        shutil.rmtree(self._folder)

    def _reopen(self) -> None:
        """Make a finished table a shard again; it stays where it is until it is replaced."""
        part = self._next()
        for here, there in ((beside(self.out), beside(part)), (self.out, part)):
            if here.exists():
                with atomic_write(there) as partial:
                    shutil.copyfile(here, partial)


def _number(part: Path) -> int:
    return int(part.stem.removeprefix("part-"))


def _failed(cells: Mapping[str, Any]) -> bool:
    """Whether a row is one of a picture that could not be read."""
    error = cells.get("error", "")
    return bool(error) and not error.startswith(LEFT_OUT)


def _key(name: str) -> int:
    # As CSV has it: what is guarded there and what only looks so can't be told apart any more.
    digest = hashlib.blake2b(str(guarded(name)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")
