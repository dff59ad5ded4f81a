"""A gallery: a folder of pictures with an optional manifest, read anew as they change."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from morelli.datasets.dataset import Problem, readable
from morelli.gallery.errors import GalleryError, UnknownPaintingError
from morelli.gallery.folder import Stamp, inside
from morelli.gallery.listing import Entry, Listing, look
from morelli.gallery.painting import Painting, fold
from morelli.gallery.sizes import read_size
from morelli.images import PictureError

PAGE = 48
"""Pictures on a page unless another number is asked for."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of what a search found.

    Attributes:
        paintings: those of this page.
        total: how many were found on all pages.
        number: which page this is, from 1.
        pages: how many there are, 1 or more.
    """

    paintings: tuple[Painting, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A painter or style to filter by, and how many pictures it would leave."""

    slug: str
    name: str
    count: int


class Gallery:
    """The pictures of a folder, in the manifest's order and then by name.

    Everything that answers about pictures first looks whether the folder has changed, at most
    once in `patience` seconds, so that new files appear by themselves. It may be used from
    several threads.
    """

    def __init__(self, folder: Path, *, patience: float = 1.0) -> None:
        """Use `Gallery.open`, which checks the folder."""
        self.folder = folder
        self._patience = patience
        self._lock = threading.Lock()
        self._listing = Listing()
        self._looked = float("-inf")
        # Sizes and refusals of files as they were when last opened, by id.
        self._seen: dict[str, tuple[Stamp, tuple[int, int] | Problem]] = {}

    @classmethod
    def open(cls, folder: Path, *, patience: float = 1.0) -> "Gallery":
        """Open a folder of pictures; a `gallery.csv` in it is its manifest.

        Args:
            folder: any folder; its subfolders count.
            patience: for how many seconds a look at the folder is believed.

        Raises:
            GalleryError: it is not a folder, or cannot be listed.
        """
        try:
            is_folder = folder.is_dir() and (next(folder.iterdir(), None) or True)
        except OSError as error:
            raise GalleryError(f"{readable(folder)} cannot be listed: {error.strerror}.") from error
        if not is_folder:
            raise GalleryError(f"{readable(folder)} is not a folder; name one that holds pictures.")
        return cls(folder, patience=patience)

    def refresh(self) -> None:
        """Look at the folder now: one listing of each subfolder, and no file opened.

        The manifest is read again only when it was written anew.
        """
        with self._lock:
            self._listing = look(self.folder, self._listing)
            self._looked = time.monotonic()

    def search(
        self,
        text: str = "",
        *,
        style: str | None = None,
        artist: str | None = None,
        page: int = 1,
        size: int = PAGE,
    ) -> Page:
        """Find pictures.

        Args:
            text: words that all have to stand in title, painter, style, year or file name;
                case and accents don't matter.
            style: slug of a style.
            artist: slug of a painter; pictures after that painter count, too.
            page: which page, from 1; one beyond the last is empty.
            size: pictures on a page.
        """
        words, page = fold(text).split(), max(page, 1)
        while True:
            found = [e for e in self._shown().values() if e.matches(words, style, artist)]
            part = found[(page - 1) * size : page * size]
            paintings = tuple(p for p in map(self._measured, part) if p)
            # A picture that turns out to be unreadable is shown no longer: look again.
            if len(paintings) == len(part):
                return Page(paintings, len(found), page, max(1, -(-len(found) // size)))

    def __iter__(self) -> Iterator[Painting]:
        """All pictures that can be read."""
        return (p for p in map(self._measured, self._shown().values()) if p)

    def __len__(self) -> int:
        return len(self._shown())

    def __getitem__(self, id: str) -> Painting:  # noqa: A002  it is the field's name
        """The picture with this id.

        Raises:
            UnknownPaintingError: there is none, or it can't be read.
        """
        entry = self._shown().get(id)
        painting = entry and self._measured(entry)
        if not painting:
            raise UnknownPaintingError(f"There is no picture {id[:40]!r} in this gallery.")
        return painting

    def path(self, painting: Painting) -> Path:
        """The picture's file, which lies in the gallery's folder whatever links say.

        Raises:
            UnknownPaintingError: it has gone, or has become a link that leads elsewhere.
        """
        entry = self._listing.entries.get(painting.id)
        if not entry or not inside(self.folder, entry.path):
            raise UnknownPaintingError(f"{painting.file} is no longer in this gallery.")
        return entry.path

    def refuse(self, painting: Painting, reason: str) -> None:
        """Stop showing a picture that could not be decoded, until its file changes."""
        entry = self._listing.entries.get(painting.id)
        if entry:
            self._seen[painting.id] = (entry.stamp, Problem(painting.file, reason))

    @property
    def artists(self) -> tuple[Choice, ...]:
        """Painters with pictures here, those whom pictures are after included, by name."""
        return self._choices(lambda p: (p.artist or p.after, p.painter_name))

    @property
    def styles(self) -> tuple[Choice, ...]:
        """Styles with pictures here, by name."""
        return self._choices(lambda p: (p.style, p.style_name))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Rows and files that are left out, and why; unreadable pictures once somebody met one."""
        self._shown()
        refused = (self._refusal(entry) for entry in self._listing.entries.values())
        return (*self._listing.problems, *(problem for problem in refused if problem))

    @property
    def noted(self) -> tuple[Problem, ...]:
        """What nobody meant as a picture and isn't shown: hidden files, a system's thumbnails."""
        self._shown()
        return self._listing.seen.noted

    def _shown(self) -> dict[str, Entry]:
        if time.monotonic() - self._looked > self._patience:
            self.refresh()
        entries = self._listing.entries
        return {key: entry for key, entry in entries.items() if not self._refusal(entry)}

    def _refusal(self, entry: Entry) -> Problem | None:
        """Why the file, as it is now, can't be shown; None while nothing speaks against it."""
        state, seen = self._seen.get(entry.painting.id, (None, None))
        return seen if state == entry.stamp and isinstance(seen, Problem) else None

    def _measured(self, entry: Entry) -> Painting | None:
        """The picture with its size, read once per state of the file; None if unreadable."""
        painting = entry.painting
        state, seen = self._seen.get(painting.id, (None, None))
        if state != entry.stamp or seen is None:
            try:
                seen = read_size(entry.path)
            except PictureError as error:
                seen = Problem(painting.file, str(error))
            except OSError as error:
                seen = Problem(painting.file, f"cannot be read: {error.strerror}")
            self._seen[painting.id] = (entry.stamp, seen)
        if isinstance(seen, Problem):
            return None
        width, height = seen
        return replace(painting, width=width, height=height)

    def _choices(
        self, label: Callable[[Painting], tuple[str | None, str | None]]
    ) -> tuple[Choice, ...]:
        names: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for entry in self._shown().values():
            slug, name = label(entry.painting)
            if slug:
                names.setdefault(slug, name or slug)
                counts[slug] += 1
        choices = (Choice(slug, name, counts[slug]) for slug, name in names.items())
        return tuple(sorted(choices, key=lambda choice: fold(choice.name)))
