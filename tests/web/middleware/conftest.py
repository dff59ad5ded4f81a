"""What the tests of asynchronous code share."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest


@pytest.fixture
def in_a_loop() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Runs a coroutine on a thread of its own: on this one browser tests may have left a loop."""

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, coroutine).result()

    return run
