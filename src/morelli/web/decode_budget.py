"""How much memory may be taken by pictures that are decoded at the same time.

What a picture takes is known from its header (`morelli.images.decoding_cost`). Whoever decodes
holds so much of the budget, and waits while others have it; who came first goes first.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class DecodeBudget:
    """A number of bytes that is lent and given back. Safe from several threads.

    Attributes:
        bytes: the whole budget; a picture that takes more is decoded alone.
        held: bytes that are lent now.
    """

    def __init__(self, bytes: int) -> None:  # noqa: A002
        self.bytes = bytes
        self.held = 0
        self._change = threading.Condition()
        self._line: deque[object] = deque()

    @contextmanager
    def hold(self, cost: int) -> Iterator[None]:
        """Wait for `cost` bytes of the budget, and hold them; not to be nested."""
        cost = min(cost, self.bytes)
        place = object()
        with self._change:
            self._line.append(place)
            self._change.wait_for(lambda: self._line[0] is place and self.held + cost <= self.bytes)
            self._line.popleft()
            self.held += cost
            self._change.notify_all()
        try:
            yield
        finally:
            with self._change:
                self.held -= cost
                self._change.notify_all()
