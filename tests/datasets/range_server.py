"""A local HTTP server that knows ranges and can cut the connection."""

import contextlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class RangeServer:
    """Serves `content` at `url`, and anywhere else.

    Args:
        content: the file, or files by their paths below `root`; it may be replaced while the
            server runs.
        cuts: after how many bytes to cut each of the first answers.
        tag: the file's ETag; None sends none.
        refuse: a status to answer with instead.
        redirects: by path, where to go instead.
    """

    def __init__(
        self,
        content: bytes | dict[str, bytes],
        *,
        cuts: tuple[int, ...] = (),
        tag: str | None = '"one"',
        refuse: int | None = None,
        redirects: dict[str, str] | None = None,
    ) -> None:
        self.redirects = redirects or {}
        self.content = content
        self.cuts = list(cuts)
        self.ranges = True  # whether they are understood
        self.tag = tag
        self.refuse = refuse
        self.asked: list[str | None] = []
        self.paths: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.root = f"http://127.0.0.1:{self._server.server_port}"
        self.url = f"{self.root}/archive.zip"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.headers.get("Range"))
                server.paths.append(self.path)
                if self.path in server.redirects:
                    self.send_response(302)
                    self.send_header("Location", server.redirects[self.path])
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                content = server._content(self.path)
                if server.refuse or content is None:
                    self.send_error(server.refuse or 404)
                    return
                start = server._start(self.headers)
                if start is not None and start >= len(content):
                    self.send_response(416)
                    self.send_header("Content-Range", f"bytes */{len(content)}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                body = content[start or 0 :]
                self.send_response(200 if start is None else 206)
                if start is not None:
                    last, size = len(content) - 1, len(content)
                    self.send_header("Content-Range", f"bytes {start}-{last}/{size}")
                if server.tag:
                    self.send_header("ETag", server.tag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):  # who asked may have had enough
                    self.wfile.write(body[: server.cuts.pop(0)] if server.cuts else body)
                self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def _content(self, path: str) -> bytes | None:
        return self.content.get(path) if isinstance(self.content, dict) else self.content

    def _start(self, headers: Any) -> int | None:
        """First byte of the range that is asked for; None to send the whole file."""
        asked = re.fullmatch(r"bytes=(\d+)-", headers.get("Range") or "")
        if not self.ranges or not asked or headers.get("If-Range", self.tag) != self.tag:
            return None
        return int(asked.group(1))
