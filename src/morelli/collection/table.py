"""A collection's answers in a table that can be gone on with: the whole of `classify --out`."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from morelli import __version__
from morelli.collection import sidecars
from morelli.collection.formats import Row, format_of
from morelli.collection.kept import Kept
from morelli.collection.run import Outcome, Step, outcomes
from morelli.collection.shards import SHARD, Finished, Shards
from morelli.collection.source import open_collection
from morelli.datasets.dataset import readable
from morelli.errors import MorelliError
from morelli.inference.answer_csv import row
from morelli.inference.classifier import Classifier
from morelli.works import locations


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a collection.

    Attributes:
        top: how many painters and styles a row names, at most.
        crop: see `Classifier.classify`.
        embeddings: put embeddings into the table, and keep what the network saw.
        xmp: write sidecars beside pictures.
        cores: how many to use; all by default.
        shard: rows of a shard.
    """

    top: int = 5
    crop: bool = True
    embeddings: bool = False
    xmp: bool = False
    cores: int | None = None
    shard: int = SHARD


@dataclass(slots=True)
class Tally:
    """How many rows a table has, of each kind.

    Attributes:
        rows: all.
        failed: pictures, and folders, that could not be read.
        before: rows that were finished by an earlier run.
        looked: pictures that the network was asked about now, where embeddings are kept.
        untouched: pictures whose sidecar isn't ours, or couldn't be written.
    """

    rows: int = 0
    failed: int = 0
    before: int = 0
    looked: int | None = None
    untouched: int = 0


class Run:
    """Answers for a collection, written to a table.

    Example:
        >>> run = Run(Classifier.open(threads=1), Path("scans"), "scans.csv")  # doctest: +SKIP
        >>> run.finish().rows  # doctest: +SKIP
        1024
    """

    def __init__(
        self, classifier: Classifier, source: Path, out: str, options: Options | None = None
    ) -> None:
        """Open the collection.

        Args:
            classifier: with one thread.
            source: see `open_collection`.
            out: the table: .csv, .jsonl or .parquet; with a slash at the end it is a folder, and
                its shards stay.
            options: what is asked.

        Raises:
            MorelliError: there is no such collection or format.
        """
        self._options = options or Options()
        manifest = classifier.bundle.manifest
        top = self._options.top
        self._room = min(top, len(manifest.artists)), min(top, len(manifest.styles))
        path = Path(out)
        wide = classifier.width("embedding") if self._options.embeddings else None
        self._shards = Shards(path, format_of(path, *self._room, wide), keep=out.endswith("/"))
        self.collection = open_collection(source, classifier.limits, own=self._shards.own)
        self._source = source
        self._classifier = classifier
        self._made_with = _made_with(classifier, self._options)

    def finish(
        self,
        *,
        resume: bool = False,
        retry: bool = False,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Tally:
        """Answer for every entry that has no row yet.

        Args:
            resume: go on with a table that is there.
            retry: ask pictures anew that could not be read.
            progress: called with the number of entries done since the last call.

        Raises:
            MorelliError: the table is another run's, or the collection can't be read any further;
                what is finished stays.
            OSError: a row can't be written.
        """
        tally, shards = Tally(), self._shards
        go_on = (resume or retry) and shards.begun
        if not go_on:
            shards.begin(self._made_with)
        with shards.alone():
            finished = Finished(())
            if go_on:
                finished = shards.resume(self._made_with, retry=retry)
                tally.rows = tally.before = shards.rows
                tally.failed = shards.failed

            def done(name: str) -> bool:
                if not finished.take(_text(name)):
                    return False
                progress(1)
                return True

            self._ask(tally, done, progress)
            if tally.rows == 0:
                shards.forget()
                raise MorelliError(f"There is nothing in {readable(self._source)}.")
            shards.join()
        return tally

    def _ask(
        self, tally: Tally, done: Callable[[str], bool], progress: Callable[[int], None]
    ) -> None:
        options = self._options
        kept = Kept(self._classifier, crop=options.crop) if options.embeddings else None
        step = Step(self._classifier, top=options.top, crop=options.crop, kept=kept)
        rows: list[Row] = []
        try:
            for outcome in outcomes(self.collection, step, cores=options.cores, skip=done):
                rows.append(self._row(outcome))
                tally.rows += 1
                tally.failed += bool(outcome.error) and not outcome.left_out
                if options.xmp:
                    tally.untouched += not _beside(outcome)
                if len(rows) == options.shard:
                    self._shards.write(rows)
                    rows = []
                progress(1)
        finally:  # whoever is interrupted and not killed loses nothing
            if rows:
                self._shards.write(rows)
            if kept is not None:
                tally.looked = kept.looked
                kept.close()

    def _row(self, outcome: Outcome) -> Row:
        name = _text(outcome.entry.name)
        cells = row(name, outcome.attribution, _text(outcome.error), *self._room)
        return cells, outcome.embedding


def _beside(outcome: Outcome) -> bool:
    """Write a picture's sidecar, if it is to have one; whether it could be."""
    if outcome.attribution is None or outcome.entry.path is None:
        return True
    try:
        return sidecars.write(outcome.entry.path, outcome.attribution)
    except OSError:
        return False


def _text(name: str) -> str:
    """A name, or what is said of it, as text: bytes that are none are escaped."""
    return name.encode("utf-8", "backslashreplace").decode()


def _made_with(classifier: Classifier, options: Options) -> dict[str, Any]:
    """Whatever decides what a row says, by names for people."""
    manifest = classifier.bundle.manifest
    works = hashlib.sha256()
    if manifest.recognition is not None:
        for name, path in locations.catalogues(manifest.recognition.space).items():
            with path.open("rb") as file:  # its first line has a checksum of all of it
                works.update(json.dumps([name, file.readline(4096).decode()]).encode())
    return {
        "morelli": __version__,
        "bundle": manifest.name,
        "bundle sha256": hashlib.sha256(manifest.model_dump_json().encode()).hexdigest(),
        "catalogues sha256": works.hexdigest(),
        "top": options.top,
        "crop": options.crop,
        "embeddings": options.embeddings,
    }
