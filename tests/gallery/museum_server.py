"""A local HTTP server that answers as The Met and the Art Institute of Chicago document.

Shapes: metmuseum.github.io (search and object) and api.artic.edu/docs (search with pagination
and config, IIIF pictures). It can refuse, send partial answers, and remembers what was asked.
"""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass
class MuseumServer:
    """Serves works at `url`.

    Attributes:
        works: what each knows of a work; see `work` in the conftest.
        picture: bytes of every picture.
        refusals: by a part of a path, statuses and headers to answer the next requests with.
        cuts: by a part of a path, after how many bytes to cut the next answers.
        only_v1: whether it answers searches as The Met did until 2026.
        asked: all requests, in order.
    """

    works: list[dict[str, Any]]
    picture: bytes
    refusals: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    cuts: dict[str, list[int]] = field(default_factory=dict)
    only_v1: bool = False
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def paths(self, part: str = "") -> list[str]:
        """Paths that were asked for, those that contain a text."""
        return [asked.path for asked in self.asked if part in asked.path]

    def _answer(self, path: str, query: dict[str, str]) -> Any:
        """JSON, bytes, or None for what isn't there."""
        collection = "/public/collection"
        if path == f"{collection}/v1.1/search" and not self.only_v1:
            start, limit = int(query["offset"]), int(query["limit"])
            return self._met_ids(start, start + limit)
        if path == f"{collection}/v1/search" and self.only_v1:
            return self._met_ids(0, None)
        if found := re.fullmatch(rf"{collection}/v1/objects/(\d+)", path):
            work = next((w for w in self.works if w["id"] == int(found[1])), None)
            return work and self._met_object(work)
        if path == "/api/v1/artworks/search":
            return self._artic_page(int(query["page"]), int(query["limit"]))
        if path.startswith(("/iiif/", "/images/")):
            return self.picture
        return None

    def _met_ids(self, start: int, end: int | None) -> dict[str, Any]:
        ids = [work["id"] for work in self.works]
        return {"total": len(ids), "objectIDs": ids[start:end] or None}

    def _met_object(self, work: dict[str, Any]) -> dict[str, Any]:
        picture = f"{self.url}/images/{work['id']}.jpg" if work["image"] else ""
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

    def _artic_page(self, page: int, limit: int) -> dict[str, Any]:
        start = (page - 1) * limit
        pages = -(-len(self.works) // limit)
        here = self.works[start : start + limit]
        pagination = {
            "total": len(self.works),
            "limit": limit,
            "offset": start,
            "total_pages": pages,
            "current_page": page,
        }
        return {
            "pagination": pagination,
            "data": [self._artic_work(work) for work in here],
            "info": {"license_links": ["https://creativecommons.org/publicdomain/zero/1.0/"]},
            "config": {"iiif_url": f"{self.url}/iiif/2", "website_url": "https://www.artic.edu"},
        }

    def _artic_work(self, work: dict[str, Any]) -> dict[str, Any]:
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

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                server.asked.append(
                    Asked(
                        parts.path,
                        query,
                        {name.title(): value for name, value in self.headers.items()},
                    )
                )
                refusal = _next(server.refusals, parts.path)
                if refusal:
                    self._send(refusal[0], b"<html>no</html>", refusal[1])
                    return
                answer = server._answer(parts.path, query)
                if answer is None:
                    self._send(404, b'{"message":"not found"}', {})
                elif isinstance(answer, bytes):
                    self._file(parts.path, answer)
                else:
                    self._send(200, json.dumps(answer).encode(), {}, path=parts.path)

            def _file(self, path: str, content: bytes) -> None:
                start = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
                headers = {"ETag": '"one"'}
                if start:
                    first = int(start[1])
                    headers["Content-Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
                    self._send(206, content[first:], headers, path=path)
                else:
                    self._send(200, content, headers, path=path)

            def _send(
                self, status: int, body: bytes, headers: dict[str, str], path: str = ""
            ) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                cut = _next(server.cuts, path)
                self.wfile.write(body if cut is None else body[:cut])
                self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def _next(plans: dict[str, list[Any]], path: str) -> Any:
    """The next thing planned for a path; None if there is none."""
    return next((plan.pop(0) for part, plan in plans.items() if part in path and plan), None)
