"""Fetches a painter's public-domain works from a museum into a gallery's folder."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from morelli.datasets.dataset import Problem
from morelli.datasets.labels import first_year
from morelli.gallery import manifest
from morelli.gallery.client import RateLimitedClient
from morelli.gallery.errors import FailedError, MissingError, RefusedError
from morelli.gallery.museums.museum import Found, Museum, Work, unavailable
from morelli.gallery.painting import fold, held_the_brush
from morelli.gallery.sizes import read_size
from morelli.images import PictureError
from morelli.taxonomy import Taxonomy, UnknownNameError

STRANGERS = 200
"""After so many finds in a row that aren't wanted, a search has nothing more to give."""

FAILURES = 10
"""So many things in a row that don't come mean that the server has had enough."""

Progress = Callable[[int, str], None]
"""Called with how many pictures are there, and the title of the latest."""


def _silent(there: int, title: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it.

    Attributes:
        fetched: pictures that are new.
        present: pictures that were there already.
        skipped: works that were left out, and why.
        failed: works and pages of the search that didn't come, and why; a later call asks again.
        ended: why the museum was left alone before its search was through; None if it wasn't.
    """

    fetched: int
    present: int
    skipped: tuple[Problem, ...]
    failed: tuple[Problem, ...] = ()
    ended: str | None = None

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why works were left out, in kinds, and how many of each; the most frequent first."""
        kinds = Counter(problem.reason.partition(":")[0] for problem in self.skipped)
        return kinds.most_common()


def fetch(
    museum: Museum,
    artist: str,
    limit: int,
    folder: Path,
    client: RateLimitedClient,
    *,
    paintings: bool = True,
    progress: Progress = _silent,
) -> Report:
    """Fetch until `limit` of the painter's works are there, or the museum has no more.

    Only works that the museum calls public domain, by the painter's own hand. Each picture's
    row is in the manifest as soon as the picture is there, so that a call that was cut short,
    or has failed, can be given again: it fetches what is missing. A work that doesn't come is
    named, and the next is asked for; when the server refuses altogether, or `FAILURES` in a row
    don't come, the fetch ends with what is there.

    Args:
        museum: whom to ask.
        artist: the painter, in any spelling.
        limit: how many pictures of this search should be there in the end.
        folder: where they go; it is made where it doesn't exist.
        client: whom to send.
        paintings: False takes prints, drawings and everything else, too.
        progress: told after each picture.

    Raises:
        RefusedError: the museum's server refuses its search.
        FailedError: its search keeps failing.
        GalleryError: the folder's manifest can't be read.
        OSError: the folder can't be written.
    """
    table = folder / manifest.NAME
    folder.mkdir(parents=True, exist_ok=True)
    manifest.merge(table, ())
    listed = {row["file"] for row in manifest.read(table)[0].values()}
    fetched = present = strangers = failures = 0
    skipped: list[Problem] = []
    failed: list[Problem] = []
    ended: str | None = None
    for number, ask in _until_refused(museum.find(artist, client, paintings=paintings)):
        if fetched + present == limit or strangers == STRANGERS:
            break
        file = f"{museum.key}-{number}.jpg"
        target = folder / file
        if file in listed and target.is_file():
            present, strangers = present + 1, 0
            progress(fetched + present, file)
            continue
        try:
            work = ask()
            reason = _unwanted(work, artist, paintings)
            if not reason:
                _picture(work, target, client)
        except MissingError:
            reason = "the museum doesn't have it any more"
        except PictureError as error:
            reason = str(error)
        except FailedError as error:
            failed.append(Problem(file, str(error)))
            failures += 1
            if failures == FAILURES:
                ended = f"{museum.title} gave none of the last {FAILURES} things. Try again later."
                break
            continue
        except RefusedError as error:
            ended = str(error)
            break
        failures = 0
        if reason:
            strangers += 1
            skipped.append(Problem(file, reason))
            continue
        manifest.merge(table, [_row(work, file)])
        fetched, strangers = fetched + 1, 0
        progress(fetched + present, work.title)
    return Report(fetched, present, tuple(skipped), tuple(failed), ended)


def _until_refused(found: Iterator[Found]) -> Iterator[Found]:
    """The finds of a search; where a later page is refused, a last one that says so."""
    number = None
    try:
        for number, ask in found:
            yield number, ask
    except RefusedError as error:
        if number is None:
            raise
        yield "search", unavailable(error)


def same_painter(asked: str, named: str) -> bool:
    """Whether a museum's name is that of the painter asked for.

    Museums write "Titian (Tiziano Vecellio)" and "Goya (Francisco de Goya y Lucientes)": any
    part that the taxonomy knows will do. A painter that it doesn't know is the one asked for if
    the name has all the words.
    """
    wanted, there = _known(asked), _known(named)
    if wanted or there:
        return wanted == there
    return set(_words(asked)) <= set(_words(named)) and bool(_words(asked))


def _unwanted(work: Work, artist: str, paintings: bool) -> str | None:
    """Why a work is left out; None if it is wanted."""
    if not work.free:
        return "not in the public domain"
    if not work.picture:
        return "the museum has no picture of it"
    if not held_the_brush(work.artist) or not same_painter(artist, work.artist):
        return f"by another hand: {work.artist or 'unknown'}"
    if paintings and work.kind and not work.kind.casefold().startswith("painting"):
        return f"not a painting: {work.kind}"
    return None


def _picture(work: Work, target: Path, client: RateLimitedClient) -> None:
    if not target.is_file():
        client.file(work.picture, target)
    try:
        read_size(target)
    except PictureError:
        target.unlink()  # a web page, say, that a firewall sent instead
        raise


def _row(work: Work, file: str) -> manifest.Row:
    slug = _known(work.artist)
    return {
        "file": file,
        "title": work.title,
        "artist": Taxonomy.load().artist(slug).name if slug else work.artist,
        "year": str(first_year(work.date) or ""),
        "style": work.style,
        "licence": work.licence,
        "source": work.page,
    }


def _known(name: str) -> str | None:
    """Slug of a painter whom the taxonomy knows by the name, or by a part of it."""
    before, _, rest = name.partition("(")
    for spelling in (name, before, rest.rpartition(")")[0]):
        try:
            return Taxonomy.load().find(spelling).slug
        except UnknownNameError:
            continue
    return None


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", fold(name))
