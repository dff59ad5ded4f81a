"""A painting that is known, and where from."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Place: TypeAlias = Literal["model", "gallery", "catalogue"]
"""Whose index a work stands in: the bundle's, the hanging gallery's, or one that users made."""


@dataclass(frozen=True, slots=True)
class Work:
    """A painting of an index, as an answer names it.

    Attributes:
        title: what it is called; None where nobody says.
        artist: slug of its painter; None where nobody says.
        artist_name: the painter's name for people; None where nobody says.
        year: when it was painted; None where nobody says.
        where: whose index it stands in.
        id: what it is called there: the name of the training picture's file without its ending, the
            gallery's id of the painting, or a catalogue's own.
        link: address of a page about it; None where nobody gives one.
        similarity: 0..1, how sure it is that the picture shows it; from the rule's threshold on
            (see `morelli.works.recognition`) it is said.
    """

    title: str | None = None
    artist: str | None = None
    artist_name: str | None = None
    year: int | None = None
    where: Place = "model"
    id: str = ""
    link: str | None = None
    similarity: float = 1.0

    def at(self, where: Place, similarity: float) -> "Work":
        """The same, found in an index of that place."""
        return replace(self, where=where, similarity=similarity)
