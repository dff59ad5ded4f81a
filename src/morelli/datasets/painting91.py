"""Painting-91 as it was published: 4,266 pictures, 91 painters, 13 styles of 50 painters.

    Images/*.jpg
    Labels/{image_names,labels,trainset,testset}.mat
    Labels_Style/{image_names,labels,trainset,testset}_style.mat

Khan, Beigpour, van de Weijer, Felsberg: "Painting-91: a large scale database for computational
painting categorization", Machine Vision and Applications 25 (2014). Artists and styles have
splits of their own (2,275 / 1,991 and 1,250 / 1,088 pictures).

Classes are named by their pictures: a column of the labels is the painter whose prefix most of
its files carry, and the style that most of its painters have in the taxonomy.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from morelli.datasets import matfiles
from morelli.datasets.dataset import Dataset, DatasetError, Problem, Sample, readable
from morelli.datasets.labels import artist_slug
from morelli.datasets.scan import LeftOut, scan, subfolders
from morelli.images import SUFFIXES

PARTS = ("image_names", "labels", "trainset", "testset")


@dataclass(frozen=True, slots=True)
class _Task:
    """One task's labels and split, keyed by the place of a picture in its own list."""

    names: list[str]
    classes: list[int]
    splits: list[str | None]


def locate(path: Path) -> Path | None:
    """The folder with `Images` and `Labels`: `path` itself, or one or two levels below it."""
    level = [path]
    for _ in range(3):
        for folder in level:
            if {"images", "labels"} <= {f.name.casefold() for f in subfolders(folder)}:
                return folder
        level = [below for folder in level for below in subfolders(folder)]
    return None


def read(root: Path, *, task: Literal["artist", "style"] = "artist") -> Dataset:
    """Read Painting-91 from the folder that `locate` found.

    Args:
        root: the folder that holds `Images` and `Labels`.
        task: whose official split the samples carry.

    Returns:
        every listed picture that is there, in the order of the list, with painter and (for 50
        of the painters) style. A picture outside both of the task's masks has no split.

    Raises:
        DatasetError: a file of labels is missing or doesn't fit the list of names.
    """
    artists = _task(root)
    if artists is None:
        raise DatasetError(f"{readable(root)} has no image_names.mat in its folder Labels.")
    styles = _task(root, "style", artists.names)
    if task == "style" and styles is None:
        raise DatasetError(f"{readable(root)} has no folder Labels_Style, so no split of styles.")
    images = next(f for f in subfolders(root) if f.name.casefold() == "images")
    left_out = LeftOut()
    pictures = _Pictures(found.path for found in scan(images, left_out) if found.picture)

    artist_of = _artist_of_class(artists)
    artist_at = {
        path: artist_of.get(number)
        for name, number in zip(artists.names, artists.classes, strict=True)
        if (path := pictures.find(name))
    }
    style_at = _styles(styles, pictures, artist_at) if styles else {}
    chosen = styles if task == "style" and styles else artists
    split_at = {pictures.find(n): s for n, s in zip(chosen.names, chosen.splits, strict=True)}

    samples = (Sample(p, a, style_at.get(p), split_at.get(p)) for p, a in artist_at.items())
    unfound = [name for name in artists.names if pictures.find(name) is None]
    unlisted = [path for path in pictures.paths if path not in artist_at]
    skipped = [Problem(readable(n), "listed in image_names.mat, not in Images") for n in unfound]
    skipped += [Problem(readable(p.name), "not listed in image_names.mat") for p in unlisted]
    skipped += left_out.problems
    return Dataset("painting91", tuple(samples), tuple(skipped), root, noted=left_out.noted)


def normal_form(name: str) -> str:
    """What is left of a file name when its accents, its case and its suffix are taken away.

    Manet's É is stored as other broken bytes in the lists than on disk, and becomes something
    else again on some file systems: everything that isn't ASCII is dropped, and so is what
    programs write in its stead ("#U00c9", "_").
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    if dot and f".{suffix.casefold()}" in SUFFIXES:
        name = stem
    composed = re.sub("#U[0-9a-fA-F]{4}", "", unicodedata.normalize("NFC", name))
    return "".join(c for c in composed if " " <= c <= "~").lstrip("_?- ").casefold()


def agree(one: str, other: str) -> bool:
    """Whether two normal forms are one name, of which one may have lost its first letters.

    A plain E, where somebody repaired one side only, is there and not on the other side.
    """
    short, long = sorted((one, other), key=len)
    return long.endswith(short) and len(short) > 4 and len(long) - len(short) <= 2


class _Pictures:
    """Finds a picture by its name in a list."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.paths = tuple(paths)
        self._exact = {path.name: path for path in self.paths}
        self._normal = {normal_form(path.name): path for path in self.paths}
        self._found: dict[str, Path | None] = {}

    def find(self, name: str) -> Path | None:
        """The picture a list means by `name`; None where it isn't on disk."""
        if name not in self._found:
            form = normal_form(name)
            self._found[name] = self._exact.get(name) or self._normal.get(form) or self._like(form)
        return self._found[name]

    def _like(self, form: str) -> Path | None:
        alike = [path for other, path in self._normal.items() if agree(form, other)]
        return alike[0] if len(alike) == 1 else None


def _prefix(name: str) -> str:
    """The painter's part of a file name: "Picasso_12.jpg" -> "picasso"."""
    return re.sub(r"[_\s-]*\d+$", "", normal_form(name))


def _task(root: Path, kind: str = "", names: list[str] | None = None) -> _Task | None:
    """One task from its four files; None where there are none.

    Args:
        root: the folder that holds them at any depth.
        kind: "style" for the files that are marked so by their own or their folder's name.
        names: what the pictures are called if the task has no list of its own.
    """
    found = {
        part: path
        for path in sorted(root.rglob("*.mat"))
        for part in PARTS
        if re.sub(r"[_ -]?style$", "", path.stem.casefold()) == part
        and (kind == "style") == ("style" in path.relative_to(root).as_posix().casefold())
    }
    if "image_names" in found:
        names = matfiles.names(found["image_names"])
    if not found or names is None:
        return None
    for part in PARTS[1:]:
        if part not in found:
            beside = readable(next(iter(found.values())).parent)
            raise DatasetError(f"{beside} has no {part}{'_style' if kind else ''}.mat.")
    classes = matfiles.classes(found["labels"], len(names))
    train = matfiles.mask(found["trainset"], len(names))
    test = matfiles.mask(found["testset"], len(names))
    if (both := train & test).any():
        name = readable(names[int(both.argmax())])
        raise DatasetError(f"{name} is both in the training and in the test set.")
    splits = ["train" if a else "test" if b else None for a, b in zip(train, test, strict=True)]
    return _Task(names, [int(c) for c in classes], splits)


def _artist_of_class(task: _Task) -> dict[int, str | None]:
    from morelli.taxonomy import Taxonomy

    known = {
        _prefix(spelling): artist.slug
        for artist in Taxonomy.load().painting91_artists()
        for spelling in artist.prefixes
    }
    prefixes: dict[int, Counter[str]] = defaultdict(Counter)
    for name, number in zip(task.names, task.classes, strict=True):
        if number >= 0:
            prefixes[number][_prefix(name)] += 1
    commonest = {number: counts.most_common(1)[0][0] for number, counts in prefixes.items()}
    return {
        number: next((known[other] for other in known if agree(prefix, other)), None)
        or artist_slug(prefix.replace("_", " "))
        for number, prefix in commonest.items()
    }


def _styles(
    task: _Task, pictures: _Pictures, artist_at: dict[Path, str | None]
) -> dict[Path, str | None]:
    """Style of every picture in the list of styles."""
    from morelli.taxonomy import Taxonomy

    taxonomy = Taxonomy.load()
    in_order = [style.slug for style in taxonomy.painting91_styles()]
    class_at = {
        path: number
        for name, number in zip(task.names, task.classes, strict=True)
        if number >= 0 and (path := pictures.find(name))
    }
    known = {artist.slug: artist.style for artist in taxonomy.painting91_artists()}
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for path, number in class_at.items():
        if style := known.get(artist_at.get(path) or ""):
            votes[number][style] += 1
    name_of: dict[int, str | None] = {
        number: votes[number].most_common(1)[0][0]
        if votes[number]
        else (in_order[number] if number < len(in_order) else None)
        for number in set(class_at.values())
    }
    return {path: name_of[number] for path, number in class_at.items()}
