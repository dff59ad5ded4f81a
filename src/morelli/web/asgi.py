"""The ASGI application; the model is loaded before the first request is accepted.

What waits for clients runs in an event loop, and Django behind it on threads (see
`morelli.web.middleware.front`): the work is inference in native code that releases the GIL, and
what a thread per request buys is code that reads from top to bottom.
"""

import sys
import threading

from morelli.web.wsgi import application as _django

STACK = 16 << 20
"""Bytes of stack for a thread. OpenBLAS needs more than some systems give when it solves equations
on several cores (as in teaching), and overrunning it ends the process."""

OTHER_THREADS = 32
"""Threads for requests without pictures, so that these never wait for those with some."""

SWITCH = 0.0005
"""Seconds after which a thread that computes lets another one go on, a tenth of Python's own: the
event loop must have its turn soon however many compute."""

threading.stack_size(STACK)
sys.setswitchinterval(SWITCH)

from morelli.web.inference_queue import PATIENT  # noqa: E402  (needs Django's settings)
from morelli.web.middleware.body_intake import BodyIntake  # noqa: E402
from morelli.web.middleware.front import Front  # noqa: E402
from morelli.web.services import services  # noqa: E402
from morelli.web.uploads import largest_body  # noqa: E402

_chosen = services().environment
application = Front(
    _django,
    services().queue,
    forms=_chosen.queue + PATIENT,
    others=OTHER_THREADS,
    intake=BodyIntake(
        seconds=_chosen.body_seconds,
        rate=_chosen.body_rate,
        room=max(_chosen.body_room, largest_body()),
    ),
)
services().start()
