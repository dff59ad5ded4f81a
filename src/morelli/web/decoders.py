"""The processes in which this server decodes every picture; see `morelli.images.pool`."""

import os

from morelli.images.pool import DecoderPool
from morelli.web.environment import Environment

MOST = 4
"""Decoders where the setting names no number; the model needs the other cores."""


def open_decoders(chosen: Environment) -> DecoderPool:
    """As many as the settings say; each starts at once."""
    usual = max(1, min(MOST, (os.cpu_count() or 1) // chosen.workers))
    return DecoderPool(
        chosen.decoders or usual, memory=chosen.decode_memory, seconds=chosen.decode_seconds
    )
