"""A local HTTP server that answers as every museum of the registry documents.

What each museum's API answers is in `museums/<key>_replies.py`: a function `answer`, given the
server, a path and a query, which returns JSON or None. The server can refuse, redirect, send
partial answers, and remembers what was asked.
"""

import importlib.util
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from morelli.gallery.museums import MUSEUMS


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
        refusals: by a part of a path with its query, statuses and headers to answer the next
            requests with.
        cuts: by a part of a path, after how many bytes to cut the next answers.
        answers: by a part of a path, JSON to answer with in place of a museum's.
        only_v1: whether it answers searches as The Met did until 2026.
        asked: all requests, in order.
    """

    works: list[dict[str, Any]]
    picture: bytes
    refusals: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    cuts: dict[str, list[int]] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    only_v1: bool = False
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._museums = [_replies(key) for key in MUSEUMS]
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
        for part, planned in self.answers.items():
            if part in path:
                return planned
        for museum in self._museums:
            answer = museum.answer(self, path, query)
            if answer is not None:
                return answer
        return self.picture if path.startswith(("/iiif/", "/images/")) else None

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
                refusal = _next(server.refusals, self.path)
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


def _replies(key: str) -> ModuleType:
    """What a museum's API answers."""
    path = Path(__file__).parent / "museums" / f"{key}_replies.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
