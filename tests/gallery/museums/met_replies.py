"""Search and object as The Met documents them: metmuseum.github.io."""

import re
from typing import Any

COLLECTION = "/public/collection"


def answer(server: Any, path: str, query: dict[str, str]) -> Any:
    """JSON, or None for what isn't there."""
    if path == f"{COLLECTION}/v1.1/search" and not server.only_v1:
        start, limit = int(query["offset"]), int(query["limit"])
        return _ids(server, start, start + limit)
    if path == f"{COLLECTION}/v1/search" and server.only_v1:
        return _ids(server, 0, None)
    if found := re.fullmatch(rf"{COLLECTION}/v1/objects/(\d+)", path):
        work = next((w for w in server.works if w["id"] == int(found[1])), None)
        return work and _object(server, work)
    return None


def _ids(server: Any, start: int, end: int | None) -> dict[str, Any]:
    ids = [work["id"] for work in server.works]
    return {"total": len(ids), "objectIDs": ids[start:end] or None}


def _object(server: Any, work: dict[str, Any]) -> dict[str, Any]:
    picture = (
        work.get("picture") or f"{server.url}/images/{work['id']}.jpg" if work["image"] else ""
    )
    return {
        "objectID": work["id"],
        "isPublicDomain": work["free"],
        "primaryImage": picture,
        "title": work["title"],
        "artistPrefix": work["prefix"],
        "artistDisplayName": work["artist"],
        "objectDate": work["date"],
        "objectEndDate": 1890,
        "classification": work["kind"] and f"{work['kind']}s",
        "objectURL": f"https://www.metmuseum.org/art/collection/search/{work['id']}",
    }
