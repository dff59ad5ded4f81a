"""Names as data sets spell them -> slugs: the taxonomy's where it knows the name, else our own."""

import re
import unicodedata
from functools import cache

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
    """Slug of a painter, in any spelling the taxonomy knows; None for an empty name.

    A name it doesn't know is kept, for people have painters that we have never heard of: as
    it is where it looks like a slug already, else slugified.
    """
    from morelli.taxonomy import Taxonomy, UnknownNameError

    name = name.strip()
    if not name:
        return None
    try:
        return Taxonomy.load().find(name).slug
    except UnknownNameError:
        return _own_slug(name)


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
