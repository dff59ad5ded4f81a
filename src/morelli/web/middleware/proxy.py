"""What a proxy in front of the server changed: the path's prefix, the scheme, who is asking.

On WSGI's level, because Django takes all three from there.
"""

from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, TypeAlias

from django.http import HttpRequest

Address: TypeAlias = IPv4Address | IPv6Address
Networks: TypeAlias = Sequence[IPv4Network | IPv6Network]

_CLIENT = "morelli.client"
"""Of WSGI's environment: the client's address, or None where only an unknown proxy knows it."""


class BehindProxy:
    """A WSGI application that sees requests of another as the client sent them."""

    def __init__(
        self,
        application: Callable[[dict[str, Any], Any], Iterable[bytes]],
        *,
        prefix: str = "",
        tls: bool = False,
        proxies: Networks = (),
    ) -> None:
        """Of three things a deployment says.

        Args:
            application: who answers.
            prefix: path under which visitors find the server, as "/morelli"; a proxy may strip
                it or not.
            tls: whether visitors come by https.
            proxies: whose `X-Forwarded-For` is believed.
        """
        self._application = application
        self._prefix = prefix
        self._tls = tls
        self._proxies = proxies

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as the other application."""
        path = environ.get("PATH_INFO", "")
        if self._prefix and (path + "/").startswith(self._prefix + "/"):
            environ["PATH_INFO"] = path.removeprefix(self._prefix) or "/"
        if self._tls:
            environ["wsgi.url_scheme"] = "https"
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        environ[_CLIENT] = _client(environ.get("REMOTE_ADDR", ""), forwarded, self._proxies)
        return self._application(environ, start_response)


def client(request: HttpRequest) -> Address | None:
    """Who is asking; None where a proxy says it that isn't believed (see `MORELLI_PROXIES`)."""
    found: Address | None = request.META.get(_CLIENT)
    return found


def _client(peer: str, forwarded: str, proxies: Networks) -> Address | None:
    """The last address on the way that no trusted proxy has; anybody can invent those before."""
    address = _address(peer)
    if not forwarded:
        return address
    if not within(address, proxies):
        return None
    for hop in reversed(forwarded.split(",")):
        address = _address(hop)
        if not within(address, proxies):
            break
    return address


def within(address: Address | None, networks: Networks) -> bool:
    """Whether an address lies in one of some networks; nobody knows where None is."""
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> Address | None:
    """An address, IPv4 where IPv6 only wraps it."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
