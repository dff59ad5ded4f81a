"""A proxy as small as can be, in front of a real server: under a path, with TLS or as if."""

import contextlib
import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP = {"connection", "transfer-encoding", "content-length", "date", "server"}


@contextlib.contextmanager
def proxied(port: int, prefix: str, *, strip: bool) -> Iterator[str]:
    """The address of a proxy that passes on what lies under a path, and knows nothing else."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def pass_on(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length) if length else None
            if not self.path.startswith(f"{prefix}/"):
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            path = self.path.removeprefix(prefix) if strip else self.path
            sent = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            if length:
                sent["Content-Length"] = str(length)
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as upstream:
                upstream.request(self.command, path, body, sent)
                answer = upstream.getresponse()
                content = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in HOP:
                        self.send_header(name, value)
                if answer.status != 304:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        do_GET = do_POST = do_HEAD = do_PUT = pass_on  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
