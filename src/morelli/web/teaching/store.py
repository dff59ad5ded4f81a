"""Where staff teach the model painters: the bundles made so, and which bundle answers.

`MORELLI_TAUGHT` names the folder. In it lies a folder for each bundle that was taught, and the
file `in-use` with the name of the one that answers in place of `MORELLI_BUNDLE`. It is a file so
that every process of the server, and the next start, follow what one of them was told.
"""

import secrets
import shutil
import threading
from collections.abc import Iterable
from pathlib import Path

from morelli.bundles.bundle import Bundle
from morelli.bundles.locations import MANIFEST
from morelli.errors import MorelliError
from morelli.inference.classifier import Classifier
from morelli.inference.views import Picture
from morelli.storage import atomic_write
from morelli.teaching import Lesson, teach

IN_USE = "in-use"


class TeachingOffError(MorelliError):
    """The server keeps no taught bundles."""

    def __init__(self) -> None:
        super().__init__(
            "This server can't be taught: whoever runs it has to name a folder for taught models"
            " in MORELLI_TAUGHT (see docs/settings.md)."
        )


class UnknownLessonError(MorelliError):
    """There is no lesson of this name."""


class TaughtModels:
    """A folder of taught bundles. Safe from several threads and processes.

    Attributes:
        folder: where they lie.
        original: name or folder of the bundle that they are taught on, and that answers otherwise.
    """

    def __init__(self, folder: Path, original: str) -> None:
        self.folder = folder
        self.original = original
        self._teaching = threading.Lock()

    @property
    def in_use(self) -> str | None:
        """Name of the taught bundle that answers; None where it is `MORELLI_BUNDLE`."""
        try:
            return (self.folder / IN_USE).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    @property
    def answering(self) -> str:
        """The bundle that is to answer: the folder of a taught one, or `original`."""
        taught = self.in_use
        return self.original if taught is None else str(self.folder / taught)

    def open(self, bundle: str) -> Bundle:
        """Open what `answering` said.

        Raises:
            MorelliError: it is damaged, or was taught on another model than `original`.
        """
        opened = Bundle.open(bundle)
        if bundle == self.original:
            return opened
        if Bundle.open(self.original).manifest.sha256 != opened.manifest.sha256:
            raise MorelliError(
                f"{bundle} was taught on another model than {self.original}. Delete"
                f" {self.folder / IN_USE} to let {self.original} answer, and teach it anew."
            )
        return opened

    def teach(
        self,
        classifier: Classifier,
        name: str,
        pictures: Iterable[Picture],
        *,
        style: str | None = None,
        again: bool = False,
    ) -> tuple[str, Lesson]:
        """Teach on top of a classifier, and keep the bundle; see `morelli.teaching.teach`.

        Of earlier lessons only the one in use is kept: each holds the whole model.

        Returns:
            the lesson's name, for `use`, and what came of it.
        """
        with self._teaching:
            lesson = teach(classifier, name, pictures, style=style, again=again)
            called = f"{lesson.label.slug}-{secrets.token_hex(4)}"
            lesson.save(self.folder / called, f"{self.original}, taught")
            for earlier in self._lessons() - {called, self.in_use or called}:
                shutil.rmtree(self.folder / earlier, ignore_errors=True)
        return called, lesson

    def use(self, lesson: str | None) -> None:
        """Let a lesson's bundle answer from now on, in every process; None: the original.

        Raises:
            UnknownLessonError: there is no such lesson (any more).
            MorelliError: its bundle is damaged, or of another model than `MORELLI_BUNDLE`.
        """
        if lesson is not None:
            if lesson not in self._lessons():
                raise UnknownLessonError(
                    f"There is no lesson {lesson[:60]!r} any more; teach it anew."
                )
            self.open(str(self.folder / lesson))
        with atomic_write(self.folder / IN_USE) as partial:
            partial.write_text(lesson or "", encoding="utf-8")

    def _lessons(self) -> set[str]:
        return {manifest.parent.name for manifest in self.folder.glob(f"*/{MANIFEST}")}
