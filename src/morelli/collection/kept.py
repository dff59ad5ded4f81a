"""What a network saw of pictures, kept by their content: a second look costs no pixels.

Kept is what the graph gave (`morelli.inference.seen`), not what was decided: after a painter was
taught or works were added the same file answers anew. A file in the user's cache folder holds it,
for each graph and way of looking, about 12 kB a picture; it can be deleted at any time.
"""

import hashlib
import json
import math
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from morelli import __version__
from morelli.cropping.quadrilateral import Quadrilateral
from morelli.errors import MorelliError
from morelli.images import Pixels
from morelli.inference.classifier import Classifier
from morelli.inference.seen import Seen
from morelli.storage import cache_folder

_TABLE = "CREATE TABLE IF NOT EXISTS seen (picture BLOB PRIMARY KEY, outputs BLOB) WITHOUT ROWID"

_HALVES = frozenset(("work_look",))
"""Outputs that are kept in half precision: grey levels of 255, to a sixteenth or better."""


class Kept:
    """Looks pictures up, and at those that aren't there. Safe to use from several threads.

    Attributes:
        looked: how many pictures the network had to be asked about.
    """

    def __init__(self, classifier: Classifier, *, crop: bool) -> None:
        """Open what is kept for a classifier.

        Args:
            classifier: whose graph it is.
            crop: see `Classifier.classify`.

        Raises:
            MorelliError: it can't be opened, or the graph gives no embedding.
        """
        manifest = classifier.bundle.manifest
        if "embedding" not in classifier.seen_by:
            raise MorelliError(f"{manifest.name} gives no embeddings; use another bundle.")
        described = {
            "morelli": __version__,  # it may look for paintings in another way
            "graph": manifest.sha256,
            "preprocessing": manifest.preprocessing.model_dump(),
            "crop": crop,
            "outputs": classifier.seen_by,
        }
        key = hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()
        self._classifier, self._crop = classifier, crop
        self._path = cache_folder("seen") / f"{key[:20]}.sqlite3"
        self._lock = threading.Lock()
        self.looked = 0
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._telling():
            self._file = sqlite3.connect(
                self._path, timeout=60, isolation_level=None, check_same_thread=False
            )
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.execute(_TABLE)

    def close(self) -> None:
        """Leave the file to others."""
        self._file.close()

    @contextmanager
    def seen(self, content: bytes) -> Iterator[Seen]:
        """What the network saw of a picture's file; kept afterwards, with what was asked of it.

        Raises:
            PictureError: the picture is refused.
            MorelliError: what is kept is damaged.
        """
        digest = hashlib.sha256(content).digest()
        with self._lock, self._telling():
            asked = "SELECT outputs FROM seen WHERE picture = ?"
            row = self._file.execute(asked, (digest,)).fetchone()
        if row is None:
            fresh = self._classifier.see(content, crop=self._crop)
            seen = _unpacked(_packed(fresh), fresh.whole)  # rounded as it will be from now on
        else:
            seen = _unpacked(row[0], lambda: self._classifier.decode(content))
        known = seen.frames
        yield seen
        if row is None or seen.frames != known:
            with self._lock, self._telling():
                self.looked += row is None
                put = "INSERT OR REPLACE INTO seen VALUES (?, ?)"
                self._file.execute(put, (digest, _packed(seen)))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise MorelliError(
                f"{self._path} can't be used: {error}. It can be deleted."
            ) from error


def _packed(seen: Seen) -> bytes:
    """A line of JSON, and the numbers one output after the other."""
    header = {
        "where": [place and _corners(place) for place in seen.where],
        "searched": seen.searched,
        "frames": seen.frames,
        "shapes": {name: values.shape for name, values in seen.outputs.items()},
    }
    numbers = [values.astype(_type(name)).tobytes() for name, values in seen.outputs.items()]
    return json.dumps(header).encode() + b"\n" + b"".join(numbers)


def _unpacked(stored: bytes, whole: Callable[[], Pixels]) -> Seen:
    line, _, numbers = stored.partition(b"\n")
    header = json.loads(line)
    outputs, at = {}, 0
    for name, shape in header["shapes"].items():
        count = math.prod(shape)
        flat = np.frombuffer(numbers, _type(name), count, at)
        outputs[name] = flat.reshape(shape).astype(np.float32)
        at += flat.nbytes
    where = tuple(place and Quadrilateral.parse(place) for place in header["where"])
    return Seen(where, outputs, header["searched"], whole, header["frames"])


def _corners(place: Quadrilateral) -> str:
    return ",".join(f"{corner.x!r},{corner.y!r}" for corner in place.corners)


def _type(output: str) -> str:
    return "<f2" if output in _HALVES else "<f4"
