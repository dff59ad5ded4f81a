"""Which pictures stand behind the numbers of an evaluation: `pictures-<head>.csv`."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from morelli.errors import MorelliError

COLUMNS = ("file", "truth", "answer")


@dataclass(frozen=True, slots=True)
class Answered:
    """A test picture: its file, the slug it is labelled with, and the slug that was answered."""

    file: Path
    truth: str
    answer: str


def path(folder: Path, head: str) -> Path:
    """Where an evaluation's folder names the pictures of a head ("artist" or "style")."""
    return folder / f"pictures-{head}.csv"


def write(file: Path, pictures: Iterable[Answered]) -> None:
    """Write a row for each picture, its file as an absolute path."""
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        for picture in pictures:
            writer.writerow([picture.file.resolve(), picture.truth, picture.answer])


def read(file: Path) -> tuple[Answered, ...]:
    """What `write` wrote.

    Raises:
        MorelliError: it is no such table.
    """
    try:
        with file.open(newline="", encoding="utf-8") as opened:
            rows = csv.DictReader(opened)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise MorelliError(f"{file} has not the columns {', '.join(COLUMNS)}.")
            return tuple(Answered(Path(r["file"]), r["truth"], r["answer"]) for r in rows)
    except (OSError, ValueError, TypeError) as error:
        raise MorelliError(f"{file} cannot be read: {error}.") from error
