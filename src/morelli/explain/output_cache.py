"""What the graph gave for pictures seen before, kept on disk."""

import hashlib
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from morelli.inference.classifier import Classifier
from morelli.storage import atomic_write

Outputs = dict[str, NDArray[np.float32]]
"""By the names of the graph's outputs, (1, …) each."""


class OutputCache:
    """Outputs and embeddings by a picture's content and the bundle's checksum.

    Safe from several threads and processes: a file is written aside and then put in its place.

    Attributes:
        names: of the outputs that are kept: `embedding`, and what is decided by.
    """

    def __init__(self, classifier: Classifier, folder: Path) -> None:
        """Args: whose outputs, and the folder to keep them in."""
        self.classifier = classifier
        bundle = classifier.bundle
        self._folder = folder / bundle.digest[:16]
        self.names = ["embedding", *classifier.decided_by]

    def outputs(self, picture: bytes) -> Outputs:
        """The outputs of `names` of an encoded picture.

        Raises:
            PictureError: the picture was refused.
        """
        found = self.kept(picture)
        if found is None:
            found = self.classifier.run([self.classifier.decode(picture)], self.names)
            self.keep(picture, found)
        return found

    def kept(self, picture: bytes) -> Outputs | None:
        """The same where they are kept already, else None; nothing is decoded."""
        # A file that is damaged or from elsewhere is made anew; it holds arrays alone, no pickle.
        with (
            suppress(OSError, ValueError, KeyError, EOFError),
            np.load(self._file(picture)) as file,
        ):
            return {name: file[name] for name in self.names}
        return None

    def keep(self, picture: bytes, outputs: Outputs) -> None:
        """Keep the outputs of `names` of a picture; others among them are left out."""
        with suppress(OSError):  # without a place to keep it, it is computed each time
            _write(self._file(picture), {name: outputs[name] for name in self.names})

    def _file(self, picture: bytes) -> Path:
        key = hashlib.sha256(picture).hexdigest()
        return self._folder / key[:2] / f"{key}.npz"


def _write(path: Path, outputs: Outputs) -> None:
    with atomic_write(path) as partial, partial.open("wb") as file:
        # The stubs want to know of a keyword allow_pickle among the arrays.
        np.savez(file, **outputs)  # type: ignore[arg-type]
