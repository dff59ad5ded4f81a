"""The ASGI application; the model is loaded before the first request is accepted.

What waits for clients runs in an event loop, and Django behind it on threads (see
`morelli.web.middleware.front`): the work is inference in native code that releases the GIL, and
what a thread per request buys is code that reads from top to bottom.
"""

import threading

from morelli.web.wsgi import application as _django

STACK = 16 << 20
"""Bytes of stack for a thread. OpenBLAS needs more than some systems give when it solves equations
on several cores (as in teaching), and overrunning it ends the process."""

SPARE_THREADS = 16
"""Threads for requests that hold no slot of the queue, so that these never wait for those."""

threading.stack_size(STACK)

from morelli.web.inference_queue import PATIENT  # noqa: E402  (needs Django's settings)
from morelli.web.middleware.body_intake import BodyIntake  # noqa: E402
from morelli.web.middleware.front import Front  # noqa: E402
from morelli.web.services import services  # noqa: E402
from morelli.web.uploads import largest_body  # noqa: E402

_chosen = services().environment
application = Front(
    _django,
    services().queue,
    threads=_chosen.queue + PATIENT + SPARE_THREADS,
    intake=BodyIntake(
        seconds=_chosen.body_seconds,
        rate=_chosen.body_rate,
        room=max(_chosen.body_room, largest_body()),
    ),
)
services().start()
