"""The Art Institute of Chicago; its API: api.artic.edu/docs."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from morelli.gallery.errors import FailedError, MissingError
from morelli.gallery.museums.museum import PAGE, Found, Work, text, unavailable
from morelli.taxonomy import creators

if TYPE_CHECKING:
    from morelli.gallery.client import RateLimitedClient


class ArtInstitute:
    """The Art Institute of Chicago."""

    key = "artic"
    title = "The Art Institute of Chicago"
    address = "https://api.artic.edu"
    rate = 1.0  # what its documentation asks for
    documentation = "https://api.artic.edu/docs/"
    cost = "one, and a hundredth of a search"
    pictures = "843 pixels wide"

    # The width for which its image server keeps pictures ready.
    _WIDTH = 843
    _FIELDS = (
        "id,title,artist_title,artist_display,date_display,date_end,style_title,"
        "artwork_type_title,is_public_domain,image_id,thumbnail"
    )

    def __init__(self, address: str | None = None) -> None:
        """Args: another server that answers alike."""
        self._api = f"{(address or self.address).rstrip('/')}/api/v1"

    def find(self, artist: str, client: "RateLimitedClient", *, paintings: bool) -> Iterator[Found]:
        """As `Museum.find`; a hundred works cost one request."""
        query = {"q": artist, "query[term][is_public_domain]": "true", "fields": self._FIELDS}
        page, pages = 1, 1
        while page <= pages:
            part = {**query, "limit": PAGE, "page": page}
            try:
                answer = client.json(f"{self._api}/artworks/search", part)
            except (FailedError, MissingError) as error:
                if page == 1:
                    raise
                yield f"search-page-{page}", unavailable(error)
                page += 1
                continue
            # Nothing after the 10,000th result can be asked for.
            pages = min(answer["pagination"]["total_pages"], 10_000 // PAGE)
            images = answer.get("config", {}).get("iiif_url", "https://www.artic.edu/iiif/2")
            for facts in answer["data"]:
                if paintings and facts.get("artwork_type_title") not in (None, "Painting"):
                    continue
                yield str(facts["id"]), partial(self._work, facts, images)
            page += 1

    def _work(self, facts: dict[str, Any], images: str) -> Work:
        image = text(facts, "image_id")
        width = min(self._WIDTH, (facts.get("thumbnail") or {}).get("width") or self._WIDTH)
        credit = text(facts, "artist_display").partition("\n")[0]
        artist = text(facts, "artist_title")
        return Work(
            title=text(facts, "title"),
            artist=artist if creators.read(credit).own_hand else credit,
            date=text(facts, "date_display") or text(facts, "date_end"),
            style=text(facts, "style_title"),
            kind=text(facts, "artwork_type_title"),
            free=facts.get("is_public_domain") is True,
            licence="CC0 1.0 (Art Institute of Chicago, public domain)",
            page=f"https://www.artic.edu/artworks/{facts['id']}",
            picture=f"{images}/{image}/full/{width},/0/default.jpg" if image else "",
        )
