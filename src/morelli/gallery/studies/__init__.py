"""Studies after painters of shapes and fields, drawn by this code: the built-in gallery.

They are our own compositions in other people's manner, and say so: no picture here is a copy of
a painting, and none was made by the painter whom it is after.
"""

import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import PIL
from PIL import Image

from morelli.gallery import manifest
from morelli.gallery.errors import GalleryError
from morelli.gallery.studies import circles, fields, optical, planes
from morelli.storage import cache_folder, write_atomically


@dataclass(frozen=True, slots=True)
class Study:
    """A study.

    Attributes:
        after: the painter in whose manner it is.
        style: the painter's style at the time that is meant.
        paint: draws it, always the same.
    """

    after: str
    style: str
    paint: Callable[[], Image.Image]

    @property
    def file(self) -> str:
        """Name of the picture's file."""
        return f"study-after-{self.paint.__name__.replace('_', '-')}.jpg"

    @property
    def row(self) -> manifest.Row:
        """What the manifest says about it."""
        return {
            "file": self.file,
            "title": f"Study after {self.after}",
            "artist": f"after {self.after}",
            "year": "2026",
            "style": self.style,
            "licence": "CC0 1.0",
            "source": "morelli",
        }


STUDIES = (
    Study("Piet Mondrian", "De Stijl", planes.mondrian),
    Study("Wassily Kandinsky", "Constructivism", circles.kandinsky),
    Study("Mark Rothko", "Abstract Expressionism", fields.rothko),
    Study("Victor Vasarely", "Op Art", optical.vasarely),
    Study("Kazimir Malevich", "Constructivism", planes.malevich),
    Study("Frank Stella", "Hard-Edge Painting", circles.stella),
    Study("Paul Klee", "Expressionism", fields.klee),
    Study("Yves Klein", "Nouveau Réalisme", fields.klein),
    Study("El Lissitzky", "Constructivism", planes.lissitzky),
    Study("Josef Albers", "Hard-Edge Painting", fields.albers),
    Study("Robert Delaunay", "Orphism", circles.delaunay),
    Study("Barnett Newman", "Abstract Expressionism", fields.newman),
    Study("Sophie Taeuber-Arp", "Constructivism", planes.taeuber_arp),
    Study("Agnes Martin", "Minimalism", fields.martin),
    Study("Theo van Doesburg", "De Stijl", planes.doesburg),
    Study("Bridget Riley", "Op Art", optical.riley),
    Study("Ellsworth Kelly", "Hard-Edge Painting", fields.kelly),
)


def draw(folder: Path) -> Iterator[str]:
    """Draw all studies into a folder, and put them into its manifest.

    Yields:
        each file's name when it is there; the manifest is written after the last.

    Raises:
        GalleryError: the manifest that is there can't be read.
        OSError: the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Most of the work is in numpy and Pillow, which leave the interpreter to other threads.
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        for study, content in zip(STUDIES, pool.map(_encoded, STUDIES), strict=True):
            write_atomically(folder / study.file, content)
            yield study.file
    manifest.merge(folder / manifest.NAME, [study.row for study in STUDIES])


def builtin() -> Path:
    """The folder of the built-in gallery: drawn at the first call, in about two seconds.

    It lies in the cache folder, under a name that changes when the code that draws does. Several
    processes may ask for it at once.

    Raises:
        GalleryError: the cache folder can't be written.
    """
    folder = cache_folder("studies") / _edition()
    if (folder / manifest.NAME).is_file():
        return folder
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        for _ in draw(draft):
            pass
        draft.rename(folder)
    except OSError as error:
        if not (folder / manifest.NAME).is_file():  # else another process was faster
            raise GalleryError(
                f"The built-in gallery cannot be drawn into {folder.parent}: {error.strerror}. "
                "Name a folder that can be written in MORELLI_CACHE."
            ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _encoded(study: Study) -> bytes:
    file = io.BytesIO()
    study.paint().save(file, "JPEG", quality=90, subsampling=0)
    return file.getvalue()


def _edition() -> str:
    """A name for what this code draws with this Pillow."""
    sources = (path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.sha256(b"".join([*sources, PIL.__version__.encode()])).hexdigest()[:12]
