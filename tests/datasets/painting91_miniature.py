"""Builds Painting-91 with every file, name and quirk of the real one, and tiny pictures.

The list of files comes from `painting91_files.csv` where there is one; otherwise from the
taxonomy, with the real numbers of pictures per split (25 of each painter for training).
"""

import csv
import io
import os
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from scipy.io import savemat

from morelli.taxonomy import Taxonomy


@dataclass(frozen=True)
class Entry:
    """One picture: what it is called in the lists and on disk, and what it is."""

    listed: str
    disk: bytes
    artist: str
    artist_split: str
    style: str | None
    style_split: str | None


def entries(published: Path) -> tuple[Entry, ...]:
    rows = _published(published) if published.is_file() else _synthetic()
    return tuple(
        Entry(_listed(name), _on_disk(name), artist, split, style, split if style else None)
        for name, artist, split, style in rows
    )


def _published(path: Path) -> Iterable[tuple[str, str, str, str | None]]:
    find_style = Taxonomy.load().find_style
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert not row["style"] or row["style_split"] == row["author_split"]
            style = find_style(row["style"]).slug if row["style"] else None
            yield row["file"], row["artist"], row["author_split"], style


def _synthetic() -> Iterable[tuple[str, str, str, str | None]]:
    artists = Taxonomy.load().painting91_artists()
    styled = [a for a in artists if a.style]
    plain = [a for a in artists if not a.style]
    counts = {a.slug: 47 if n < 38 else 46 for n, a in enumerate(styled)}
    counts |= {a.slug: 48 if n == 0 else 47 for n, a in enumerate(plain)}
    for artist in artists:
        for number in range(1, counts[artist.slug] + 1):
            split = "train" if number <= 25 else "test"
            yield f"{artist.prefixes[0]}_{number}.jpg", artist.slug, split, artist.style


def _listed(name: str) -> str:
    """UTF-8 read as Latin-1, as in image_names.mat; one suffix in capitals, the other not."""
    name = name.replace("EDOUARD_MANET", "Ã\x89DOUARD_MANET")
    return name.replace("FONTANA_36.jpg", "FONTANA_36.JPG")


def _on_disk(name: str) -> bytes:
    """Latin-1, which is not valid UTF-8; two suffixes in capitals."""
    name = re.sub(r"(LUCIO_FONTANA_3[67])\.jpg", r"\1.JPG", name)
    return name.replace("EDOUARD_MANET", "ÉDOUARD_MANET").encode("latin-1")


def build(folder: Path, entries: Iterable[Entry], *, sideways: bool = False) -> None:
    """Write `Paintings91/` with its three folders; `sideways` stores everything transposed."""
    for name, content in contents(entries, sideways=sideways):
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def archive(entries: Iterable[Entry]) -> bytes:
    """The same as a ZIP file, whose names are bytes without a word on their encoding."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in contents(entries):
            packed.writestr(name.replace(b"\xc9", b"@").decode(), content)
    return buffer.getvalue().replace(b"@DOUARD_MANET", b"\xc9DOUARD_MANET")


def contents(entries: Iterable[Entry], *, sideways: bool = False) -> Iterable[tuple[bytes, bytes]]:
    listed = sorted(entries, key=lambda e: e.listed.upper())
    styled = sorted((e for e in listed if e.style), key=lambda e: str(e.style))
    for entry in listed:
        yield b"Paintings91/Images/" + entry.disk, _picture(entry.disk)
    artists = sorted({e.artist for e in listed})
    styles = sorted({str(e.style) for e in styled})
    labels = [artists.index(e.artist) for e in listed]
    splits = [e.artist_split for e in listed]
    yield from _labels("Labels", "", [e.listed for e in listed], labels, splits, sideways)
    labels = [styles.index(str(e.style)) for e in styled]
    splits = [str(e.style_split) for e in styled]
    names = [e.listed for e in styled]
    yield from _labels("Labels_Style", "_style", names, labels, splits, sideways)


def _labels(
    folder: str, ending: str, names: list[str], labels: list[int], splits: list[str], sideways: bool
) -> Iterable[tuple[bytes, bytes]]:
    cells = np.empty((len(names), 1), object)
    cells[:, 0] = names
    variables: dict[str, Any] = {
        "image_names": cells,
        "labels": np.eye(max(labels) + 1)[labels],
        "trainset": np.array(splits)[:, None] == "train",
        "testset": np.array(splits)[:, None] == "test",
    }
    for name, value in variables.items():
        buffer = io.BytesIO()
        savemat(buffer, {name + ending: value.T if sideways else value})
        yield f"Paintings91/{folder}/{name}{ending}.mat".encode(), buffer.getvalue()


def _tiny() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (120, 90, 60)).save(buffer, "JPEG")
    return buffer.getvalue()


_TINY = _tiny()


def _picture(name: bytes) -> bytes:
    """A tiny JPEG whose comment makes it one of its kind."""
    comment = b"of " + name.replace(b"DOUARD", b"")
    return _TINY[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + _TINY[2:]
