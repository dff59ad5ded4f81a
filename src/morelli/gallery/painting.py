"""One picture of a gallery, and what its manifest says about it in the taxonomy's words."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from morelli.datasets.dataset import readable
from morelli.datasets.labels import first_year, named_artist, style_slug
from morelli.taxonomy import Taxonomy, UnknownNameError, creators


@dataclass(frozen=True, slots=True)
class Painting:
    """A picture in a gallery.

    Attributes:
        id: 12 hexadecimal digits, the same as long as the file keeps its name and folder.
        file: path below the gallery's folder, as text that can be shown anywhere.
        title: the manifest's, else the file's name made readable.
        artist: slug of the painter; None where nobody says, and where somebody else held the
            brush or may have: "after", "circle of", "Rembrandt?" and so on.
        artist_name: as people write it, with "after" and so on; None where nobody says.
        after: slug of the painter in whose manner it is, where that isn't who painted it.
        year: the first year that the manifest names; None where it names none.
        style: slug of the style; None where nobody says.
        style_name: as people write it.
        licence: on what terms the picture may be used, as the manifest has it.
        source: where it comes from, as the manifest has it.
        width: of the upright picture in pixels.
        height: of the upright picture in pixels.
    """

    id: str
    file: str
    title: str
    artist: str | None
    artist_name: str | None
    after: str | None
    year: int | None
    style: str | None
    style_name: str | None
    licence: str | None
    source: str | None
    width: int
    height: int

    @property
    def painter_name(self) -> str | None:
        """The name of the painter, or of whom the picture is after."""
        creator = creators.read(self.artist_name or "")
        return self.artist_name if creator.own_hand else creator.name or None


def describe(file: str, row: Mapping[str, str]) -> Painting:
    """The picture in `file` (relative, with slashes), as its manifest's row has it.

    Its width and height are 0: nobody has opened it yet.
    """
    artist, artist_name, after = _painter(row.get("artist", ""))
    style = style_slug(row.get("style", ""))
    return Painting(
        id=hashlib.sha256(os.fsencode(file)).hexdigest()[:12],
        file=readable(file),
        title=row.get("title") or _title(readable(file)),
        artist=artist,
        artist_name=artist_name,
        after=after,
        year=first_year(row.get("year", "")),
        style=style,
        style_name=style_name(style, row.get("style", "")),
        licence=row.get("licence") or None,
        source=row.get("source") or None,
        width=0,
        height=0,
    )


def held_the_brush(name: str) -> bool:
    """Whether a catalogue says that the painter it names painted it: no "after" and the like."""
    return creators.read(name).own_hand


def fold(text: str) -> str:
    """Text without case and accents, for searching: "Élisabeth" is found by "elisabeth"."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def style_name(slug: str | None, spelling: str) -> str | None:
    """A style as the taxonomy writes it, else as the manifest does."""
    try:
        return Taxonomy.load().style(slug).name if slug else None
    except UnknownNameError:
        return spelling


def _painter(spelling: str) -> tuple[str | None, str | None, str | None]:
    """Slug of who painted it, the name to show, slug of whom it follows."""
    if not spelling:
        return None, None, None
    slug = named_artist(spelling)
    if not creators.read(spelling).own_hand:
        return None, spelling, slug
    try:
        return slug, Taxonomy.load().artist(slug or "").name, None
    except UnknownNameError:
        return slug, spelling, None


def _title(file: str) -> str:
    stem = file.rpartition("/")[2].rpartition(".")[0] or file
    words = " ".join(re.split(r"[\s_-]+", stem)).strip()
    return words[:1].upper() + words[1:] if words else file
