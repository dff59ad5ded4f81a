"""Data sets that can be fetched from where their makers published them."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from morelli.datasets import open_dataset
from morelli.datasets.archive import unpack
from morelli.datasets.dataset import Dataset, DatasetError, readable
from morelli.datasets.download import download
from morelli.storage import data_folder

Stage = Callable[[str, int, int | None], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def _silent(stage: str, done: int, of: int | None) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Published:
    """A data set on the web.

    Attributes:
        name: what to call it.
        url: its archive, a ZIP file.
        size: the archive's bytes.
        pictures: how many it holds.
        source: whom to thank and to cite.
    """

    name: str
    url: str
    size: int
    pictures: int
    source: str


PAINTING91 = Published(
    name="painting91",
    url="http://cat.cvc.uab.es/~joost/data/Paintings91.zip",
    size=681_584_272,
    pictures=4_266,
    source="Khan, Beigpour, van de Weijer, Felsberg: Painting-91 (Machine Vision and "
    "Applications 25, 2014)",
)

CATALOGUE = {PAINTING91.name: PAINTING91}


def home(name: str) -> Path:
    """Where a data set goes unless somebody wants it elsewhere: the user's data folder."""
    return data_folder("datasets") / name


def get(
    published: Published,
    target: Path,
    *,
    url: str | None = None,
    progress: Stage = _silent,
    pause: float = 1.0,
) -> Dataset:
    """Fetch, check and unpack a data set, and open it.

    A call that was cut short is taken up where it stopped. Where the data set is there already,
    it is opened and nothing is fetched. The archive lies beside `target` while it is needed.

    Args:
        published: which one.
        target: the folder it goes to; it must not hold anything else.
        url: another address of the archive; its size may then differ.
        progress: told what is going on.
        pause: seconds before another attempt, as for `download`.

    Raises:
        DatasetError: the folder holds something else, there is no room, the archive can't be
            fetched or isn't sound.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return _opened(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    _refuse_without_room(target.parent, published)
    archive = target.with_name(f"{target.name}.zip")
    if not (archive.is_file() and archive.stat().st_size == published.size):
        download(
            url or published.url,
            archive,
            size=published.size if url is None else None,
            progress=partial(progress, "fetching"),
            pause=pause,
        )
    try:
        unpack(archive, target, progress=partial(progress, "unpacking"))
    except OSError as error:
        raise DatasetError(
            f"{readable(archive)} could not be unpacked: {error.strerror}. The archive is kept; "
            "give the same command again to go on."
        ) from error
    except DatasetError:
        archive.unlink()
        raise
    archive.unlink()
    return open_dataset(target)


def _opened(target: Path) -> Dataset:
    try:
        return open_dataset(target)
    except DatasetError as error:
        raise DatasetError(
            f"{readable(target)} is there already and holds something else ({error}) "
            "Name another folder with --to, or remove it."
        ) from error


def _refuse_without_room(folder: Path, published: Published) -> None:
    """The archive and what it holds lie there together: about twice its size."""
    needed, free = 2 * published.size, shutil.disk_usage(folder).free
    if free < needed:
        raise DatasetError(
            f"{readable(folder)} has room for {free / 1e6:,.0f} MB; {published.name} needs "
            f"{needed / 1e6:,.0f} MB while it is unpacked. Name another folder with --to."
        )
