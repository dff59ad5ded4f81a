"""What a museum has to say of itself and of its works, to be fetched from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from morelli.gallery.errors import FailedError, GalleryError, RefusedError

if TYPE_CHECKING:  # the command line reads the registry: nothing heavy is imported here
    from morelli.gallery.client import RateLimitedClient

PAGE = 100
"""Works asked for in one search; the Art Institute gives no more."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a museum says about one work; texts are empty where it says nothing.

    Attributes:
        title: as the museum writes it.
        artist: likewise, with "after", "workshop of" … where it says so.
        date: likewise.
        style: likewise.
        kind: "Paintings", "Print" …
        free: whether the museum calls it public domain.
        licence: on what terms it gives the picture.
        page: the museum's page of the work, https or empty.
        picture: the picture's address.
    """

    title: str
    artist: str
    date: str
    style: str
    kind: str
    free: bool
    licence: str
    page: str
    picture: str


Found = tuple[str, Callable[[], Work]]
"""A work's number, and how to learn more about it (which may take a request)."""


class Museum(Protocol):
    """A museum that can be asked for a painter's works; it is made with an address, or None.

    Attributes:
        key: what it is called on the command line and in file names.
        title: what people call it.
        address: of its API's server.
        rate: requests a second that it takes without complaint.
        documentation: where its API is described.
        cost: requests that a work costs, for people.
        pictures: how large its pictures are, for people.
    """

    key: str
    title: str
    address: str
    rate: float
    documentation: str
    cost: str
    pictures: str

    def __init__(self, address: str | None = None) -> None:
        """Args: another server that answers alike."""

    def find(self, artist: str, client: "RateLimitedClient", *, paintings: bool) -> Iterator[Found]:
        """What its search finds for a name, best first: not only works of that painter.

        A later page of the search that can't be had is given out as a work that fails when it is
        asked for, so that it is named and the search goes on.

        Args:
            artist: the painter's name.
            client: whom to send.
            paintings: whether to leave out what the search itself says isn't a painting.
        """


def unavailable(error: GalleryError) -> Callable[[], NoReturn]:
    """In place of a work, where a page of a search didn't come: asking for it fails."""

    def ask() -> NoReturn:
        raise error if isinstance(error, RefusedError) else FailedError(str(error))

    return ask


def text(facts: Mapping[str, Any], field: str) -> str:
    """A field of a reply as text; empty where it isn't there."""
    value = facts.get(field)
    return "" if value is None else str(value).strip()
