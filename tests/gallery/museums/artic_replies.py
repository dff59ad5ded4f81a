"""Search with pagination and config as the Art Institute documents them: api.artic.edu/docs."""

from typing import Any


def answer(server: Any, path: str, query: dict[str, str]) -> Any:
    """JSON, or None for what isn't there."""
    if path == "/api/v1/artworks/search":
        return _page(server, int(query["page"]), int(query["limit"]))
    return None


def _page(server: Any, page: int, limit: int) -> dict[str, Any]:
    start = (page - 1) * limit
    pages = -(-len(server.works) // limit)
    here = server.works[start : start + limit]
    pagination = {
        "total": len(server.works),
        "limit": limit,
        "offset": start,
        "total_pages": pages,
        "current_page": page,
    }
    return {
        "pagination": pagination,
        "data": [_work(work) for work in here],
        "info": {"license_links": ["https://creativecommons.org/publicdomain/zero/1.0/"]},
        "config": {"iiif_url": f"{server.url}/iiif/2", "website_url": "https://www.artic.edu"},
    }


def _work(work: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": work["id"],
        "title": work["title"],
        "artist_title": work["artist"],
        "artist_display": f"{work['prefix']} {work['artist']}\nFrench, 1840-1926".strip(),
        "date_display": work["date"],
        "date_end": 1890,
        "style_title": "Impressionism",
        "artwork_type_title": work["kind"],
        "is_public_domain": work["free"],
        "image_id": f"image-{work['id']}" if work["image"] else None,
        "thumbnail": {"width": work["width"], "height": 900},
    }
