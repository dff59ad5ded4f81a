"""A museum's own works in an index: a folder of pictures or a table of them is looked at once.

Columns of a table are those of a gallery's manifest (`morelli.gallery.manifest`): `file`, `title`,
`artist`, `year`, and `source`, kept as a link where it is an address; and `id`, the museum's own.
Folders are listed, and files named in a table found, as everywhere (`morelli.datasets`).
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from morelli.bundles.bundle import Bundle
from morelli.bundles.manifest import Recognition
from morelli.datasets.dataset import Problem, readable
from morelli.datasets.places import Places
from morelli.datasets.scan import NOT_A_PICTURE, LeftOut, scan
from morelli.errors import MorelliError
from morelli.gallery import manifest
from morelli.gallery.painting import describe
from morelli.inference.classifier import WORK_OUTPUTS, Classifier, reason
from morelli.works import locations
from morelli.works.index import SCALE, Index, WorksError
from morelli.works.miniature import pack
from morelli.works.titles import title_and_year
from morelli.works.work import Work

if TYPE_CHECKING:
    from morelli.images import Pixels

BATCH = 16

SAVED = 480
"""After so many pictures what is done is saved: a kill costs no more."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a source of works.

    Attributes:
        name: the catalogue's.
        path: its file.
        total: works in it now.
        new: of these, looked at now.
        skipped: pictures and rows that can't be used, and why.
        noted: what nobody meant as a picture, such as a NAS's thumbnails.
    """

    name: str
    path: Path
    total: int
    new: int
    skipped: tuple[Problem, ...]
    noted: tuple[Problem, ...] = ()


def add(
    classifier: Classifier,
    source: Path,
    name: str | None = None,
    *,
    again: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Make a catalogue of a source, or bring it up to date.

    Works that are in it already are not looked at again, so a call that was cut short goes on;
    what the source says of them is taken over. Those that are in the source no more are left out.

    Args:
        classifier: whose bundle is to recognise them.
        source: a folder of pictures, with a `gallery.csv` or without, or a CSV table.
        name: the catalogue's; by default the source's.
        again: look at all pictures anew, for instance after files were exchanged.
        progress: called with the number of pictures done since the last call.

    Raises:
        MorelliError: the bundle knows no works, or the source can't be read.
    """
    space = rule(classifier.bundle).space
    name = name or source.stem
    if not locations.NAME.fullmatch(name):
        raise WorksError(f"A catalogue can't be called {name[:80]!r}: choose another --name.")
    path = locations.home() / space / f"{name}{locations.SUFFIX}"
    listed, problems, noted = read(source)
    before = Index.open(path) if path.is_file() and not again else None
    place = {work.id: number for number, work in enumerate(before or ())}
    kept = [(work, place[work.id]) for work, _ in listed if work.id in place]
    fresh = [(work, file) for work, file in listed if work.id not in place]
    progress(len(kept))
    index = _empty(space, classifier)
    if before is not None and kept:
        rows = [number for _, number in kept]
        embeddings = before.embeddings[rows] / np.float32(SCALE)
        index = Index.of(space, embeddings, before.miniatures[rows], (work for work, _ in kept))
    new = 0
    for start in range(0, len(fresh), SAVED):
        part = fresh[start : start + SAVED]
        seen, unread = _see(classifier, part, progress)
        problems += unread
        new += len(seen)
        index = index.joined(seen)
        index.save(path)
    index.save(path)
    return Report(name, path, len(index), new, tuple(problems), noted)


def read(source: Path) -> tuple[list[tuple[Work, Path]], list[Problem], tuple[Problem, ...]]:
    """The works of a folder or a table, with their pictures.

    Returns:
        the works, what can't be used, and what nobody meant as a picture.

    Raises:
        MorelliError: there is no such source, or no picture in it.
    """
    left_out = LeftOut()
    listed: dict[str, tuple[dict[str, str], Path]] = {}
    if source.is_dir():
        table, folder = source / manifest.NAME, source
        for found in scan(folder, left_out):
            if found.picture:
                listed[readable(found.below)] = {}, found.path
            elif found.kind == "file" and found.path != table:
                left_out.passed(found.below, NOT_A_PICTURE)
    else:
        table, folder = source, source.parent
    rows, problems = manifest.read(table) if table.is_file() else ({}, [])
    problems = [*left_out.problems, *problems]
    places = Places(folder)
    seen: set[Path] = set()
    for number, row in rows.items():
        where = f"{readable(table.name)}, row {number}: {row['file']}"
        try:
            picture = places.find(row["file"])
        except (OSError, ValueError) as error:
            problems.append(Problem(where, f"cannot be looked up: {error}"))
            continue
        if picture is None:
            problems.append(Problem(where, "not there"))
        elif (identity := places.identity(picture)) in seen:
            problems.append(Problem(where, "listed twice"))
        else:
            seen.add(identity)
            home = places.identity(folder / "_").parent
            inside = identity.is_relative_to(home)
            file = identity.relative_to(home).as_posix() if inside else row["file"]
            listed[readable(file)] = row, picture
    if not listed:
        because = f": {problems[0].reason}" if problems else ""
        raise MorelliError(f"There are no pictures in {readable(source)}{because}.")
    works = [(_work(file, row), picture) for file, (row, picture) in listed.items()]
    return works, problems, left_out.noted


def catalogues(bundle: Bundle) -> dict[str, Index]:
    """The catalogues that a bundle recognises by, by name; raises as `add`, and WorksError."""
    there = locations.catalogues(rule(bundle).space)
    return {name: Index.open(path) for name, path in there.items()}


def remove(bundle: Bundle, name: str) -> Path:
    """Delete a catalogue; its pictures stay where they are.

    Raises:
        WorksError: there is none of that name.
    """
    there = locations.catalogues(rule(bundle).space)
    if name not in there:
        known = ", ".join(there) or "none"
        raise WorksError(f"There is no catalogue {name!r}; there are: {known}.")
    there[name].unlink()
    return there[name]


def rule(bundle: Bundle) -> Recognition:
    """How a bundle recognises works.

    Raises:
        WorksError: it can't.
    """
    found = bundle.manifest.recognition
    if found is None:
        raise WorksError(
            f"{bundle.name} can't recognise works: it was made by an older morelli. Train it anew,"
            " or use another bundle."
        )
    return found


def _work(file: str, row: dict[str, str]) -> Work:
    painting = describe(file, row)
    title, year = row.get("title") or None, painting.year
    if title is None:
        title, said = title_and_year(file, painting.artist)
        year = said if year is None else year
    source = row.get("link") or row.get("source") or ""
    return Work(
        title=title,
        artist=painting.artist,
        artist_name=painting.artist_name if painting.artist else None,
        year=year,
        id=row.get("id") or file,
        link=source if source.startswith(("https://", "http://")) else None,
    )


def _see(
    classifier: Classifier,
    listed: Sequence[tuple[Work, Path]],
    progress: Callable[[int], None],
) -> tuple[Index, list[Problem]]:
    """An index of the works whose pictures can be read, and the others."""
    space = rule(classifier.bundle).space
    index, problems = _empty(space, classifier), []
    for part, decoded in _decoded(classifier, listed):
        good = []
        pixels: list[Pixels] = []
        for (work, file), found in zip(part, decoded, strict=True):
            if isinstance(found, Exception):
                problems.append(Problem(readable(file), reason(found)))
            else:
                good.append(work)
                pixels.append(found)
        if good:
            seen = classifier.run(pixels, WORK_OUTPUTS)
            embeddings, looks = (seen[output] for output in WORK_OUTPUTS)
            index = index.joined(Index.of(space, embeddings, pack(looks), good))
        progress(len(part))
    return index, problems


def _decoded(
    classifier: Classifier, listed: Sequence[tuple[Work, Path]]
) -> Iterator[tuple[Sequence[tuple[Work, Path]], list[Any]]]:
    """Batches with their decoded pictures, or why they can't be; one is decoded ahead."""

    def decode(file: Path) -> Any:
        try:
            return classifier.decode(file)
        except (MorelliError, OSError) as error:
            return error

    with ThreadPoolExecutor() as pool:
        ahead: tuple[Sequence[tuple[Work, Path]], Iterator[Any]] | None = None
        for start in range(0, len(listed), BATCH):
            part = listed[start : start + BATCH]
            coming = part, pool.map(decode, [file for _, file in part])
            if ahead is not None:
                yield ahead[0], list(ahead[1])
            ahead = coming
        if ahead is not None:
            yield ahead[0], list(ahead[1])


def _empty(space: str, classifier: Classifier) -> Index:
    own = locations.own(classifier.bundle)
    assert own is not None  # noqa: S101 - `rule` has said so
    return Index(space, own.embeddings[:0], own.miniatures[:0], [])
