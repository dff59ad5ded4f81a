"""Corrections as a data set that `morelli train` reads."""

import csv
from pathlib import Path

from morelli.taxonomy import Taxonomy, UnknownNameError
from morelli.web.corrections.models import Correction

MANIFEST = "corrections.csv"
COLUMNS = ("file", "artist", "style", "source", "comment")


def export(folder: Path) -> tuple[int, int]:
    """Write the pictures that visitors left, and a table of who painted them.

    The latest word on a picture counts. Corrections without a picture, or with a name that
    the taxonomy doesn't have, are left out.

    Returns:
        How many pictures were written, and how many corrections were left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, dict[str, str]] = {}
    count = 0
    for correction in Correction.objects.order_by("received", "id").iterator():
        count += 1
        try:
            artist = Taxonomy.load().find(correction.said)
        except UnknownNameError:
            continue
        if correction.picture is None:
            continue
        file = f"{correction.digest}.webp"
        (folder / file).write_bytes(correction.picture)
        rows[file] = {
            "file": file,
            "artist": artist.slug,
            "style": artist.style or "",
            "source": "correction",
            "comment": correction.comment,
        }
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, COLUMNS)
        writer.writeheader()
        writer.writerows(rows.values())
    return len(rows), count - len(rows)
