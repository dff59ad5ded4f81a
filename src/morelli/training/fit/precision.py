"""Which number format trains fastest here."""

import copy
import time

import torch

from morelli.training.models.network import Network

CLEARLY = 0.8
"""bfloat16 is taken where a step of it needs at most this share of the time of float32."""


MOST_PICTURES = 32
"""In a batch that is timed: enough to leave a processor's caches, as training does."""


def fastest(network: Network, size: int, batch: int, accelerator: str = "auto") -> str:
    """Lightning's name of the fastest precision that trains as well.

    GPUs take bfloat16, or float16 where they are older. On CPUs bfloat16 doubles the speed with
    AVX-512 or AMX and is twenty times slower with AVX2 alone, so a few steps of each are timed.
    It must win clearly: where both are about as fast, chance would choose, and the same recipe
    would give other numbers.

    Args:
        network: what will be trained; it is not changed.
        size: side of the pictures, in pixels.
        batch: pictures a step; small ones may rank the two differently.
        accelerator: Lightning's; "cpu" ignores a GPU.
    """
    if accelerator != "cpu" and torch.cuda.is_available():
        return "bf16-mixed" if torch.cuda.is_bf16_supported() else "16-mixed"
    if accelerator != "cpu" and torch.backends.mps.is_available():
        return "32-true"
    trial = copy.deepcopy(network)
    pictures = torch.zeros(min(batch, MOST_PICTURES), 3, size, size)
    seconds = {False: float("inf"), True: float("inf")}
    for _ in range(3):  # the first round also warms up
        for reduced in seconds:
            start = time.perf_counter()
            with torch.autocast("cpu", torch.bfloat16, enabled=reduced):
                loss = sum(logits.float().square().mean() for logits in trial(pictures).values())
            assert isinstance(loss, torch.Tensor)  # noqa: S101 - there is at least one head
            torch.autograd.backward(loss)
            seconds[reduced] = min(seconds[reduced], time.perf_counter() - start)
    return "bf16-mixed" if seconds[True] < CLEARLY * seconds[False] else "32-true"
