"""Which addresses a server's reply may lead to: public ones, by https.

A museum's or a hub's reply is somebody else's text. What it links to, and where that redirects,
could otherwise be a service inside the user's own network. Names are looked up twice, here and for
the connection, and may be another's by then; so a connection is looked at again once it is made.
"""

import http.client
import ipaddress
import socket
import urllib.request
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from morelli.datasets.dataset import DatasetError


def check(url: str, trusted: str | None = None) -> None:
    """Refuse an address that isn't https, or not a public machine's.

    Args:
        url: the address.
        trusted: a server that the user named: what lies on its host may be http and private.

    Raises:
        DatasetError: it is refused.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise DatasetError(f"{url} is not an http or https address.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise DatasetError(f"{url} is not an http or https address.")
    if _is_trusted(host, trusted):
        return
    if parts.scheme != "https":
        raise DatasetError(f"{url} is not an https address.")
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return  # it can't be reached: whoever asks it is told so
    if not all(ipaddress.ip_address(entry[4][0]).is_global for entry in found):
        raise DatasetError(f"{url} leads into a private network.")


def _is_trusted(host: str, trusted: str | None) -> bool:
    return trusted is not None and host == urlsplit(trusted).hostname


class _Connection(http.client.HTTPSConnection):
    """To a public machine, or one that is trusted; nothing is said to any other."""

    def __init__(self, host: str, *, trusted: str | None, **options: Any) -> None:
        super().__init__(host, **options)
        self._trusted = trusted
        self._create_connection = self._connected

    def _connected(self, *where: Any) -> socket.socket:
        made = socket.create_connection(*where)
        # Through a proxy of the user's own it is the proxy that looks the name up.
        proxied = getattr(self, "_tunnel_host", None)
        if proxied or _is_trusted(self.host, self._trusted):
            return made
        if not ipaddress.ip_address(made.getpeername()[0].partition("%")[0]).is_global:
            made.close()
            raise DatasetError(f"https://{self.host} leads into a private network.")
        return made


class _Connections(urllib.request.HTTPSHandler):
    """Opens `https` by `_Connection`."""

    def __init__(self, trusted: str | None) -> None:
        super().__init__()
        self._trusted = trusted

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        connection: Any = partial(_Connection, trusted=self._trusted)
        return self.do_open(connection, req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to addresses that pass `check` alone."""

    def __init__(self, trusted: str | None) -> None:
        self._trusted = trusted

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        check(newurl, self._trusted)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def opener(trusted: str | None = None) -> urllib.request.OpenerDirector:
    """Opens addresses as `urllib.request.urlopen` does, and leads only where `check` allows."""
    return urllib.request.build_opener(_Redirects(trusted), _Connections(trusted))
