"""Where the picture lies that a table names, whichever system and program wrote the name."""

import os
import unicodedata
from functools import cache
from pathlib import Path, PurePosixPath


def spelling(name: str) -> str:
    r"""A name in one spelling: slashes lean forward, accents are part of their letters.

    Windows writes `rooms\a.jpg`; macOS may store an accent as a mark of its own. Detours (`./`,
    `rooms/../`) are taken out.
    """
    plain = unicodedata.normalize("NFC", name.replace("\\", "/"))
    return os.path.normpath(plain) if plain else plain


class Places:
    """Finds the files that a table names, from its own folder.

    Args:
        folder: where relative names start.
    """

    def __init__(self, folder: Path) -> None:
        """Args: as above."""
        self._folder = folder
        self._home = cache(_home)
        self._listing = cache(_listing)

    def find(self, name: str) -> Path | None:
        """The file of this name: as it is written, else in the spelling that is there.

        Returns:
            its path, below `folder` unless the name is absolute; None where there is no file.

        Raises:
            OSError, ValueError: the name can't be looked up.
        """
        path = self._folder / name
        if path.is_file():
            return path
        plain = PurePosixPath(name.replace("\\", "/"))
        path = Path(plain.anchor) if plain.is_absolute() else self._folder
        for part in plain.relative_to(plain.anchor).parts:
            path /= part
            if not part.isascii() and not path.exists():
                written = self._listing(path.parent).get(unicodedata.normalize("NFC", part))
                if written is None:
                    return None
                path = path.with_name(written)
        return path if path.is_file() else None

    def identity(self, path: Path) -> Path:
        """The same for all names of one file: absolute, relative, or by a link to its folder."""
        return self._home(path.parent) / path.name


def _home(folder: Path) -> Path:
    return folder.resolve()


def _listing(folder: Path) -> dict[str, str]:
    """What a folder's entries are called, by that name with its accents as part of letters."""
    try:
        return {unicodedata.normalize("NFC", name): name for name in os.listdir(folder)}  # noqa: PTH208
    except OSError:
        return {}
