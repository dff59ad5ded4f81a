"""One core for the products of an answer.

OpenBLAS spreads a product of a picture's few numbers over all cores, whose threads then wait for
each other in a loop: deciding took 38 ms of processor time so, where it takes 5 on one core.
"""

import threading
from contextlib import ContextDecorator
from functools import cached_property
from typing import Any

from threadpoolctl import ThreadpoolController


class _OneThread(ContextDecorator):
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._before: Any = None

    @cached_property
    def _controller(self) -> ThreadpoolController:
        return ThreadpoolController()  # half a millisecond: it looks at every loaded library

    def __enter__(self) -> None:
        with self._lock:
            limit = self._controller.limit(limits=1, user_api="blas")
            if not self._inside:
                self._before = limit
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        # By each thread, not by the last: OpenBLAS doesn't always listen to another one than set
        # the limit. Who is still within has all cores then, and loses time, but nothing else.
        with self._lock:
            self._before.restore_original_limits()
            self._inside -= 1


one_blas_thread = _OneThread()
"""Within it numpy's products stay on one core; a context manager, and a decorator.

The limit is the process's, and taken back in the end: who uses morelli finds all cores afterwards.
Who answers in many threads sets the limit around all of them, as `morelli.collection.run` does.
"""
