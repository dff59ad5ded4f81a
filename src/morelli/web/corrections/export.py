"""Corrections as a data set that `morelli train` reads."""

import csv
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from morelli.inference.answer_csv import guarded
from morelli.storage import atomic_write
from morelli.taxonomy import Artist, Taxonomy, UnknownNameError
from morelli.web.corrections.models import Correction

MANIFEST = "corrections.csv"
COLUMNS = ("file", "artist", "style", "source", "comment")


def export(folder: Path) -> tuple[int, int]:
    """Write the pictures that visitors left, and a table of who painted them.

    Corrections without a picture, or with a name that the taxonomy doesn't have, are left out.
    So are those that contradict one another about the same picture, because no visitor's word
    outweighs another's: staff decide, and delete what is wrong.

    Returns:
        How many pictures were written, and how many corrections were left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    usable: dict[str, list[tuple[Artist, Correction]]] = defaultdict(list)
    for correction in Correction.objects.order_by("received", "id").defer("picture").iterator():
        with suppress(UnknownNameError):
            artist = Taxonomy.load().find(correction.said)
            usable[correction.digest].append((artist, correction))
    rows, used = [], 0
    for digest, agreeing in usable.items():
        picture = _picture(digest)
        artist = agreeing[0][0]
        if picture is None or any(other != artist for other, _ in agreeing):
            continue
        used += len(agreeing)
        file = f"{digest}.webp"
        (folder / file).write_bytes(picture)
        comment = guarded("; ".join(one.comment for _, one in agreeing if one.comment))
        rows.append((file, artist.slug, artist.style or "", "correction", comment))
    with (
        atomic_write(folder / MANIFEST) as partial,
        partial.open("w", encoding="utf-8", newline="") as table,
    ):
        csv.writer(table).writerows([COLUMNS, *rows])
    return len(rows), Correction.objects.count() - used


def _picture(digest: str) -> bytes | None:
    """The picture as kept; None where no visitor agreed to that."""
    left = Correction.objects.filter(digest=digest, picture__isnull=False)
    return left.values_list("picture", flat=True).first() if digest else None
