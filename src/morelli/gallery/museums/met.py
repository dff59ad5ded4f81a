"""The Metropolitan Museum of Art; its API: metmuseum.github.io.

Its `v1/search`, which gave all ids at once, was retired in October 2026 for `v1.1/search` with
`offset` and `limit`.
"""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from morelli.gallery.errors import FailedError, MissingError
from morelli.gallery.museums.museum import PAGE, Found, Work, text, unavailable

if TYPE_CHECKING:
    from morelli.gallery.client import RateLimitedClient


class Met:
    """The Metropolitan Museum of Art, New York."""

    key = "met"
    title = "The Metropolitan Museum of Art"
    address = "https://collectionapi.metmuseum.org"
    # Documented as 80 a second, but its firewall locks out who sends 30 in a short time.
    rate = 2.0
    documentation = "https://metmuseum.github.io"
    cost = "two requests"
    pictures = "as large as the museum gives them"

    def __init__(self, address: str | None = None) -> None:
        """Args: another server that answers alike."""
        self._collection = f"{(address or self.address).rstrip('/')}/public/collection"

    def find(self, artist: str, client: "RateLimitedClient", *, paintings: bool) -> Iterator[Found]:
        """As `Museum.find`; each work costs a request."""
        query = {"artistOrCulture": "true", "hasImages": "true"}
        if paintings:
            query["medium"] = "Paintings"
        version, offset, total = "v1.1", 0, 1
        while offset < total:
            part = {**query, "offset": offset, "limit": PAGE, "q": artist}
            try:
                answer = client.json(f"{self._collection}/{version}/search", part)
            except (FailedError, MissingError) as error:
                if offset:
                    yield f"search-from-{offset}", unavailable(error)
                    offset += PAGE
                    continue
                if version == "v1" or isinstance(error, FailedError):
                    raise
                version = "v1"  # a server that still answers as the museum did until 2026
                continue
            numbers = answer.get("objectIDs") or []
            offset, total = offset + len(numbers), int(answer.get("total", 0)) if numbers else 0
            for number in numbers:
                yield str(number), partial(self._work, client, number)

    def _work(self, client: "RateLimitedClient", number: object) -> Work:
        facts = client.json(f"{self._collection}/v1/objects/{number}")
        prefix = text(facts, "artistPrefix")
        page = f"https://www.metmuseum.org/art/collection/search/{number}"
        link = text(facts, "objectURL")
        return Work(
            title=text(facts, "title"),
            artist=f"{prefix} {text(facts, 'artistDisplayName')}".strip(),
            date=text(facts, "objectDate") or text(facts, "objectEndDate"),
            style="",
            kind=text(facts, "classification"),
            free=facts.get("isPublicDomain") is True,
            licence="CC0 1.0 (The Met Open Access)",
            page=link if link.startswith("https://") else page,
            picture=text(facts, "primaryImage"),
        )
