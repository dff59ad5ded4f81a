"""Painters and styles: who they are, and which one a spelling means.

The facts are in `taxonomy.toml` beside this module; `docs/taxonomy.md` explains its fields.

    >>> taxonomy = Taxonomy.load()
    >>> taxonomy.find("VELASQUEZ, Diego").name
    'Diego Velázquez'
    >>> taxonomy.find_style("Popart").slug
    'pop-art'
"""

import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from morelli.taxonomy.spelling import Directory, UnknownNameError

__all__ = ["Artist", "Style", "Taxonomy", "UnknownNameError"]


@dataclass(frozen=True)
class Style:
    """A style of painting.

    Attributes:
        slug: the stable key, e.g. "post-impressionism".
        name: as people write it, e.g. "Post-Impressionism".
        painting91: whether it is one of Painting-91's thirteen.
        aliases: other spellings, and movements counted under it.
    """

    slug: str
    name: str
    painting91: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that names this style in full."""
        return (self.slug, self.name, *self.aliases)


@dataclass(frozen=True)
class Artist:
    """A painter, or a workshop that is always catalogued as one.

    Attributes:
        slug: the stable key, e.g. "vincent-van-gogh"; data sets and bundles use it as label.
        name: as people write it, with its accents.
        born: year of birth; None where sources disagree.
        died: year of death; None where sources disagree, or while the painter lives.
        style: slug of the style that Painting-91 gives the painter; None for 41 of its 91.
        painting91: whether the painter is one of Painting-91's.
        prefixes: what the painter's file names in Painting-91 start with, as found on disk,
            without the underscore and number that follow.
        aliases: other spellings of the whole name.
        wikidata: the painter's Wikidata item, e.g. "Q5582"; None where it wasn't verified.
        original: the spelling of the original server, e.g. "ARSHILLE GORKY"; None outside
            Painting-91.
    """

    slug: str
    name: str
    born: int | None = None
    died: int | None = None
    style: str | None = None
    painting91: bool = False
    prefixes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    original: str | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that names this painter in full."""
        return (self.slug, self.name, *self.prefixes, *self.aliases)


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """The painters and styles that morelli knows.

    Attributes:
        artists: Painting-91's painters in the order of the original server's class list, then
            all others in the order of their slugs.
        styles: Painting-91's thirteen in that same server's order, then the others.
        homonyms: surnames that don't name anybody alone, because of these painters outside
            the taxonomy.
    """

    artists: tuple[Artist, ...]
    styles: tuple[Style, ...]
    homonyms: Mapping[str, Sequence[str]]

    @classmethod
    def load(cls) -> "Taxonomy":
        """Return morelli's own taxonomy; it is read once."""
        return _load()

    def find(self, name: str) -> Artist:
        """Return the painter that a name means, in any of its spellings.

        Case, accents, punctuation and the order of the words don't matter. A surname is
        enough where one painter alone bears it, and dates, a country or a second name in brackets
        may stand beside it, as museums write: "Rembrandt (Rembrandt van Rijn)".

        Raises:
            UnknownNameError: no painter is called so, or several are; the message names them.
        """
        try:
            return self._artists.find(name)
        except UnknownNameError:
            from morelli.taxonomy.creators import read  # most runs look up no such name

            creator = read(name)
            for reading in creator.readings if creator.own_hand else ():
                with suppress(UnknownNameError):
                    return self._artists.find(reading)
            raise

    def find_style(self, name: str) -> Style:
        """Return the style that a name means, in any of its spellings.

        Raises:
            UnknownNameError: no style is called so; the message names those spelt alike.
        """
        return self._styles.find(name)

    def artist(self, slug: str) -> Artist:
        """Return the painter with exactly this slug.

        Raises:
            UnknownNameError: there is none; the message names those spelt alike.
        """
        return self._artists.get(slug)

    def style(self, slug: str) -> Style:
        """Return the style with exactly this slug.

        Raises:
            UnknownNameError: there is none; the message names those spelt alike.
        """
        return self._styles.get(slug)

    def painting91_artists(self) -> tuple[Artist, ...]:
        """Return Painting-91's 91 painters, in the order of the original server's classes."""
        return tuple(artist for artist in self.artists if artist.painting91)

    def painting91_styles(self) -> tuple[Style, ...]:
        """Return Painting-91's 13 styles, in the order of the original server's classes."""
        return tuple(style for style in self.styles if style.painting91)

    # Both are built when first asked: most runs of the classifier look no name up.
    @cached_property
    def _artists(self) -> Directory[Artist]:
        return Directory("painter", self.artists, surnames=True, homonyms=self.homonyms)

    @cached_property
    def _styles(self) -> Directory[Style]:
        return Directory("style", self.styles)


@cache
def _load() -> Taxonomy:
    entries = tomllib.loads(Path(__file__).with_name("taxonomy.toml").read_text(encoding="utf-8"))
    return Taxonomy(
        artists=tuple(_artist(**entry) for entry in entries["artist"]),
        styles=tuple(_style(**entry) for entry in entries["style"]),
        homonyms=entries["homonyms"],
    )


def _artist(*, prefixes: Sequence[str] = (), aliases: Sequence[str] = (), **facts: Any) -> Artist:
    return Artist(
        **facts,
        prefixes=tuple(prefixes),
        aliases=tuple(aliases),
        painting91=bool(prefixes),
        # The original server shows the painters' file prefixes, in capitals and with blanks.
        original=prefixes[0].replace("_", " ").upper() if prefixes else None,
    )


def _style(*, aliases: Sequence[str] = (), **facts: Any) -> Style:
    return Style(**facts, aliases=tuple(aliases))
