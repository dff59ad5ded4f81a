"""Names as data sets spell them -> slugs: the taxonomy's where it knows the name, else our own."""

import re
import unicodedata
from contextlib import suppress
from functools import cache

from morelli.taxonomy.creators import read

SPLITS = {
    "training": "train",
    "testing": "test",
    "val": "validation",
    "valid": "validation",
    "dev": "validation",
}
"""Other people's names of the three usual splits."""


@cache
def artist_slug(name: str) -> str | None:
    """Slug of the painter whom a name says, in any spelling the taxonomy or a museum has.

    A name the taxonomy doesn't know is kept, for people have painters that we have never heard
    of: as it is where it looks like a slug already, else slugified. None where the name is empty
    or no painter's ("Anonymous"), and where it isn't sure who painted ("Rembrandt?", "workshop
    of Rubens"): `named_artist` says whom those name.
    """
    return named_artist(name) if is_sure(name) else None


def is_sure(name: str) -> bool:
    """Whether a catalogue says without doubt that the painter it names painted the picture."""
    return read(name).own_hand


def doubt(name: str) -> str | None:
    """Why the painter whom a catalogue names isn't taken for the one who painted; None if sure."""
    creator = read(name)
    if creator.own_hand or not creator.name:
        return None
    return f"{creator.name} is not taken for the painter: {name.strip()}"


@cache
def named_artist(name: str) -> str | None:
    """Slug of the painter a name says, though it be "after Rembrandt" or "Rembrandt?"."""
    from morelli.taxonomy import Taxonomy, UnknownNameError

    creator = read(name)
    for spelling in (name, *creator.readings) if creator.own_hand else creator.readings:
        with suppress(UnknownNameError):
            return Taxonomy.load().find(spelling).slug
    return _own_slug(creator.name) if creator.name else None


@cache
def style_slug(name: str) -> str | None:
    """Slug of a style, in any spelling the taxonomy knows; None for an empty name."""
    from morelli.taxonomy import Taxonomy, UnknownNameError

    name = name.strip()
    if not name:
        return None
    try:
        return Taxonomy.load().find_style(name).slug
    except UnknownNameError:
        return _own_slug(name)


def split_name(name: str) -> str | None:
    """A split's name in lower case, the usual three under one name each; None if empty."""
    name = name.strip().casefold()
    return SPLITS.get(name, name) or None


def first_year(text: str) -> int | None:
    """The first year in a date of any wording: "c. 1665–67" is 1665, "19th century" None."""
    found = re.search(r"(?<!\d)\d{3,4}(?!\d)", text)
    return int(found[0]) if found else None


def slugify(name: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens: "Élisabeth V." -> "elisabeth-v".

    Letters of other scripts are kept, since nothing would be left of a name without them.
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    kept = (c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return "-".join("".join(kept).split())


def _own_slug(name: str) -> str:
    looks_like_slug = name == name.casefold() and not any(c.isspace() or c == "_" for c in name)
    return name if looks_like_slug else slugify(name) or name
