"""Museums with open-access APIs, and how each of them lists a painter's works.

- The Met: metmuseum.github.io. Its `v1/search`, which gave all ids at once, was retired in
  October 2026 for `v1.1/search` with `offset` and `limit`.
- The Art Institute of Chicago: api.artic.edu/docs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from morelli.gallery.client import MissingError, Polite
from morelli.gallery.painting import held_the_brush

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
        page: the museum's page of the work.
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
    """A museum that can be asked for a painter's works.

    Attributes:
        key: what it is called on the command line and in file names.
        title: what people call it.
        address: of its API's server.
        rate: requests a second that it takes without complaint.
    """

    key: str
    title: str
    address: str
    rate: float

    def find(self, artist: str, client: Polite, *, paintings: bool) -> Iterator[Found]:
        """What its search finds for a name, best first: not only works of that painter.

        Args:
            artist: the painter's name.
            client: whom to send.
            paintings: whether to leave out what the search itself says isn't a painting.
        """


class Met:
    """The Metropolitan Museum of Art, New York."""

    key = "met"
    title = "The Metropolitan Museum of Art"
    address = "https://collectionapi.metmuseum.org"
    # Documented as 80 a second, but its firewall locks out who sends 30 in a short time.
    rate = 2.0

    def __init__(self, address: str | None = None) -> None:
        """Args: another server that answers alike."""
        self._collection = f"{(address or self.address).rstrip('/')}/public/collection"

    def find(self, artist: str, client: Polite, *, paintings: bool) -> Iterator[Found]:
        """As `Museum.find`; each work costs a request."""
        query = {"artistOrCulture": "true", "hasImages": "true"}
        if paintings:
            query["medium"] = "Paintings"
        version, offset, total = "v1.1", 0, 1
        while offset < total:
            part = {**query, "offset": offset, "limit": PAGE, "q": artist}
            try:
                answer = client.json(f"{self._collection}/{version}/search", part)
            except MissingError:
                if version == "v1":
                    raise
                version = "v1"  # a server that still answers as the museum did until 2026
                continue
            numbers = answer.get("objectIDs") or []
            offset, total = offset + len(numbers), int(answer.get("total", 0)) if numbers else 0
            for number in numbers:
                yield str(number), partial(self._work, client, number)

    def _work(self, client: Polite, number: object) -> Work:
        facts = client.json(f"{self._collection}/v1/objects/{number}")
        prefix = _text(facts, "artistPrefix")
        page = f"https://www.metmuseum.org/art/collection/search/{number}"
        return Work(
            title=_text(facts, "title"),
            artist=f"{prefix} {_text(facts, 'artistDisplayName')}".strip(),
            date=_text(facts, "objectDate") or _text(facts, "objectEndDate"),
            style="",
            kind=_text(facts, "classification"),
            free=facts.get("isPublicDomain") is True,
            licence="CC0 1.0 (The Met Open Access)",
            page=_text(facts, "objectURL") or page,
            picture=_text(facts, "primaryImage"),
        )


class ArtInstitute:
    """The Art Institute of Chicago."""

    key = "artic"
    title = "The Art Institute of Chicago"
    address = "https://api.artic.edu"
    rate = 1.0  # what its documentation asks for

    # The width for which its image server keeps pictures ready.
    _WIDTH = 843
    _FIELDS = (
        "id,title,artist_title,artist_display,date_display,date_end,style_title,"
        "artwork_type_title,is_public_domain,image_id,thumbnail"
    )

    def __init__(self, address: str | None = None) -> None:
        """Args: another server that answers alike."""
        self._api = f"{(address or self.address).rstrip('/')}/api/v1"

    def find(self, artist: str, client: Polite, *, paintings: bool) -> Iterator[Found]:
        """As `Museum.find`; a hundred works cost one request."""
        query = {"q": artist, "query[term][is_public_domain]": "true", "fields": self._FIELDS}
        page, pages = 1, 1
        while page <= pages:
            part = {**query, "limit": PAGE, "page": page}
            answer = client.json(f"{self._api}/artworks/search", part)
            # Nothing after the 10,000th result can be asked for.
            pages = min(answer["pagination"]["total_pages"], 10_000 // PAGE)
            images = answer.get("config", {}).get("iiif_url", "https://www.artic.edu/iiif/2")
            for facts in answer["data"]:
                if paintings and facts.get("artwork_type_title") not in (None, "Painting"):
                    continue
                yield str(facts["id"]), partial(self._work, facts, images)
            page += 1

    def _work(self, facts: dict[str, Any], images: str) -> Work:
        image = _text(facts, "image_id")
        width = min(self._WIDTH, (facts.get("thumbnail") or {}).get("width") or self._WIDTH)
        credit = _text(facts, "artist_display").partition("\n")[0]
        artist = _text(facts, "artist_title")
        return Work(
            title=_text(facts, "title"),
            artist=artist if held_the_brush(credit) else credit,
            date=_text(facts, "date_display") or _text(facts, "date_end"),
            style=_text(facts, "style_title"),
            kind=_text(facts, "artwork_type_title"),
            free=facts.get("is_public_domain") is True,
            licence="CC0 1.0 (Art Institute of Chicago, public domain)",
            page=f"https://www.artic.edu/artworks/{facts['id']}",
            picture=f"{images}/{image}/full/{width},/0/default.jpg" if image else "",
        )


MUSEUMS: dict[str, Callable[[str | None], Museum]] = {m.key: m for m in (Met, ArtInstitute)}
"""Makes each museum, given another server's address or None, by its key."""


def _text(facts: dict[str, Any], field: str) -> str:
    value = facts.get(field)
    return "" if value is None else str(value).strip()
