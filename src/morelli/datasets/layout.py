"""What the place of a picture in a folder says: painter, style, split, or nothing at all.

Published data sets lay their pictures out in different ways, and a folder's name is believed
only for what it is:

    Claude Monet/1.jpg                           painter
    Impressionism/claude-monet_haystacks.jpg     style; painter in the file's name (WikiArt)
    Impressionism/Claude Monet/1.jpg             style and painter
    images/images/Claude_Monet/Claude_Monet_1.jpg    nothing, nothing, painter (Best Artworks)
    resized/resized/Claude_Monet_1.jpg               nothing; painter in the file's name
    train/Claude Monet/1.jpg                     split and painter
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from morelli.datasets.labels import split_name
from morelli.datasets.scan import Found
from morelli.taxonomy import Taxonomy, UnknownNameError
from morelli.taxonomy.creators import is_nobody
from morelli.taxonomy.spelling import AmbiguousNameError, words_of

SPLITS = frozenset(("train", "validation", "test"))

CONTAINERS = frozenset(
    (
        *("archive", "art", "artwork", "artworks", "bilder", "data", "dataset", "datasets", "full"),
        *("gemälde", "image", "images", "img", "imgs", "jpeg", "jpg", "original", "originals"),
        *("painting", "paintings", "photo", "photos", "pic", "pics", "picture", "pictures", "png"),
        *("resize", "resized", "wikiart", "work", "works"),
    )
)
"""Folders' names that say nothing of what is in them."""

_NUMBERED = re.compile(r"(.*?)[_ -]+\(?\d+\)?")


@dataclass(slots=True)
class Folder:
    """A folder, and what lies in it.

    Attributes:
        below: its path below the data set's folder.
        pictures: those that lie directly in it.
        others: files that aren't pictures.
        folders: its folders by name.
    """

    below: str
    pictures: list[Path] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)
    folders: dict[str, "Folder"] = field(default_factory=dict)

    def all_pictures(self) -> Iterator[Path]:
        """Its pictures at any depth, sorted as a listing is."""
        yield from self.pictures
        for below in self.folders.values():
            yield from below.all_pictures()

    def all_others(self) -> Iterator[Path]:
        """Files that aren't pictures at any depth."""
        yield from self.others
        for below in self.folders.values():
            yield from below.all_others()


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of the pictures in a folder, as it is written.

    Attributes:
        artist: the painter's name; None where the folder doesn't say.
        style: the style's name; None where it doesn't say.
        split: "train", "validation", "test", or None.
    """

    artist: str | None = None
    style: str | None = None
    split: str | None = None


@dataclass(frozen=True, slots=True)
class Copies:
    """A folder that holds the pictures of another one, smaller: it isn't read.

    Attributes:
        below: its path below the data set's folder.
        of: the other's.
    """

    below: str
    of: str


def tree(found: Iterable[Found]) -> Folder:
    """The files of a folder, by the folders they lie in."""
    root = Folder("")
    for file in found:
        here = root
        *above, name = file.below.split("/")
        for outer in above:
            here = here.folders[outer]
        if file.kind == "folder":
            here.folders[name] = Folder(f"{file.below}/")
        else:
            (here.pictures if file.picture else here.others).append(file.path)
    return root


def labels(root: Folder) -> Iterator[tuple[Folder, Label, Path | None] | Copies]:
    """Every picture with its folder and what its place says, folder by folder.

    A folder without any picture comes once, without one; so does every folder of copies.
    """
    yield from _inside(root, Label())


def painter_in_name(path: Path) -> str | None:
    """Who painted it, where the name of the file begins with somebody: WikiArt's and Kaggle's.

    "claude-monet_haystacks-1891.jpg", "Claude_Monet_12.jpg" and "Claude Monet - Haystacks.jpg".
    """
    stem = path.stem
    numbered = _NUMBERED.fullmatch(stem)
    heads = [numbered[1]] if numbered else []
    heads += [head for head in (stem.partition("_")[0], stem.partition(" - ")[0]) if head != stem]
    return next((head for head in heads if _is_painter(head)), None)


def _inside(here: Folder, label: Label) -> Iterator[tuple[Folder, Label, Path | None] | Copies]:
    """The pictures of a folder that is no painter's own."""
    yield from _loose(here, label)
    folders = {name: below for name, below in here.folders.items() if any(below.all_pictures())}
    splits = {name: split_name(name) for name in folders}
    all_splits = bool(splits) and set(splits.values()) <= SPLITS
    styles = 2 * sum(map(_is_style, folders)) > len(folders)
    read: list[Folder] = []
    for name, below in here.folders.items():
        if name not in folders:
            yield below, label, None
        elif (same := _copied(below, read) if _says_nothing(name) else None) is not None:
            yield Copies(below.below, same.below)
        elif label.split is None and (
            all_splits or (splits[name] in SPLITS and not below.pictures)
        ):
            yield from _inside(below, replace(label, split=splits[name]))
        elif label.style is None and (_is_style(name) or (styles and not _is_painter(name))):
            yield from _inside(below, replace(label, style=name))
        elif _says_nothing(name) or _holds_painters(name, below):
            read.append(below)
            yield from _inside(below, label)
        else:
            of_painter = replace(label, artist=name)
            yield from ((below, of_painter, picture) for picture in below.all_pictures())


def _loose(here: Folder, label: Label) -> Iterator[tuple[Folder, Label, Path | None]]:
    """Pictures that lie in no painter's folder: their names may say who painted them."""
    if not here.pictures:
        return
    known = [painter_in_name(path) for path in here.pictures]
    shaped = [_wikiart(path) for path in here.pictures]
    # One file may be called anything; when half of them are, that is how they are called.
    believed = 2 * sum(a is not None or b for a, b in zip(known, shaped, strict=True)) >= len(
        known
    ) and (label.style is not None or 4 * sum(a is not None for a in known) >= len(known))
    titled = label.style is not None or 2 * sum(shaped) > len(shaped)
    for path, artist in zip(here.pictures, known, strict=True):
        artist = (artist or _head(path, titled=titled)) if believed else None
        yield here, replace(label, artist=artist), path


def _wikiart(path: Path) -> bool:
    """Whether a file is called as WikiArt does: "some-painter_some-title-1900"."""
    return re.fullmatch(r"[^\W_]+(?:-[^\s_]+)+_[^\s_]*[^\W\d_].*", path.stem) is not None


def _head(path: Path, *, titled: bool) -> str | None:
    """What a file's name says before its title, or its number; None where it is no name."""
    numbered = None if titled else _NUMBERED.fullmatch(path.stem)
    head, _, title = (numbered[1], "", "a") if numbered else path.stem.partition("_")
    return head if re.search(r"[^\W\d_]", title) and re.search(r"[^\W\d_]", head) else None


def _holds_painters(name: str, here: Folder) -> bool:
    """Whether a folder is no painter, because what lies in it is of several."""
    if _is_painter(name):
        return False
    if not here.pictures:
        below = [folder for folder in here.folders.values() if any(folder.all_pictures())]
        told = sum(_of_several(folder) for folder in below)
        return bool(below) and 2 * told >= len(below)
    # A surname alone may be what is painted: "church_1.jpg".
    named = [n for n in map(painter_in_name, here.pictures) if n and len(words_of(n)) > 1]
    return len(set(named)) > 1 and 2 * len(named) > len(here.pictures)


def _of_several(here: Folder) -> bool:
    """Whether a folder's folder shows that the outer one isn't a painter's."""
    name = here.below.rstrip("/").rpartition("/")[2]
    if not _is_style(name):
        return _is_painter(name)
    pictures = list(here.all_pictures())  # a painter may have sorted pictures by style, too
    return 2 * sum(painter_in_name(path) is not None for path in pictures) > len(pictures)


def _says_nothing(name: str) -> bool:
    return name.casefold() in CONTAINERS


def _copied(here: Folder, others: Sequence[Folder]) -> Folder | None:
    """The folder that holds pictures called as all of these are."""
    names = {path.stem for path in here.all_pictures()}
    if any(name.isdigit() for name in names):  # "1.jpg" may be another painter's in each
        return None
    for other in others:
        theirs = [path.stem for path in other.all_pictures()]
        if names <= set(theirs) and len(set(theirs)) == len(theirs):
            return other
    return None


@cache
def _is_style(name: str) -> bool:
    try:
        Taxonomy.load().find_style(name)
    except UnknownNameError:
        return False
    return not _is_painter(name)


@cache
def _is_painter(name: str) -> bool:
    try:
        Taxonomy.load().find(name)
    except AmbiguousNameError:
        return True
    except UnknownNameError:
        return False
    return not is_nobody(name)
