"""The supervisor of the server's processes, and what holds when it or one of them is killed."""

import os
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from granian._granian import ListenerSpec
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

BACKLOG = 2_048
"""Connections that wait to be taken in; systems may allow fewer."""

CONNECTIONS = 8_192
"""Most connections that a process has at once, where it may have as many files open."""

HEADERS = 15
"""Seconds within which a request's headers must come."""

HEADER_BYTES = 1 << 16
"""Most bytes of a request's line and headers."""

DRAINING = 10
"""Seconds that a process has for the requests in it once the server is stopped."""

UNREAD = 30
"""Seconds after which a connection is closed whose client takes nothing of what was sent to it."""

DEATHS = 10
"""Processes that may be lost within `PERIOD` seconds; a server that loses more can't help itself,
and ends."""

PERIOD = 60

WATCH = 0.5
"""Seconds between two looks whether the supervisor is there."""


class Supervisor(MPServer):
    """granian's, but that all processes take connections from one socket, which stays open.

    On Linux granian opens one in each process, and who waits at that of a process that is killed
    is reset, or refused until another one has its model. And granian ends the server where a
    process is lost within seconds of its start; here several may be.
    """

    def __init__(self, *, address: str, port: int, workers: int, log: dict[str, Any]) -> None:
        """Prepare; `log` configures the logging of all processes."""
        super().__init__(
            "morelli.web.asgi:application",
            address=address,
            port=port,
            interface=Interfaces.ASGINL,
            websockets=False,
            workers=workers,
            backlog=BACKLOG,
            backpressure=_connections(),
            http1_settings=HTTP1Settings(
                header_read_timeout=1_000 * HEADERS, max_buffer_size=HEADER_BYTES
            ),
            workers_kill_timeout=DRAINING,
            respawn_failed_workers=True,
            log_level=LogLevels.error,
            log_dictconfig=log,
        )
        self._deaths: deque[float] = deque(maxlen=DEATHS)

    def _init_shared_socket(self) -> None:
        if sys.platform != "linux":
            super()._init_shared_socket()  # type: ignore[no-untyped-call]
            return
        shared = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd = shared  # type: ignore[assignment]  # it is untyped, and None at first
        self._sfd = shared.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)
        # Connections have it from the socket that takes them in; what they hold is ours meanwhile.
        self._sso.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1_000 * UNREAD)

    def _respawn_workers(self, workers: list[int], *arguments: Any, **options: Any) -> None:
        super()._respawn_workers(workers, *arguments, **options)
        self._deaths.extend(time.monotonic() for _ in workers)
        if len(self._deaths) < DEATHS or self._deaths[-1] - self._deaths[0] > PERIOD:
            self.respawned_wrks.clear()  # by which granian tells that one was lost at once

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM."""
        self.serve(target_loader=_load)


def _load(_: str = "") -> Callable[..., Any]:
    """The application, in a process; granian's own loader would look in the working folder."""
    watch = threading.Thread(target=_end_with, args=(os.getppid(),), name="watch", daemon=True)
    watch.start()
    if counts := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        Path(counts).mkdir(mode=0o700, parents=True, exist_ok=True)  # somebody may have tidied up
    from morelli.web.asgi import application

    return application


def _end_with(supervisor: int) -> None:
    """End this process when the supervisor has; one that is killed can't tell it to."""
    while os.getppid() == supervisor:
        time.sleep(WATCH)
    os._exit(1)


def _connections() -> int:
    """How many connections a process can have, a quarter of its files kept for others."""
    try:
        import resource
    except ImportError:  # Windows, which doesn't count so
        return CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * 4 // 3
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return CONNECTIONS if soft == resource.RLIM_INFINITY else min(CONNECTIONS, soft * 3 // 4)
