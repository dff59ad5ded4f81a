"""Brings a bundle from elsewhere: checked before anything of it is opened, whole or not at all.

The checksum that is asked for is that of `morelli.json`; it holds those of the others, so one
number pins all files. Nothing else is fetched, nothing is unpacked and nothing is executed.
"""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from morelli.bundles.bundle import (
    BACKGROUND,
    FORMAT,
    LARGEST_BESIDE,
    LARGEST_GRAPH,
    LARGEST_MANIFEST,
    WORKS,
    Bundle,
    BundleError,
    read_manifest,
)
from morelli.bundles.locations import GRAPH, MANIFEST, NAME, built_in, home
from morelli.bundles.source import PullError, Source
from morelli.datasets import links
from morelli.datasets.dataset import DatasetError, readable
from morelli.datasets.download import download
from morelli.documents import parse_json

Progress = Callable[[str, int, int | None], None]
"""Called with the file that is fetched, the bytes that are there, and how many there will be."""


def pull(
    source: Source,
    *,
    check: Callable[[Bundle], object],
    name: str | None = None,
    progress: Progress = lambda *_: None,
    pause: float = 1.0,
) -> Bundle:
    """Fetch a bundle into `locations.home`, where it is found by its name from then on.

    A call that was cut short is taken up where it stopped.

    Args:
        source: where it lies.
        check: called with the bundle before it gets its place; what raises a BundleError, as
            loading its graph may, is refused.
        name: what to call it; else as the source or the bundle itself says.
        progress: told after every piece.
        pause: seconds before another attempt, as for `download`.

    Raises:
        PullError: it can't be fetched, has another checksum, is no bundle, or its name is taken.
    """
    # A part that was fetched is found again by the address it came from.
    scratch = home() / f".{hashlib.sha256(source.address.encode()).hexdigest()[:16]}"
    scratch.mkdir(parents=True, exist_ok=True)
    manifest = scratch / MANIFEST
    # It is small, and may have changed where it lies: it is fetched anew each time.
    manifest.unlink(missing_ok=True)
    _fetch(source, manifest, LARGEST_MANIFEST, progress, pause)
    _verify(manifest, source.sha256, source.of(MANIFEST))
    said = _read(manifest, source.of(MANIFEST))
    called = _name(name or source.name or str(said.get("name")))
    target = home() / called
    if target.exists():
        return _same(target, manifest, scratch)
    try:
        checked = read_manifest(manifest.read_bytes(), source.of(MANIFEST))
    except BundleError as error:
        shutil.rmtree(scratch)
        raise PullError(f"{error} Nothing else was fetched.") from error
    for file, sha256, largest in (
        (GRAPH, checked.sha256, LARGEST_GRAPH),
        (BACKGROUND, checked.background_sha256, LARGEST_BESIDE),
        (WORKS, checked.works_sha256, LARGEST_BESIDE),
    ):
        if sha256 is None:
            continue
        part = scratch / file
        if not (part.is_file() and _sha256(part) == sha256):
            _fetch(source, part, largest, progress, pause)
            _verify(part, sha256, source.of(file))
    try:
        check(Bundle.open(scratch))
    except BundleError as error:
        shutil.rmtree(scratch)
        raise PullError(f"What lies at {source.of(MANIFEST)} can't be used. {error}") from error
    scratch.rename(target)
    return Bundle.open(target)


def checksum(bundle: Path) -> str:
    """SHA-256 of a bundle's `morelli.json`, which pins all of it: what `pull` is given."""
    return _sha256(bundle / MANIFEST)


def _fetch(source: Source, file: Path, largest: int, progress: Progress, pause: float) -> None:
    def report(done: int, total: int | None) -> None:
        progress(file.name, done, total)

    # Whom the user named may be inside his own network, and without TLS; nobody else.
    url = source.of(file.name)
    opener = links.opener(trusted=url)
    try:
        download(url, file, largest=largest, progress=report, pause=pause, opener=opener)
    except DatasetError as error:
        raise PullError(f"{error} Nothing was opened.") from error


def _verify(file: Path, wanted: str | None, address: str) -> None:
    """Delete a file that isn't the one that is wanted."""
    found = _sha256(file)
    if wanted is not None and found != wanted:
        file.unlink()
        raise PullError(
            f"{address} has the SHA-256 {found}, where {wanted} was expected: it is another file,"
            " or was changed on the way. It was not opened, and is deleted."
        )


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _read(file: Path, address: str) -> dict[str, Any]:
    """What a manifest says, so far as pulling needs it; `Bundle.open` reads all of it."""
    try:
        document = parse_json(file.read_bytes())
    except ValueError:
        document = None
    if not isinstance(document, dict) or "sha256" not in document:
        file.unlink()
        raise PullError(f"{address} is no bundle's {MANIFEST}: it is not JSON that names a graph.")
    if document.get("format") != FORMAT:
        raise PullError(
            f"{address} has format {document.get('format')!r}; this morelli reads {FORMAT}."
        )
    return document


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise PullError(f"A bundle can't be called {name[:80]!r}: choose another name with --name.")
    if name in built_in():
        raise PullError(f"{name} is a built-in bundle: choose another name with --name.")
    return name


def _same(target: Path, manifest: Path, scratch: Path) -> Bundle:
    """The bundle that is there, if it is the one that was asked for."""
    there = target / MANIFEST
    same = there.is_file() and there.read_bytes() == manifest.read_bytes()
    shutil.rmtree(scratch)
    if not same:
        raise PullError(
            f"{readable(target)} is another bundle of that name: choose another name with --name,"
            " or delete it."
        )
    return Bundle.open(target)
